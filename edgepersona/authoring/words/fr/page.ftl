# The page's and the privacy panel's own words. Plain text; placeables stand for names, numbers and dates.

language = fr

## Slots

slot-why = Pourquoi vois-je ceci ?
slot-note = Adapté sur votre appareil
slot-note-why = pourquoi
slot-note-off = désactiver
slot-not-helpful = Pas utile
slot-data = Vos données
slot-later = Pas maintenant
slot-dismiss = Fermer ce message
slot-notice = Message : { $title }
slot-thanks = Merci. Vous pouvez modifier ou supprimer votre réponse à tout moment.
slot-noted = Merci, c’est noté.
slot-off = La personnalisation est désactivée sur cet appareil.
slot-trouble = Cela n’a pas fonctionné. Veuillez réessayer.

## Panel

panel-title = Vos données
panel-intro = Cette page s’adapte sur votre propre appareil. Voici tout ce qu’elle conserve et tout ce qui a été envoyé.
panel-close = Fermer
panel-waiting = Un instant…
panel-trouble = Cela n’a pas fonctionné. Veuillez réessayer.
panel-saved = Enregistré.
panel-unstored = Ce navigateur ne laisse pas la page enregistrer ce que vous indiquez ici. Rien n’est gardé : tout disparaît quand vous quittez la page, au plus tard quand vous fermez cet onglet.

panel-choices = Vos choix
panel-personalise = Adapter cette page pour moi
panel-personalise-help = À partir des sources ci-dessous. Si c’est désactivé, vous voyez la page comme tout le monde.
panel-tier-answer = Ce que je réponds ici
panel-tier-campaign = L’annonce ou le lien que j’ai suivi
panel-tier-usage = Ce que je fais sur ce site
panel-tier-account = Ce qu’indique mon compte
panel-remember = Se souvenir jusqu’à ma prochaine visite
panel-remember-help = Si c’est désactivé, vos réponses disparaissent quand vous fermez cet onglet.
panel-measure = Me compter
panel-measure-help = Au plus un rapport par jour, de taille fixe, sans nom ni numéro qui vous désigne. Jusqu’à son ajout aux totaux, c’est une donnée personnelle ; ensuite il n’existe plus.
panel-quiet = Me solliciter moins
panel-quiet-help = Aucune offre ni question ne vient devant la page.
panel-optin-help = Sensible : utilisé uniquement tant que ceci est activé.
panel-not-offered = Ce site ne le propose pas.
panel-outside = Le bandeau de ce site l’a activé. Vous y avez accepté : « { $quote } »

panel-group = Groupe de comparaison : { $group }
panel-group-treated = Votre page est adaptée.
panel-group-control = Votre page reste telle quelle, pour que l’effet puisse être mesuré.
panel-group-caps_only = Votre page est adaptée, avec des limites fixes pour les messages.
panel-group-none = Vous n’êtes dans aucun groupe ; rien n’est compté.

panel-held = Ce qui est conservé sur vous
panel-held-none = Rien.
panel-sealed = Ce qui est mémorisé reste sur cet appareil, scellé pour que la suppression soit simple. Cela n’arrête ni les scripts de ce site lui-même, ni un logiciel malveillant, ni une copie du disque.
panel-source = Source
panel-purpose = Finalité
panel-until = Fin de conservation
panel-until-visit = fin de cette visite
panel-receipts-each = Chaque reçu : son heure et son empreinte
panel-receipts-removed = Retirés avec ce sur quoi ils reposaient : { $count }
panel-delete = Supprimer

panel-shown = Ce que vous voyez, et pourquoi
panel-shown-usual = La page telle que tout le monde la voit.
panel-shown-silent = Rien ici.
panel-term = { $label } : { $value } ({ $source })
panel-not-relevant = Sans intérêt pour moi
panel-feels-wrong = Quelque chose cloche
panel-wrong-noted = Merci, c’est noté. Voici sur quoi cela repose ; supprimez ce qui n’est pas juste.
panel-delete-item = Supprimer : { $what }
panel-why-not = Non affichés ici : { $count }
panel-more = Et { $count } de plus.
panel-untitled = Aucun texte dans votre langue.
panel-would-show = Ce que vous verriez, et pourquoi
panel-what-if = Et si ?
panel-what-if-help = Avancez l’horloge ou laissez quelque chose de côté : la suite est recalculée. Rien n’est modifié ni conservé.
panel-what-if-time = Quand
panel-what-if-now = Maintenant
panel-what-if-without = Sans : { $what }
panel-what-if-on = Et si – rien n’est modifié.
panel-what-if-same = Rien ne serait différent.
panel-what-if-some = Emplacements qui seraient différents : { $count }.
panel-what-if-differs = Différent
panel-what-if-back = Revenir à la situation réelle

panel-sent = Ce qui a été envoyé
panel-sent-none = Rien n’a été envoyé.
panel-sent-gone = Ce que disaient les rapports remis a été supprimé ici, avec ce que vous avez supprimé.
panel-steady = Ce que cette page demande au réseau ne dépend pas de vos réponses, tant que vous n’avez ni suivi un lien ni accepté le comptage.
panel-queue = Ce qui attend d’être envoyé
panel-queue-none = Rien n’est en attente.
panel-today = Compté aujourd’hui, pas encore envoyé
panel-due = Prochain rapport : { $when }
panel-report = { $count ->
    [one] Rapport du { $day }, { $count } octet
    [many] Rapport du { $day }, { $count } d’octets
   *[other] Rapport du { $day }, { $count } octets
}
panel-bytes = Afficher chaque octet
panel-ledger = Rapports créés : { $made }. Remis : { $acknowledged }. En attente : { $waiting }. Écartés : { $dropped }.

panel-signed-signature = Les règles selon lesquelles cette page s’adapte sont signées : version { $number }, clé { $key }.
panel-signed-hash = Les règles selon lesquelles cette page s’adapte sont celles qu’elle indique. Ce navigateur n’a pas pu vérifier leur signature.
panel-signed-none = Les règles selon lesquelles cette page s’adapte ne sont pas signées.

panel-yours = Emporter ou supprimer
panel-download = Télécharger mes données
panel-download-msgpack = Télécharger en msgpack
panel-delete-all = Tout supprimer
panel-delete-ask = Supprimer tout ce que cette page conserve sur cet appareil, vos choix compris ?
panel-delete-yes = Oui, tout supprimer
panel-delete-no = Conserver
panel-deleted = Tout a été supprimé.
panel-deleted-partly = Le navigateur n’a pas permis de tout supprimer. Effacez les données de ce site dans les réglages du navigateur.

panel-asleep = La partie qui adapte cette page ne fonctionne pas, ce qui est conservé ne peut donc pas être listé ici. Désactiver et supprimer restent possibles.
panel-retry = Essayer de la démarrer
panel-withdraw-personalise = Désactiver l’adaptation
panel-withdraw-remember = Ne plus se souvenir
panel-withdraw-measure = Ne plus compter

# Whether to remember: the one question the SDK puts itself
remember-ask = Cet appareil doit-il garder vos réponses jusqu’à votre prochaine visite ?
remember-why = Elles restent sur cet appareil et vous pouvez les supprimer à tout moment.
remember-yes = Les garder
remember-no = Ne pas les garder
remember-kept = La mémorisation est activée.
remember-gone = Vos réponses ne sont pas gardées. Elles disparaissent quand vous fermez cet onglet.
