# What a page says about itself in public: the trust page that `edgepersona audit` writes.

language = fr

trust-language = Français
trust-title = Comment cette page s’adapte et ce qu’elle sait
trust-intro = Cette page peut s’adapter à vous. Elle le fait sur votre propre appareil : vos réponses y restent, et ce sont néanmoins vos données personnelles.
trust-controller = Le responsable est { $name }, { $contact }.

trust-knows = Ce que cette page peut savoir
trust-what = Quoi
trust-kept = Conservé au plus
trust-kept-visit = cette visite
trust-kept-page = cette page ; jamais enregistré
trust-kept-choice = jusqu’à ce que vous les supprimiez
trust-outcomes = Vos réactions aux éléments de cette page et ce que vous y avez accompli
trust-choice = Pour faire ce que vous avez choisi
trust-nothing-else = Ce qui ne figure pas dans cette liste n’est ni connu, ni conservé, ni utilisé. Rien ne vient de tiers, et rien de sensible n’est deviné.
trust-optin = Sensible : utilisé uniquement si vous l’activez.

trust-switches = Ce qui est activé avant que vous ne disiez quoi que ce soit
trust-switch = Réglage
trust-start = Au départ
trust-on = activé
trust-ask = désactivé tant que vous ne l’activez pas
trust-off = désactivé ; non utilisé ici

trust-leaves = Ce qui quitte votre appareil
trust-leaves-nothing = Rien n’est envoyé à votre sujet.
trust-leaves-counting = Rien n’est envoyé à votre sujet, sauf si vous acceptez d’être compté. Dans ce cas, voici ce qui s’applique.
trust-noise = Avant que quiconque voie un total, on y ajoute du hasard, de sorte qu’une personne de plus ou de moins se remarque à peine. Les totaux inférieurs à { $minimum } ne sont jamais publiés.
trust-operator = Les rapports sont envoyés à { $operator }, { $where }.
trust-until = Dernier jour de comptage : { $day }, sauf nouvelle décision.

trust-peace = Quand nous vous laissons tranquille
trust-interrupts = { $count ->
    [one] Au plus { $count } interruption par page.
    [many] Au plus { $count } d’interruptions par page.
   *[other] Au plus { $count } interruptions par page.
}
trust-questions = { $count ->
    [one] Au plus { $count } question par visite.
    [many] Au plus { $count } de questions par visite.
   *[other] Au plus { $count } questions par visite.
}
trust-tired = Si vous fermez ou ignorez les messages, vous n’en verrez bientôt plus.
trust-service = Tant qu’une demande de votre part est en cours chez nous, les offres attendent.

trust-rights = Ce que vous pouvez faire
trust-panel = Ouvrez « { $panel } » sur la page. Vous y voyez tout ce qui est conservé et tout ce qui a été envoyé ; vous pouvez tout désactiver, l’emporter ou le supprimer, en une étape et sans écrire à personne.
trust-why = Chaque partie adaptée de la page répond à la question « { $why } »
trust-gpc = Si votre navigateur envoie Global Privacy Control, vous n’êtes pas compté.
trust-complain = Vous pouvez nous écrire à tout moment : { $contact }. Vous pouvez aussi saisir une autorité de protection des données.

trust-rules = Les règles selon lesquelles cette page s’adapte ont été écrites par des personnes. Aucun modèle n’apprend de vous.
trust-learns = Ce qui fonctionne est appris à partir de totaux, jamais de vous seul.
trust-file = Tout cela découle des règles telles qu’elles sont livrées : { $bundle }
