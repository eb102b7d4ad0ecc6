### What the engine says to visitors. Plain placeables, and forms by $count; a sentence ends as it should.

language = sv

because = Valt på grund av: { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = Du har stängt av anpassningen, så sidan förblir som den är.
reason-CONTROL_ARM = Du är med i jämförelsegruppen, som ser sidan som den är.
reason-PAGE_BUSY = Det här är inte rätt tillfälle att störa dig.
reason-QUIET = Du har bett om färre avbrott.
reason-INTERRUPT_BUDGET = Vi avbryter bara ibland, och just nu räcker det.
reason-FATIGUED = Du har blivit avbruten tillräckligt ofta på sistone, så vi låter dig vara i fred.
reason-SERVICE_FIRST = Du har ett ärende som fortfarande är öppet hos oss, och det går före.
reason-NOT_STARTED = Det här har inte börjat än.
reason-ENDED = Det här är över.
reason-WRONG_STAGE = Det här passar inte in i det du håller på med just nu.
reason-NEEDS_OPT_IN = För det här behövs ditt uttryckliga samtycke, och det har du inte gett.
reason-NOT_ELIGIBLE = Så vitt vi vet är det här inte avsett för dig.
reason-NO_TRANSLATION = Det här finns inte på ditt språk.
reason-UNEXPLAINABLE = Vi skulle inte kunna förklara det här på ditt språk, så vi visar det inte.
reason-ALREADY_ANSWERED = Det här har du redan svarat på.
reason-ALREADY_CONVERTED = Det här har du redan gjort.
reason-FREQUENCY_CAP = Du har sett det här tillräckligt ofta för tillfället.
reason-PAUSED = Det här tar en paus.
reason-BELOW_SILENCE = Det här skulle inte vara till tillräckligt stor nytta för dig just nu.
reason-OUTRANKED = Något annat passar dig bättre just nu.
reason-NO_CANDIDATE = Det finns inget för den här platsen.

## Where a value comes from

source-account = från ditt konto
source-answer = ditt svar
source-usage = det du har gjort här
source-campaign = länken du följde

## How tired of interruptions we assume the visitor is

fatigue-none = Inte trött på avbrott
fatigue-some = Lite trött på avbrott
fatigue-high = Trött på avbrott

## One counter of a report, read aloud

counted-exposed = Den här enheten var här.
counted-converted = Steg uppnått: { $goal }.
counted-guardrail = { $name }: minst en gång.
counted-silence = Vi var tysta. { $reason }
counted-outcome = { $what }: block { $block }, grupp { $segment }.
counted-ghost = Skulle ha visats utanför jämförelsegruppen: { $block }.

## What is held, besides answers

purpose-silence = Så att vi vet när vi ska sluta
purpose-receipts = Så att varje beslut kan kontrolleras
held-visit = När det här besöket började
held-page_view = Sidor som öppnats under besöket
held-asked_to_remember = Frågan om dina svar ska sparas
held-friction = Tecken på irritation på sidan
held-lost = Något sparat kunde inte läsas
held-outcome = { $what }: { $title }
outcome-shown = Sett
outcome-ignored = Lämnat utan svar
outcome-dismissed = Stängt
outcome-clicked = Klickat
outcome-converted = Mål uppnått
outcome-not_helpful = Bedömt som inte till hjälp
outcome-complained = Fick klagomål
outcome-opted_out = Anpassningen avstängd
held-campaign = Annonsen eller länken du följde
held-times = { $count ->
    [one] { $count } gång
   *[other] { $count } gånger
}
held-receipts = Kvitton på besluten på den här sidan
counted-elsewhere = Gjord för en tidigare lista med räknare: bara dess byte kan visas.

## What would have to be different for it to be shown: a statement, never a request

change-shown = Då skulle du se det.
change-then = Även då skulle något tala emot det: { $reason }
change-none = Ingen enskild ändring skulle göra någon skillnad här.
change-wait = Det är en tidsfråga: { $span } till.
change-rest = Det som saknas är lugn, utan meddelanden som stängs: { $span } till.
change-answer = Det beror på vad du svarar: { $item }.
change-account = Det beror på vad ditt konto säger: { $item }.
change-arrive = Det beror på länken som för dig hit: { $item }.
change-do = Det beror på vad du gör här: { $item }.
change-forget = Det beror på något som sparas om dig och som du kan radera: { $item }.
change-optin = Det beror på ett samtycke som bara du kan ge: { $item }.
change-consent = Det beror på något som är avstängt just nu: { $item }.
change-quiet = Det beror på din önskan om färre avbrott.
change-page = Det väntar tills du är klar med det du håller på med.
change-value = Det väntar tills du har sett dig omkring.
change-page_view = Det väntar på nästa sida du öppnar.
change-visit = Det väntar på ditt nästa besök.
change-language = Det finns på ett annat av sidans språk: { $item }.
change-arm = Det beror på jämförelsegruppen som slumpen placerade dig i.
change-gone = Det beror på vad som tog dess plats: ”{ $item }”.

## Spans of time

span-seconds = { $count ->
    [one] { $count } sekund
   *[other] { $count } sekunder
}
span-minutes = { $count ->
    [one] { $count } minut
   *[other] { $count } minuter
}
span-hours = { $count ->
    [one] { $count } timme
   *[other] { $count } timmar
}
span-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dagar
}
