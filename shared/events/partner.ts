import * as z from 'zod/mini';
import { defineEvent } from './event-definition.ts';
import { country, email, guid, locale, maybe, name, partnerId } from './fields.ts';
import { ACCEPTANCES, CLOUDS, MAIL_KINDS, PARTNER_KINDS } from './vocabulary.ts';

/** A partner signs up or changes its particulars; the newest `time` wins. */
export const partnerRegistered = defineEvent({
  type: 'partner.registered',
  queue: 'subscription-events',
  summary: 'A partner signs up or changes its particulars. Upsert; the newest time wins.',
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
    microsoft: { tenantId: '60d5c4bb-f78a-4200-a002-953d7cc1f5f8', mpnId: '4847383' },
  },
});
