import fc from 'fast-check';
import { test } from 'vitest';
import { walks } from './moves.ts';
import { walk } from './walk.ts';

test('core and model agree after every batch of any walk', () => {
  fc.assert(
    fc.property(walks, (one) => walk(one)),
    { numRuns: 1_500 },
  );
}, 60_000);
