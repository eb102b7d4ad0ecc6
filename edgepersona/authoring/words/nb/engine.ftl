### What the engine says to visitors. Plain placeables, and forms by $count; a sentence ends as it should.

language = nb

because = Valgt på grunn av: { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = Du har slått av tilpasningen, så siden forblir som den er.
reason-CONTROL_ARM = Du er med i sammenligningsgruppen, som ser siden som den er.
reason-PAGE_BUSY = Dette er ikke et godt tidspunkt å forstyrre deg på.
reason-QUIET = Du har bedt om færre avbrytelser.
reason-INTERRUPT_BUDGET = Vi avbryter bare av og til, og nå er det nok for en stund.
reason-FATIGUED = Du har hatt nok avbrytelser i det siste, så vi lar deg være i fred.
reason-SERVICE_FIRST = Du har en sak som fortsatt er åpen hos oss, og den går foran.
reason-NOT_STARTED = Dette har ikke begynt ennå.
reason-ENDED = Dette er over.
reason-WRONG_STAGE = Dette passer ikke med det du holder på med akkurat nå.
reason-NEEDS_OPT_IN = Dette krever ditt uttrykkelige samtykke, og det har du ikke gitt.
reason-NOT_ELIGIBLE = Så vidt vi vet, er dette ikke ment for deg.
reason-NO_TRANSLATION = Dette finnes ikke på språket ditt.
reason-UNEXPLAINABLE = Vi kan ikke forklare dette på språket ditt, så vi viser det ikke.
reason-ALREADY_ANSWERED = Du har allerede svart på dette.
reason-ALREADY_CONVERTED = Du har allerede gjort dette.
reason-FREQUENCY_CAP = Du har sett dette ofte nok for nå.
reason-PAUSED = Dette tar en pause.
reason-BELOW_SILENCE = Dette ville ikke vært nyttig nok for deg akkurat nå.
reason-OUTRANKED = Noe annet passer bedre for deg akkurat nå.
reason-NO_CANDIDATE = Det finnes ingenting til denne plassen.

## Where a value comes from

source-account = fra kontoen din
source-answer = svaret ditt
source-usage = det du har gjort her
source-campaign = lenken du fulgte

## How tired of interruptions we assume the visitor is

fatigue-none = Ikke lei av avbrytelser
fatigue-some = Litt lei av avbrytelser
fatigue-high = Lei av avbrytelser

## One counter of a report, read aloud

counted-exposed = Denne enheten var her.
counted-converted = Trinn nådd: { $goal }.
counted-guardrail = { $name }: minst én gang.
counted-silence = Vi var stille. { $reason }
counted-outcome = { $what }: blokk { $block }, gruppe { $segment }.
counted-ghost = Ville ha blitt vist utenfor sammenligningsgruppen: { $block }.

## What is held, besides answers

purpose-silence = Slik at vi vet når vi skal stoppe
purpose-receipts = Slik at hver avgjørelse kan kontrolleres
held-visit = Når dette besøket begynte
held-page_view = Sider åpnet i dette besøket
held-asked_to_remember = Spurte om svarene dine skal huskes
held-friction = Tegn på irritasjon på siden
held-lost = Noe lagret kunne ikke leses
held-outcome = { $what }: { $title }
outcome-shown = Sett
outcome-ignored = Ubesvart
outcome-dismissed = Lukket
outcome-clicked = Klikket
outcome-converted = Målet nådd
outcome-not_helpful = Vurdert som ikke nyttig
outcome-complained = Klaget på
outcome-opted_out = Tilpasningen slått av
held-campaign = Annonsen eller lenken du fulgte
held-times = { $count ->
    [one] { $count } gang
   *[other] { $count } ganger
}
held-receipts = Kvitteringer for avgjørelsene på denne siden
counted-elsewhere = Laget for en tidligere liste over tellere: bare bytene kan vises.

## What would have to be different for it to be shown: a statement, never a request

change-shown = Da ville du sett det.
change-then = Selv da ville noe tale imot det: { $reason }
change-none = Ingen enkelt endring ville gjort noen forskjell her.
change-wait = Det er et spørsmål om tid: { $span } til.
change-rest = Det som mangler, er ro, uten varsler som lukkes: { $span } til.
change-answer = Det kommer an på hva du svarer: { $item }.
change-account = Det kommer an på hva kontoen din sier: { $item }.
change-arrive = Det kommer an på lenken som fører deg hit: { $item }.
change-do = Det kommer an på hva du gjør her: { $item }.
change-forget = Det kommer an på noe som er lagret om deg, og som du kan slette: { $item }.
change-optin = Det kommer an på et samtykke som bare du kan gi: { $item }.
change-consent = Det kommer an på noe som er slått av akkurat nå: { $item }.
change-quiet = Det kommer an på ønsket ditt om færre avbrytelser.
change-page = Det venter til du er ferdig med det du holder på med.
change-value = Det venter til du har sett deg rundt.
change-page_view = Det venter på den neste siden du åpner.
change-visit = Det venter på ditt neste besøk.
change-language = Det finnes på et annet av sidens språk: { $item }.
change-arm = Det kommer an på sammenligningsgruppen som tilfeldigheten satte deg i.
change-gone = Det kommer an på det som tok plassen: «{ $item }».

## Spans of time

span-seconds = { $count ->
    [one] { $count } sekund
   *[other] { $count } sekunder
}
span-minutes = { $count ->
    [one] { $count } minutt
   *[other] { $count } minutter
}
span-hours = { $count ->
    [one] { $count } time
   *[other] { $count } timer
}
span-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dager
}
