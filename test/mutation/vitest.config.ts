import { defineConfig } from 'vitest/config';
import { MODULES } from './modules.ts';

/** The tests that judge coverage and mutants: those of the core and its stores, which need no local stack. */
const module = process.env.MUTATION_MODULE;
const folders = new Set(module === undefined ? Object.values(MODULES).flat() : MODULES[module]);

export default defineConfig({
  test: {
    isolate: false,
    unstubEnvs: true,
    restoreMocks: true,
    env: { MODEL_RUNS: '150' },
    include: [...folders, 'events'].map((folder) => `test/${folder}/**/*.test.ts`),
    coverage: {
      provider: 'v8',
      include: [`shared/{${Object.keys(MODULES).join()}}/**/*.ts`],
      reporter: ['text', 'json'],
      reportsDirectory: '.local/coverage',
      thresholds: { 100: true },
    },
  },
});
