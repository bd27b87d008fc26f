import { Command } from '@commander-js/extra-typings';
import { printCase } from '../cases/print-case.ts';
import { parsePartnerId, parseTenantId, readCase } from '../cases/read-case.ts';
import { type ActionOf, oneText, wholeNumber, withExamples } from '../command.ts';
import { CliError } from '../errors.ts';
import type { CustomerPage, CustomerQuery } from '../stage/api.ts';
import { commandLine } from '../stage/stage.ts';
import { count, minute } from '../terminal/words.ts';

/** Timeline entries that `case` prints without `--all`. */
const ENTRIES_SHOWN = 20;

export function caseCommand(action: ActionOf) {
  const command = new Command('case')
    .argument('<partnerId>', '', parsePartnerId)
    .argument('<tenantId>', '', parseTenantId)
    .summary('Show a case file: relationship, subscriptions, timeline')
    .description(
      'Shows a case file: relationship, subscriptions and timeline. It contains the customer’s name and mail address.',
    )
    .option('--all', `print the whole timeline, not only the newest ${ENTRIES_SHOWN} entries`)
    .action(
      action(async (session, partnerId, tenantId, { all = false }) => {
        const most = all ? Number.POSITIVE_INFINITY : ENTRIES_SHOWN;
        const stage = await session.stage();
        const file = await readCase(stage.api, { partnerId, tenantId }, ({ length }) => length >= most);
        if (!file) {
          throw new CliError('unknown-case', `Partner ${partnerId} has no case of customer ${tenantId}.`, {
            fix: 'Was the subscription published? Failed events are here:',
            run: commandLine(stage, 'dlq list'),
          });
        }
        const shown = { ...file, timeline: file.timeline.slice(0, most) };
        return {
          ok: true,
          json: { stage: stage.name, case: shown },
          text: (output) => printCase(output, file, most),
        };
      }),
    );
  return withExamples(command, 'case contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b --all');
}

/** The most customers that the API lists in one page (contract §6). */
const PAGE_SIZE = 100;

export function casesCommand(action: ActionOf) {
  const command = new Command('cases')
    .argument('<partnerId>', '', parsePartnerId)
    .summary('List the customers of a partner with the state of each case')
    .description(
      [
        'Lists the customers of a partner with the state of each case. Names are printed, addresses are not.',
        'The list is sorted by relationship status, then by the latest change of the relationship.',
        'An invitation is open while the relationship is `invited` or `consented`: the link waits for an answer, or for Microsoft’s confirmation.',
      ].join('\n\n'),
    )
    .option(
      '--relationship <STATUS>',
      'only customers with this status, such as invited or active',
      oneText('relationship'),
    )
    .option('--limit <N>', 'the most customers to list', wholeNumber('limit', 1, 1_000_000), 200)
    .option('--all', 'list every customer')
    .action(
      action(async (session, partnerId, { relationship, limit, all = false }) => {
        const stage = await session.stage();
        const most = all ? Number.POSITIVE_INFINITY : limit;
        const { customers, complete } = await readCustomers(
          { partnerId, relationship },
          most,
          async (query) => {
            const page = await stage.api.customers(query);
            session.progress.report('reading the list');
            return page;
          },
        );
        return {
          ok: true,
          json: { stage: stage.name, partnerId, relationship: relationship ?? null, customers, complete },
          text(output) {
            if (customers.length > 0) {
              output.table(
                [{ head: 'customer' }, { head: 'relationship' }],
                customers.flatMap(({ tenantId, name, relationship: status, subscriptions, changedAt }) => {
                  const counts = Object.entries(subscriptions).map(([word, number]) => `${number} ${word}`);
                  const since = changedAt === null ? [] : [`since ${minute(changedAt)}`];
                  const below = [name ?? '(no name)', ...since, counts.join(', ') || 'no subscriptions'];
                  return [[tenantId, status], { below: below.join(' · '), indent: 2 }];
                }),
              );
              output.line();
            }
            const kind = relationship === undefined ? 'customer' : `${relationship} customer`;
            output.line(
              `${complete ? '' : 'The first '}${count(customers.length, kind)} of partner ${partnerId}.`,
            );
            if (!complete) output.line('There are more: use --all or a larger --limit.');
            if (customers.length === 0)
              output.hint('Failed events are here:', commandLine(stage, 'dlq list'));
          },
        };
      }),
    );
  return withExamples(command, 'cases contoso', 'cases contoso --relationship invited --all --json');
}

async function readCustomers(
  query: CustomerQuery,
  most: number,
  readPage: (query: CustomerQuery) => Promise<CustomerPage>,
) {
  let customers: CustomerPage['items'] = [];
  let cursor: string | null = null;
  do {
    const limit = Math.min(PAGE_SIZE, most - customers.length);
    const page: CustomerPage = await readPage({ ...query, limit, ...(cursor !== null && { cursor }) });
    customers = [...customers, ...page.items];
    cursor = page.cursor;
  } while (cursor !== null && customers.length < most);
  return { customers, complete: cursor === null };
}
