# What a page says about itself in public: the trust page that `edgepersona audit` writes.

language = lv

trust-language = Latviešu
trust-title = Kā šī lapa pielāgojas un ko tā zina
trust-intro = Šī lapa var pielāgoties jums. Tas notiek jūsu pašu ierīcē: jūsu atbildes paliek tur un tik un tā ir jūsu personas dati.
trust-controller = Par to atbild { $name }, { $contact }.

trust-knows = Ko šī lapa drīkst zināt
trust-what = Kas
trust-kept = Glabā ne ilgāk kā
trust-kept-visit = šis apmeklējums
trust-kept-page = šī lapa; nekad netiek saglabāts
trust-kept-choice = līdz jūs tās izdzēšat
trust-outcomes = Kā jūs reaģējāt uz šīs lapas daļām un ko šeit pabeidzāt
trust-choice = Lai darītu to, ko izvēlējāties
trust-nothing-else = Tas, kā nav šajā sarakstā, netiek ne zināts, ne glabāts, ne izmantots. Nekas nenāk no trešajām personām, un par sensitīvo netiek izdarīti pieņēmumi.
trust-optin = Sensitīvi dati: tiek izmantoti tikai, ja jūs to ieslēdzat.

trust-switches = Kas ir ieslēgts, pirms jūs kaut ko sakāt
trust-switch = Slēdzis
trust-start = Sākumā
trust-on = ieslēgts
trust-ask = izslēgts, līdz jūs to ieslēdzat
trust-off = izslēgts; šeit netiek izmantots

trust-leaves = Kas atstāj jūsu ierīci
trust-leaves-nothing = Par jums nekas netiek sūtīts.
trust-leaves-counting = Par jums nekas netiek sūtīts, ja vien jūs nepiekrītat, ka jūs skaita. Tad ir spēkā turpmākais.
trust-noise = Pirms kāds redz kopsummu, tai pievieno nejaušību, tāpēc viens cilvēks vairāk vai mazāk ir tikko pamanāms. Kopsummas zem { $minimum } nekad netiek publicētas.
trust-operator = Ziņojumus saņem { $operator }, { $where }.
trust-until = Pēdējā skaitīšanas diena: { $day }, ja netiek lemts no jauna.

trust-peace = Kad mēs jūs liekam mierā
trust-interrupts = { $count ->
    [zero] Vienā lapā ne vairāk kā { $count } pārtraukumu.
    [one] Vienā lapā ne vairāk kā { $count } pārtraukums.
   *[other] Vienā lapā ne vairāk kā { $count } pārtraukumi.
}
trust-questions = { $count ->
    [zero] Vienā apmeklējumā ne vairāk kā { $count } jautājumu.
    [one] Vienā apmeklējumā ne vairāk kā { $count } jautājums.
   *[other] Vienā apmeklējumā ne vairāk kā { $count } jautājumi.
}
trust-tired = Kas paziņojumus aizver vai neievēro, tos drīz vairs neredz.
trust-service = Kamēr jums pie mums ir kaut kas neatrisināts, piedāvājumi gaida.

trust-rights = Ko jūs varat darīt
trust-panel = Atveriet lapā “{ $panel }”. Tur redzat visu, kas tiek glabāts, un visu, kas ir nosūtīts; varat to izslēgt, paņemt līdzi vai izdzēst vienā solī un nevienam nerakstot.
trust-why = Katra pielāgotā lapas daļa atbild uz jautājumu “{ $why }”
trust-gpc = Ja jūsu pārlūks sūta Global Privacy Control, jūs neskaita.
trust-complain = Varat mums rakstīt jebkurā laikā: { $contact }. Varat arī sūdzēties datu aizsardzības iestādē.

trust-rules = Noteikumus, pēc kuriem šī lapa pielāgojas, ir rakstījuši cilvēki. Neviens modelis no jums nemācās.
trust-learns = Tas, kas darbojas, tiek apgūts no kopsummām, nekad tikai no jums.
trust-file = Tas viss izriet no noteikumiem, kādi tie tiek piegādāti: { $bundle }
