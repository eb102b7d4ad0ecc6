# What a page says about itself in public: the trust page that `edgepersona audit` writes.

language = de

trust-language = Deutsch
trust-title = Wie sich diese Seite anpasst und was sie weiß
trust-intro = Diese Seite kann sich Ihnen anpassen. Das geschieht auf Ihrem eigenen Gerät: Was Sie antworten, bleibt dort, und es zählt trotzdem zu Ihren personenbezogenen Daten.
trust-controller = Verantwortlich dafür ist { $name }, { $contact }.

trust-knows = Was diese Seite wissen darf
trust-what = Was
trust-kept = Höchstens aufbewahrt
trust-kept-visit = für diesen Besuch
trust-kept-page = nur auf dieser Seite; nie gespeichert
trust-kept-choice = bis Sie sie löschen
trust-outcomes = Wie Sie auf Teile dieser Seite reagiert und was Sie hier abgeschlossen haben
trust-choice = Um zu tun, was Sie gewählt haben
trust-nothing-else = Was nicht in dieser Liste steht, wird weder gewusst noch aufbewahrt oder genutzt. Nichts kommt von Dritten, und nichts Sensibles wird vermutet.
trust-optin = Sensibel: wird nur genutzt, wenn Sie es einschalten.

trust-switches = Was eingeschaltet ist, bevor Sie etwas sagen
trust-switch = Schalter
trust-start = Am Anfang
trust-on = ein
trust-ask = aus, bis Sie ihn einschalten
trust-off = aus; wird hier nicht genutzt

trust-leaves = Was Ihr Gerät verlässt
trust-leaves-nothing = Über Sie wird nichts gesendet.
trust-leaves-counting = Über Sie wird nichts gesendet, es sei denn, Sie möchten mitgezählt werden. Dann gilt das Folgende.
trust-noise = Bevor jemand eine Summe sieht, kommt Zufall hinzu, sodass ein Mensch mehr oder weniger kaum zu bemerken ist. Summen unter { $minimum } werden nie veröffentlicht.
trust-operator = Berichte gehen an { $operator }, { $where }.
trust-until = Letzter Tag, an dem gezählt wird: { $day }, wenn nicht neu entschieden wird.

trust-peace = Wann wir Sie in Ruhe lassen
trust-interrupts = { $count ->
    [one] Höchstens { $count } Unterbrechung auf einer Seite.
   *[other] Höchstens { $count } Unterbrechungen auf einer Seite.
}
trust-questions = { $count ->
    [one] Höchstens { $count } Frage bei einem Besuch.
   *[other] Höchstens { $count } Fragen bei einem Besuch.
}
trust-tired = Wer Hinweise schließt oder nicht beachtet, sieht bald keine mehr.
trust-service = Solange ein Anliegen von Ihnen bei uns offen ist, warten Angebote.

trust-rights = Was Sie tun können
trust-panel = Öffnen Sie „{ $panel }“ auf der Seite. Dort sehen Sie alles, was gespeichert ist, und alles, was gesendet wurde; Sie können es ausschalten, mitnehmen oder löschen, in einem Schritt und ohne jemandem zu schreiben.
trust-why = Jeder angepasste Teil der Seite beantwortet die Frage „{ $why }“
trust-gpc = Wenn Ihr Browser Global Privacy Control sendet, werden Sie nicht mitgezählt.
trust-complain = Sie können uns jederzeit schreiben: { $contact }. Sie können sich auch bei einer Datenschutzbehörde beschweren.

trust-rules = Die Regeln, nach denen sich diese Seite anpasst, haben Menschen geschrieben. Kein Modell lernt von Ihnen.
trust-learns = Welche Inhalte helfen, wird aus Summen gelernt, nie aus Ihrem Besuch allein.
trust-file = All das folgt aus den Regeln, wie sie ausgeliefert werden: { $bundle }
