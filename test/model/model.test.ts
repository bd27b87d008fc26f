import fc from 'fast-check';
import { test } from 'vitest';
import { compareWithCore } from './compare-with-core.ts';
import { anyEventSequence } from './event-sequence.ts';

/** Mutation tests run this one some thousand times, so they make it shorter. */
const RUNS = Number(process.env.MODEL_RUNS ?? 2_000);

test('core and model agree after every batch of any event sequence', () => {
  fc.assert(
    fc.property(anyEventSequence, (sequence) => compareWithCore(sequence)),
    { seed: 20_261_122, numRuns: RUNS },
  );
}, 60_000);
