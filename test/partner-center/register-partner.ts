import { checkEvent } from '../../shared/events/parse-event.ts';
import { registerPartner } from '../../shared/store/partner-store.ts';
import type { Table } from '../../shared/store/table.ts';

/** Registers a partner with a Microsoft tenant, at a time of 2026. */
export async function registerTestPartner(
  table: Table,
  partnerId: string,
  tenantId: string | null,
  time = '2026-01-01T00:00:00Z',
): Promise<void> {
  const parsed = checkEvent({
    specversion: '1.0',
    id: `${partnerId}-${time}`,
    source: '/crm',
    type: 'partner.registered',
    time,
    data: {
      partnerId,
      name: 'Contoso',
      country: 'US',
      cloud: 'commercial',
      kind: 'direct-bill',
      supportEmail: 'support@contoso.example',
      notificationsEmail: 'desk@contoso.example',
      ...(tenantId !== null && { microsoft: { tenantId } }),
    },
  });
  if (!parsed.ok || parsed.event.type !== 'partner.registered') throw new Error('no registration');
  await registerPartner(table, parsed.event);
}
