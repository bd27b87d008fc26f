import { defineConfig } from 'vitest/config';

/** The tests that judge the mutants and the coverage: those of the core and its stores, which need no local stack. */
export default defineConfig({
  test: {
    isolate: false,
    unstubEnvs: true,
    restoreMocks: true,
    include: ['test/{case,chains,events,intake,invitations,model,process,rules,store}/**/*.test.ts'],
    coverage: {
      provider: 'v8',
      include: ['shared/{rules,chains,case,process,invitations,store}/**/*.ts'],
      reporter: ['text', 'json'],
      reportsDirectory: '.local/coverage',
      thresholds: { 100: true },
    },
  },
});
