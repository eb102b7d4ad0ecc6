# The page's and the privacy panel's own words. Plain text; placeables stand for names, numbers and dates.

language = sv

## Slots

slot-why = Varför ser jag det här?
slot-note = Anpassat på din enhet
slot-note-why = varför
slot-note-off = stäng av
slot-not-helpful = Inte till hjälp
slot-data = Dina uppgifter
slot-later = Inte nu
slot-dismiss = Stäng det här meddelandet
slot-notice = Meddelande: { $title }
slot-thanks = Tack. Du kan ändra eller radera ditt svar när du vill.
slot-noted = Tack, det är noterat.
slot-off = Anpassningen är avstängd på den här enheten.
slot-trouble = Det gick inte. Försök igen.

## Panel

panel-title = Dina uppgifter
panel-intro = Den här sidan anpassas på din egen enhet. Här är allt som den sparar och allt som har skickats.
panel-close = Stäng
panel-waiting = Ett ögonblick …
panel-trouble = Det gick inte. Försök igen.
panel-saved = Sparat.
panel-unstored = Den här webbläsaren låter inte sidan spara det du uppger här. Inget sparas till senare: allt försvinner när du lämnar sidan, senast när du stänger fliken.

panel-choices = Dina val
panel-personalise = Anpassa den här sidan för mig
panel-personalise-help = Utifrån källorna nedan. När det är avstängt ser du sidan som alla andra.
panel-tier-answer = Det jag svarar här
panel-tier-campaign = Annonsen eller länken jag följde
panel-tier-usage = Det jag gör på webbplatsen
panel-tier-account = Det mitt konto säger
panel-remember = Kom ihåg till mitt nästa besök
panel-remember-help = När det är avstängt försvinner dina svar när du stänger fliken.
panel-measure = Räkna mig
panel-measure-help = Högst en rapport om dagen, alltid lika stor, utan namn eller nummer som pekar ut dig. Tills den har räknats in i summorna är den en personuppgift; sedan finns den inte kvar.
panel-quiet = Fråga mig mindre
panel-quiet-help = Inga erbjudanden eller frågor som lägger sig framför sidan.
panel-optin-help = Känsligt: används bara så länge detta är på.
panel-not-offered = Webbplatsen erbjuder inte detta.
panel-outside = Webbplatsens egen banner slog på detta. Där godkände du ”{ $quote }”.

panel-group = Jämförelsegrupp: { $group }
panel-group-treated = Din sida anpassas.
panel-group-control = Din sida förblir som den är, så att effekten kan mätas.
panel-group-caps_only = Din sida anpassas, med fasta gränser för meddelanden.
panel-group-none = Du är inte med i någon, så inget räknas.

panel-held = Vad som sparas om dig
panel-held-none = Inget.
panel-sealed = Det som sparas finns på den här enheten, förseglat så att det är enkelt att radera. Förseglingen stoppar inte webbplatsens egna skript, skadlig kod eller en kopia av disken.
panel-source = Källa
panel-purpose = Ändamål
panel-until = Sparas till
panel-until-visit = besökets slut
panel-receipts-each = Varje kvitto: tidpunkt och kontrollsumma
panel-receipts-removed = Borttagna tillsammans med det de byggde på: { $count }
panel-delete = Radera

panel-shown = Vad du ser, och varför
panel-shown-usual = Sidan som alla ser den.
panel-shown-silent = Inget här.
panel-term = { $label }: { $value } ({ $source })
panel-not-relevant = Inte relevant för mig
panel-feels-wrong = Känns fel
panel-wrong-noted = Tack, det är noterat. Det här bygger det på; radera det som inte stämmer.
panel-delete-item = Radera: { $what }
panel-why-not = Visas inte här: { $count }
panel-more = Och { $count } till.
panel-untitled = Inga ord på ditt språk.
panel-would-show = Vad du skulle se, och varför
panel-what-if = Tänk om?
panel-what-if-help = Ställ fram klockan eller utelämna något: det som följer räknas ut på nytt. Inget ändras och inget sparas.
panel-what-if-time = När
panel-what-if-now = Nu
panel-what-if-without = Utan: { $what }
panel-what-if-on = Tänk om – inget ändras.
panel-what-if-same = Inget skulle vara annorlunda.
panel-what-if-some = Platser som skulle vara annorlunda: { $count }.
panel-what-if-differs = Annorlunda
panel-what-if-back = Tillbaka till hur det är

panel-sent = Vad som har skickats
panel-sent-none = Inget har skickats.
panel-sent-gone = Det som levererade rapporter sade raderades här tillsammans med det du raderade.
panel-steady = Vad sidan hämtar från nätet beror inte på dina svar, förrän du följer en länk eller går med på att räknas.
panel-queue = Vad som väntar på att skickas
panel-queue-none = Inget väntar.
panel-today = Räknat i dag, inte skickat än
panel-due = Nästa rapport: { $when }
panel-report = Rapport för { $day }, { $count } byte
panel-bytes = Visa varje byte
panel-ledger = Skapade rapporter: { $made }. Levererade: { $acknowledged }. Väntar: { $waiting }. Kasserade: { $dropped }.

panel-signed-signature = Reglerna som den här sidan anpassas efter är signerade: version { $number }, nyckel { $key }.
panel-signed-hash = Reglerna som den här sidan anpassas efter är de som sidan själv anger. Den här webbläsaren kunde inte kontrollera signaturen.
panel-signed-none = Reglerna som den här sidan anpassas efter är inte signerade.

panel-yours = Ta med eller radera
panel-download = Ladda ner mina uppgifter
panel-download-msgpack = Ladda ner som msgpack
panel-delete-all = Radera allt
panel-delete-ask = Radera allt som sidan sparar på den här enheten, även dina val?
panel-delete-yes = Ja, radera allt
panel-delete-no = Behåll
panel-deleted = Allt har raderats.
panel-deleted-partly = Webbläsaren lät inte allt raderas. Rensa webbplatsens data i webbläsarens inställningar.

panel-asleep = Den del som anpassar sidan är inte igång, så det som sparas kan inte visas här. Att stänga av och radera fungerar ändå.
panel-retry = Försök starta den
panel-withdraw-personalise = Stäng av anpassningen
panel-withdraw-remember = Sluta komma ihåg
panel-withdraw-measure = Sluta räkna

# Whether to remember: the one question the SDK puts itself
remember-ask = Ska den här enheten komma ihåg dina svar till nästa besök?
remember-why = De stannar på den här enheten och du kan radera dem när du vill.
remember-yes = Kom ihåg
remember-no = Kom inte ihåg
remember-kept = Inställningen att komma ihåg är påslagen.
remember-gone = Dina svar sparas inte. De försvinner när du stänger fliken.
