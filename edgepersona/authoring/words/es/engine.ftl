### What the engine says to visitors. Plain placeables, and forms by $count; a sentence ends as it should.

language = es

because = Elegido a partir de: { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = Ha desactivado la personalización, así que la página se queda como está.
reason-CONTROL_ARM = Está en el grupo de comparación, que ve la página tal como es.
reason-PAGE_BUSY = No es momento de molestarle.
reason-QUIET = Ha pedido menos interrupciones.
reason-INTERRUPT_BUDGET = Interrumpimos pocas veces, y por ahora ya es suficiente.
reason-FATIGUED = Últimamente ha tenido bastantes interrupciones, así que le dejamos en paz.
reason-SERVICE_FIRST = Tiene un asunto pendiente con nosotros, y eso va primero.
reason-NOT_STARTED = Esto aún no ha empezado.
reason-ENDED = Esto ya ha terminado.
reason-WRONG_STAGE = Esto no encaja con lo que está haciendo ahora.
reason-NEEDS_OPT_IN = Para esto haría falta su consentimiento explícito, y no lo ha dado.
reason-NOT_ELIGIBLE = Que sepamos, esto no es para usted.
reason-NO_TRANSLATION = Esto no está disponible en su idioma.
reason-UNEXPLAINABLE = No podríamos explicárselo en su idioma, así que no lo mostramos.
reason-ALREADY_ANSWERED = Ya ha respondido a esto.
reason-ALREADY_CONVERTED = Ya lo ha hecho.
reason-FREQUENCY_CAP = Por ahora ya lo ha visto bastante.
reason-PAUSED = Esto está en pausa.
reason-BELOW_SILENCE = Esto no le sería lo bastante útil en este momento.
reason-OUTRANKED = Hay otra cosa que ahora le encaja mejor.
reason-NO_CANDIDATE = No hay nada para este lugar.

## Where a value comes from

source-account = de su cuenta
source-answer = su respuesta
source-usage = lo que ha hecho aquí
source-campaign = el enlace que ha seguido

## How tired of interruptions we assume the visitor is

fatigue-none = Sin cansancio por las interrupciones
fatigue-some = Algo de cansancio por las interrupciones
fatigue-high = Cansancio por las interrupciones

## One counter of a report, read aloud

counted-exposed = Este dispositivo ha estado aquí.
counted-converted = Paso alcanzado: { $goal }.
counted-guardrail = { $name }: al menos una vez.
counted-silence = Hemos guardado silencio. { $reason }
counted-outcome = { $what }: bloque { $block }, grupo { $segment }.
counted-ghost = Se habría mostrado fuera del grupo de comparación: { $block }.

## What is held, besides answers

purpose-silence = Para saber cuándo parar
purpose-receipts = Para que cada decisión se pueda comprobar
held-visit = Cuándo empezó esta visita
held-page_view = Páginas abiertas en esta visita
held-asked_to_remember = Le preguntamos si recordar sus respuestas
held-friction = Señales de molestia en la página
held-lost = Algo guardado no se ha podido leer
held-outcome = { $what }: { $title }
outcome-shown = Visto
outcome-ignored = Sin respuesta
outcome-dismissed = Cerrado
outcome-clicked = Seguido
outcome-converted = Objetivo alcanzado
outcome-not_helpful = Considerado poco útil
outcome-complained = Motivo de queja
outcome-opted_out = Personalización desactivada
held-campaign = El anuncio o enlace que ha seguido
held-times = { $count ->
    [one] { $count } vez
    [many] { $count } de veces
   *[other] { $count } veces
}
held-receipts = Comprobantes de las decisiones de esta página
counted-elsewhere = Hecho para una lista de contadores anterior: solo pueden mostrarse sus bytes.

## What would have to be different for it to be shown: a statement, never a request

change-shown = Entonces lo vería.
change-then = Aun así habría un motivo en contra: { $reason }
change-none = Ningún cambio por sí solo tendría efecto aquí.
change-wait = Es cuestión de tiempo: { $span } más.
change-rest = Lo que falta es descanso, sin avisos ni cierres: { $span } más.
change-answer = Depende de su respuesta: { $item }.
change-account = Depende de lo que dice su cuenta: { $item }.
change-arrive = Depende del enlace que le trae aquí: { $item }.
change-do = Depende de lo que hace aquí: { $item }.
change-forget = Depende de algo que se guarda sobre usted y que puede borrar: { $item }.
change-optin = Depende de un consentimiento que solo usted puede dar: { $item }.
change-consent = Depende de algo que ahora está desactivado: { $item }.
change-quiet = Depende de su deseo de tener menos interrupciones.
change-page = Espera a que termine lo que está haciendo.
change-value = Espera a que haya echado un vistazo.
change-page_view = Espera a la próxima página que abra.
change-visit = Espera a su próxima visita.
change-language = Existe en otro idioma de esta página: { $item }.
change-arm = Depende del grupo de comparación en el que le puso el azar.
change-gone = Depende de lo que ocupó su lugar: «{ $item }».

## Spans of time

span-seconds = { $count ->
    [one] { $count } segundo
    [many] { $count } de segundos
   *[other] { $count } segundos
}
span-minutes = { $count ->
    [one] { $count } minuto
    [many] { $count } de minutos
   *[other] { $count } minutos
}
span-hours = { $count ->
    [one] { $count } hora
    [many] { $count } de horas
   *[other] { $count } horas
}
span-days = { $count ->
    [one] { $count } día
    [many] { $count } de días
   *[other] { $count } días
}
