import { defineConfig } from 'vitest/config';
import { ROOMS } from './rooms.ts';

/** The tests that judge coverage and mutants: those of the core and its stores, which need no local stack. */
const room = process.env.MUTATION_ROOM;
const folders = new Set(room === undefined ? Object.values(ROOMS).flat() : ROOMS[room]);

export default defineConfig({
  test: {
    isolate: false,
    unstubEnvs: true,
    restoreMocks: true,
    env: { MODEL_RUNS: '150' },
    include: [...folders, 'events'].map((folder) => `test/${folder}/**/*.test.ts`),
    coverage: {
      provider: 'v8',
      include: [`shared/{${Object.keys(ROOMS).join()}}/**/*.ts`],
      reporter: ['text', 'json'],
      reportsDirectory: '.local/coverage',
      thresholds: { 100: true },
    },
  },
});
