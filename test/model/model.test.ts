import fc from 'fast-check';
import { test } from 'vitest';
import { compareWithCore } from './compare-with-core.ts';
import { anyEventSequence } from './event-sequence.ts';

test('core and model agree after every batch of any event sequence', () => {
  fc.assert(
    fc.property(anyEventSequence, (sequence) => compareWithCore(sequence)),
    { seed: 20_261_122, numRuns: 2_000 },
  );
}, 60_000);
