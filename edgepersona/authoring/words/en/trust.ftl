# What a page says about itself in public: the trust page that `edgepersona audit` writes.

language = en

trust-language = English
trust-title = How this page adapts, and what it knows
trust-intro = This page can fit itself to you. It does so on your own device: what you answer stays there, and it counts as your personal data all the same.
trust-controller = Responsible for it is { $name }, { $contact }.

trust-knows = What this page may know
trust-what = What
trust-kept = Kept at most
trust-kept-visit = this visit
trust-kept-page = this page; never stored
trust-kept-choice = until you delete them
trust-outcomes = How you responded to parts of this page, and what you completed here
trust-choice = To do what you chose
trust-nothing-else = What is not in this list is not known, kept or used. Nothing comes from third parties, and nothing sensitive is guessed.
trust-optin = Sensitive: used only if you switch it on.

trust-switches = What is switched on before you say anything
trust-switch = Switch
trust-start = At the start
trust-on = on
trust-ask = off until you switch it on
trust-off = off; not used here

trust-leaves = What leaves your device
trust-leaves-nothing = Nothing about you is sent.
trust-leaves-counting = Nothing about you is sent, unless you agree to be counted. Then the following holds.
trust-noise = Before anyone sees a total, chance is added to it, so that one person more or less can hardly be noticed. Totals below { $minimum } are never published.
trust-operator = Reports go to { $operator }, { $where }.
trust-until = Last day of counting: { $day }, unless it is decided anew.

trust-peace = When we leave you in peace
trust-interrupts = { $count ->
    [one] At most { $count } interruption on a page.
   *[other] At most { $count } interruptions on a page.
}
trust-questions = { $count ->
    [one] At most { $count } question in a visit.
   *[other] At most { $count } questions in a visit.
}
trust-tired = Whoever closes or ignores notices is soon shown none.
trust-service = While something of yours is open with us, offers wait.

trust-rights = What you can do
trust-panel = Open “{ $panel }” on the page. There you see everything that is held and everything that was sent; you can switch it off, take it along or delete it, in one step and without writing to anybody.
trust-why = Every adapted part of the page answers the question “{ $why }”
trust-gpc = If your browser sends Global Privacy Control, you are not counted.
trust-complain = You can write to us at any time: { $contact }. You can also complain to a data protection authority.

trust-rules = People wrote the rules by which this page adapts. No model learns from you.
trust-learns = Which blocks work is learned from totals, never from you alone.
trust-file = All of this follows from the rules as they are shipped: { $bundle }
