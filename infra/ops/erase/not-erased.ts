/** Where something of a customer may remain after its erasure, and what to do there. */
export const NOT_ERASED: readonly { readonly where: string; readonly what: string; readonly todo: string }[] =
  [
    {
      where: 'case file',
      what: 'that something happened, when, and what was decided: tenant and subscription ids, no names, addresses or comments',
      todo: 'nothing; it is kept on purpose',
    },
    {
      where: 'SES suppression list',
      what: 'an address that bounced or complained, so that it is not mailed again',
      todo: 'aws sesv2 delete-suppressed-destination --email-address <address>, if that is wanted',
    },
    {
      where: 'backups of the table',
      what: 'the case as it was, for point-in-time recovery',
      todo: 'nothing; they end after 35 days. A table restored from before must be erased from again',
    },
    {
      where: 'mails that were sent',
      what: 'copies in the customer’s and the partner’s mailboxes',
      todo: 'ask the partner',
    },
    {
      where: 'systems before and after',
      what: 'whoever sent the events, saved them (`dlq discard --save`) or keeps the outcomes',
      todo: 'they hear of it by the outcome customer.erased; delete files you saved yourself',
    },
  ];
