import * as z from 'zod/mini';
import { defineEvent } from './event-definition.ts';
import { country, email, guid, locale, maybe, name, partnerId } from './fields.ts';
import { ACCEPTANCES, CLOUDS, CONFIRMATIONS, MAIL_KINDS, PARTNER_KINDS } from './vocabulary.ts';

export const partnerRegistered = defineEvent({
  type: 'partner.registered',
  queue: 'subscription-events',
  summary: 'A partner registers or updates its details. The newest time wins.',
  data: z.object({
    partnerId: partnerId(),
    name: name(),
    country: country(),
    cloud: z.enum(CLOUDS),
    kind: z.enum(PARTNER_KINDS),
    supportEmail: email(),
    notificationsEmail: email(),
    defaultLocale: maybe(locale()),
    acceptance: z.prefault(z.enum(ACCEPTANCES), 'link'),
    confirmation: z.prefault(z.enum(CONFIRMATIONS), 'none'),
    microsoft: maybe(
      z.object({
        tenantId: guid(),
        mpnId: maybe(z.string().check(z.regex(/^\d{1,10}$/, 'must be a numeric partner id'))),
      }),
    ),
    muted: z.prefault(z.array(z.enum(MAIL_KINDS)), []),
  }),
  example: {
    partnerId: 'contoso',
    name: 'Contoso Cloud Services',
    country: 'US',
    cloud: 'commercial',
    kind: 'direct-bill',
    supportEmail: 'support@contoso.example',
    notificationsEmail: 'csp-desk@contoso.example',
    defaultLocale: 'en-US',
    acceptance: 'link',
    confirmation: 'none',
    microsoft: { tenantId: '60d5c4bb-f78a-4200-a002-953d7cc1f5f8', mpnId: '4847383' },
  },
});
