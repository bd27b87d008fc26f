import type * as z from 'zod';
import type { caseFile } from './case-file.ts';

/** A case file with something of everything. */
export const caseFileExample: z.output<typeof caseFile> = {
  partnerId: 'contoso',
  customer: {
    tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039',
    name: 'Fabrikam, Inc.',
    contactEmail: 'it@fabrikam.example',
    country: 'US',
    locale: 'en',
    erasedAt: null,
  },
  relationship: {
    status: 'invited',
    scope: 'delegated-admin',
    changedAt: '2026-11-22T12:00:00.000Z',
    invitation: {
      id: 'Zm9vYmFyYmF6',
      scope: 'delegated-admin',
      status: 'open',
      openedAt: '2026-11-22T12:00:00.000Z',
      expiresAt: '2026-12-22T12:00:00.000Z',
      reminders: 0,
      mail: 'sent',
      comment: null,
    },
  },
  subscriptions: [
    {
      id: '42226ed6-070a-4e0f-b80c-4cdfb3e97aa7',
      name: 'Azure',
      billing: 'usage-based',
      channel: 'csp',
      status: 'onboarding',
      reason: null,
      rule: 'azure-onboarding',
      path: 'switch-partner',
      earliestMoveDate: null,
      onboarding: {
        chain: 'switch-azure-plan',
        status: 'under-way',
        parked: false,
        lastFailure: null,
        newSubscriptionId: null,
        steps: [
          { name: 'inform-current-partner', status: 'done', at: '2026-11-22T12:05:00.000Z' },
          { name: 'request-transfer', status: 'due', at: null },
          { name: 'current-partner-accepts', status: 'waiting', at: null },
          { name: 'confirm-transfer', status: 'waiting', at: null },
        ],
      },
    },
  ],
  timeline: [
    {
      at: '2026-11-22T12:00:00.000Z',
      source: '/contoso/crm',
      id: 'subscription-ingested-1',
      type: 'subscription.ingested',
      rule: 'azure-request',
      chain: 'request-relationship',
      result: 'applied',
      reason: null,
      subscriptionId: '42226ed6-070a-4e0f-b80c-4cdfb3e97aa7',
      table: '1',
      recordedAt: '2026-11-22T12:00:01.000Z',
      decisions: [
        {
          subscriptionId: '42226ed6-070a-4e0f-b80c-4cdfb3e97aa7',
          status: 'awaiting-approval',
          previousStatus: null,
          rule: 'azure-request',
          reason: null,
        },
      ],
      changes: [{ kind: 'invitation-opened', invitationId: 'Zm9vYmFyYmF6', scope: 'delegated-admin' }],
    },
  ],
  mails: [
    { id: 'Zm9vYmFyYmF6-invitation', kind: 'invitation', at: '2026-11-22T12:00:01.000Z', status: 'sent' },
  ],
  timelineCursor: null,
};
