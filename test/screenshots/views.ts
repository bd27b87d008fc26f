import { ONBOARDING_CHAINS } from '../../shared/chains/onboarding-chains.ts';
import type {
  InformCurrentPartnerView,
  InvitationView,
  NoticeView,
  ReceiptView,
  WorkOrderView,
} from '../../shared/mail/render/views.ts';
import type { AskView, DoneView } from '../../shared/page/views.ts';

const DAY = 86_400_000;

/** 1 August 2026, 09:30 UTC: the day of every example. */
export const today = Date.UTC(2026, 7, 1, 9, 30);

const partner = { name: 'Contoso Cloud Services', supportEmail: 'support@contoso.example' };
const subscriptions = [
  { name: 'Microsoft 365 E3', billing: 'license-based' },
  { name: 'Azure production (web shop)', billing: 'usage-based' },
  { name: 'Power BI Pro', billing: 'license-based' },
] as const;
const invitationId = 'inv-7Q4M-2KXD-9F3H';
const link = `https://api.example.com/invitations/${'k1.Zm9vYmFyLWZvb2Jhci1mb29iYXI'.repeat(3)}`;

export const invitation: InvitationView = {
  partner,
  customer: { name: 'Fabrikam Bakeries Ltd', contactName: 'Dana Whitfield' },
  scope: 'delegated-admin',
  subscriptions,
  more: 4,
  openedAt: today,
  expiresAt: today + 30 * DAY,
  link,
  invitationId,
};

export const receipt: ReceiptView = {
  partner,
  customer: { name: 'Fabrikam Bakeries Ltd' },
  decision: 'approved',
  scope: 'delegated-admin',
  decidedAt: today,
  invitationId,
};

export const notice: NoticeView = {
  partner,
  customer: { name: 'Fabrikam Bakeries Ltd', tenantId: '6f1d2c3b-4a59-4e68-9d77-0c8b7a695847' },
  outcome: 'declined',
  scope: 'delegated-admin',
  comment:
    'Thank you, but we are closing this tenant in autumn.\nPlease call Dana about the new one: she knows the dates.',
  at: today,
};

export const ask: AskView = {
  kind: 'ask',
  partner,
  customerName: 'Fabrikam Bakeries Ltd',
  scope: 'delegated-admin',
  subscriptions,
  more: 4,
  expiresAt: today + 30 * DAY,
  invitationId,
  nonce: 'nonce',
};

export const done: DoneView = {
  kind: 'done',
  decision: 'approved',
  partner,
  at: today,
  invitationId,
  scope: 'delegated-admin',
};

/** Microsoft's page where a customer accepts, as the contract's `consented` state hands it over. */
export const microsoftLink =
  'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=1f0c5a5e-8d2b-4f6e-9a37-5d2f8c1b7e90&msppId=0&DAP=true#/BillingAccounts/partner-invitation';

const details = { ...partner, microsoftTenantId: '1f0c5a5e-8d2b-4f6e-9a37-5d2f8c1b7e90', mpnId: '4847383' };
const tenantId = '6f1d2c3b-4a59-4e68-9d77-0c8b7a695847';
const subscription = {
  id: '42226ed6-070a-4e0f-b80c-4cdfb3e97aa7',
  name: 'Azure production (web shop)',
} as const;
const currentPartner = { name: 'Northwind Resale', domain: 'northwind.example' };

export const informCurrentPartner: InformCurrentPartnerView = {
  partner: details,
  customer: { name: 'Fabrikam Bakeries Ltd', tenantId, contactName: 'Dana Whitfield' },
  currentPartner,
  subscription,
  offer: 'azure-plan',
};

const STEPS: Readonly<Record<WorkOrderView['chain'], readonly WorkOrderView['step'][]>> = ONBOARDING_CHAINS;

function workOrder(chain: WorkOrderView['chain'], step: WorkOrderView['step']): WorkOrderView {
  const at = STEPS[chain].indexOf(step);
  const offer = chain === 'switch-azure-legacy' ? 'legacy' : 'azure-plan';
  return {
    partner: { ...details, partnerId: 'contoso', kind: 'direct-bill' },
    customer: {
      name: 'Fabrikam Bakeries Ltd',
      tenantId,
      country: 'GB',
      contactEmail: 'dana@fabrikam.example',
      contactName: 'Dana Whitfield',
      locale: 'en-GB',
    },
    subscription: { ...subscription, channel: chain === 'create-azure-subscription' ? 'ea' : 'csp' },
    chain,
    step,
    steps: STEPS[chain].map((name, index) => ({
      name,
      status: index < at ? 'done' : index === at ? 'due' : 'waiting',
    })),
    request: {
      requestedBy: { role: 'sales-agent', name: 'Lee Park', email: 'lee@contoso.example' },
      offer,
      currentPartner,
      retire: { scope: 'services', services: ['Virtual Machines', 'Azure SQL Database'] },
    },
    ...(step === 'current-partner-accepts' && { dueBy: today + 30 * DAY }),
    ...(at > 1 &&
      chain === 'create-azure-subscription' && { newSubscriptionId: 'a4c1340d-6911-4758-bba3-0c4c6007d161' }),
  };
}

/** The work order of every step of every chain. */
export const workOrders: readonly WorkOrderView[] = [
  ...STEPS['create-azure-subscription'].map((step) => workOrder('create-azure-subscription', step)),
  ...STEPS['switch-azure-plan'].map((step) => workOrder('switch-azure-plan', step)),
  ...STEPS['switch-azure-legacy'].map((step) => workOrder('switch-azure-legacy', step)),
];
