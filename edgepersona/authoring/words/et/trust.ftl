# What a page says about itself in public: the trust page that `edgepersona audit` writes.

language = et

trust-language = Eesti
trust-title = Kuidas see leht kohandub ja mida ta teab
trust-intro = See leht saab teile kohanduda. See toimub teie enda seadmes: teie vastused jäävad sinna ja on ikkagi teie isikuandmed.
trust-controller = Vastutav töötleja on { $name }, { $contact }.

trust-knows = Mida see leht võib teada
trust-what = Mis
trust-kept = Hoitakse kõige kauem
trust-kept-visit = see külastus
trust-kept-page = see leht; ei salvestata kunagi
trust-kept-choice = kuni te need kustutate
trust-outcomes = Kuidas te selle lehe osadele reageerisite ja mille siin lõpule viisite
trust-choice = Et teha nii, nagu olete valinud
trust-nothing-else = Mida selles loendis ei ole, seda ei teata, ei hoita ega kasutata. Midagi ei tule kolmandatelt isikutelt ja midagi tundlikku ei oletata.
trust-optin = Tundlik: kasutatakse ainult siis, kui te selle sisse lülitate.

trust-switches = Mis on sees enne, kui te midagi ütlete
trust-switch = Lüliti
trust-start = Alguses
trust-on = sees
trust-ask = väljas, kuni te selle sisse lülitate
trust-off = väljas; siin ei kasutata

trust-leaves = Mis teie seadmest lahkub
trust-leaves-nothing = Teie kohta ei saadeta midagi.
trust-leaves-counting = Teie kohta ei saadeta midagi, kui te pole nõus, et teid loendatakse. Nõusoleku korral kehtib järgmine.
trust-noise = Enne kui keegi kogusummat näeb, lisatakse sellele juhuslikkust, nii et üht inimest rohkem või vähem on vaevu märgata. Kogusummasid alla { $minimum } ei avaldata kunagi.
trust-operator = Aruanded saab { $operator }, { $where }.
trust-until = Viimane loendamise päev: { $day }, kui ei otsustata uuesti.

trust-peace = Millal me teid rahule jätame
trust-interrupts = { $count ->
    [one] Ühel lehel kõige rohkem { $count } katkestus.
   *[other] Ühel lehel kõige rohkem { $count } katkestust.
}
trust-questions = { $count ->
    [one] Ühel külastusel kõige rohkem { $count } küsimus.
   *[other] Ühel külastusel kõige rohkem { $count } küsimust.
}
trust-tired = Kes teateid sulgeb või eirab, ei näe neid peagi enam.
trust-service = Kuni teil on meiega midagi lahendamata, pakkumised ootavad.

trust-rights = Mida te teha saate
trust-panel = Avage lehel „{ $panel }“. Seal näete kõike, mida hoitakse, ja kõike, mis on saadetud; saate selle välja lülitada, kaasa võtta või kustutada ühe sammuga ja kellelegi kirjutamata.
trust-why = Iga kohandatud osa lehest vastab küsimusele „{ $why }“
trust-gpc = Kui teie brauser saadab Global Privacy Controli, ei loendata teid.
trust-complain = Võite meile igal ajal kirjutada: { $contact }. Võite esitada kaebuse ka andmekaitseasutusele.

trust-rules = Reeglid, mille järgi see leht kohandub, on kirjutanud inimesed. Ükski mudel ei õpi teist.
trust-learns = Mis toimib, õpitakse kogusummadest, mitte kunagi ainult teist.
trust-file = Kõik see tuleneb reeglitest sellisena, nagu need on avaldatud: { $bundle }
