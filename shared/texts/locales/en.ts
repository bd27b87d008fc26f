/**
 * English. This locale defines which texts exist and which values they take.
 * Role and menu names are Microsoft's own, as the admin center shows them.
 */
export const en = {
  tag: 'en',
  dir: 'ltr',
  fonts: "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif",
  texts: {
    shared: {
      'scope.reseller-only': 'Reseller relationship',
      'scope.delegated-admin': 'Reseller relationship with delegated administration',
      'allows.reseller-only':
        '{partner} may set up and manage new Microsoft subscriptions for {customer}. It gets <b>no administrator role</b> in your tenant and no access to the Azure subscriptions you already have.',
      'allows.delegated-admin':
        '{partner} may manage and support your Microsoft subscriptions. For this its admin agents act as <b>Global administrators</b> in your tenant, and its helpdesk agents as <b>Helpdesk administrators</b>.',
      unchanged:
        'Your subscriptions, their terms and what you pay for them stay as they are. Your approval by itself moves or cancels nothing.',
      'billing.license-based': 'license-based',
      'billing.usage-based': 'usage-based',
      subscription: '{name} · {billing}',
      more: '{count, plural, one {# more subscription} other {# more subscriptions}}',
      'withdraw.reseller-only':
        'You can withdraw at any time. In the Microsoft 365 admin center open <b>Settings → Partner relationships</b>, select {partner} and choose <b>Remove roles</b>; to end the reseller relationship itself, write to {email}.',
      'withdraw.delegated-admin':
        'You can withdraw at any time. In the Microsoft 365 admin center open <b>Settings → Partner relationships</b>, select {partner} and choose <b>Remove roles</b>. That ends its administrator access. To end the reseller relationship too, write to {email}.',
      'withdraw.declined':
        'Should you change your mind, write to {email}. {partner} can then send you a new request.',
      role: 'A Global administrator of {customer}',
      microsoft:
        'One step is left: Microsoft itself asks you to accept. Sign in there as a Global administrator of the organization this request was sent to.',
      'microsoft.button': 'Continue to Microsoft',
      'label.partner': 'Requested by',
      'label.customer': 'Customer',
      'label.scope': 'Permission',
      'label.role': 'Who can approve',
      'label.until': 'Valid until',
      'label.reference': 'Reference',
      'label.questions': 'Questions',
    },
    mail: {
      fact: '{label}: {value}',
      sender: '{partner} for {customer}',
      'greeting.named': 'Hello {name},',
      greeting: 'Hello,',
      'invitation.subject': '{partner} asks for your approval to support your Microsoft subscriptions',
      'invitation.preheader': 'Please decide by {date}: {subscriptions}',
      'invitation.heading': '{partner} asks for your permission',
      'invitation.lead':
        '{partner} would like to support Microsoft subscriptions that {customer} bought elsewhere. For this it needs your permission.',
      // A reminder has the body of the invitation: after its lead, it uses the keys `invitation.*`.
      'reminder.subject': 'Reminder: {partner} is waiting for your decision',
      'reminder.heading': '{partner} is still waiting for your decision',
      'reminder.lead':
        'This is reminder {number, number}. {partner} would like to support Microsoft subscriptions that {customer} bought elsewhere, and needs your permission for it.',
      'invitation.allow': 'What you would allow',
      'invitation.subscriptions': 'Which subscriptions',
      'invitation.button': 'Review and decide',
      'invitation.safe':
        'Opening the page decides nothing: you choose there. It asks for no password and no payment.',
      'invitation.address': 'If the button does not work, copy this address into your browser:',
      'invitation.reference': 'To approve, type this code on the page: <b>{reference}</b>',
      'invitation.facts': 'Good to know',
      'invitation.forward': '{role}. If that is not you, please forward this mail to one.',
      'invitation.ignored.label': 'If you do nothing',
      'invitation.ignored':
        'Nothing changes. The request lapses on {date}, and {partner} does not get the permission.',
      'invitation.withdraw.label': 'If you change your mind',
      'invitation.footer':
        'You receive this mail because {partner} named you as its contact at {customer}. If you do not know {partner}, ignore this mail: nothing will happen.',
      'receipt.approved.subject': 'You approved the request of {partner}',
      'receipt.approved.heading': 'Your approval is recorded',
      'receipt.approved.lead':
        'Thank you. {partner} has your permission to support the Microsoft subscriptions of {customer}.',
      'receipt.consented.lead': 'Thank you. We recorded that {customer} agrees to the request of {partner}.',
      'receipt.agreed': 'What you agreed to',
      'receipt.withdraw': 'How to withdraw',
      'receipt.declined.subject': 'You declined the request of {partner}',
      'receipt.declined.heading': 'Your answer is recorded',
      'receipt.declined.lead':
        'You declined. {partner} does not get the permission, and nothing changes for {customer}. You need to do nothing more.',
      'receipt.at': 'Decided',
      'receipt.notYou':
        'If neither you nor a colleague decided this, please write to {email} and quote the reference.',
      'receipt.footer': 'You receive this mail because a decision for {customer} was made through your link.',
      'notice.approved.subject': '{customer} approved your request',
      'notice.approved.lead':
        '{customer} gave you its permission. You can now support its subscriptions; onboardings that were waiting for it start by themselves.',
      'notice.consented.subject': '{customer} said yes; Microsoft’s acceptance is next',
      'notice.consented.lead':
        '{customer} agreed on our page. The relationship becomes active once a Global administrator of the customer accepts it at Microsoft as well.',
      'notice.declined.subject': '{customer} declined your request',
      'notice.declined.lead':
        '{customer} does not give you the permission. We do not ask again by ourselves for a while; you can request the relationship again after talking to the customer.',
      'notice.expired.subject': '{customer} did not answer your request',
      'notice.expired.lead':
        'The request lapsed without an answer, and its link no longer works. You can request the relationship again.',
      'notice.undeliverable.subject': 'Our mail to {customer} could not be delivered',
      'notice.undeliverable.lead':
        'The customer’s mail server refused the mail for good. Please check the contact address and request the relationship again with the right one.',
      'notice.removed.subject': 'The relationship with {customer} was removed',
      'notice.removed.lead':
        'You no longer hold the permission below. Subscriptions that need it are not supported until {customer} approves a new request.',
      'notice.comment': 'The customer’s comment',
      'notice.tenant': 'Tenant ID',
      'notice.at': 'When',
      'notice.footer':
        'You receive this notice because it is sent to the notifications address of {partner}.',
    },
    page: {
      'ask.title': '{partner} asks for your permission',
      'ask.lead':
        '{partner} would like to support Microsoft subscriptions that {customer} bought elsewhere. Nothing happens until you choose below.',
      'ask.again.expired.title': 'Please choose again',
      'ask.again.expired':
        'This page had been open for a while, so your answer was not recorded. Please choose again.',
      'ask.again.reference.title': 'Please type the approval code',
      'ask.again.reference':
        'To approve, we need the code that stands in your mail. The one you typed is not it, so nothing was recorded.',
      'ask.again.fast.title': 'Please approve once more',
      'ask.again.fast':
        'Your approval came only seconds after our mail. Programs that check mails press buttons, too, so nothing was recorded yet. If it was you, please choose again.',
      'ask.allow': 'What you would allow',
      'ask.subscriptions': 'Subscriptions concerned',
      'ask.facts': 'About this request',
      'ask.decide': 'Your decision',
      'ask.who':
        'Please decide only if you are a Global administrator of {customer}. If you are not, pass this link on to one. You need no password here.',
      'ask.reference': 'Approval code',
      'ask.reference.hint':
        'You need it to approve. It stands in the mail that brought you here, below the button.',
      'ask.approve': 'Approve',
      'ask.decline': 'Decline',
      'ask.comment': 'Reason for declining (optional)',
      'ask.comment.hint': '{partner} reads it. It is sent only if you decline.',
      'ask.withdraw': 'If you change your mind later',
      'ask.ignored': 'If you do nothing, nothing changes; the request lapses on {date}.',
      'done.approved.title': 'Thank you, your approval is recorded',
      'done.approved':
        '{partner} has your permission. You can close this page; a receipt is on its way to you by mail, and it says how to withdraw.',
      'done.consented.title': 'Thank you, your answer is recorded',
      'done.declined.title': 'Your answer is recorded',
      'done.declined':
        'You declined. This request gives {partner} no permission, and nothing changes for you. You can close this page.',
      'done.second.title': 'This request was answered already',
      'done.second.approved':
        'An approval came first. So your approval is recorded, and the answer you just gave does not count. If it should be otherwise, read below how to withdraw.',
      'done.second.declined':
        'You declined before, or a colleague did. So {partner} gets no permission by this request, and the answer you just gave does not count. If it should be otherwise, read below what to do.',
      'done.at': 'Decided',
      questions: 'Questions? Write to {email}.',
      'expired.title': 'This request has lapsed',
      'expired.by':
        'It is too late to answer it, and nothing has changed. If you would still like to approve, write to {email} and ask {partner} for a new request.',
      expired:
        'It is too late to answer it, and nothing has changed. If you would still like to approve, ask the partner who wrote to you for a new request.',
      'replaced.title': 'There is a newer request',
      replaced:
        'This link no longer works because a newer request took its place. Please use the link in the latest mail.',
      'unknown.title': 'This link does not work',
      unknown:
        'The address may be incomplete. Please open the link from the mail again, or copy the whole address into your browser.',
      'unavailable.title': 'Please try again in a moment',
      unavailable:
        'We could not load or record this just now. Nothing is lost: reload the page, or open the link from the mail again.',
      'invalid.title': 'Please choose approve or decline',
      invalid:
        'Your answer did not arrive in a form we understand, so nothing was recorded. Go back, then choose again.',
    },
    // The two mails of an onboarding: the letter to the current partner and the work order. Facts and figures are
    // those of docs/references.md; menu and button names are those of Partner Center.
    onboarding: {
      'letter.subject': 'Please inform your current partner about the move to {partner}',
      'letter.heading': 'Please inform your current partner',
      'letter.lead':
        '{partner} is about to take over the Azure subscription “{subscription}” of {customer}. Your current partner has to hear of it from you first. The letter below is ready to copy.',
      'letter.do': 'What to do',
      'letter.do.send': 'Copy the letter into a mail of your own and send it to your current partner.',
      'letter.do.send.named': 'Copy the letter into a mail of your own and send it to {current}.',
      'letter.do.microsoft': 'Inform Microsoft in writing as well. The same letter will do.',
      'letter.do.identify':
        'Find out the company name and the Microsoft ID or domain of your current partner and tell {partner}: the transfer request needs them.',
      'letter.do.tell': 'Then write to {email}, so that {partner} can go on.',
      'letter.ready': 'The letter',
      'letter.title': 'Subject: Transfer of our Azure subscription to {partner}',
      'letter.greeting.named': 'Dear team at {name},',
      'letter.greeting': 'Dear Sir or Madam,',
      'letter.intent':
        '{customer} would like {partner} to take over the Azure subscription named below. We have agreed to a reseller relationship with {partner}.',
      'letter.azure-plan':
        'Your admin agents will get a transfer request by mail. Please open it in Partner Center, select the subscription and choose “Accept and transfer” within 30 days; after that it expires and has to be made anew. Please clear everything that is inactive, cancelled or deleted from the selection, because it keeps the request from being accepted.',
      'letter.legacy':
        'Please open an Azure support ticket: issue type “Subscription management”, support plan “Cloud Solution Provider”, severity C, problem type “Other general questions”. Then please fill in and sign the form “Change of Cloud Solution Provider” and send it to us. We and {partner} return it signed, so that you can attach it to the ticket with all three signatures.',
      'letter.customerId': 'Our Microsoft ID (tenant ID)',
      'letter.thanks': 'Please send questions to us or to {email}. Thank you for your support so far.',
      'letter.closing': 'Kind regards',
      'letter.after': 'What happens then',
      'letter.after.azure-plan':
        'Your current partner gets a transfer request by mail and has 30 days to accept it. There is nothing for you to accept.',
      'letter.after.legacy':
        'Your current partner opens a support ticket with Microsoft and sends you a form, which you and {partner} sign.',
      'letter.after.prices':
        'The prices of your current partner do not move along. Ask {partner} about its own.',
      'letter.after.access':
        'The move does not change who has access to your Azure resources. Your current partner keeps its access until its role assignments are removed.',
      'letter.footer': 'You receive this mail because {partner} named you as its contact at {customer}.',

      'work.subject': 'To do for {customer}: {step}',
      'work.preheader': 'Step {number, number} of {total, number} for “{subscription}”',
      'work.lead':
        'Step {number, number} of {total, number} to bring the subscription “{subscription}” of {customer} to you: {chain}.',
      'work.do': 'What to do',
      'work.due':
        'The current partner can accept until {date}. After that the onboarding fails as <b>transfer-expired</b>, and you can request it again.',
      'work.details': 'Details to type in',
      'work.facts': 'Details',
      'work.ask': 'Ask the customer for',
      'work.report': 'When it is done',
      'work.report.next':
        'Publish the event <b>azure-onboarding.step-completed</b> with the data below. The next step then becomes due.',
      'work.report.last':
        'Publish the event <b>azure-onboarding.step-completed</b> with the data below. The onboarding is then complete.',
      'work.report.failed':
        'If it comes to nothing, publish <b>azure-onboarding.failed</b> with the reason transfer-declined, cancelled or other instead.',
      'work.report.newId': 'the ID of the new subscription',
      'work.progress': 'Where it stands',
      'work.progress.step': '{step} ({status})',

      'chain.create-azure-subscription': 'a new Azure subscription beside the old one',
      'chain.switch-azure-plan': 'a transfer request under the Azure plan',
      'chain.switch-azure-legacy': 'a manual switch of a legacy Azure subscription',
      'status.done': 'done',
      'status.due': 'due now',
      'status.waiting': 'waiting',
      'status.failed': 'failed',

      'step.accept-customer-agreement': 'Have the Microsoft Customer Agreement accepted',
      'step.create-subscription': 'Create the new Azure subscription',
      'step.enter-details': 'Enter the subscription details',
      'step.cancel-existing': 'Have the old subscription cancelled',
      'step.inform-current-partner': 'Have the current partner informed',
      'step.request-transfer': 'Send the transfer request',
      'step.current-partner-accepts': 'Wait for the current partner to accept',
      'step.confirm-transfer': 'Confirm the transfer',
      'step.open-ticket': 'Have the support ticket opened',
      'step.sign-form': 'Sign the form',
      'step.submit-form': 'Have the form submitted',
      'step.clean-up-roles': 'Remove the old partner’s roles',

      'do.agreement':
        '{customer} accepts the Microsoft Customer Agreement itself in the Microsoft 365 admin center, or accepts it before you, and you confirm that in Partner Center.',
      'do.agreement.confirm':
        'To confirm it you need the first name, last name and mail address of the person who accepted, and the date, which must not be in the future.',
      'do.agreement.reseller': 'As an indirect reseller you cannot confirm it: your indirect provider does.',
      'do.agreement.first': 'Without the agreement the order fails with error 13605.',
      'do.create':
        'In Partner Center open <b>Customers</b>, select {customer} and buy the Azure plan. You need the role Global admin, User management admin or Sales agent.',
      'do.create.reseller':
        'As an indirect reseller you do not order yourself: your indirect provider places the order with your PartnerID.',
      'do.create.legacy':
        'As long as the customer has an Azure subscription of the offer MS-AZR-0145P, it cannot get an Azure plan.',
      'do.create.visible':
        'The order can take up to 15 minutes to show. It creates the Azure plan and one Azure subscription; note the ID of that subscription.',
      'do.details': 'Enter the details below by hand. Nothing is taken over from the old subscription.',
      'do.details.name': 'A name could not be given with the purchase: name the new subscription now.',
      'do.details.move':
        'To move resources, both subscriptions must be in the same tenant, and you need the role Owner in both.',
      'do.cancel.check':
        'First make sure that everything {customer} still needs runs in the new subscription.',
      'do.cancel.subscription': 'Then have the whole old subscription cancelled.',
      'do.cancel.services':
        'Then have only the services named below cancelled. The rest of the old subscription stays.',
      'do.cancel.none': 'Nothing is to be cancelled: the old subscription stays beside the new one.',
      'do.cancel.owner':
        'Partner Center cannot cancel it. That is up to whoever runs it in the other channel: the customer, or the administrator of its Enterprise Agreement.',
      'do.inform':
        'The current partner has to hear of the switch from {customer}. Unless you muted it, our mail to {email} brings the letter, ready to copy.',
      'do.inform.written': 'The customer must inform the current partner and Microsoft, both in writing.',
      'do.inform.collect':
        'Collect what the transfer request needs: the company name and the Microsoft ID or domain of the current partner, and which subscriptions, reservations and savings plans are to move.',
      'do.request.first':
        'Before you start: you bought an Azure plan for {customer}, it accepted the Microsoft Customer Agreement with you, and you signed the Microsoft Partner Agreement.',
      'do.request':
        'As an admin agent open <b>Customers</b> in Partner Center, select {customer}, then <b>Subscriptions → Transfer requests → Add new request</b>.',
      'do.request.send': 'Enter the details below and choose <b>Send transfer request</b>.',
      'do.request.reseller': 'As an indirect provider you must also give the PartnerID of the reseller.',
      'do.request.cancel': 'You can cancel the request only as long as it is pending.',
      'do.accept':
        'The admin agents of the current partner got a mail with a link to the request. Only they can accept it, with <b>Accept and transfer</b>, within 30 days. There is nothing for the customer to accept.',
      'do.accept.inactive':
        'If accepting fails, ask them to clear inactive, cancelled and deleted items from the selection.',
      'do.accept.expired': 'An expired request can be neither removed nor cancelled. A new one is needed.',
      'do.confirm':
        'After the acceptance you, the customer and the current partner get a mail. The request can stay pending for up to 15 minutes; the system keeps trying for 3 days. After that open a service request.',
      'do.confirm.id': 'Note the new subscription ID in your Azure plan.',
      'do.confirm.roles':
        'Access does not change: the old partner keeps its own and you get none. Ask {customer} to remove the old partner’s role assignments and to give you the roles you need.',
      'do.ticket':
        'Only the current partner can open the Azure support ticket. Microsoft does not step in for you or the customer. Ask for the ticket number.',
      'do.ticket.fields':
        'In the ticket: issue type “Subscription management”, the subscription ID, support plan “Cloud Solution Provider”, severity C, problem type “Other general questions”.',
      'do.sign':
        'The current partner fills in the form “Change of Cloud Solution Provider”, signs it and sends it to {customer}.',
      'do.sign.you':
        'Together with the customer: enter your data as the new partner, check that a contract exists, sign both and send the form back to the current partner.',
      'do.submit':
        'The current partner checks the contact data of both partners’ administrators and the three signatures, and uploads the form to the ticket.',
      'do.submit.answer':
        'Microsoft Support answers within 8 business hours and asks both administrators to confirm.',
      'do.roles': 'Connect to the tenant of {customer} and list the role assignments of the subscription.',
      'do.roles.remove': 'Remove those of the old partner.',
      'do.roles.portal': 'Then remove outdated permissions in the Azure portal.',

      'fact.customerId': 'Microsoft ID of the customer (tenant ID)',
      'fact.country': 'Country or region',
      'fact.contact': 'Contact',
      'fact.email': 'Mail address',
      'fact.language': 'Language',
      'fact.subscription': 'Subscription',
      'fact.subscriptionId': 'Subscription ID',
      'fact.channel': 'Bought through',
      'fact.quantity': 'Quantity',
      'fact.newSubscriptionId': 'New subscription ID',
      'fact.partner': 'New partner',
      'fact.partnerMicrosoftId': 'Microsoft ID of the new partner',
      'fact.partnerId': 'PartnerID of the new partner',
      'fact.partnerEmail': 'Mail address of the new partner',
      'fact.currentPartner': 'Current partner',
      'fact.currentPartnerMicrosoftId': 'Microsoft ID of the current partner',
      'fact.currentPartnerDomain': 'Domain of the current partner',
      'fact.offer': 'Offer',
      'fact.retire': 'To be cancelled',
      'fact.requestedBy': 'Requested by',
      'fact.unknown': 'not known to us, please ask the customer',
      'retire.subscription': 'the whole subscription',
      'retire.none': 'nothing',
      'offer.azure-plan': 'Azure plan',
      'offer.legacy': 'Microsoft Azure (MS-AZR-0145P)',
      'channel.microsoft-direct': 'Microsoft directly',
      'channel.advisor': 'Advisor program',
      'channel.open': 'Open program',
      'channel.ea': 'Enterprise Agreement (EA)',
      'channel.csp': 'Another CSP partner',
      'channel.syndication': 'Syndication partner',
      'channel.third-party': 'Third party outside CSP',
      'role.global-admin': 'Global admin',
      'role.user-admin': 'User management admin',
      'role.sales-agent': 'Sales agent',
      'role.admin-agent': 'Admin agent',
      'role.helpdesk-agent': 'Helpdesk agent',
      'role.billing-admin': 'Billing admin',
      'ask.domain': 'its primary domain, such as contoso.onmicrosoft.com',
      'ask.address': 'its address and phone number',
      'ask.offer': 'the offer or program of the old subscription, and its directory (tenant)',
      'ask.owner': 'who owns and administers the old subscription',
      'ask.segment': 'its segment: commercial, education, government or nonprofit',
    },
  },
} as const;
