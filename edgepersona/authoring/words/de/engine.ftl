### What the engine says to visitors. Plain placeables, and forms by $count; a sentence ends as it should.

language = de

because = Ausgewählt wegen: { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = Sie haben die Personalisierung ausgeschaltet, deshalb bleibt die Seite, wie sie ist.
reason-CONTROL_ARM = Sie gehören zur Vergleichsgruppe, die die Seite so sieht, wie sie ist.
reason-PAGE_BUSY = Das ist nicht der Moment, Sie zu stören.
reason-QUIET = Sie haben um weniger Unterbrechungen gebeten.
reason-INTERRUPT_BUDGET = Wir unterbrechen nur selten, und für den Moment war das genug.
reason-FATIGUED = Sie wurden zuletzt oft genug unterbrochen, deshalb lassen wir Sie in Ruhe.
reason-SERVICE_FIRST = Ein Anliegen von Ihnen ist bei uns noch offen, und das geht vor.
reason-NOT_STARTED = Das hat noch nicht begonnen.
reason-ENDED = Das ist vorbei.
reason-WRONG_STAGE = Das passt nicht zu dem, was Sie gerade vorhaben.
reason-NEEDS_OPT_IN = Dafür bräuchten wir Ihre ausdrückliche Einwilligung, und die haben Sie nicht gegeben.
reason-NOT_ELIGIBLE = Soweit wir wissen, ist das nicht für Sie gedacht.
reason-NO_TRANSLATION = Das gibt es nicht in Ihrer Sprache.
reason-UNEXPLAINABLE = Wir könnten Ihnen das nicht in Ihrer Sprache erklären, deshalb zeigen wir es nicht.
reason-ALREADY_ANSWERED = Das haben Sie schon beantwortet.
reason-ALREADY_CONVERTED = Das haben Sie schon getan.
reason-FREQUENCY_CAP = Das haben Sie vorerst oft genug gesehen.
reason-PAUSED = Das macht gerade Pause.
reason-BELOW_SILENCE = Das wäre für Sie im Moment nicht nützlich genug.
reason-OUTRANKED = Etwas anderes passt im Moment besser zu Ihnen.
reason-NO_CANDIDATE = Für diese Stelle gibt es nichts.

## Where a value comes from

source-account = aus Ihrem Konto
source-answer = Ihre Antwort
source-usage = was Sie hier getan haben
source-campaign = der Link, dem Sie gefolgt sind

## How tired of interruptions we assume the visitor is

fatigue-none = Durch Unterbrechungen nicht ermüdet
fatigue-some = Durch Unterbrechungen ein wenig ermüdet
fatigue-high = Durch Unterbrechungen ermüdet

## One counter of a report, read aloud

counted-exposed = Dieses Gerät war hier.
counted-converted = Schritt erreicht: { $goal }.
counted-guardrail = { $name }: mindestens einmal.
counted-silence = Wir haben geschwiegen. { $reason }
counted-outcome = { $what }: Baustein { $block }, Gruppe { $segment }.
counted-ghost = Wäre außerhalb der Vergleichsgruppe gezeigt worden: { $block }.

## What is held, besides answers

purpose-silence = Damit wir wissen, wann wir aufhören müssen
purpose-receipts = Damit jede Entscheidung nachgeprüft werden kann
held-visit = Wann dieser Besuch begann
held-page_view = In diesem Besuch geöffnete Seiten
held-asked_to_remember = Gefragt, ob Ihre Antworten gemerkt werden sollen
held-friction = Anzeichen von Ärger auf der Seite
held-lost = Etwas Gespeichertes ließ sich nicht lesen
held-outcome = { $what }: { $title }
outcome-shown = Gesehen
outcome-ignored = Ohne Reaktion geblieben
outcome-dismissed = Geschlossen
outcome-clicked = Angeklickt
outcome-converted = Ziel erreicht
outcome-not_helpful = Als nicht hilfreich bewertet
outcome-complained = Beanstandet
outcome-opted_out = Personalisierung ausgeschaltet
held-campaign = Die Anzeige oder der Link, dem Sie gefolgt sind
held-times = { $count }-mal
held-receipts = Belege der Entscheidungen auf dieser Seite
counted-elsewhere = Für eine frühere Liste von Zählern erstellt: Nur die Bytes lassen sich zeigen.

## What would have to be different for it to be shown: a statement, never a request

change-shown = Dann würden Sie es sehen.
change-then = Auch dann spräche etwas dagegen: { $reason }
change-none = Keine einzelne Änderung würde hier etwas bewirken.
change-wait = Das ist eine Frage der Zeit: noch { $span }.
change-rest = Was fehlt, ist Ruhe, ohne Hinweise und ohne Wegklicken: noch { $span }.
change-answer = Das hängt von Ihrer Antwort ab: { $item }.
change-account = Das hängt davon ab, was in Ihrem Konto steht: { $item }.
change-arrive = Das hängt von dem Link ab, der Sie hierher führt: { $item }.
change-do = Das hängt davon ab, was Sie hier tun: { $item }.
change-forget = Das hängt von etwas ab, das über Sie gespeichert ist und das Sie löschen können: { $item }.
change-optin = Das hängt von einer Einwilligung ab, die nur Sie geben können: { $item }.
change-consent = Das hängt von etwas ab, das gerade ausgeschaltet ist: { $item }.
change-quiet = Das hängt von Ihrem Wunsch nach weniger Unterbrechungen ab.
change-page = Das wartet, bis Sie mit dem fertig sind, was Sie gerade tun.
change-value = Das wartet, bis Sie sich umgesehen haben.
change-page_view = Das wartet auf die nächste Seite, die Sie öffnen.
change-visit = Das wartet auf Ihren nächsten Besuch.
change-language = Das gibt es in einer anderen Sprache dieser Seite: { $item }.
change-arm = Das hängt von der Vergleichsgruppe ab, in die Sie der Zufall gebracht hat.
change-gone = Das hängt davon ab, was seinen Platz eingenommen hat: „{ $item }“.

## Spans of time

span-seconds = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
span-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
span-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
span-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
