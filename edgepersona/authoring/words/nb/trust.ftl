# What a page says about itself in public: the trust page that `edgepersona audit` writes.

language = nb

trust-language = Norsk
trust-title = Hvordan siden tilpasses, og hva den vet
trust-intro = Denne siden kan tilpasse seg deg. Det skjer på din egen enhet: det du svarer, blir der, og regnes likevel som dine personopplysninger.
trust-controller = Ansvarlig er { $name }, { $contact }.

trust-knows = Hva siden kan vite
trust-what = Hva
trust-kept = Lagres høyst
trust-kept-visit = dette besøket
trust-kept-page = denne siden; lagres aldri
trust-kept-choice = til du sletter dem
trust-outcomes = Hvordan du har reagert på deler av siden, og hva du har fullført her
trust-choice = For å gjøre som du har valgt
trust-nothing-else = Det som ikke står i listen, er verken kjent, lagret eller brukt. Ingenting kommer fra tredjeparter, og ingenting sensitivt gjettes.
trust-optin = Sensitivt: brukes bare hvis du slår det på.

trust-switches = Hva som er på før du har sagt noe
trust-switch = Bryter
trust-start = Fra starten
trust-on = på
trust-ask = av til du slår det på
trust-off = av; brukes ikke her

trust-leaves = Hva som forlater enheten din
trust-leaves-nothing = Ingenting om deg sendes.
trust-leaves-counting = Ingenting om deg sendes, med mindre du går med på å bli talt. Da gjelder følgende.
trust-noise = Før noen ser en sum, legges det til tilfeldigheter, slik at én person mer eller mindre knapt merkes. Summer under { $minimum } publiseres aldri.
trust-operator = Rapportene går til { $operator }, { $where }.
trust-until = Siste dag med telling: { $day }, hvis det ikke tas en ny avgjørelse.

trust-peace = Når vi lar deg være i fred
trust-interrupts = { $count ->
    [one] Høyst { $count } avbrudd på en side.
   *[other] Høyst { $count } avbrudd på en side.
}
trust-questions = { $count ->
    [one] Høyst { $count } spørsmål i et besøk.
   *[other] Høyst { $count } spørsmål i et besøk.
}
trust-tired = Den som lukker eller overser varsler, får snart ikke flere.
trust-service = Så lenge du har en åpen sak hos oss, får tilbud vente.

trust-rights = Hva du kan gjøre
trust-panel = Åpne «{ $panel }» på siden. Der ser du alt som lagres, og alt som er sendt; du kan slå det av, ta det med deg eller slette det, i ett steg og uten å skrive til noen.
trust-why = Hver tilpassede del av siden svarer på spørsmålet «{ $why }»
trust-gpc = Hvis nettleseren din sender Global Privacy Control, blir du ikke talt.
trust-complain = Du kan når som helst skrive til oss: { $contact }. Du kan også klage til et datatilsyn.

trust-rules = Reglene siden tilpasses etter, er skrevet av mennesker. Ingen modell lærer av deg.
trust-learns = Hva som virker, læres av summer, aldri av deg alene.
trust-file = Alt dette følger av reglene slik de leveres: { $bundle }
