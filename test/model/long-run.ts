import fc from 'fast-check';
import { compareWithCore } from './compare-with-core.ts';
import { anyEventSequence } from './event-sequence.ts';

const [runs = '100000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const total = Number(runs);
const CHUNK = 5_000;
const began = performance.now();

for (let done = 0; done < total; done += CHUNK) {
  const chunk = Number(seed) + done;
  const numRuns = Math.min(CHUNK, total - done);
  const result = fc.check(
    fc.property(anyEventSequence, (sequence) => compareWithCore(sequence)),
    { seed: chunk, numRuns },
  );
  if (result.failed) {
    const [failing] = result.counterexample ?? [];
    if (failing) {
      console.log(failing.partner);
      try {
        compareWithCore(failing, (line) => console.log(line));
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
      }
    }
    console.error(
      `differs after ${done + result.numRuns} sequences; again: node test/model/long-run.ts ${numRuns} ${chunk}`,
    );
    process.exit(1);
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  console.log(`${done + numRuns} of ${total} sequences agree, ${seconds} s, seed ${seed}`);
}
