import type { LocaleSource } from './locale-source.ts';
import { onboardingFr } from './onboarding/fr.ts';

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
      'receipt.declined.again':
        'Si vous changez d’avis, écrivez à {email}. {partner} pourra alors vous envoyer une nouvelle demande.',
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
      'ask.again.title': 'Merci de choisir à nouveau',
      'ask.again':
        'Cette page était ouverte depuis un certain temps, votre réponse n’a donc pas été enregistrée. Merci de choisir à nouveau.',
      'ask.allow': 'Ce que vous autoriseriez',
      'ask.subscriptions': 'Abonnements concernés',
      'ask.facts': 'À propos de cette demande',
      'ask.decide': 'Votre décision',
      'ask.who':
        'Ne décidez que si vous êtes administrateur général de {customer}. Sinon, transmettez ce lien à la bonne personne. Aucun mot de passe n’est nécessaire ici.',
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
        'Vous avez refusé. {partner} n’obtient pas l’autorisation, et rien ne change pour vous. Vous pouvez fermer cette page.',
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
    onboarding: onboardingFr,
  },
};
