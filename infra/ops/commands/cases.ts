import * as z from 'zod/mini';
import { partnerId } from '../../../shared/events/fields.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import type { CustomerPage, CustomersWanted } from '../stage/api.ts';
import { next } from '../stage/stage.ts';
import { count, minute } from '../terminal/words.ts';

/** Most customers that the API lists at once (contract §6). */
const PAGE = 100;

export const listCustomers: Command = {
  name: 'cases',
  takes: '<partnerId>',
  positionals: { least: 1, most: 1 },
  summary: 'Lists a partner’s customers, with the state of each case',
  about: [
    'Within each status those come first whose relationship changed last. Names are shown, addresses are not.',
    'Open invitations are those of customers that are `invited`, or `consented`: the link still waits for an answer, or for Microsoft to say so.',
  ],
  options: {
    relationship: { value: 'STATUS', about: 'only those of one status, such as invited or active' },
    limit: { value: 'N', about: 'most customers to list; default 200' },
    all: { about: 'lists every one' },
  },
  examples: ['cases contoso', 'cases contoso --relationship invited --all --json'],
  async run(call) {
    const parsed = z.safeParse(partnerId(), call.positionals[0]);
    if (!parsed.success)
      throw new UsageError(
        `${call.positionals[0]} cannot be a partner id: 1 to 64 letters, digits or dashes.`,
      );
    const most = call.has('all')
      ? Number.POSITIVE_INFINITY
      : call.number('limit', { least: 1, most: 1_000_000, otherwise: 200 });
    const relationship = call.text('relationship');
    const stage = await call.stage();
    const wanted = { partnerId: parsed.data, relationship };
    const { customers, complete } = await read(wanted, most, async (part) => {
      const page = await stage.api.customers(part);
      call.progress.tell('reading the list');
      return page;
    });
    return {
      ok: true,
      json: {
        stage: stage.name,
        partnerId: parsed.data,
        relationship: relationship ?? null,
        customers,
        complete,
      },
      text(page) {
        if (customers.length > 0) {
          page.table(
            [{ head: 'customer' }, { head: 'relationship' }],
            customers.flatMap(({ tenantId, name, relationship: status, subscriptions, changedAt }) => {
              const counts = Object.entries(subscriptions).map(([word, number]) => `${number} ${word}`);
              const since = changedAt === null ? [] : [`since ${minute(changedAt)}`];
              const below = [name ?? '(no name)', ...since, counts.join(', ') || 'no subscriptions'].join(
                ' · ',
              );
              return [[tenantId, status], { below, indent: 2 }];
            }),
          );
          page.line();
        }
        const such = relationship === undefined ? 'customer' : `${relationship} customer`;
        page.line(
          `${complete ? '' : 'The first '}${count(customers.length, such)} of partner ${parsed.data}.`,
        );
        if (!complete) page.line('There are more: --all, or a larger --limit.');
        if (customers.length === 0) page.hint('Events that failed:', next(stage, 'dlq list'));
      },
    };
  },
};

async function read(
  wanted: CustomersWanted,
  most: number,
  ask: (wanted: CustomersWanted) => Promise<CustomerPage>,
) {
  let customers: CustomerPage['items'] = [];
  let cursor: string | null = null;
  do {
    const limit = Math.min(PAGE, most - customers.length);
    const page: CustomerPage = await ask({ ...wanted, limit, ...(cursor !== null && { cursor }) });
    customers = [...customers, ...page.items];
    cursor = page.cursor;
  } while (cursor !== null && customers.length < most);
  return { customers, complete: cursor === null };
}
