import type { LocaleSource } from './locale-source.ts';
import { onboardingDe } from './onboarding/de.ts';

/** German. The vocabulary is that of Microsoft's de-DE Partner Center pages. */
export const de: LocaleSource = {
  tag: 'de',
  dir: 'ltr',
  fonts: "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif",
  texts: {
    shared: {
      'scope.reseller-only': 'Vertriebspartnerbeziehung',
      'scope.delegated-admin': 'Vertriebspartnerbeziehung mit delegierten Administratorrechten',
      'allows.reseller-only':
        '{partner} darf für {customer} neue Microsoft-Abonnements einrichten und verwalten, erhält aber <b>keine Administratorrolle</b> in Ihrem Mandanten und keinen Zugriff auf Ihre bestehenden Azure-Abonnements.',
      'allows.delegated-admin':
        '{partner} darf Ihre Microsoft-Abonnements verwalten und betreuen. Dazu handeln die Administrator-Agents von {partner} in Ihrem Mandanten als <b>globale Administratoren</b> und die Helpdesk-Agents als <b>Helpdeskadministratoren</b>.',
      unchanged:
        'Ihre Abonnements, deren Bedingungen und Preise bleiben, wie sie sind. Durch Ihre Genehmigung allein wird nichts verschoben oder gekündigt.',
      'billing.license-based': 'lizenzbasiert',
      'billing.usage-based': 'nutzungsbasiert',
      subscription: '{name} · {billing}',
      more: '{count, plural, one {# weiteres Abonnement} other {# weitere Abonnements}}',
      'withdraw.reseller-only':
        'Sie können jederzeit widerrufen. Öffnen Sie im Microsoft 365 Admin Center <b>Einstellungen → Partnerbeziehungen</b>, wählen Sie {partner} aus und klicken Sie auf <b>Rollen entfernen</b>. Um die Vertriebspartnerbeziehung selbst zu beenden, schreiben Sie an {email}.',
      'withdraw.delegated-admin':
        'Sie können jederzeit widerrufen. Öffnen Sie im Microsoft 365 Admin Center <b>Einstellungen → Partnerbeziehungen</b>, wählen Sie {partner} aus und klicken Sie auf <b>Rollen entfernen</b>. Damit endet der Administratorzugriff. Um auch die Vertriebspartnerbeziehung zu beenden, schreiben Sie an {email}.',
      role: 'Ein globaler Administrator von {customer}',
      microsoft:
        'Ein Schritt fehlt noch: Auch Microsoft bittet Sie um Ihre Zustimmung. Melden Sie sich dort als globaler Administrator der Organisation an, an die diese Anfrage gerichtet ist.',
      'microsoft.button': 'Weiter zu Microsoft',
      'label.partner': 'Angefragt von',
      'label.customer': 'Kunde',
      'label.scope': 'Berechtigung',
      'label.role': 'Wer genehmigen kann',
      'label.until': 'Gültig bis',
      'label.reference': 'Referenz',
      'label.questions': 'Fragen',
    },
    mail: {
      fact: '{label}: {value}',
      sender: '{partner} für {customer}',
      'greeting.named': 'Guten Tag {name},',
      greeting: 'Guten Tag,',
      'invitation.subject': '{partner} bittet um Ihre Genehmigung, Ihre Microsoft-Abonnements zu betreuen',
      'invitation.preheader': 'Bitte entscheiden Sie bis zum {date}: {subscriptions}',
      'invitation.heading': '{partner} bittet um Ihre Genehmigung',
      'invitation.lead':
        '{partner} möchte Microsoft-Abonnements betreuen, die {customer} anderswo gekauft hat, und braucht dafür Ihre Genehmigung.',
      'reminder.subject': 'Erinnerung: {partner} wartet auf Ihre Entscheidung',
      'reminder.heading': '{partner} wartet noch auf Ihre Entscheidung',
      'reminder.lead':
        'Dies ist Erinnerung {number, number}. {partner} möchte Microsoft-Abonnements betreuen, die {customer} anderswo gekauft hat, und braucht dafür Ihre Genehmigung.',
      'invitation.allow': 'Was Sie erlauben würden',
      'invitation.subscriptions': 'Um welche Abonnements es geht',
      'invitation.button': 'Prüfen und entscheiden',
      'invitation.safe':
        'Mit dem Öffnen der Seite entscheiden Sie noch nichts, erst dort wählen Sie. Sie werden weder nach einem Kennwort noch nach einer Zahlung gefragt.',
      'invitation.address':
        'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
      'invitation.facts': 'Gut zu wissen',
      'invitation.forward':
        '{role}. Falls Sie das nicht sind, leiten Sie diese E-Mail bitte entsprechend weiter.',
      'invitation.ignored.label': 'Wenn Sie nichts tun',
      'invitation.ignored':
        'Es ändert sich nichts. Die Anfrage verfällt am {date}, und {partner} erhält die Genehmigung nicht.',
      'invitation.withdraw.label': 'Wenn Sie es sich anders überlegen',
      'invitation.footer':
        'Sie erhalten diese E-Mail, weil {partner} Sie als Kontakt bei {customer} angegeben hat. Wenn Sie {partner} nicht kennen, ignorieren Sie diese E-Mail: Es geschieht dann nichts.',
      'receipt.approved.subject': 'Sie haben die Anfrage von {partner} genehmigt',
      'receipt.approved.heading': 'Ihre Genehmigung ist gespeichert',
      'receipt.approved.lead':
        'Vielen Dank. {partner} hat jetzt Ihre Genehmigung, die Microsoft-Abonnements von {customer} zu betreuen.',
      'receipt.consented.lead':
        'Vielen Dank. Wir haben gespeichert, dass {customer} der Anfrage von {partner} zustimmt.',
      'receipt.agreed': 'Wozu Sie zugestimmt haben',
      'receipt.withdraw': 'So widerrufen Sie',
      'receipt.declined.subject': 'Sie haben die Anfrage von {partner} abgelehnt',
      'receipt.declined.heading': 'Ihre Antwort ist gespeichert',
      'receipt.declined.lead':
        'Sie haben abgelehnt. {partner} erhält die Genehmigung nicht, und für {customer} ändert sich nichts. Sie brauchen nichts weiter zu tun.',
      'receipt.declined.again':
        'Falls Sie es sich anders überlegen, schreiben Sie an {email}. {partner} kann Ihnen dann eine neue Anfrage senden.',
      'receipt.at': 'Entschieden',
      'receipt.notYou':
        'Falls weder Sie noch jemand aus Ihrem Haus das entschieden hat, schreiben Sie bitte an {email} und geben Sie die Referenz an.',
      'receipt.footer':
        'Sie erhalten diese E-Mail, weil über Ihren Link eine Entscheidung für {customer} getroffen wurde.',
      'notice.approved.subject': '{customer} hat Ihre Anfrage genehmigt',
      'notice.approved.lead':
        '{customer} hat Ihnen die Genehmigung erteilt. Sie können die Abonnements jetzt betreuen; Onboardings, die darauf gewartet haben, beginnen von selbst.',
      'notice.consented.subject': '{customer} hat zugestimmt, nun folgt die Annahme bei Microsoft',
      'notice.consented.lead':
        '{customer} hat auf unserer Seite zugestimmt. Die Beziehung wird aktiv, sobald ein globaler Administrator des Kunden sie auch bei Microsoft annimmt.',
      'notice.declined.subject': '{customer} hat Ihre Anfrage abgelehnt',
      'notice.declined.lead':
        '{customer} erteilt Ihnen die Genehmigung nicht. Wir fragen vorerst nicht von selbst erneut; nach einem Gespräch mit dem Kunden können Sie die Beziehung wieder anfragen.',
      'notice.expired.subject': '{customer} hat Ihre Anfrage nicht beantwortet',
      'notice.expired.lead':
        'Die Anfrage ist ohne Antwort verfallen, und ihr Link funktioniert nicht mehr. Sie können die Beziehung erneut anfragen.',
      'notice.undeliverable.subject': 'Unsere E-Mail an {customer} war nicht zustellbar',
      'notice.undeliverable.lead':
        'Der Mailserver des Kunden hat die E-Mail endgültig abgewiesen. Bitte prüfen Sie die Kontaktadresse und fragen Sie die Beziehung mit der richtigen Adresse erneut an.',
      'notice.removed.subject': 'Die Beziehung zu {customer} wurde entfernt',
      'notice.removed.lead':
        'Sie haben die unten genannte Berechtigung nicht mehr. Abonnements, die sie brauchen, werden nicht betreut, bis {customer} eine neue Anfrage genehmigt.',
      'notice.comment': 'Kommentar des Kunden',
      'notice.tenant': 'Mandanten-ID',
      'notice.at': 'Zeitpunkt',
      'notice.footer':
        'Sie erhalten diese Mitteilung, weil sie an die Benachrichtigungsadresse von {partner} geht.',
    },
    page: {
      'ask.title': '{partner} bittet um Ihre Genehmigung',
      'ask.lead':
        '{partner} möchte Microsoft-Abonnements betreuen, die {customer} anderswo gekauft hat. Es geschieht nichts, bis Sie unten wählen.',
      'ask.again.title': 'Bitte wählen Sie noch einmal',
      'ask.again':
        'Diese Seite war längere Zeit geöffnet, deshalb wurde Ihre Antwort nicht gespeichert. Bitte wählen Sie noch einmal.',
      'ask.allow': 'Was Sie erlauben würden',
      'ask.subscriptions': 'Betroffene Abonnements',
      'ask.facts': 'Zu dieser Anfrage',
      'ask.decide': 'Ihre Entscheidung',
      'ask.who':
        'Bitte entscheiden Sie nur, wenn Sie globaler Administrator von {customer} sind. Geben Sie andernfalls diesen Link entsprechend weiter. Sie brauchen hier kein Kennwort.',
      'ask.approve': 'Genehmigen',
      'ask.decline': 'Ablehnen',
      'ask.comment': 'Grund der Ablehnung (optional)',
      'ask.comment.hint': 'Wird nur gesendet, wenn Sie ablehnen. {partner} liest ihn.',
      'ask.withdraw': 'Wenn Sie es sich später anders überlegen',
      'ask.ignored': 'Wenn Sie nichts tun, ändert sich nichts; die Anfrage verfällt am {date}.',
      'done.approved.title': 'Vielen Dank, Ihre Genehmigung ist gespeichert',
      'done.approved':
        '{partner} hat jetzt Ihre Genehmigung. Sie können diese Seite schließen. Eine Bestätigung ist per E-Mail unterwegs; darin steht auch, wie Sie widerrufen.',
      'done.consented.title': 'Vielen Dank, Ihre Antwort ist gespeichert',
      'done.declined.title': 'Ihre Antwort ist gespeichert',
      'done.declined':
        'Sie haben abgelehnt. {partner} erhält die Genehmigung nicht, und für Sie ändert sich nichts. Sie können diese Seite schließen.',
      'done.at': 'Entschieden',
      questions: 'Fragen? Schreiben Sie an {email}.',
      'expired.title': 'Diese Anfrage ist verfallen',
      'expired.by':
        'Für eine Antwort ist es zu spät, und es hat sich nichts geändert. Wenn Sie noch genehmigen möchten, schreiben Sie an {email} und bitten Sie {partner} um eine neue Anfrage.',
      expired:
        'Für eine Antwort ist es zu spät, und es hat sich nichts geändert. Wenn Sie noch genehmigen möchten, bitten Sie den Partner, der Ihnen geschrieben hat, um eine neue Anfrage.',
      'replaced.title': 'Es gibt eine neuere Anfrage',
      replaced:
        'Dieser Link funktioniert nicht mehr, weil eine neuere Anfrage an seine Stelle getreten ist. Bitte verwenden Sie den Link in der neuesten E-Mail.',
      'unknown.title': 'Dieser Link funktioniert nicht',
      unknown:
        'Vielleicht ist die Adresse unvollständig. Bitte öffnen Sie den Link aus der E-Mail noch einmal oder kopieren Sie die ganze Adresse in Ihren Browser.',
      'unavailable.title': 'Bitte versuchen Sie es gleich noch einmal',
      unavailable:
        'Wir konnten das gerade nicht laden oder speichern. Es ist nichts verloren: Laden Sie die Seite neu oder öffnen Sie den Link aus der E-Mail noch einmal.',
      'invalid.title': 'Bitte wählen Sie „Genehmigen“ oder „Ablehnen“',
      invalid:
        'Wir konnten Ihre Antwort nicht lesen, deshalb wurde nichts gespeichert. Gehen Sie zurück und wählen Sie noch einmal.',
    },
    onboarding: onboardingDe,
  },
};
