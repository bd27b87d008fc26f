import fc from 'fast-check';
import { test } from 'vitest';
import { walks } from './moves.ts';
import { walk } from './walk.ts';

test('core and model agree after every batch of any walk', () => {
  fc.assert(
    fc.property(walks, (one) => walk(one)),
    { seed: 20_261_122, numRuns: 2_000 },
  );
}, 60_000);
