# The page's and the privacy panel's own words. Plain text; placeables stand for names, numbers and dates.

language = et

## Slots

slot-why = Miks ma seda näen?
slot-note = Kohandatud teie seadmes
slot-note-why = miks
slot-note-off = lülita välja
slot-not-helpful = Pole abiks
slot-data = Teie andmed
slot-later = Mitte praegu
slot-dismiss = Sulge see teade
slot-notice = Teade: { $title }
slot-thanks = Aitäh. Saate oma vastust igal ajal muuta või kustutada.
slot-noted = Aitäh, võtsime teadmiseks.
slot-off = Isikupärastamine on selles seadmes välja lülitatud.
slot-trouble = See ei õnnestunud. Palun proovige uuesti.

## Panel

panel-title = Teie andmed
panel-intro = See leht kohandub teie enda seadmes. Siin on kõik, mida leht hoiab, ja kõik, mis on saadetud.
panel-close = Sulge
panel-waiting = Üks hetk …
panel-trouble = See ei õnnestunud. Palun proovige uuesti.
panel-saved = Salvestatud.
panel-unstored = See brauser ei luba lehel salvestada seda, mida te siin ütlete. Midagi ei jäeta meelde: kõik kaob, kui lehelt lahkute, hiljemalt siis, kui selle vahekaardi sulgete.

panel-choices = Teie valikud
panel-personalise = Kohanda seda lehte minu jaoks
panel-personalise-help = Allpool toodud allikate põhjal. Kui see on väljas, näete lehte nagu kõik teised.
panel-tier-answer = Mida ma siin vastan
panel-tier-campaign = Reklaam või link, mille kaudu tulin
panel-tier-usage = Mida ma sellel saidil teen
panel-tier-account = Mida ütleb minu konto
panel-remember = Jäta meelde järgmise külastuseni
panel-remember-help = Kui see on väljas, kaovad teie vastused selle vahekaardi sulgemisel.
panel-measure = Loenda mind
panel-measure-help = Kõige rohkem üks alati sama suur aruanne päevas, ilma teie nime või numbrita. Kuni see on kogusummadele liitmata, on tegemist isikuandmetega; pärast seda aruannet enam ei ole.
panel-quiet = Küsi minult vähem
panel-quiet-help = Ei mingeid pakkumisi ega küsimusi, mis tulevad lehe ette.
panel-optin-help = Tundlik: kasutatakse ainult siis, kui see on sees.
panel-not-offered = See sait seda ei paku.
panel-outside = Selle lülitas sisse saidi enda bänner. Seal nõustusite: „{ $quote }“

panel-group = Võrdlusrühm: { $group }
panel-group-treated = Teie lehte kohandatakse.
panel-group-control = Teie leht jääb muutmata, et mõju saaks mõõta.
panel-group-caps_only = Teie lehte kohandatakse, teadetel on kindlad piirid.
panel-group-none = Te pole üheski ja midagi ei loendata.

panel-held = Mida teie kohta hoitakse
panel-held-none = Mitte midagi.
panel-sealed = Meelde jäetu on selles seadmes pitseeritud, et kustutamine oleks lihtne. Pitseerimine ei takista selle saidi enda skripte, pahavara ega ketta kopeerimist.
panel-source = Allikas
panel-purpose = Eesmärk
panel-until = Säilitamise lõpp
panel-until-visit = selle külastuse lõpp
panel-receipts-each = Iga kviitung: aeg ja kontrollsumma
panel-receipts-removed = Eemaldatud koos sellega, millel need põhinesid: { $count }
panel-delete = Kustuta

panel-shown = Mida te näete ja miks
panel-shown-usual = Leht nii, nagu kõik seda näevad.
panel-shown-silent = Siin pole midagi.
panel-term = { $label }: { $value } ({ $source })
panel-not-relevant = Ei puuduta mind
panel-feels-wrong = Midagi on valesti
panel-wrong-noted = Aitäh, võtsime teadmiseks. See põhineb alloleval; kustutage, mis ei ole õige.
panel-delete-item = Kustuta: { $what }
panel-why-not = Siin näitamata: { $count }
panel-more = Ja veel { $count }.
panel-untitled = Teie keeles pole sõnu.
panel-would-show = Mida te näeksite ja miks
panel-what-if = Mis oleks, kui?
panel-what-if-help = Keerake kella edasi või jätke midagi välja: järgnev arvutatakse uuesti. Midagi ei muudeta ega salvestata.
panel-what-if-time = Millal
panel-what-if-now = Praegu
panel-what-if-without = Välja jäetud: { $what }
panel-what-if-on = Mis oleks, kui – midagi ei muudeta.
panel-what-if-same = Miski ei oleks teisiti.
panel-what-if-some = Kohti, mis oleksid teisiti: { $count }.
panel-what-if-differs = Teisiti
panel-what-if-back = Tagasi tegeliku olukorra juurde

panel-sent = Mida on saadetud
panel-sent-none = Midagi pole saadetud.
panel-sent-gone = See, mida kohale jõudnud aruanded ütlesid, kustutati siin koos sellega, mille te kustutasite.
panel-steady = See, mida leht võrgust pärib, ei sõltu teie vastustest seni, kuni te pole avanud linki ega nõustunud loendamisega.
panel-queue = Mis ootab saatmist
panel-queue-none = Midagi ei oota.
panel-today = Täna loendatud, veel saatmata
panel-due = Järgmine aruanne: { $when }
panel-report = { $count ->
    [one] Aruanne, { $day }, { $count } bait
   *[other] Aruanne, { $day }, { $count } baiti
}
panel-bytes = Näita iga baiti
panel-ledger = Aruandeid koostatud: { $made }. Kohale jõudnud: { $acknowledged }. Ootel: { $waiting }. Kõrvale jäetud: { $dropped }.

panel-signed-signature = Reeglid, mille järgi see leht kohandub, on allkirjastatud: versioon { $number }, võti { $key }.
panel-signed-hash = Reeglid, mille järgi see leht kohandub, on need, mida leht ise nimetab. See brauser ei saanud nende allkirja kontrollida.
panel-signed-none = Reeglid, mille järgi see leht kohandub, ei ole allkirjastatud.

panel-yours = Võta kaasa või kustuta
panel-download = Laadi minu andmed alla
panel-download-msgpack = Laadi alla msgpack-failina
panel-delete-all = Kustuta kõik
panel-delete-ask = Kas kustutada kõik, mida see leht selles seadmes hoiab, ka teie valikud?
panel-delete-yes = Jah, kustuta kõik
panel-delete-no = Jäta alles
panel-deleted = Kõik on kustutatud.
panel-deleted-partly = Brauser ei lubanud kõike kustutada. Kustutage selle saidi andmed brauseri seadetest.

panel-asleep = Seda lehte kohandav osa ei tööta, seega ei saa siin näidata, mida hoitakse. Välja lülitada ja kustutada saab ikka.
panel-retry = Proovi käivitada
panel-withdraw-personalise = Lülita kohandamine välja
panel-withdraw-remember = Lõpeta meelespidamine
panel-withdraw-measure = Lõpeta loendamine

# Whether to remember: the one question the SDK puts itself
remember-ask = Kas see seade peaks teie vastused järgmise külastuseni meelde jätma?
remember-why = Need jäävad sellesse seadmesse ja saate need igal ajal kustutada.
remember-yes = Jäta meelde
remember-no = Ära jäta meelde
remember-kept = Meeldejätmine on sisse lülitatud.
remember-gone = Teie vastuseid ei jäeta meelde. Need kaovad, kui selle vahekaardi sulgete.
