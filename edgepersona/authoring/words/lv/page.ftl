# The page's and the privacy panel's own words. Plain text; placeables stand for names, numbers and dates.

language = lv

## Slots

slot-why = Kāpēc es to redzu?
slot-note = Pielāgots jūsu ierīcē
slot-note-why = kāpēc
slot-note-off = izslēgt
slot-not-helpful = Nav noderīgi
slot-data = Jūsu dati
slot-later = Ne tagad
slot-dismiss = Aizvērt šo paziņojumu
slot-notice = Paziņojums: { $title }
slot-thanks = Paldies. Savu atbildi varat mainīt vai dzēst jebkurā laikā.
slot-noted = Paldies, tas ir ņemts vērā.
slot-off = Personalizācija šajā ierīcē ir izslēgta.
slot-trouble = Tas neizdevās. Lūdzu, mēģiniet vēlreiz.

## Panel

panel-title = Jūsu dati
panel-intro = Šī lapa pielāgojas jūsu pašu ierīcē. Šeit ir viss, ko tā glabā, un viss, kas ir nosūtīts.
panel-close = Aizvērt
panel-waiting = Vienu mirkli…
panel-trouble = Tas neizdevās. Lūdzu, mēģiniet vēlreiz.
panel-saved = Saglabāts.
panel-unstored = Šis pārlūks neļauj lapai saglabāt to, ko šeit norādāt. Nekas netiek atcerēts: viss pazūd, kad pametat lapu, vēlākais – kad aizverat šo cilni.

panel-choices = Jūsu izvēles
panel-personalise = Pielāgot šo lapu man
panel-personalise-help = No tālāk norādītajiem avotiem. Ja tas ir izslēgts, lapu redzat tāpat kā visi.
panel-tier-answer = Ko es šeit atbildu
panel-tier-campaign = Reklāma vai saite, pa kuru atnācu
panel-tier-usage = Ko es daru šajā vietnē
panel-tier-account = Ko rāda mans konts
panel-remember = Atcerēties līdz nākamajam apmeklējumam
panel-remember-help = Ja tas ir izslēgts, jūsu atbildes pazūd, kad aizverat šo cilni.
panel-measure = Skaitīt mani
panel-measure-help = Ne vairāk kā viens vienmēr vienāda lieluma ziņojums dienā, bez jūsu vārda vai numura. Kamēr tas nav pieskaitīts kopsummām, tie ir personas dati; pēc tam tā vairs nav.
panel-quiet = Jautāt man retāk
panel-quiet-help = Nekādu piedāvājumu vai jautājumu, kas aizsedz lapu.
panel-optin-help = Sensitīvi dati: tiek izmantoti tikai, kamēr tas ir ieslēgts.
panel-not-offered = Šī vietne to nepiedāvā.
panel-outside = To ieslēdza vietnes paziņojums. Tur jūs piekritāt šim: { $quote }

panel-group = Salīdzinājuma grupa: { $group }
panel-group-treated = Jūsu lapa tiek pielāgota.
panel-group-control = Jūsu lapa paliek nemainīta, lai varētu izmērīt ietekmi.
panel-group-caps_only = Jūsu lapa tiek pielāgota ar noteiktiem paziņojumu ierobežojumiem.
panel-group-none = Jūs neesat nevienā; nekas netiek skaitīts.

panel-held = Kas par jums tiek glabāts
panel-held-none = Nekas.
panel-sealed = Atcerētais glabājas šajā ierīcē aizzīmogots, lai to būtu viegli izdzēst. Tas neaptur šīs vietnes pašas skriptus, ļaunprogrammatūru vai diska kopēšanu.
panel-source = Avots
panel-purpose = Nolūks
panel-until = Glabā līdz
panel-until-visit = šī apmeklējuma beigām
panel-receipts-each = Katra kvīts: laiks un kontrolsumma
panel-receipts-removed = Noņemtas kopā ar to, uz ko tās balstījās: { $count }
panel-delete = Dzēst

panel-shown = Ko jūs redzat, un kāpēc
panel-shown-usual = Lapa, kādu to redz visi.
panel-shown-silent = Šeit nekā nav.
panel-term = { $label }: { $value } ({ $source })
panel-not-relevant = Man tas nav svarīgi
panel-feels-wrong = Kaut kas nav pareizi
panel-wrong-noted = Paldies, tas ir ņemts vērā. Pamatā ir šis; izdzēsiet to, kas nav pareizi.
panel-delete-item = Dzēst: { $what }
panel-why-not = Šeit nav parādīts: { $count }
panel-more = Un vēl { $count }.
panel-untitled = Nav vārdu jūsu valodā.
panel-would-show = Ko jūs redzētu un kāpēc
panel-what-if = Kas būtu, ja?
panel-what-if-help = Pagrieziet pulksteni uz priekšu vai kaut ko izlaidiet: tālākais tiek aprēķināts no jauna. Nekas netiek mainīts vai saglabāts.
panel-what-if-time = Kad
panel-what-if-now = Tagad
panel-what-if-without = Bez šī: { $what }
panel-what-if-on = Kas būtu, ja – nekas netiek mainīts.
panel-what-if-same = Nekas nebūtu citādi.
panel-what-if-some = Vietas, kas būtu citādas: { $count }.
panel-what-if-differs = Citādi
panel-what-if-back = Atpakaļ pie esošā

panel-sent = Kas ir nosūtīts
panel-sent-none = Nekas nav nosūtīts.
panel-sent-gone = Tas, kas bija teikts piegādātajos ziņojumos, šeit ir izdzēsts kopā ar to, ko jūs izdzēsāt.
panel-steady = Tas, ko šī lapa pieprasa no tīkla, nav atkarīgs no jūsu atbildēm, kamēr neatverat saiti un nepiekrītat skaitīšanai.
panel-queue = Kas gaida nosūtīšanu
panel-queue-none = Nekas negaida.
panel-today = Šodien saskaitīts, vēl nav nosūtīts
panel-due = Nākamais ziņojums: { $when }
panel-report = { $count ->
    [zero] Ziņojums: { $day }, { $count } baitu
    [one] Ziņojums: { $day }, { $count } baits
   *[other] Ziņojums: { $day }, { $count } baiti
}
panel-bytes = Rādīt katru baitu
panel-ledger = Izveidoti ziņojumi: { $made }. Piegādāti: { $acknowledged }. Gaida: { $waiting }. Atmesti: { $dropped }.

panel-signed-signature = Noteikumi, pēc kuriem šī lapa pielāgojas, ir parakstīti: versija { $number }, atslēga { $key }.
panel-signed-hash = Noteikumi, pēc kuriem šī lapa pielāgojas, ir tie, kurus tā pati norāda. Šī pārlūkprogramma nevarēja pārbaudīt to parakstu.
panel-signed-none = Noteikumi, pēc kuriem šī lapa pielāgojas, nav parakstīti.

panel-yours = Paņemt līdzi vai dzēst
panel-download = Lejupielādēt manus datus
panel-download-msgpack = Lejupielādēt kā msgpack
panel-delete-all = Dzēst visu
panel-delete-ask = Vai dzēst visu, ko šī lapa glabā šajā ierīcē, arī jūsu izvēles?
panel-delete-yes = Jā, dzēst visu
panel-delete-no = Paturēt
panel-deleted = Viss ir izdzēsts.
panel-deleted-partly = Pārlūks neļāva izdzēst visu. Izdzēsiet šīs vietnes datus pārlūka iestatījumos.

panel-asleep = Daļa, kas pielāgo šo lapu, nedarbojas, tāpēc šeit nevar parādīt, kas tiek glabāts. Izslēgt un dzēst var tik un tā.
panel-retry = Mēģināt palaist
panel-withdraw-personalise = Izslēgt pielāgošanu
panel-withdraw-remember = Pārtraukt atcerēties
panel-withdraw-measure = Pārtraukt skaitīt

# Whether to remember: the one question the SDK puts itself
remember-ask = Vai šai ierīcei atcerēties jūsu atbildes līdz nākamajam apmeklējumam?
remember-why = Tās paliek šajā ierīcē, un jūs tās varat dzēst jebkurā laikā.
remember-yes = Atcerēties
remember-no = Neatcerēties
remember-kept = Atcerēšanās ir ieslēgta.
remember-gone = Jūsu atbildes netiek saglabātas. Tās pazūd, kad aizverat šo cilni.
