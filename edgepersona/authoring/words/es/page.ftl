# The page's and the privacy panel's own words. Plain text; placeables stand for names, numbers and dates.

language = es

## Slots

slot-why = ¿Por qué veo esto?
slot-note = Adaptado en su dispositivo
slot-note-why = por qué
slot-note-off = desactivar
slot-not-helpful = No es útil
slot-data = Sus datos
slot-later = Ahora no
slot-dismiss = Cerrar este aviso
slot-notice = Aviso: { $title }
slot-thanks = Gracias. Puede cambiar o borrar su respuesta cuando quiera.
slot-noted = Gracias, queda anotado.
slot-off = La personalización está desactivada en este dispositivo.
slot-trouble = No ha funcionado. Inténtelo de nuevo.

## Panel

panel-title = Sus datos
panel-intro = Esta página se adapta en su propio dispositivo. Aquí está todo lo que guarda y todo lo que se ha enviado.
panel-close = Cerrar
panel-waiting = Un momento…
panel-trouble = No ha funcionado. Inténtelo de nuevo.
panel-saved = Guardado.
panel-unstored = Este navegador no permite que la página guarde lo que usted indica aquí. No se recuerda nada: desaparece al salir de la página o, a más tardar, al cerrar esta pestaña.

panel-choices = Sus decisiones
panel-personalise = Adaptar esta página para mí
panel-personalise-help = A partir de las fuentes de abajo. Si está desactivado, verá la página como todo el mundo.
panel-tier-answer = Lo que respondo aquí
panel-tier-campaign = El anuncio o enlace que he seguido
panel-tier-usage = Lo que hago en este sitio
panel-tier-account = Lo que dice mi cuenta
panel-remember = Recordar hasta mi próxima visita
panel-remember-help = Si está desactivado, sus respuestas desaparecen al cerrar esta pestaña.
panel-measure = Contarme
panel-measure-help = Como mucho un informe al día, de tamaño fijo, sin ningún nombre ni número que le identifique. Hasta que se suma a los totales es un dato personal; después deja de existir.
panel-quiet = Preguntarme menos
panel-quiet-help = Sin ofertas ni preguntas que se pongan delante de la página.
panel-optin-help = Sensible: solo se usa mientras esté activado.
panel-not-offered = Este sitio no lo ofrece.
panel-outside = Lo activó el aviso de este sitio. Allí aceptó: «{ $quote }»

panel-group = Grupo de comparación: { $group }
panel-group-treated = Su página se adapta.
panel-group-control = Su página se queda como está, para poder medir el efecto.
panel-group-caps_only = Su página se adapta, con límites fijos para los avisos.
panel-group-none = No está en ninguno; no se cuenta nada.

panel-held = Lo que se guarda sobre usted
panel-held-none = Nada.
panel-sealed = Lo que se recuerda se guarda en este dispositivo, sellado para que borrarlo sea sencillo. El sellado no protege frente a los propios scripts de este sitio, programas maliciosos o una copia del disco.
panel-source = Fuente
panel-purpose = Finalidad
panel-until = Fin de la conservación
panel-until-visit = fin de esta visita
panel-receipts-each = Cada comprobante: su hora y su huella digital
panel-receipts-removed = Retirados junto con aquello en lo que se basaban: { $count }
panel-delete = Borrar

panel-shown = Lo que ve, y por qué
panel-shown-usual = La página como la ve todo el mundo.
panel-shown-silent = Aquí no hay nada.
panel-term = { $label }: { $value } ({ $source })
panel-not-relevant = No me interesa
panel-feels-wrong = Algo no encaja
panel-wrong-noted = Gracias, queda anotado. Se basa en lo siguiente; borre lo que no sea correcto.
panel-delete-item = Borrar: { $what }
panel-why-not = No se muestra aquí: { $count }
panel-more = Y { $count } más.
panel-untitled = Sin texto en su idioma.
panel-would-show = Qué vería y por qué
panel-what-if = ¿Y si…?
panel-what-if-help = Adelante el reloj o deje algo fuera: lo que sigue se calcula de nuevo. Nada se cambia ni se guarda.
panel-what-if-time = Cuándo
panel-what-if-now = Ahora
panel-what-if-without = Sin: { $what }
panel-what-if-on = Y si… – nada se cambia.
panel-what-if-same = Nada sería distinto.
panel-what-if-some = Lugares que serían distintos: { $count }.
panel-what-if-differs = Distinto
panel-what-if-back = Volver a la situación real

panel-sent = Lo que se ha enviado
panel-sent-none = No se ha enviado nada.
panel-sent-gone = Lo que decían los informes entregados se borró aquí junto con lo que usted borró.
panel-steady = Lo que esta página pide a la red no depende de sus respuestas, hasta que siga un enlace o acepte el recuento.
panel-queue = Lo que espera para enviarse
panel-queue-none = No hay nada en espera.
panel-today = Contado hoy, aún sin enviar
panel-due = Próximo informe: { $when }
panel-report = { $count ->
    [one] Informe del { $day }, { $count } byte
    [many] Informe del { $day }, { $count } de bytes
   *[other] Informe del { $day }, { $count } bytes
}
panel-bytes = Mostrar cada byte
panel-ledger = Informes creados: { $made }. Entregados: { $acknowledged }. En espera: { $waiting }. Descartados: { $dropped }.

panel-signed-signature = Las reglas con las que se adapta esta página están firmadas: versión { $number }, clave { $key }.
panel-signed-hash = Las reglas con las que se adapta esta página son las que ella misma indica. Este navegador no ha podido comprobar su firma.
panel-signed-none = Las reglas con las que se adapta esta página no están firmadas.

panel-yours = Llevárselo o borrarlo
panel-download = Descargar mis datos
panel-download-msgpack = Descargar en msgpack
panel-delete-all = Borrar todo
panel-delete-ask = ¿Borrar todo lo que esta página guarda en este dispositivo, incluidas sus decisiones?
panel-delete-yes = Sí, borrar todo
panel-delete-no = Conservarlo
panel-deleted = Se ha borrado todo.
panel-deleted-partly = El navegador no ha permitido borrarlo todo. Borre los datos de este sitio en los ajustes del navegador.

panel-asleep = La parte que adapta esta página no está en marcha, por eso no se puede mostrar aquí lo que se guarda. Desactivar y borrar sí funcionan.
panel-retry = Intentar iniciarla
panel-withdraw-personalise = Desactivar la adaptación
panel-withdraw-remember = Dejar de recordar
panel-withdraw-measure = Dejar de contar

# Whether to remember: the one question the SDK puts itself
remember-ask = ¿Quiere que este dispositivo recuerde sus respuestas hasta su próxima visita?
remember-why = Se quedan en este dispositivo y puede borrarlas cuando quiera.
remember-yes = Recordar
remember-no = No recordar
remember-kept = La opción de recordar está activada.
remember-gone = Sus respuestas no se recuerdan. Desaparecen al cerrar esta pestaña.
