import { defineConfig } from 'vitest/config';

/** Kinds of tests that need more than the code itself; everything else under test/ is `unit`. */
const scenario = 'test/scenario/**/*.test.ts';
const infra = 'test/infra/**/*.test.ts';
const browser = 'test/**/*.browser.test.ts';

export default defineConfig({
  test: {
    reporters: ['default', './test/summary-reporter.ts'],
    // Most scenarios wait for something most of the time: two at once take 2 cores a third less time than one.
    maxWorkers: 2,
    // Files share their worker's modules: a fifth of the processor time went into loading the same ones again.
    isolate: false,
    unstubEnvs: true,
    restoreMocks: true,
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [scenario, infra, browser] } },
      {
        test: {
          name: 'infra',
          include: [infra],
          exclude: [browser],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'scenario',
          include: [scenario],
          exclude: [browser],
          // As below: the default is one second.
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          globalSetup: 'test/scenario/global-setup.ts',
        },
      },
      {
        test: {
          name: 'browser',
          include: [browser],
          // The default is one second, which a busy machine may need for the page alone.
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          globalSetup: 'test/browser/install-chromium.ts',
        },
      },
    ],
  },
});
