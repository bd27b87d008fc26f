import type { LocaleSource } from '../locale-source.ts';

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
      'withdraw.declined':
        'Falls Sie es sich anders überlegen, schreiben Sie an {email}. {partner} kann Ihnen dann eine neue Anfrage senden.',
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
      // A reminder has the body of the invitation: after its lead, it uses the keys `invitation.*`.
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
      'invitation.reference': 'Zum Genehmigen geben Sie auf der Seite diesen Code ein: <b>{reference}</b>',
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
      'ask.again.expired.title': 'Bitte wählen Sie noch einmal',
      'ask.again.expired':
        'Diese Seite war längere Zeit geöffnet, deshalb wurde Ihre Antwort nicht gespeichert. Bitte wählen Sie noch einmal.',
      'ask.again.reference.title': 'Bitte geben Sie den Freigabecode ein',
      'ask.again.reference':
        'Zum Genehmigen brauchen wir den Code aus Ihrer E-Mail. Ihre Eingabe stimmt nicht damit überein, deshalb wurde nichts gespeichert.',
      'ask.again.fast.title': 'Bitte genehmigen Sie noch einmal',
      'ask.again.fast':
        'Ihre Genehmigung kam nur Sekunden nach unserer E-Mail. Auch Programme, die E-Mails prüfen, drücken Schaltflächen. Deshalb wurde noch nichts gespeichert. Wenn Sie es selbst waren, wählen Sie bitte noch einmal.',
      'ask.allow': 'Was Sie erlauben würden',
      'ask.subscriptions': 'Betroffene Abonnements',
      'ask.facts': 'Zu dieser Anfrage',
      'ask.decide': 'Ihre Entscheidung',
      'ask.who':
        'Bitte entscheiden Sie nur, wenn Sie globaler Administrator von {customer} sind. Geben Sie andernfalls diesen Link entsprechend weiter. Sie brauchen hier kein Kennwort.',
      'ask.reference': 'Freigabecode',
      'ask.reference.hint':
        'Zum Genehmigen nötig. Er steht in der E-Mail, die Sie hierher geführt hat, unter der Schaltfläche.',
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
        'Sie haben abgelehnt. Durch diese Anfrage erhält {partner} keine Genehmigung, und für Sie ändert sich nichts. Sie können diese Seite schließen.',
      'done.second.title': 'Diese Anfrage ist schon beantwortet',
      'done.second.approved':
        'Die Genehmigung kam zuerst. Deshalb ist Ihre Genehmigung gespeichert, und die Antwort, die Sie eben gegeben haben, zählt nicht. Wenn es anders sein soll, lesen Sie unten, wie Sie widerrufen.',
      'done.second.declined':
        'Sie oder jemand aus Ihrem Haus haben vorher abgelehnt. Deshalb erhält {partner} durch diese Anfrage keine Genehmigung, und die Antwort, die Sie eben gegeben haben, zählt nicht. Wenn es anders sein soll, lesen Sie unten, was Sie tun können.',
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
    // The two mails of an onboarding: the letter to the current partner and the work order.
    onboarding: {
      'letter.subject': 'Bitte informieren Sie Ihren aktuellen Partner über den Wechsel zu {partner}',
      'letter.heading': 'Bitte informieren Sie Ihren aktuellen Partner',
      'letter.lead':
        '{partner} soll das Azure-Abonnement „{subscription}“ von {customer} übernehmen. Ihr aktueller Partner muss davon zuerst durch Sie erfahren. Das Schreiben unten können Sie einfach kopieren.',
      'letter.do': 'Was zu tun ist',
      'letter.do.send':
        'Kopieren Sie das Schreiben in eine eigene E-Mail und senden Sie sie an Ihren aktuellen Partner.',
      'letter.do.send.named':
        'Kopieren Sie das Schreiben in eine eigene E-Mail und senden Sie sie an {current}.',
      'letter.do.microsoft': 'Informieren Sie auch Microsoft schriftlich. Dasselbe Schreiben genügt.',
      'letter.do.identify':
        'Stellen Sie den Firmennamen und die Microsoft-ID oder Domäne Ihres aktuellen Partners fest und teilen Sie sie {partner} mit: Die Übertragungsanforderung braucht diese Angaben.',
      'letter.do.tell': 'Schreiben Sie danach an {email}, damit {partner} weitermachen kann.',
      'letter.ready': 'Das Schreiben',
      'letter.title': 'Betreff: Übertragung unseres Azure-Abonnements an {partner}',
      'letter.greeting.named': 'Sehr geehrtes Team von {name},',
      'letter.greeting': 'Sehr geehrte Damen und Herren,',
      'letter.intent':
        '{customer} möchte, dass {partner} das unten genannte Azure-Abonnement übernimmt. Einer Vertriebspartnerbeziehung mit {partner} haben wir zugestimmt.',
      'letter.azure-plan':
        'Ihre Administrator-Agents erhalten per E-Mail eine Übertragungsanforderung. Bitte öffnen Sie diese im Partner Center, wählen Sie das Abonnement aus und klicken Sie innerhalb von 30 Tagen auf „Akzeptieren und übertragen“; danach läuft sie ab und muss neu gestellt werden. Bitte entfernen Sie alles Inaktive, Gekündigte oder Gelöschte aus der Auswahl, denn sonst lässt sich die Anforderung nicht annehmen.',
      'letter.legacy':
        'Bitte erstellen Sie ein Azure-Supportticket: Problemtyp „Abonnementverwaltung“, Supportplan „Cloud Solution Provider“, Schweregrad C, Art des Problems „Andere allgemeine Fragen“. Füllen Sie dann bitte das Formular „Change of Cloud Solution Provider“ aus, unterschreiben Sie es und senden Sie es uns. Wir und {partner} geben es unterschrieben zurück, damit Sie es mit allen drei Unterschriften an das Ticket anhängen können.',
      'letter.customerId': 'Unsere Microsoft-ID (Mandanten-ID)',
      'letter.thanks':
        'Fragen richten Sie bitte an uns oder an {email}. Vielen Dank für Ihre bisherige Unterstützung.',
      'letter.closing': 'Mit freundlichen Grüßen',
      'letter.after': 'Was dann geschieht',
      'letter.after.azure-plan':
        'Ihr aktueller Partner erhält per E-Mail eine Übertragungsanforderung und hat 30 Tage Zeit, sie anzunehmen. Sie selbst müssen nichts annehmen.',
      'letter.after.legacy':
        'Ihr aktueller Partner erstellt ein Supportticket bei Microsoft und sendet Ihnen ein Formular, das Sie und {partner} unterschreiben.',
      'letter.after.prices':
        'Die Preise Ihres aktuellen Partners gehen nicht mit über. Fragen Sie {partner} nach den eigenen Preisen.',
      'letter.after.access':
        'Die Übertragung ändert nichts daran, wer Zugriff auf Ihre Azure-Ressourcen hat. Ihr aktueller Partner behält seinen Zugriff, bis seine Rollenzuweisungen entfernt werden.',
      'letter.footer':
        'Sie erhalten diese E-Mail, weil {partner} Sie als Kontakt bei {customer} angegeben hat.',

      'work.subject': 'Zu tun für {customer}: {step}',
      'work.preheader': 'Schritt {number, number} von {total, number} für „{subscription}“',
      'work.lead':
        'Schritt {number, number} von {total, number}, um das Abonnement „{subscription}“ von {customer} zu Ihnen zu bringen: {chain}.',
      'work.do': 'Was zu tun ist',
      'work.due':
        'Der aktuelle Partner kann bis zum {date} annehmen. Danach scheitert das Onboarding mit <b>transfer-expired</b>, und Sie können es neu anfragen.',
      'work.details': 'Angaben zum Eintragen',
      'work.facts': 'Angaben',
      'work.ask': 'Fragen Sie den Kunden nach',
      'work.report': 'Wenn es erledigt ist',
      'work.report.next':
        'Veröffentlichen Sie das Ereignis <b>azure-onboarding.step-completed</b> mit den folgenden Daten. Dann wird der nächste Schritt fällig.',
      'work.report.last':
        'Veröffentlichen Sie das Ereignis <b>azure-onboarding.step-completed</b> mit den folgenden Daten. Damit ist das Onboarding abgeschlossen.',
      'work.report.failed':
        'Falls nichts daraus wird, veröffentlichen Sie stattdessen <b>azure-onboarding.failed</b> mit dem Grund transfer-declined, cancelled oder other.',
      'work.report.newId': 'die ID des neuen Abonnements',
      'work.progress': 'Stand der Dinge',
      'work.progress.step': '{step} ({status})',

      'chain.create-azure-subscription': 'neues Azure-Abonnement neben dem alten',
      'chain.switch-azure-plan': 'Übertragungsanforderung im Azure-Plan',
      'chain.switch-azure-legacy': 'manueller Wechsel eines älteren Azure-Abonnements',
      'status.done': 'erledigt',
      'status.due': 'jetzt fällig',
      'status.waiting': 'wartet',
      'status.failed': 'gescheitert',

      'step.accept-customer-agreement': 'Microsoft-Kundenvereinbarung annehmen lassen',
      'step.create-subscription': 'Neues Azure-Abonnement erstellen',
      'step.enter-details': 'Abonnementdetails eintragen',
      'step.cancel-existing': 'Altes Abonnement kündigen lassen',
      'step.inform-current-partner': 'Aktuellen Partner informieren lassen',
      'step.request-transfer': 'Übertragungsanforderung senden',
      'step.current-partner-accepts': 'Auf die Annahme durch den aktuellen Partner warten',
      'step.confirm-transfer': 'Übertragung bestätigen',
      'step.open-ticket': 'Supportticket erstellen lassen',
      'step.sign-form': 'Formular unterschreiben',
      'step.submit-form': 'Formular einreichen lassen',
      'step.clean-up-roles': 'Rollen des alten Partners entfernen',

      'do.agreement':
        '{customer} nimmt die Microsoft-Kundenvereinbarung selbst im Microsoft 365 Admin Center an, oder Ihnen gegenüber, und Sie bestätigen das im Partner Center.',
      'do.agreement.confirm':
        'Zum Bestätigen brauchen Sie Vorname, Nachname und E-Mail-Adresse der Person, die angenommen hat, und das Datum, das nicht in der Zukunft liegen darf.',
      'do.agreement.reseller':
        'Als indirekter Händler können Sie das nicht bestätigen: Ihr indirekter Anbieter übernimmt das.',
      'do.agreement.first': 'Ohne die Vereinbarung schlägt die Bestellung mit Fehler 13605 fehl.',
      'do.create':
        'Öffnen Sie im Partner Center <b>Kunden</b>, wählen Sie {customer} aus und kaufen Sie den Azure-Plan. Sie brauchen die Rolle Globaler Administrator, Benutzerverwaltungsadministrator oder Vertriebsbeauftragter.',
      'do.create.reseller':
        'Als indirekter Händler bestellen Sie nicht selbst: Ihr indirekter Anbieter bestellt mit Ihrer PartnerID.',
      'do.create.legacy':
        'Solange der Kunde ein Azure-Abonnement des Angebots MS-AZR-0145P hat, kann er keinen Azure-Plan erhalten.',
      'do.create.visible':
        'Es kann bis zu 15 Minuten dauern, bis die Bestellung zu sehen ist. Sie legt den Azure-Plan und ein Azure-Abonnement an; notieren Sie dessen ID.',
      'do.details':
        'Tragen Sie die folgenden Angaben von Hand ein. Aus dem alten Abonnement wird nichts übernommen.',
      'do.details.name':
        'Beim Kauf konnte kein Name vergeben werden: Geben Sie dem neuen Abonnement jetzt seinen Namen.',
      'do.details.move':
        'Um Ressourcen zu verschieben, müssen beide Abonnements im selben Mandanten liegen, und Sie brauchen in beiden die Rolle Besitzer.',
      'do.cancel.check':
        'Vergewissern Sie sich zuerst, dass alles, was {customer} noch braucht, im neuen Abonnement läuft.',
      'do.cancel.subscription': 'Lassen Sie dann das ganze alte Abonnement kündigen.',
      'do.cancel.services':
        'Lassen Sie dann nur die unten genannten Dienste kündigen. Der Rest des alten Abonnements bleibt.',
      'do.cancel.none': 'Es ist nichts zu kündigen: Das alte Abonnement bleibt neben dem neuen bestehen.',
      'do.cancel.owner':
        'Das Partner Center kann es nicht kündigen. Das ist Sache dessen, der es im anderen Kanal verwaltet: des Kunden oder des Administrators seines Enterprise Agreements.',
      'do.inform':
        'Der aktuelle Partner muss durch {customer} vom Wechsel erfahren. Sofern Sie sie nicht abbestellt haben, bringt unsere E-Mail an {email} das Schreiben dafür, fertig zum Kopieren.',
      'do.inform.written':
        'Der Kunde muss den aktuellen Partner und Microsoft informieren, beide schriftlich.',
      'do.inform.collect':
        'Sammeln Sie, was die Übertragungsanforderung braucht: Firmenname und Microsoft-ID oder Domäne des aktuellen Partners, und welche Abonnements, Reservierungen und Sparpläne übergehen sollen.',
      'do.request.first':
        'Vorher: Sie haben für {customer} einen Azure-Plan gekauft, der Kunde hat die Microsoft-Kundenvereinbarung mit Ihnen angenommen, und Sie haben die Microsoft-Partnervereinbarung unterzeichnet.',
      'do.request':
        'Öffnen Sie als Administrator-Agent im Partner Center <b>Kunden</b>, wählen Sie {customer} aus, dann <b>Abonnements → Übertragungsanforderungen → Neue Anforderung hinzufügen</b>.',
      'do.request.send':
        'Tragen Sie die folgenden Angaben ein und wählen Sie <b>Übertragungsanforderung senden</b>.',
      'do.request.reseller': 'Als indirekter Anbieter müssen Sie auch die PartnerID des Händlers angeben.',
      'do.request.cancel': 'Abbrechen können Sie die Anforderung nur, solange sie aussteht.',
      'do.accept':
        'Die Administrator-Agents des aktuellen Partners haben eine E-Mail mit einem Link zur Anforderung erhalten. Nur sie können sie mit <b>Akzeptieren und übertragen</b> annehmen, innerhalb von 30 Tagen. Der Kunde muss nichts annehmen.',
      'do.accept.inactive':
        'Falls die Annahme fehlschlägt, bitten Sie sie, inaktive, gekündigte und gelöschte Einträge aus der Auswahl zu entfernen.',
      'do.accept.expired':
        'Eine abgelaufene Anforderung lässt sich weder entfernen noch abbrechen. Es braucht eine neue.',
      'do.confirm':
        'Nach der Annahme erhalten Sie, der Kunde und der aktuelle Partner eine E-Mail. Die Anforderung kann bis zu 15 Minuten ausstehen; das System versucht es 3 Tage lang. Öffnen Sie danach eine Serviceanfrage.',
      'do.confirm.id': 'Notieren Sie die neue Abonnement-ID in Ihrem Azure-Plan.',
      'do.confirm.roles':
        'Am Zugriff ändert sich nichts: Der alte Partner behält seinen, Sie erhalten keinen. Bitten Sie {customer}, die Rollenzuweisungen des alten Partners zu entfernen und Ihnen die nötigen Rollen zu geben.',
      'do.ticket':
        'Nur der aktuelle Partner kann das Azure-Supportticket erstellen. Microsoft wird weder für Sie noch für den Kunden tätig. Lassen Sie sich die Ticketnummer geben.',
      'do.ticket.fields':
        'Im Ticket: Problemtyp „Abonnementverwaltung“, die Abonnement-ID, Supportplan „Cloud Solution Provider“, Schweregrad C, Art des Problems „Andere allgemeine Fragen“.',
      'do.sign':
        'Der aktuelle Partner füllt das Formular „Change of Cloud Solution Provider“ aus, unterschreibt es und sendet es an {customer}.',
      'do.sign.you':
        'Gemeinsam mit dem Kunden: Tragen Sie sich als neuen Partner ein, prüfen Sie, dass ein Vertrag besteht, unterschreiben Sie beide und senden Sie das Formular an den aktuellen Partner zurück.',
      'do.submit':
        'Der aktuelle Partner prüft die Kontaktdaten der Administratoren beider Partner und die drei Unterschriften und lädt das Formular in das Ticket hoch.',
      'do.submit.answer':
        'Der Microsoft-Support antwortet innerhalb von 8 Geschäftsstunden und lässt sich den Wechsel von beiden Administratoren bestätigen.',
      'do.roles':
        'Verbinden Sie sich mit dem Mandanten von {customer} und listen Sie die Rollenzuweisungen des Abonnements auf.',
      'do.roles.remove': 'Entfernen Sie die des alten Partners.',
      'do.roles.portal': 'Entfernen Sie dann veraltete Berechtigungen im Azure-Portal.',

      'fact.customerId': 'Microsoft-ID des Kunden (Mandanten-ID)',
      'fact.country': 'Land oder Region',
      'fact.contact': 'Kontakt',
      'fact.email': 'E-Mail-Adresse',
      'fact.language': 'Sprache',
      'fact.subscription': 'Abonnement',
      'fact.subscriptionId': 'Abonnement-ID',
      'fact.channel': 'Gekauft über',
      'fact.quantity': 'Menge',
      'fact.newSubscriptionId': 'Neue Abonnement-ID',
      'fact.partner': 'Neuer Partner',
      'fact.partnerMicrosoftId': 'Microsoft-ID des neuen Partners',
      'fact.partnerId': 'PartnerID des neuen Partners',
      'fact.partnerEmail': 'E-Mail-Adresse des neuen Partners',
      'fact.currentPartner': 'Aktueller Partner',
      'fact.currentPartnerMicrosoftId': 'Microsoft-ID des aktuellen Partners',
      'fact.currentPartnerDomain': 'Domäne des aktuellen Partners',
      'fact.offer': 'Angebot',
      'fact.retire': 'Zu kündigen',
      'fact.requestedBy': 'Angefordert von',
      'fact.unknown': 'uns nicht bekannt, bitte fragen Sie den Kunden',
      'retire.subscription': 'das ganze Abonnement',
      'retire.none': 'nichts',
      'offer.azure-plan': 'Azure-Plan',
      'offer.legacy': 'Microsoft Azure (MS-AZR-0145P)',
      'channel.microsoft-direct': 'Microsoft direkt',
      'channel.advisor': 'Advisor-Programm',
      'channel.open': 'Open-Programm',
      'channel.ea': 'Enterprise Agreement (EA)',
      'channel.csp': 'Anderer CSP-Partner',
      'channel.syndication': 'Syndication-Partner',
      'channel.third-party': 'Dritter außerhalb von CSP',
      'role.global-admin': 'Globaler Administrator',
      'role.user-admin': 'Benutzerverwaltungsadministrator',
      'role.sales-agent': 'Vertriebsbeauftragter',
      'role.admin-agent': 'Administrator-Agent',
      'role.helpdesk-agent': 'Helpdesk-Agent',
      'role.billing-admin': 'Abrechnungsadministrator',
      'ask.domain': 'primäre Domäne, zum Beispiel contoso.onmicrosoft.com',
      'ask.address': 'Anschrift und Telefonnummer',
      'ask.offer': 'Angebot oder Programm des alten Abonnements und dessen Verzeichnis (Mandant)',
      'ask.owner': 'wer das alte Abonnement besitzt und verwaltet',
      'ask.segment': 'Segment: Gewerbe, Bildung, Behörde oder Gemeinnützige',
    },
  },
};
