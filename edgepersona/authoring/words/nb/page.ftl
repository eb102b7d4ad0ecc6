# The page's and the privacy panel's own words. Plain text; placeables stand for names, numbers and dates.

language = nb

## Slots

slot-why = Hvorfor ser jeg dette?
slot-note = Tilpasset på enheten din
slot-note-why = hvorfor
slot-note-off = slå av
slot-not-helpful = Ikke nyttig
slot-data = Dine data
slot-later = Ikke nå
slot-dismiss = Lukk denne meldingen
slot-notice = Melding: { $title }
slot-thanks = Takk. Du kan endre eller slette svaret ditt når du vil.
slot-noted = Takk, det er notert.
slot-off = Tilpasningen er slått av på denne enheten.
slot-trouble = Det gikk ikke. Prøv igjen.

## Panel

panel-title = Dine data
panel-intro = Denne siden tilpasses på din egen enhet. Her er alt den lagrer, og alt som er sendt.
panel-close = Lukk
panel-waiting = Et øyeblikk …
panel-trouble = Det gikk ikke. Prøv igjen.
panel-saved = Lagret.
panel-unstored = Denne nettleseren lar ikke siden lagre det du oppgir her. Ingenting huskes: Alt forsvinner når du forlater siden, senest når du lukker denne fanen.

panel-choices = Dine valg
panel-personalise = Tilpass denne siden for meg
panel-personalise-help = Ut fra kildene nedenfor. Når det er slått av, ser du siden slik alle ser den.
panel-tier-answer = Det jeg svarer her
panel-tier-campaign = Annonsen eller lenken jeg fulgte
panel-tier-usage = Det jeg gjør på dette nettstedet
panel-tier-account = Det kontoen min sier
panel-remember = Husk til neste besøk
panel-remember-help = Når det er slått av, forsvinner svarene dine når du lukker denne fanen.
panel-measure = Tell meg
panel-measure-help = Høyst én rapport om dagen, alltid like stor, uten navn eller nummer som peker på deg. Til den er lagt til summene, er den en personopplysning; deretter finnes den ikke lenger.
panel-quiet = Spør meg mindre
panel-quiet-help = Ingen tilbud eller spørsmål som legger seg foran siden.
panel-optin-help = Sensitivt: brukes bare så lenge dette er på.
panel-not-offered = Dette nettstedet tilbyr det ikke.
panel-outside = Nettstedets eget banner slo dette på. Der godtok du: «{ $quote }»

panel-group = Sammenligningsgruppe: { $group }
panel-group-treated = Siden din tilpasses.
panel-group-control = Siden din forblir som den er, slik at virkningen kan måles.
panel-group-caps_only = Siden din tilpasses, med faste grenser for meldinger.
panel-group-none = Du er ikke med i noen, så ingenting telles.

panel-held = Hva som er lagret om deg
panel-held-none = Ingenting.
panel-sealed = Det som huskes, ligger på denne enheten, forseglet slik at det er enkelt å slette. Forseglingen stopper ikke nettstedets egne skript, skadevare eller en kopi av disken.
panel-source = Kilde
panel-purpose = Formål
panel-until = Lagres til
panel-until-visit = slutten av besøket
panel-receipts-each = Hver kvittering: tidspunkt og kontrollsum
panel-receipts-removed = Fjernet sammen med det de bygde på: { $count }
panel-delete = Slett

panel-shown = Hva du ser, og hvorfor
panel-shown-usual = Siden slik alle ser den.
panel-shown-silent = Ingenting her.
panel-term = { $label }: { $value } ({ $source })
panel-not-relevant = Ikke relevant for meg
panel-feels-wrong = Kjennes feil
panel-wrong-noted = Takk, det er notert. Dette bygger det på; slett det som ikke stemmer.
panel-delete-item = Slett: { $what }
panel-why-not = Vises ikke her: { $count }
panel-more = Og { $count } til.
panel-untitled = Ingen ord på språket ditt.
panel-would-show = Hva du ville sett, og hvorfor
panel-what-if = Hva om?
panel-what-if-help = Still klokken fram eller utelat noe: det som følger, regnes ut på nytt. Ingenting endres eller lagres.
panel-what-if-time = Når
panel-what-if-now = Nå
panel-what-if-without = Uten: { $what }
panel-what-if-on = Hva om – ingenting endres.
panel-what-if-same = Ingenting ville vært annerledes.
panel-what-if-some = Plasser som ville vært annerledes: { $count }.
panel-what-if-differs = Annerledes
panel-what-if-back = Tilbake til slik det er

panel-sent = Hva som er sendt
panel-sent-none = Ingenting er sendt.
panel-sent-gone = Det leverte rapporter sa, ble slettet her sammen med det du slettet.
panel-steady = Det siden henter fra nettet, avhenger ikke av svarene dine før du følger en lenke eller godtar å bli telt.
panel-queue = Hva som venter på å bli sendt
panel-queue-none = Ingenting venter.
panel-today = Talt i dag, ikke sendt ennå
panel-due = Neste rapport: { $when }
panel-report = Rapport for { $day }, { $count } byte
panel-bytes = Vis hver byte
panel-ledger = Rapporter laget: { $made }. Levert: { $acknowledged }. Venter: { $waiting }. Forkastet: { $dropped }.

panel-signed-signature = Reglene som denne siden tilpasses etter, er signert: versjon { $number }, nøkkel { $key }.
panel-signed-hash = Reglene som denne siden tilpasses etter, er de som siden selv oppgir. Denne nettleseren kunne ikke kontrollere signaturen.
panel-signed-none = Reglene som denne siden tilpasses etter, er ikke signert.

panel-yours = Ta med eller slett
panel-download = Last ned mine data
panel-download-msgpack = Last ned som msgpack
panel-delete-all = Slett alt
panel-delete-ask = Slette alt denne siden lagrer på enheten, også valgene dine?
panel-delete-yes = Ja, slett alt
panel-delete-no = Behold
panel-deleted = Alt er slettet.
panel-deleted-partly = Nettleseren lot ikke alt bli slettet. Slett dataene for dette nettstedet i nettleserens innstillinger.

panel-asleep = Delen som tilpasser siden, kjører ikke, så det som er lagret, kan ikke vises her. Å slå av og slette virker likevel.
panel-retry = Prøv å starte den
panel-withdraw-personalise = Slå av tilpasningen
panel-withdraw-remember = Slutt å huske
panel-withdraw-measure = Slutt å telle

# Whether to remember: the one question the SDK puts itself
remember-ask = Skal denne enheten huske svarene dine til neste besøk?
remember-why = De blir på denne enheten, og du kan slette dem når du vil.
remember-yes = Husk
remember-no = Ikke husk
remember-kept = Innstillingen for å huske er slått på.
remember-gone = Svarene dine huskes ikke. De forsvinner når du lukker denne fanen.
