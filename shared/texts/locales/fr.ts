import type { LocaleSource } from '../locale-source.ts';

/** French. The vocabulary is that of Microsoft’s fr-FR Partner Center pages; no-break spaces are written out. */
export const fr: LocaleSource = {
  tag: 'fr',
  dir: 'ltr',
  fonts: "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif",
  texts: {
    shared: {
      'scope.reseller-only': 'Relation de revendeur',
      'scope.delegated-admin': 'Relation de revendeur avec privilèges d’administrateur délégué',
      'allows.reseller-only':
        '{partner} pourra créer et gérer de nouveaux abonnements Microsoft pour {customer}, mais n’obtiendra <b>aucun rôle d’administrateur</b> dans votre locataire ni aucun accès à vos abonnements Azure actuels.',
      'allows.delegated-admin':
        '{partner} pourra gérer vos abonnements Microsoft et en assurer le support. Pour cela, ses agents d’administration agiront dans votre locataire en tant qu’<b>administrateurs généraux</b>, et ses agents du support technique en tant qu’<b>administrateurs du support technique</b>.',
      unchanged:
        'Vos abonnements, leurs conditions et ce que vous payez restent inchangés. Votre accord, à lui seul, ne transfère ni n’annule rien.',
      'billing.license-based': 'par licence',
      'billing.usage-based': 'à l’utilisation',
      subscription: '{name} · {billing}',
      more: '{count, plural, one {# autre abonnement} other {# autres abonnements}}',
      'withdraw.reseller-only':
        'Vous pouvez revenir sur votre accord à tout moment. Dans le Centre d’administration Microsoft 365, ouvrez <b>Paramètres → Relations de partenariat</b>, sélectionnez {partner} et choisissez <b>Supprimer les rôles</b>. Pour mettre fin à la relation de revendeur elle-même, écrivez à {email}.',
      'withdraw.delegated-admin':
        'Vous pouvez revenir sur votre accord à tout moment. Dans le Centre d’administration Microsoft 365, ouvrez <b>Paramètres → Relations de partenariat</b>, sélectionnez {partner} et choisissez <b>Supprimer les rôles</b>. Cela met fin à son accès administrateur. Pour mettre fin aussi à la relation de revendeur, écrivez à {email}.',
      'withdraw.declined':
        'Si vous changez d’avis, écrivez à {email}. {partner} pourra alors vous envoyer une nouvelle demande.',
      role: 'Un administrateur général de {customer}',
      microsoft:
        'Il reste une étape\u00a0: Microsoft vous demande également votre accord. Connectez-vous en tant qu’administrateur général de l’organisation à laquelle cette demande est adressée.',
      'microsoft.button': 'Continuer vers Microsoft',
      'label.partner': 'Demandé par',
      'label.customer': 'Client',
      'label.scope': 'Autorisation',
      'label.role': 'Qui peut approuver',
      'label.until': 'Valable jusqu’au',
      'label.reference': 'Référence',
      'label.questions': 'Questions',
    },
    mail: {
      fact: '{label}\u00a0: {value}',
      sender: '{partner} pour {customer}',
      'greeting.named': 'Bonjour {name},',
      greeting: 'Bonjour,',
      'invitation.subject':
        '{partner} demande votre accord pour assurer le support de vos abonnements Microsoft',
      'invitation.preheader': 'Merci de vous prononcer d’ici le {date}\u00a0: {subscriptions}',
      'invitation.heading': '{partner} demande votre autorisation',
      'invitation.lead':
        '{partner} souhaite assurer le support d’abonnements Microsoft que {customer} a achetés ailleurs, et a besoin de votre autorisation.',
      'reminder.subject': 'Rappel\u00a0: {partner} attend votre décision',
      'reminder.heading': '{partner} attend toujours votre décision',
      'reminder.lead':
        'Ceci est le rappel nº {number, number}. {partner} souhaite assurer le support d’abonnements Microsoft que {customer} a achetés ailleurs, et a besoin de votre autorisation.',
      'invitation.allow': 'Ce que vous autoriseriez',
      'invitation.subscriptions': 'Les abonnements concernés',
      'invitation.button': 'Consulter et décider',
      'invitation.safe':
        'Ouvrir la page ne décide de rien\u00a0: c’est là que vous choisirez. Aucun mot de passe ni paiement ne vous sera demandé.',
      'invitation.address':
        'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur\u00a0:',
      'invitation.reference': 'Pour accepter, saisissez ce code sur la page\u00a0: <b>{reference}</b>',
      'invitation.facts': 'Bon à savoir',
      'invitation.forward':
        '{role}. Si ce n’est pas vous, merci de transférer cet e-mail à la bonne personne.',
      'invitation.ignored.label': 'Si vous ne faites rien',
      'invitation.ignored':
        'Rien ne change. La demande devient caduque le {date}, et {partner} n’obtient pas l’autorisation.',
      'invitation.withdraw.label': 'Si vous changez d’avis',
      'invitation.footer':
        'Vous recevez cet e-mail parce que {partner} vous a indiqué comme contact chez {customer}. Si vous ne connaissez pas {partner}, ignorez cet e-mail\u00a0: il ne se passera rien.',
      'receipt.approved.subject': 'Vous avez approuvé la demande de {partner}',
      'receipt.approved.heading': 'Votre accord est enregistré',
      'receipt.approved.lead':
        'Merci. {partner} a désormais votre autorisation d’assurer le support des abonnements Microsoft de {customer}.',
      'receipt.consented.lead':
        'Merci. Nous avons enregistré que {customer} accepte la demande de {partner}.',
      'receipt.agreed': 'Ce que vous avez accepté',
      'receipt.withdraw': 'Comment revenir sur votre accord',
      'receipt.declined.subject': 'Vous avez refusé la demande de {partner}',
      'receipt.declined.heading': 'Votre réponse est enregistrée',
      'receipt.declined.lead':
        'Vous avez refusé. {partner} n’obtient pas l’autorisation, et rien ne change pour {customer}. Vous n’avez rien d’autre à faire.',
      'receipt.at': 'Décision prise',
      'receipt.notYou':
        'Si ni vous ni un collègue n’avez pris cette décision, écrivez à {email} en indiquant la référence.',
      'receipt.footer':
        'Vous recevez cet e-mail parce qu’une décision a été prise pour {customer} au moyen de votre lien.',
      'notice.approved.subject': '{customer} a approuvé votre demande',
      'notice.approved.lead':
        '{customer} vous a donné son autorisation. Vous pouvez désormais assurer le support de ses abonnements\u00a0; les intégrations qui l’attendaient démarrent d’elles-mêmes.',
      'notice.consented.subject': '{customer} a dit oui\u00a0; reste l’acceptation chez Microsoft',
      'notice.consented.lead':
        '{customer} a donné son accord sur notre page. La relation devient active dès qu’un administrateur général du client l’accepte aussi chez Microsoft.',
      'notice.declined.subject': '{customer} a refusé votre demande',
      'notice.declined.lead':
        '{customer} ne vous donne pas l’autorisation. Nous ne reposons pas la question de nous-mêmes pendant un certain temps\u00a0; vous pouvez redemander la relation après en avoir parlé avec le client.',
      'notice.expired.subject': '{customer} n’a pas répondu à votre demande',
      'notice.expired.lead':
        'La demande est devenue caduque sans réponse, et son lien ne fonctionne plus. Vous pouvez redemander la relation.',
      'notice.undeliverable.subject': 'Notre e-mail à {customer} n’a pas pu être remis',
      'notice.undeliverable.lead':
        'Le serveur de messagerie du client a définitivement refusé l’e-mail. Vérifiez l’adresse du contact et redemandez la relation avec la bonne adresse.',
      'notice.removed.subject': 'La relation avec {customer} a été supprimée',
      'notice.removed.lead':
        'Vous n’avez plus l’autorisation indiquée ci-dessous. Les abonnements qui en ont besoin ne sont plus pris en charge tant que {customer} n’a pas approuvé une nouvelle demande.',
      'notice.comment': 'Commentaire du client',
      'notice.tenant': 'ID de locataire',
      'notice.at': 'Date',
      'notice.footer':
        'Vous recevez cet avis parce qu’il est envoyé à l’adresse de notification de {partner}.',
    },
    page: {
      'ask.title': '{partner} demande votre autorisation',
      'ask.lead':
        '{partner} souhaite assurer le support d’abonnements Microsoft que {customer} a achetés ailleurs. Rien ne se passe tant que vous n’avez pas choisi ci-dessous.',
      'ask.again.expired.title': 'Merci de choisir à nouveau',
      'ask.again.expired':
        'Cette page était ouverte depuis un certain temps, votre réponse n’a donc pas été enregistrée. Merci de choisir à nouveau.',
      'ask.again.reference.title': 'Merci de saisir le code d’approbation',
      'ask.again.reference':
        'Pour accepter, il nous faut le code qui figure dans votre e-mail. Celui que vous avez saisi n’est pas le bon\u00a0; rien n’a donc été enregistré.',
      'ask.again.fast.title': 'Merci d’accepter encore une fois',
      'ask.again.fast':
        'Votre accord est arrivé quelques secondes seulement après notre e-mail. Des programmes qui vérifient les e-mails appuient eux aussi sur les boutons\u00a0; rien n’a donc encore été enregistré. Si c’était bien vous, merci de choisir à nouveau.',
      'ask.allow': 'Ce que vous autoriseriez',
      'ask.subscriptions': 'Abonnements concernés',
      'ask.facts': 'À propos de cette demande',
      'ask.decide': 'Votre décision',
      'ask.who':
        'Ne décidez que si vous êtes administrateur général de {customer}. Sinon, transmettez ce lien à la bonne personne. Aucun mot de passe n’est nécessaire ici.',
      'ask.reference': 'Code d’approbation',
      'ask.reference.hint':
        'Nécessaire pour accepter. Il figure dans l’e-mail qui vous a amené ici, sous le bouton.',
      'ask.approve': 'Approuver',
      'ask.decline': 'Refuser',
      'ask.comment': 'Motif du refus (facultatif)',
      'ask.comment.hint': 'Il n’est envoyé que si vous refusez. {partner} le lira.',
      'ask.withdraw': 'Si vous changez d’avis plus tard',
      'ask.ignored': 'Si vous ne faites rien, rien ne change\u00a0; la demande devient caduque le {date}.',
      'done.approved.title': 'Merci, votre accord est enregistré',
      'done.approved':
        '{partner} a désormais votre autorisation. Vous pouvez fermer cette page. Un récapitulatif vous parvient par e-mail\u00a0; il indique aussi comment revenir sur votre accord.',
      'done.consented.title': 'Merci, votre réponse est enregistrée',
      'done.declined.title': 'Votre réponse est enregistrée',
      'done.declined':
        'Vous avez refusé. Cette demande ne donne aucune autorisation à {partner}, et rien ne change pour vous. Vous pouvez fermer cette page.',
      'done.second.title': 'Cette demande a déjà reçu une réponse',
      'done.second.approved':
        'L’accord est arrivé en premier. Il est donc enregistré, et la réponse que vous venez de donner ne compte pas. S’il doit en être autrement, lisez ci-dessous comment retirer votre accord.',
      'done.second.declined':
        'Vous avez refusé auparavant, vous ou un collègue. Cette demande ne donne donc aucune autorisation à {partner}, et la réponse que vous venez de donner ne compte pas. S’il doit en être autrement, lisez ci-dessous ce qu’il faut faire.',
      'done.at': 'Décision prise',
      questions: 'Des questions\u00a0? Écrivez à {email}.',
      'expired.title': 'Cette demande est caduque',
      'expired.by':
        'Il est trop tard pour y répondre, et rien n’a changé. Si vous souhaitez tout de même donner votre accord, écrivez à {email} et demandez une nouvelle demande à {partner}.',
      expired:
        'Il est trop tard pour y répondre, et rien n’a changé. Si vous souhaitez tout de même donner votre accord, demandez une nouvelle demande au partenaire qui vous a écrit.',
      'replaced.title': 'Il existe une demande plus récente',
      replaced:
        'Ce lien ne fonctionne plus, car une demande plus récente l’a remplacé. Utilisez le lien du dernier e-mail reçu.',
      'unknown.title': 'Ce lien ne fonctionne pas',
      unknown:
        'L’adresse est peut-être incomplète. Ouvrez à nouveau le lien depuis l’e-mail, ou copiez l’adresse entière dans votre navigateur.',
      'unavailable.title': 'Merci de réessayer dans un instant',
      unavailable:
        'Le chargement ou l’enregistrement n’a pas abouti. Rien n’est perdu\u00a0: rechargez la page ou ouvrez à nouveau le lien depuis l’e-mail.',
      'invalid.title': 'Merci de choisir «\u00a0Approuver\u00a0» ou «\u00a0Refuser\u00a0»',
      invalid:
        'Nous n’avons pas pu lire votre réponse, rien n’a donc été enregistré. Revenez en arrière et choisissez à nouveau.',
    },
    // The two mails of an onboarding: the letter to the current partner and the work order.
    onboarding: {
      'letter.subject': 'Merci d’informer votre partenaire actuel du passage à {partner}',
      'letter.heading': 'Merci d’informer votre partenaire actuel',
      'letter.lead':
        '{partner} doit reprendre l’abonnement Azure «\u00a0{subscription}\u00a0» de {customer}. C’est vous qui devez d’abord en informer votre partenaire actuel. La lettre ci-dessous est prête à copier.',
      'letter.do': 'Ce qu’il faut faire',
      'letter.do.send':
        'Copiez la lettre dans un e-mail de votre part et envoyez-le à votre partenaire actuel.',
      'letter.do.send.named': 'Copiez la lettre dans un e-mail de votre part et envoyez-le à {current}.',
      'letter.do.microsoft': 'Informez aussi Microsoft par écrit. La même lettre suffit.',
      'letter.do.identify':
        'Trouvez le nom de société ainsi que l’ID Microsoft ou le domaine de votre partenaire actuel et communiquez-les à {partner}\u00a0: la demande de transfert en a besoin.',
      'letter.do.tell': 'Écrivez ensuite à {email}, afin que {partner} puisse continuer.',
      'letter.ready': 'La lettre',
      'letter.title': 'Objet\u00a0: Transfert de notre abonnement Azure à {partner}',
      'letter.greeting.named': 'À l’attention de l’équipe de {name}',
      'letter.greeting': 'Madame, Monsieur,',
      'letter.intent':
        '{customer} souhaite que {partner} reprenne l’abonnement Azure indiqué ci-dessous. Nous avons accepté une relation de revendeur avec {partner}.',
      'letter.azure-plan':
        'Vos agents d’administration recevront une demande de transfert par e-mail. Merci de l’ouvrir dans l’Espace partenaires, de sélectionner l’abonnement et de choisir «\u00a0Accepter et transférer\u00a0» dans les 30 jours\u00a0; passé ce délai, elle expire et doit être refaite. Merci de désélectionner tout élément inactif, annulé ou supprimé, car il empêche d’accepter la demande.',
      'letter.legacy':
        'Merci de créer un ticket de support Azure\u00a0: type de problème «\u00a0Gestion des abonnements\u00a0», plan de support «\u00a0Fournisseur de solutions Cloud\u00a0», gravité C, nature du problème «\u00a0Autres questions générales\u00a0». Merci ensuite de remplir et de signer le formulaire «\u00a0Change of Cloud Solution Provider\u00a0», puis de nous l’envoyer. Nous vous le renverrons, signé par nous et par {partner}, afin que vous puissiez le joindre au ticket avec les trois signatures.',
      'letter.customerId': 'Notre ID Microsoft (ID de locataire)',
      'letter.thanks':
        'Pour toute question, merci de vous adresser à nous ou à {email}. Nous vous remercions de votre accompagnement.',
      'letter.closing': 'Cordialement,',
      'letter.after': 'La suite',
      'letter.after.azure-plan':
        'Votre partenaire actuel reçoit une demande de transfert par e-mail et dispose de 30 jours pour l’accepter. Vous n’avez rien à accepter vous-même.',
      'letter.after.legacy':
        'Votre partenaire actuel crée un ticket de support chez Microsoft et vous envoie un formulaire, que vous signez ainsi que {partner}.',
      'letter.after.prices':
        'Les prix de votre partenaire actuel ne sont pas repris. Renseignez-vous sur ceux de {partner}.',
      'letter.after.access':
        'Le transfert ne change rien aux accès à vos ressources Azure. Votre partenaire actuel garde le sien tant que ses attributions de rôle ne sont pas supprimées.',
      'letter.footer':
        'Vous recevez cet e-mail parce que {partner} vous a indiqué comme contact chez {customer}.',

      'work.subject': 'À faire pour {customer}\u00a0: {step}',
      'work.preheader': 'Étape {number, number} sur {total, number} pour «\u00a0{subscription}\u00a0»',
      'work.lead':
        'Étape {number, number} sur {total, number} pour vous confier l’abonnement «\u00a0{subscription}\u00a0» de {customer}\u00a0: {chain}.',
      'work.do': 'Ce qu’il faut faire',
      'work.due':
        'Le partenaire actuel peut accepter jusqu’au {date}. Ensuite, l’intégration échoue avec le motif <b>transfer-expired</b>, et vous pouvez la demander à nouveau.',
      'work.details': 'Informations à saisir',
      'work.facts': 'Informations',
      'work.ask': 'À demander au client',
      'work.report': 'Une fois terminé',
      'work.report.next':
        'Publiez l’événement <b>azure-onboarding.step-completed</b> avec les données ci-dessous. L’étape suivante est alors à faire.',
      'work.report.last':
        'Publiez l’événement <b>azure-onboarding.step-completed</b> avec les données ci-dessous. L’intégration est alors terminée.',
      'work.report.failed':
        'Si cela n’aboutit pas, publiez plutôt <b>azure-onboarding.failed</b> avec le motif transfer-declined, cancelled ou other.',
      'work.report.newId': 'l’ID du nouvel abonnement',
      'work.progress': 'État d’avancement',
      'work.progress.step': '{step} ({status})',

      'chain.create-azure-subscription': 'nouvel abonnement Azure à côté de l’ancien',
      'chain.switch-azure-plan': 'demande de transfert dans le plan Azure',
      'chain.switch-azure-legacy': 'changement manuel d’un ancien abonnement Azure',
      'status.done': 'terminé',
      'status.due': 'à faire maintenant',
      'status.waiting': 'en attente',
      'status.failed': 'échec',

      'step.accept-customer-agreement': 'Faire accepter le Contrat client Microsoft',
      'step.create-subscription': 'Créer le nouvel abonnement Azure',
      'step.enter-details': 'Saisir les détails de l’abonnement',
      'step.cancel-existing': 'Faire annuler l’ancien abonnement',
      'step.inform-current-partner': 'Faire prévenir le partenaire actuel',
      'step.request-transfer': 'Envoyer la demande de transfert',
      'step.current-partner-accepts': 'Attendre l’acceptation du partenaire actuel',
      'step.confirm-transfer': 'Confirmer le transfert',
      'step.open-ticket': 'Faire créer le ticket de support',
      'step.sign-form': 'Signer le formulaire',
      'step.submit-form': 'Faire transmettre le formulaire',
      'step.clean-up-roles': 'Supprimer les rôles de l’ancien partenaire',

      'do.agreement':
        '{customer} accepte le Contrat client Microsoft directement dans le Centre d’administration Microsoft 365, ou l’accepte auprès de vous et vous le confirmez dans l’Espace partenaires.',
      'do.agreement.confirm':
        'Pour le confirmer, il vous faut le prénom, le nom et l’adresse e-mail de la personne qui a accepté, ainsi que la date, qui ne peut pas être future.',
      'do.agreement.reseller':
        'En tant que revendeur indirect, vous ne pouvez pas le confirmer\u00a0: votre fournisseur indirect s’en charge.',
      'do.agreement.first': 'Sans ce contrat, la commande échoue avec l’erreur 13605.',
      'do.create':
        'Dans l’Espace partenaires, ouvrez <b>Clients</b>, sélectionnez {customer} et achetez le plan Azure. Il vous faut le rôle Administrateur général, Administrateur de gestion des utilisateurs ou Agent commercial.',
      'do.create.reseller':
        'En tant que revendeur indirect, vous ne commandez pas vous-même\u00a0: votre fournisseur indirect passe la commande avec votre PartnerID.',
      'do.create.legacy':
        'Tant que le client a un abonnement Azure de l’offre MS-AZR-0145P, il ne peut pas obtenir de plan Azure.',
      'do.create.visible':
        'La commande peut mettre jusqu’à 15 minutes à apparaître. Elle crée le plan Azure et un abonnement Azure\u00a0; notez l’ID de cet abonnement.',
      'do.details':
        'Saisissez les informations ci-dessous à la main. Rien n’est repris de l’ancien abonnement.',
      'do.details.name':
        'Aucun nom ne pouvait être donné à l’achat\u00a0: nommez maintenant le nouvel abonnement.',
      'do.details.move':
        'Pour déplacer des ressources, les deux abonnements doivent être dans le même locataire, et vous devez avoir le rôle Propriétaire dans les deux.',
      'do.cancel.check':
        'Vérifiez d’abord que tout ce dont {customer} a encore besoin fonctionne dans le nouvel abonnement.',
      'do.cancel.subscription': 'Faites ensuite annuler tout l’ancien abonnement.',
      'do.cancel.services':
        'Faites ensuite annuler uniquement les services indiqués ci-dessous. Le reste de l’ancien abonnement demeure.',
      'do.cancel.none': 'Il n’y a rien à annuler\u00a0: l’ancien abonnement reste à côté du nouveau.',
      'do.cancel.owner':
        'L’Espace partenaires ne peut pas l’annuler. Cela revient à celui qui le gère dans l’autre canal\u00a0: le client, ou l’administrateur de son Enterprise Agreement.',
      'do.inform':
        'C’est par {customer} que le partenaire actuel doit apprendre le changement. Sauf si vous l’avez désactivé, notre e-mail à {email} contient la lettre, prête à copier.',
      'do.inform.written': 'Le client doit informer le partenaire actuel et Microsoft, tous deux par écrit.',
      'do.inform.collect':
        'Réunissez ce qu’exige la demande de transfert\u00a0: le nom de société et l’ID Microsoft ou le domaine du partenaire actuel, ainsi que les abonnements, réservations et plans d’économies à transférer.',
      'do.request.first':
        'Au préalable\u00a0: vous avez acheté un plan Azure pour {customer}, le client a accepté le Contrat client Microsoft avec vous, et vous avez signé le Contrat Partenaire Microsoft.',
      'do.request':
        'En tant qu’agent d’administration, ouvrez <b>Clients</b> dans l’Espace partenaires, sélectionnez {customer}, puis <b>Abonnements → Demandes de transfert → Ajouter une nouvelle demande</b>.',
      'do.request.send':
        'Saisissez les informations ci-dessous et choisissez <b>Envoyer une demande de transfert</b>.',
      'do.request.reseller':
        'En tant que fournisseur indirect, vous devez aussi indiquer le PartnerID du revendeur.',
      'do.request.cancel': 'Vous ne pouvez annuler la demande que tant qu’elle est en attente.',
      'do.accept':
        'Les agents d’administration du partenaire actuel ont reçu un e-mail avec un lien vers la demande. Eux seuls peuvent l’accepter, avec <b>Accepter et transférer</b>, dans les 30 jours. Le client n’a rien à accepter.',
      'do.accept.inactive':
        'Si l’acceptation échoue, demandez-leur de désélectionner les éléments inactifs, annulés et supprimés.',
      'do.accept.expired':
        'Une demande expirée ne peut être ni supprimée ni annulée. Il en faut une nouvelle.',
      'do.confirm':
        'Après l’acceptation, vous, le client et le partenaire actuel recevez un e-mail. La demande peut rester en attente jusqu’à 15 minutes\u00a0; le système réessaie pendant 3 jours. Au-delà, ouvrez une demande de service.',
      'do.confirm.id': 'Notez le nouvel ID d’abonnement dans votre plan Azure.',
      'do.confirm.roles':
        'Les accès ne changent pas\u00a0: l’ancien partenaire garde le sien et vous n’en recevez aucun. Demandez à {customer} de supprimer les attributions de rôle de l’ancien partenaire et de vous donner les rôles nécessaires.',
      'do.ticket':
        'Seul le partenaire actuel peut créer le ticket de support Azure. Microsoft n’intervient ni pour vous ni pour le client. Demandez le numéro du ticket.',
      'do.ticket.fields':
        'Dans le ticket\u00a0: type de problème «\u00a0Gestion des abonnements\u00a0», l’ID d’abonnement, plan de support «\u00a0Fournisseur de solutions Cloud\u00a0», gravité C, nature du problème «\u00a0Autres questions générales\u00a0».',
      'do.sign':
        'Le partenaire actuel remplit le formulaire «\u00a0Change of Cloud Solution Provider\u00a0», le signe et l’envoie à {customer}.',
      'do.sign.you':
        'Avec le client\u00a0: indiquez vos données de nouveau partenaire, vérifiez qu’un contrat existe, signez tous les deux et renvoyez le formulaire au partenaire actuel.',
      'do.submit':
        'Le partenaire actuel vérifie les coordonnées des administrateurs des deux partenaires et les trois signatures, puis charge le formulaire dans le ticket.',
      'do.submit.answer':
        'Le support Microsoft répond dans les 8 heures ouvrables et fait confirmer le changement par les deux administrateurs.',
      'do.roles':
        'Connectez-vous au locataire de {customer} et listez les attributions de rôle de l’abonnement.',
      'do.roles.remove': 'Supprimez celles de l’ancien partenaire.',
      'do.roles.portal': 'Supprimez ensuite les autorisations obsolètes dans le portail Azure.',

      'fact.customerId': 'ID Microsoft du client (ID de locataire)',
      'fact.country': 'Pays ou région',
      'fact.contact': 'Contact',
      'fact.email': 'Adresse e-mail',
      'fact.language': 'Langue',
      'fact.subscription': 'Abonnement',
      'fact.subscriptionId': 'ID d’abonnement',
      'fact.channel': 'Acheté par',
      'fact.quantity': 'Quantité',
      'fact.newSubscriptionId': 'Nouvel ID d’abonnement',
      'fact.partner': 'Nouveau partenaire',
      'fact.partnerMicrosoftId': 'ID Microsoft du nouveau partenaire',
      'fact.partnerId': 'PartnerID du nouveau partenaire',
      'fact.partnerEmail': 'Adresse e-mail du nouveau partenaire',
      'fact.currentPartner': 'Partenaire actuel',
      'fact.currentPartnerMicrosoftId': 'ID Microsoft du partenaire actuel',
      'fact.currentPartnerDomain': 'Domaine du partenaire actuel',
      'fact.offer': 'Offre',
      'fact.retire': 'À annuler',
      'fact.requestedBy': 'Demandé par',
      'fact.unknown': 'inconnu de nous, merci de le demander au client',
      'retire.subscription': 'l’abonnement entier',
      'retire.none': 'rien',
      'offer.azure-plan': 'Plan Azure',
      'offer.legacy': 'Microsoft Azure (MS-AZR-0145P)',
      'channel.microsoft-direct': 'Microsoft directement',
      'channel.advisor': 'Programme Advisor',
      'channel.open': 'Programme Open',
      'channel.ea': 'Enterprise Agreement (EA)',
      'channel.csp': 'Un autre partenaire CSP',
      'channel.syndication': 'Partenaire de syndication',
      'channel.third-party': 'Tiers hors CSP',
      'role.global-admin': 'Administrateur général',
      'role.user-admin': 'Administrateur de gestion des utilisateurs',
      'role.sales-agent': 'Agent commercial',
      'role.admin-agent': 'Agent d’administration',
      'role.helpdesk-agent': 'Agent du support technique',
      'role.billing-admin': 'Administrateur de facturation',
      'ask.domain': 'son domaine principal, par exemple contoso.onmicrosoft.com',
      'ask.address': 'son adresse et son numéro de téléphone',
      'ask.offer': 'l’offre ou le programme de l’ancien abonnement, et son annuaire (locataire)',
      'ask.owner': 'qui possède et administre l’ancien abonnement',
      'ask.segment':
        'son segment\u00a0: commercial, éducation, administration ou organisation à but non lucratif',
    },
  },
};
