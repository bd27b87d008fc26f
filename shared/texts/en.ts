import { onboardingEn } from './onboarding/en.ts';

/**
 * English: the locale that defines which texts exist and which values they take.
 * Role and menu names are Microsoft's own, as its admin center shows them.
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
      'receipt.declined.again':
        'Should you change your mind, write to {email}. {partner} can then send you a new request.',
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
      'ask.again.title': 'Please choose again',
      'ask.again':
        'This page had been open for a while, so your answer was not recorded. Please choose again.',
      'ask.allow': 'What you would allow',
      'ask.subscriptions': 'Subscriptions concerned',
      'ask.facts': 'About this request',
      'ask.decide': 'Your decision',
      'ask.who':
        'Please decide only if you are a Global administrator of {customer}. If you are not, pass this link on to one. You need no password here.',
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
        'You declined. {partner} does not get the permission, and nothing changes for you. You can close this page.',
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
    onboarding: onboardingEn,
  },
} as const;
