import { loadSubject, type MutationResult, runMutations } from './judge.ts';

// npm run test:mutations [-- --all]: removes one thing at a time from a stage's templates and prints which invariant detects it.
const { deployed, runbooks, invariants } = await loadSubject();
const results = runMutations(deployed, runbooks, invariants);
const kinds = [...new Set(results.map(({ kind }) => kind))];
const width = Math.max(...kinds.map((kind) => kind.length));
for (const kind of kinds)
  printKind(
    kind,
    results.filter((result) => result.kind === kind),
  );
const undetected = results.filter(({ caughtBy }) => caughtBy === undefined);
console.log(`\n${results.length} removed one at a time, ${results.length - undetected.length} detected.`);
for (const { kind, what } of undetected) console.log(`NOT detected: ${kind}, ${what}`);
process.exitCode = undetected.length === 0 ? 0 : 1;

function printKind(kind: string, ofKind: readonly MutationResult[]): void {
  const detected = ofKind.filter(({ caughtBy }) => caughtBy !== undefined);
  console.log(`\n${kind.padEnd(width)}  ${detected.length} of ${ofKind.length} detected by`);
  if (process.argv.includes('--all')) {
    for (const { what, caughtBy } of ofKind) console.log(`  ${what}: ${caughtBy ?? 'NO INVARIANT'}`);
    return;
  }
  const invariantNames = [...new Set(ofKind.flatMap(({ caughtBy }) => caughtBy ?? []))];
  for (const name of invariantNames) console.log(`  ${name}`);
}
