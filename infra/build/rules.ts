import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs, styleText } from 'node:util';
import { ONBOARDING_SPACE, type Proof, prove, SUBSCRIPTION_SPACE } from '../../shared/rules/fact-space.ts';
import { rulesDocument, type TableText, tableTexts } from './rules-document.ts';

/**
 * `npm run rules`: prints the decision tables and the proof that they are complete. `--write` generates docs/rules.md,
 * `--check` fails when it is not what the tables say.
 */
const { values } = parseArgs({ options: { write: { type: 'boolean' }, check: { type: 'boolean' } } });
const file = new URL('../../docs/rules.md', import.meta.url);
const texts = tableTexts();
if (values.write) writeFileSync(file, rulesDocument(texts));
else if (values.check) {
  if (readFileSync(file, 'utf8') !== rulesDocument(texts)) {
    console.error('docs/rules.md is not what the tables say: run "npm run rules -- --write"');
    process.exitCode = 1;
  }
} else {
  const proofs = [
    prove(texts[0].rules, SUBSCRIPTION_SPACE),
    prove(texts[1].rules, ONBOARDING_SPACE),
  ] as const;
  texts.forEach((text, index) => {
    print(text, proofs[index === 0 ? 0 : 1]);
  });
}

function print({ title, rows }: TableText, { combinations, decides, undecided }: Proof) {
  console.log(`\n${styleText('bold', title)}\n`);
  const width = Math.max(...rows.map((row) => row.rule.length));
  rows.forEach((row, index) => {
    const number = String(index + 1).padStart(2);
    console.log(`${number} ${styleText('bold', row.rule.padEnd(width))}  ${row.when}`);
    const hits = (decides.get(row.rule) ?? 0).toLocaleString('en');
    const details = `→ ${row.chain}: ${row.outcome}   ${row.references}   decides ${hits}`;
    console.log(`   ${' '.repeat(width)}  ${styleText('dim', details)}`);
  });
  const unreachable = [...decides].filter(([, hits]) => hits === 0).map(([id]) => id);
  const verdict =
    undecided === 0 && unreachable.length === 0
      ? styleText('green', 'complete: each hits exactly one row, and every row is reached')
      : styleText('red', `${undecided} undecided; unreachable: ${unreachable.join(', ') || 'none'}`);
  console.log(`\n   ${combinations.toLocaleString('en')} combinations of facts tried: ${verdict}`);
}
