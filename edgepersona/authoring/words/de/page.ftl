# The page's and the privacy panel's own words. Plain text; placeables stand for names, numbers and dates.

language = de

## Slots

slot-why = Warum sehe ich das?
slot-note = Auf Ihrem Gerät angepasst
slot-note-why = warum
slot-note-off = ausschalten
slot-not-helpful = Nicht hilfreich
slot-data = Ihre Daten
slot-later = Jetzt nicht
slot-dismiss = Diesen Hinweis schließen
slot-notice = Hinweis: { $title }
slot-thanks = Danke. Sie können Ihre Antwort jederzeit ändern oder löschen.
slot-noted = Danke, das ist vermerkt.
slot-off = Die Personalisierung ist auf diesem Gerät ausgeschaltet.
slot-trouble = Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.

## Panel

panel-title = Ihre Daten
panel-intro = Diese Seite passt sich auf Ihrem eigenen Gerät an. Hier steht alles, was sie gespeichert hat, und alles, was gesendet wurde.
panel-close = Schließen
panel-waiting = Einen Moment …
panel-trouble = Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.
panel-saved = Gespeichert.
panel-unstored = Dieser Browser lässt die Seite nicht speichern, was Sie hier angeben. Nichts wird gemerkt: Es verschwindet, wenn Sie die Seite verlassen, spätestens wenn Sie diesen Tab schließen.

panel-choices = Ihre Entscheidungen
panel-personalise = Diese Seite für mich anpassen
panel-personalise-help = Anhand der Quellen darunter. Wenn das ausgeschaltet ist, sehen Sie die Seite wie alle anderen.
panel-tier-answer = Was ich hier antworte
panel-tier-campaign = Die Anzeige oder der Link, dem ich gefolgt bin
panel-tier-usage = Was ich auf dieser Website tue
panel-tier-account = Was in meinem Konto steht
panel-remember = Bis zum nächsten Besuch merken
panel-remember-help = Wenn das ausgeschaltet ist, verschwinden Ihre Antworten, sobald Sie diesen Tab schließen.
panel-measure = Mich mitzählen
panel-measure-help = Höchstens ein Bericht am Tag, immer gleich groß, ohne Namen oder Nummer von Ihnen. Bis er zu den Summen addiert ist, zählt er zu den personenbezogenen Daten; danach gibt es ihn nicht mehr.
panel-quiet = Weniger fragen
panel-quiet-help = Keine Angebote oder Fragen, die sich vor die Seite stellen.
panel-optin-help = Sensibel: wird nur genutzt, solange das eingeschaltet ist.
panel-not-offered = Diese Website bietet das nicht an.
panel-outside = Das hat das Banner dieser Website eingeschaltet. Dort haben Sie zugestimmt: „{ $quote }“

panel-group = Vergleichsgruppe: { $group }
panel-group-treated = Ihre Seite wird angepasst.
panel-group-control = Ihre Seite bleibt, wie sie ist, damit sich die Wirkung messen lässt.
panel-group-caps_only = Ihre Seite wird angepasst, mit festen Grenzen für Hinweise.
panel-group-none = Sie sind in keiner; es wird nichts gezählt.

panel-held = Was über Sie gespeichert ist
panel-held-none = Nichts.
panel-sealed = Was gemerkt wird, liegt auf diesem Gerät, und zwar versiegelt, damit das Löschen einfach ist. Das schützt nicht vor den eigenen Skripten dieser Website, vor Schadsoftware oder vor einer Kopie des Datenträgers.
panel-source = Quelle
panel-purpose = Zweck
panel-until = Aufbewahrt bis
panel-until-visit = zum Ende dieses Besuchs
panel-receipts-each = Jeder Beleg: Zeitpunkt und Prüfsumme
panel-receipts-removed = Entfernt, zusammen mit ihrer Grundlage: { $count }
panel-delete = Löschen

panel-shown = Was Sie sehen, und warum
panel-shown-usual = Die Seite, wie alle sie sehen.
panel-shown-silent = Hier steht nichts.
panel-term = { $label }: { $value } ({ $source })
panel-not-relevant = Für mich nicht wichtig
panel-feels-wrong = Stimmt so nicht
panel-wrong-noted = Danke, das ist vermerkt. Darauf stützt es sich; löschen Sie, was nicht stimmt.
panel-delete-item = Löschen: { $what }
panel-why-not = Hier nicht gezeigt: { $count }
panel-more = Und { $count } weitere.
panel-untitled = Keine Worte in Ihrer Sprache.
panel-would-show = Was Sie sehen würden und warum
panel-what-if = Was wäre, wenn?
panel-what-if-help = Stellen Sie die Uhr vor oder lassen Sie etwas weg: Was folgt, wird neu berechnet. Nichts wird geändert oder behalten.
panel-what-if-time = Wann
panel-what-if-now = Jetzt
panel-what-if-without = Ohne: { $what }
panel-what-if-on = Was wäre, wenn – nichts wird geändert.
panel-what-if-same = Nichts wäre anders.
panel-what-if-some = Stellen, die anders wären: { $count }.
panel-what-if-differs = Anders
panel-what-if-back = Zurück zum Ist-Zustand

panel-sent = Was gesendet wurde
panel-sent-none = Es wurde nichts gesendet.
panel-sent-gone = Was zugestellte Berichte aussagten, wurde hier zusammen mit dem gelöscht, was Sie gelöscht haben.
panel-steady = Was diese Seite aus dem Netz abruft, hängt nicht von Ihren Antworten ab, bis Sie einem Link folgen oder dem Mitzählen zustimmen.
panel-queue = Was auf das Senden wartet
panel-queue-none = Es wartet nichts.
panel-today = Heute gezählt, noch nicht gesendet
panel-due = Nächster Bericht: { $when }
panel-report = { $count ->
    [one] Bericht vom { $day }, { $count } Byte
   *[other] Bericht vom { $day }, { $count } Bytes
}
panel-bytes = Jedes Byte zeigen
panel-ledger = Berichte erstellt: { $made }. Zugestellt: { $acknowledged }. Wartend: { $waiting }. Verworfen: { $dropped }.

panel-signed-signature = Die Regeln, nach denen sich diese Seite anpasst, sind signiert: Ausgabe { $number }, Schlüssel { $key }.
panel-signed-hash = Die Regeln, nach denen sich diese Seite anpasst, sind die von ihr genannten. Ihre Signatur konnte dieser Browser nicht prüfen.
panel-signed-none = Die Regeln, nach denen sich diese Seite anpasst, sind nicht signiert.

panel-yours = Mitnehmen oder löschen
panel-download = Meine Daten herunterladen
panel-download-msgpack = Als msgpack herunterladen
panel-delete-all = Alles löschen
panel-delete-ask = Alles löschen, was diese Seite auf diesem Gerät speichert, auch Ihre Entscheidungen?
panel-delete-yes = Ja, alles löschen
panel-delete-no = Behalten
panel-deleted = Alles wurde gelöscht.
panel-deleted-partly = Der Browser hat nicht alles löschen lassen. Löschen Sie die Daten dieser Website in den Einstellungen des Browsers.

panel-asleep = Der Teil, der diese Seite anpasst, läuft nicht. Deshalb lässt sich hier nicht auflisten, was gespeichert ist. Ausschalten und Löschen funktionieren trotzdem.
panel-retry = Noch einmal starten
panel-withdraw-personalise = Anpassung ausschalten
panel-withdraw-remember = Nicht mehr merken
panel-withdraw-measure = Mich nicht mehr mitzählen

# Whether to remember: the one question the SDK puts itself
remember-ask = Soll sich dieses Gerät Ihre Antworten bis zum nächsten Besuch merken?
remember-why = Sie bleiben auf diesem Gerät, und Sie können sie jederzeit löschen.
remember-yes = Merken
remember-no = Nicht merken
remember-kept = Das Merken ist eingeschaltet.
remember-gone = Ihre Antworten werden nicht gemerkt. Sie verschwinden, wenn Sie diesen Tab schließen.
