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
