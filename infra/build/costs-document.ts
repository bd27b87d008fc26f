import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Load, monthlyCosts, STANDING } from './costs.ts';

/**
 * What a month costs, from list prices and counted requests. `--write` puts the table into docs/deploy.md, `--check` fails when
 * another is there; without a flag it prints it.
 */
const COMMAND = 'node infra/build/costs-document.ts --write';
const { values } = parseArgs({ options: { write: { type: 'boolean' }, check: { type: 'boolean' } } });
const file = new URL('../../docs/deploy.md', import.meta.url);
const PLACE = /(?<=<!-- costs: .* -->\n)[\s\S]*(?=<!-- \/costs -->)/;

/** Few events come one by one to a function that has gone to sleep; many come together. */
const LOADS: readonly { readonly title: string; readonly load: Load }[] = [
  { title: '1 k', load: { events: 1_000, batch: 1, cold: 0.5 } },
  { title: '100 k', load: { events: 100_000, batch: 1, cold: 0.05 } },
  { title: '10 M', load: { events: 10_000_000, batch: 3, cold: 0.005 } },
];

const text = table();
if (values.write || values.check) {
  const before = readFileSync(file, 'utf8');
  if (!PLACE.test(before)) throw new Error('docs/deploy.md has no place for the costs');
  const after = before.replace(PLACE, () => text);
  if (values.write) writeFileSync(file, after);
  else if (after !== before) {
    console.error(`The costs in docs/deploy.md are not what infra/build/costs.ts says: run "${COMMAND}"`);
    process.exitCode = 1;
  }
} else process.stdout.write(text);

function table(): string {
  const bills = LOADS.map(({ load }) => monthlyCosts(load, STANDING));
  const names = bills.at(-1)?.map(({ what }) => what) ?? [];
  const row = (name: string, of: (bill: (typeof bills)[number]) => number) =>
    `| ${[name, ...bills.map((bill) => dollars(of(bill)))].join(' | ')} |`;
  const line = (bill: (typeof bills)[number], name: string) =>
    bill.find(({ what }) => what === name)?.dollars ?? 0;
  const sum = (bill: (typeof bills)[number]) => bill.reduce((all, one) => all + one.dollars, 0);
  return [
    `US dollars a month for so many events in, by AWS’s list prices of us-east-1 (November 2026), without free tiers and without tax. A customer’s case`,
    'counts as 5 events, 6 outcomes, 3 mails and 2 page views. Requests and sizes are counted on the local stack (`npm run bench:requests`); the time a',
    'function is billed for is a guess on the safe side. The model is `infra/build/costs.ts`: put your own numbers in.',
    '',
    `| | ${LOADS.map(({ title }) => title).join(' | ')} |`,
    '|---|--:|--:|--:|',
    ...names.map((name) => row(name, (bill) => line(bill, name))),
    row('**all**', sum),
    row('all without mail', (bill) => sum(bill) - line(bill, 'mail (SES)')),
    '',
  ].join('\n');
}

function dollars(amount: number): string {
  if (amount < 0.005) return '0';
  return amount >= 100 ? Math.round(amount).toLocaleString('en') : amount.toFixed(2);
}
