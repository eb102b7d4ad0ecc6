### What the engine says to visitors. Plain placeables, and forms by $count; a sentence ends as it should.

language = et

because = Valitud järgmise põhjal: { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = Te lülitasite isikupärastamise välja, seega jääb leht selliseks, nagu see on.
reason-CONTROL_ARM = Te kuulute võrdlusrühma, mis näeb lehte sellisena, nagu see on.
reason-PAGE_BUSY = Praegu pole õige hetk teid segada.
reason-QUIET = Te palusite, et teid vähem segataks.
reason-INTERRUPT_BUDGET = Me segame vaid harva ja praeguseks on sellest küll.
reason-FATIGUED = Teid on viimasel ajal piisavalt segatud, seega jätame teid rahule.
reason-SERVICE_FIRST = Teil on meie juures veel üks lahendamata küsimus ja see on esmatähtis.
reason-NOT_STARTED = See pole veel alanud.
reason-ENDED = See on läbi.
reason-WRONG_STAGE = See ei sobi sellega, millega te praegu tegelete.
reason-NEEDS_OPT_IN = Selleks oleks vaja teie selgesõnalist nõusolekut, mida te pole andnud.
reason-NOT_ELIGIBLE = Meile teadaolevalt pole see teile mõeldud.
reason-NO_TRANSLATION = Seda pole teie keeles saadaval.
reason-UNEXPLAINABLE = Me ei saaks seda teile teie keeles selgitada, seega me seda ei näita.
reason-ALREADY_ANSWERED = Sellele olete juba vastanud.
reason-ALREADY_CONVERTED = Seda olete juba teinud.
reason-FREQUENCY_CAP = Olete seda praeguseks piisavalt näinud.
reason-PAUSED = See on praegu peatatud.
reason-BELOW_SILENCE = See poleks teile praegu piisavalt kasulik.
reason-OUTRANKED = Miski muu sobib teile praegu paremini.
reason-NO_CANDIDATE = Selle koha jaoks pole midagi.

## Where a value comes from

source-account = teie kontolt
source-answer = teie vastus
source-usage = mida te siin tegite
source-campaign = link, mille kaudu te tulite

## How tired of interruptions we assume the visitor is

fatigue-none = Pole segamisest väsinud
fatigue-some = Segamisest veidi väsinud
fatigue-high = Segamisest väsinud

## One counter of a report, read aloud

counted-exposed = See seade käis siin.
counted-converted = Jõutud sammuni: { $goal }.
counted-guardrail = { $name }: vähemalt üks kord.
counted-silence = Me vaikisime. { $reason }
counted-outcome = { $what }: plokk { $block }, rühm { $segment }.
counted-ghost = Väljaspool võrdlusrühma oleks näidatud: { $block }.

## What is held, besides answers

purpose-silence = Et teaksime, millal lõpetada
purpose-receipts = Et iga otsust saaks kontrollida
held-visit = Millal see külastus algas
held-page_view = Selle külastuse ajal avatud lehed
held-asked_to_remember = Küsiti, kas teie vastused meelde jätta
held-friction = Pahameele märgid lehel
held-lost = Midagi salvestatut ei õnnestunud lugeda
held-outcome = { $what }: { $title }
outcome-shown = Nähtud
outcome-ignored = Jäetud vastuseta
outcome-dismissed = Suletud
outcome-clicked = Avatud
outcome-converted = Eesmärk saavutatud
outcome-not_helpful = Hinnatud kasutuks
outcome-complained = Esitatud kaebus
outcome-opted_out = Isikupärastamine välja lülitatud
held-campaign = Reklaam või link, mille kaudu tulite
held-times = { $count ->
    [one] { $count } kord
   *[other] { $count } korda
}
held-receipts = Selle lehe otsuste kviitungid
counted-elsewhere = Koostatud varasema loendurite nimekirja jaoks: näidata saab ainult selle baite.

## What would have to be different for it to be shown: a statement, never a request

change-shown = Siis näeksite seda.
change-then = Ka siis räägiks midagi selle vastu: { $reason }
change-none = Ükski üksik muudatus ei mõjutaks siin midagi.
change-wait = See on aja küsimus: veel { $span }.
change-rest = Puudu on rahust, ilma teadete ja sulgemisteta: veel { $span }.
change-answer = See sõltub teie vastusest: { $item }.
change-account = See sõltub sellest, mida ütleb teie konto: { $item }.
change-arrive = See sõltub lingist, mis teid siia toob: { $item }.
change-do = See sõltub sellest, mida te siin teete: { $item }.
change-forget = See sõltub millestki, mida teie kohta hoitakse ja mille saate kustutada: { $item }.
change-optin = See sõltub nõusolekust, mille saate anda ainult teie: { $item }.
change-consent = See sõltub sellest, mis on praegu välja lülitatud: { $item }.
change-quiet = See sõltub teie soovist saada vähem katkestusi.
change-page = See ootab, kuni olete oma tegevuse lõpetanud.
change-value = See ootab, kuni olete veidi ringi vaadanud.
change-page_view = See ootab järgmist lehte, mille avate.
change-visit = See ootab teie järgmist külastust.
change-language = See on olemas lehe teises keeles: { $item }.
change-arm = See sõltub võrdlusrühmast, kuhu juhus teid paigutas.
change-gone = See sõltub sellest, mis selle koha võttis: „{ $item }“.

## Spans of time

span-seconds = { $count ->
    [one] { $count } sekund
   *[other] { $count } sekundit
}
span-minutes = { $count ->
    [one] { $count } minut
   *[other] { $count } minutit
}
span-hours = { $count ->
    [one] { $count } tund
   *[other] { $count } tundi
}
span-days = { $count ->
    [one] { $count } päev
   *[other] { $count } päeva
}
