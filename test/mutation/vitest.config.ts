import { defineConfig } from 'vitest/config';

/** The tests that judge the mutants: those of the core and its stores, which need no local stack. */
export default defineConfig({
  test: {
    isolate: false,
    unstubEnvs: true,
    restoreMocks: true,
    include: ['test/{case,chains,events,intake,invitations,model,process,rules,store}/**/*.test.ts'],
  },
});
