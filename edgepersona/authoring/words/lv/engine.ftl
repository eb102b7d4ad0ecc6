### What the engine says to visitors. Plain placeables, and forms by $count; a sentence ends as it should.

language = lv

because = Izvēlēts, jo ņemts vērā: { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = Jūs izslēdzāt personalizāciju, tāpēc lapa paliek tāda, kāda tā ir.
reason-CONTROL_ARM = Jūs esat salīdzinājuma grupā, kas redz lapu tādu, kāda tā ir.
reason-PAGE_BUSY = Šis nav īstais brīdis jūs traucēt.
reason-QUIET = Jūs lūdzāt retāk jūs traucēt.
reason-INTERRUPT_BUDGET = Mēs traucējam tikai reizēm, un pagaidām ar to pietiek.
reason-FATIGUED = Pēdējā laikā jūs jau pietiekami traucējām, tāpēc liekam jūs mierā.
reason-SERVICE_FIRST = Jums pie mums vēl ir neatrisināts jautājums, un tas ir svarīgāks.
reason-NOT_STARTED = Tas vēl nav sācies.
reason-ENDED = Tas ir beidzies.
reason-WRONG_STAGE = Tas neatbilst tam, ko jūs pašlaik darāt.
reason-NEEDS_OPT_IN = Tam būtu vajadzīga jūsu nepārprotama piekrišana, bet tā nav dota.
reason-NOT_ELIGIBLE = Cik mums zināms, tas nav domāts jums.
reason-NO_TRANSLATION = Tas nav pieejams jūsu valodā.
reason-UNEXPLAINABLE = Mēs nevarētu jums to paskaidrot jūsu valodā, tāpēc to nerādām.
reason-ALREADY_ANSWERED = Jūsu atbilde uz to jau ir saņemta.
reason-ALREADY_CONVERTED = Tas jau ir izdarīts.
reason-FREQUENCY_CAP = Pagaidām tas jums rādīts pietiekami bieži.
reason-PAUSED = Tam pašlaik ir pauze.
reason-BELOW_SILENCE = Pašlaik tas jums nebūtu pietiekami noderīgs.
reason-OUTRANKED = Pašlaik jums labāk der kas cits.
reason-NO_CANDIDATE = Šai vietai nekā nav.

## Where a value comes from

source-account = no jūsu konta
source-answer = jūsu atbilde
source-usage = ko jūs šeit darījāt
source-campaign = saite, pa kuru atnācāt

## How tired of interruptions we assume the visitor is

fatigue-none = Traucēšana nav apnikusi
fatigue-some = Traucēšana mazliet apnikusi
fatigue-high = Traucēšana apnikusi

## One counter of a report, read aloud

counted-exposed = Šī ierīce bija šeit.
counted-converted = Sasniegts solis: { $goal }.
counted-guardrail = { $name }: vismaz vienu reizi.
counted-silence = Mēs klusējām. { $reason }
counted-outcome = { $what }: bloks { $block }, grupa { $segment }.
counted-ghost = Ārpus salīdzinājuma grupas tiktu rādīts: { $block }.

## What is held, besides answers

purpose-silence = Lai mēs zinātu, kad apstāties
purpose-receipts = Lai katru lēmumu varētu pārbaudīt
held-visit = Kad sākās šis apmeklējums
held-page_view = Šajā apmeklējumā atvērtās lapas
held-asked_to_remember = Jautāts, vai atcerēties jūsu atbildes
held-friction = Aizkaitinājuma pazīmes lapā
held-lost = Kaut ko saglabātu neizdevās nolasīt
held-outcome = { $what }: { $title }
outcome-shown = Redzēts
outcome-ignored = Atstāts bez atbildes
outcome-dismissed = Aizvērts
outcome-clicked = Atvērts
outcome-converted = Mērķis sasniegts
outcome-not_helpful = Atzīts par nenoderīgu
outcome-complained = Saņemta sūdzība
outcome-opted_out = Personalizācija izslēgta
held-campaign = Reklāma vai saite, pa kuru atnācāt
held-times = { $count ->
    [zero] { $count } reižu
    [one] { $count } reize
   *[other] { $count } reizes
}
held-receipts = Šīs lapas lēmumu kvītis
counted-elsewhere = Izveidots agrākam skaitītāju sarakstam: var parādīt tikai tā baitus.

## What would have to be different for it to be shown: a statement, never a request

change-shown = Tad jūs to redzētu.
change-then = Arī tad būtu iemesls to nerādīt: { $reason }
change-none = Neviena atsevišķa pārmaiņa te neko nemainītu.
change-wait = Tas ir laika jautājums: vēl { $span }.
change-rest = Pietrūkst miera, bez paziņojumiem un to aizvēršanas: vēl { $span }.
change-answer = Tas atkarīgs no jūsu atbildes: { $item }.
change-account = Tas atkarīgs no tā, kas norādīts jūsu kontā: { $item }.
change-arrive = Tas atkarīgs no saites, kas jūs atved šurp: { $item }.
change-do = Tas atkarīgs no tā, ko jūs šeit darāt: { $item }.
change-forget = Tas atkarīgs no tā, kas par jums tiek glabāts un ko varat dzēst: { $item }.
change-optin = Tas atkarīgs no piekrišanas, ko varat dot tikai jūs: { $item }.
change-consent = Tas atkarīgs no tā, kas pašlaik ir izslēgts: { $item }.
change-quiet = Tas atkarīgs no jūsu vēlmes pēc retākiem traucējumiem.
change-page = Tas gaida, līdz būsiet pabeiguši iesākto.
change-value = Tas gaida, līdz būsiet mazliet apskatījušies.
change-page_view = Tas gaida nākamo lapu, ko atvērsiet.
change-visit = Tas gaida jūsu nākamo apmeklējumu.
change-language = Tas pieejams citā šīs lapas valodā: { $item }.
change-arm = Tas atkarīgs no salīdzinājuma grupas, kurā jūs ielika nejaušība.
change-gone = Tas atkarīgs no tā, kas ieņēma šo vietu: { $item }.

## Spans of time

span-seconds = { $count ->
    [zero] { $count } sekunžu
    [one] { $count } sekunde
   *[other] { $count } sekundes
}
span-minutes = { $count ->
    [zero] { $count } minūšu
    [one] { $count } minūte
   *[other] { $count } minūtes
}
span-hours = { $count ->
    [zero] { $count } stundu
    [one] { $count } stunda
   *[other] { $count } stundas
}
span-days = { $count ->
    [zero] { $count } dienu
    [one] { $count } diena
   *[other] { $count } dienas
}
