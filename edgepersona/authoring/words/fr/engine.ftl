### What the engine says to visitors. Plain placeables, and forms by $count; a sentence ends as it should.

language = fr

because = Choisi en raison de : { $items }.
because-item = { $label } ({ $value })
because-item-usage = { $label }
list-separator = { ", " }

## Why something is not shown

reason-PERSONALISATION_OFF = Vous avez désactivé la personnalisation, la page reste donc telle quelle.
reason-CONTROL_ARM = Vous faites partie du groupe de comparaison, qui voit la page telle quelle.
reason-PAGE_BUSY = Ce n’est pas le moment de vous déranger.
reason-QUIET = Vous avez demandé moins d’interruptions.
reason-INTERRUPT_BUDGET = Nous interrompons rarement, et c’est assez pour l’instant.
reason-FATIGUED = Vous avez eu assez d’interruptions ces derniers temps, nous vous laissons donc en paix.
reason-SERVICE_FIRST = Une de vos demandes est encore en cours chez nous, et elle est prioritaire.
reason-NOT_STARTED = Cela n’a pas encore commencé.
reason-ENDED = C’est terminé.
reason-WRONG_STAGE = Cela ne correspond pas à ce que vous faites en ce moment.
reason-NEEDS_OPT_IN = Il nous faudrait votre accord explicite, et vous ne l’avez pas donné.
reason-NOT_ELIGIBLE = À notre connaissance, cela ne vous est pas destiné.
reason-NO_TRANSLATION = Cela n’existe pas dans votre langue.
reason-UNEXPLAINABLE = Nous ne pourrions pas vous l’expliquer dans votre langue, nous ne l’affichons donc pas.
reason-ALREADY_ANSWERED = Vous y avez déjà répondu.
reason-ALREADY_CONVERTED = Vous l’avez déjà fait.
reason-FREQUENCY_CAP = Vous l’avez assez vu pour l’instant.
reason-PAUSED = C’est en pause pour le moment.
reason-BELOW_SILENCE = Cela ne vous serait pas assez utile en ce moment.
reason-OUTRANKED = Autre chose vous convient mieux en ce moment.
reason-NO_CANDIDATE = Il n’y a rien pour cet emplacement.

## Where a value comes from

source-account = d’après votre compte
source-answer = votre réponse
source-usage = ce que vous avez fait ici
source-campaign = le lien que vous avez suivi

## How tired of interruptions we assume the visitor is

fatigue-none = Aucune lassitude face aux interruptions
fatigue-some = Légère lassitude face aux interruptions
fatigue-high = Lassitude face aux interruptions

## One counter of a report, read aloud

counted-exposed = Cet appareil est passé ici.
counted-converted = Étape atteinte : { $goal }.
counted-guardrail = { $name } : au moins une fois.
counted-silence = Nous avons gardé le silence. { $reason }
counted-outcome = { $what } : bloc { $block }, groupe { $segment }.
counted-ghost = Aurait été affiché hors du groupe de comparaison : { $block }.

## What is held, besides answers

purpose-silence = Pour savoir quand nous arrêter
purpose-receipts = Pour que chaque décision puisse être vérifiée
held-visit = Le début de cette visite
held-page_view = Pages ouvertes pendant cette visite
held-asked_to_remember = Demande de garder vos réponses
held-friction = Signes d’agacement sur la page
held-lost = Une donnée conservée n’a pas pu être lue
held-outcome = { $what } : { $title }
outcome-shown = Vu
outcome-ignored = Laissé sans réponse
outcome-dismissed = Fermé
outcome-clicked = Suivi
outcome-converted = Objectif atteint
outcome-not_helpful = Jugé inutile
outcome-complained = Signalé
outcome-opted_out = Personnalisation désactivée
held-campaign = L’annonce ou le lien que vous avez suivi
held-times = { $count ->
    [one] { $count } fois
    [many] { $count } de fois
   *[other] { $count } fois
}
counted-elsewhere = Établi pour une ancienne liste de compteurs : seuls ses octets peuvent être montrés.
held-receipts = Les reçus des décisions de cette page

## What would have to be different for it to be shown: a statement, never a request

change-shown = Vous le verriez alors.
change-then = Même alors, il y aurait une raison de ne pas l’afficher : { $reason }
change-none = Aucun changement isolé n’aurait d’effet ici.
change-wait = C’est une question de temps : encore { $span }.
change-rest = Ce qui manque, c’est du repos, sans avis ni fermeture : encore { $span }.
change-answer = Cela dépend de votre réponse : { $item }.
change-account = Cela dépend de ce que dit votre compte : { $item }.
change-arrive = Cela dépend du lien qui vous amène ici : { $item }.
change-do = Cela dépend de ce que vous faites ici : { $item }.
change-forget = Cela dépend d’une donnée conservée sur vous, que vous pouvez supprimer : { $item }.
change-optin = Cela dépend d’un accord que vous seul pouvez donner : { $item }.
change-consent = Cela dépend de ce qui est désactivé en ce moment : { $item }.
change-quiet = Cela dépend de votre souhait d’être moins interrompu.
change-page = Cela attend que vous ayez terminé ce que vous faites.
change-value = Cela attend que vous ayez pris le temps de regarder.
change-page_view = Cela attend la prochaine page que vous ouvrirez.
change-visit = Cela attend votre prochaine visite.
change-language = Cela existe dans une autre langue de cette page : { $item }.
change-arm = Cela dépend du groupe de comparaison où le hasard vous a placé.
change-gone = Cela dépend de ce qui a pris sa place : « { $item } ».

## Spans of time

span-seconds = { $count ->
    [one] { $count } seconde
    [many] { $count } de secondes
   *[other] { $count } secondes
}
span-minutes = { $count ->
    [one] { $count } minute
    [many] { $count } de minutes
   *[other] { $count } minutes
}
span-hours = { $count ->
    [one] { $count } heure
    [many] { $count } de heures
   *[other] { $count } heures
}
span-days = { $count ->
    [one] { $count } jour
    [many] { $count } de jours
   *[other] { $count } jours
}
