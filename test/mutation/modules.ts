/** The modules whose mutants are tested, and the folders of tests that judge them. Fewer tests take less time for each mutant. */
export const MODULES: Readonly<Record<string, readonly string[]>> = {
  rules: ['rules'],
  chains: ['chains', 'process', 'model'],
  case: ['case', 'process', 'model'],
  process: ['process', 'model', 'case', 'intake'],
  invitations: ['invitations'],
  store: ['store', 'intake'],
};
