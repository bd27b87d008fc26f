import { loadSubject, type MutationResult, runMutations } from './judge.ts';

// npm run test:mutations [-- --all]: takes one thing after the other away from a stage's templates and tells which law notices.
const { deployed, runbooks, laws } = await loadSubject();
const verdicts = runMutations(deployed, runbooks, laws);
const kinds = [...new Set(verdicts.map(({ kind }) => kind))];
const width = Math.max(...kinds.map((kind) => kind.length));
for (const kind of kinds)
  tell(
    kind,
    verdicts.filter((verdict) => verdict.kind === kind),
  );
const missed = verdicts.filter(({ caughtBy }) => caughtBy === undefined);
console.log(`\n${verdicts.length} taken away one at a time, ${verdicts.length - missed.length} noticed.`);
for (const { kind, what } of missed) console.log(`NOT noticed: ${kind}, ${what}`);
process.exitCode = missed.length === 0 ? 0 : 1;

function tell(kind: string, of: readonly MutationResult[]): void {
  const caught = of.filter(({ caughtBy }) => caughtBy !== undefined);
  console.log(`\n${kind.padEnd(width)}  ${caught.length} of ${of.length} noticed by`);
  if (process.argv.includes('--all')) {
    for (const { what, caughtBy } of of) console.log(`  ${what}: ${caughtBy ?? 'NOBODY'}`);
    return;
  }
  const laws = [...new Set(of.flatMap(({ caughtBy }) => caughtBy ?? []))];
  for (const law of laws) console.log(`  ${law}`);
}
