# What a page says about itself in public: the trust page that `edgepersona audit` writes.

language = es

trust-language = Español
trust-title = Cómo se adapta esta página y qué sabe
trust-intro = Esta página puede adaptarse a usted. Lo hace en su propio dispositivo: lo que responde se queda ahí y, aun así, son sus datos personales.
trust-controller = El responsable es { $name }, { $contact }.

trust-knows = Qué puede saber esta página
trust-what = Qué
trust-kept = Se guarda como máximo
trust-kept-visit = esta visita
trust-kept-page = esta página; nunca se almacena
trust-kept-choice = hasta que las borre
trust-outcomes = Cómo ha reaccionado a partes de esta página y qué ha completado en ella
trust-choice = Para hacer lo que ha elegido
trust-nothing-else = Lo que no está en esta lista no se sabe, ni se guarda, ni se usa. Nada viene de terceros y nada sensible se adivina.
trust-optin = Sensible: solo se usa si usted lo activa.

trust-switches = Qué está activado antes de que diga nada
trust-switch = Ajuste
trust-start = Al principio
trust-on = activado
trust-ask = desactivado hasta que lo active
trust-off = desactivado; no se usa aquí

trust-leaves = Qué sale de su dispositivo
trust-leaves-nothing = No se envía nada sobre usted.
trust-leaves-counting = No se envía nada sobre usted, salvo que acepte que le contemos. En ese caso vale lo siguiente.
trust-noise = Antes de que nadie vea un total se le añade azar, de modo que una persona más o menos apenas se nota. Los totales inferiores a { $minimum } nunca se publican.
trust-operator = Los informes van a { $operator }, { $where }.
trust-until = Último día de recuento: { $day }, salvo que se decida de nuevo.

trust-peace = Cuándo le dejamos en paz
trust-interrupts = { $count ->
    [one] Como mucho { $count } interrupción por página.
    [many] Como mucho { $count } de interrupciones por página.
   *[other] Como mucho { $count } interrupciones por página.
}
trust-questions = { $count ->
    [one] Como mucho { $count } pregunta por visita.
    [many] Como mucho { $count } de preguntas por visita.
   *[other] Como mucho { $count } preguntas por visita.
}
trust-tired = Si cierra o ignora los avisos, pronto dejará de verlos.
trust-service = Mientras tenga algo pendiente con nosotros, las ofertas esperan.

trust-rights = Qué puede hacer
trust-panel = Abra «{ $panel }» en la página. Ahí ve todo lo que se guarda y todo lo que se ha enviado; puede desactivarlo, llevárselo o borrarlo, en un solo paso y sin escribir a nadie.
trust-why = Cada parte adaptada de la página responde a la pregunta «{ $why }»
trust-gpc = Si su navegador envía Global Privacy Control, no se le cuenta.
trust-complain = Puede escribirnos en cualquier momento: { $contact }. También puede reclamar ante una autoridad de protección de datos.

trust-rules = Las reglas con las que se adapta esta página las han escrito personas. Ningún modelo aprende de usted.
trust-learns = Lo que funciona se aprende de totales, nunca solo de usted.
trust-file = Todo esto se desprende de las reglas tal como se entregan: { $bundle }
