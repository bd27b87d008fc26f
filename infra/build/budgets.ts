/** The most that a function's bundle may have. KB are 1,024 bytes. */
export interface Budget {
  /** Minified size in KB. It is the same on every machine, so the budget is close. */
  readonly minified: number;
  /** Compressed size in KB, as in the zip file. */
  readonly gzip: number;
  /**
   * Milliseconds to import it, less those of an empty module: the best of several processes. Three times the time on 2 idle
   * cores, so that a busy machine does not fail the check. A slow import shows in the size, too.
   */
  readonly importMs: number;
}

/** The budgets by function. `npm run bundles` prints them beside the figures. Sizes are about 5 % above the real ones. */
export const budgets: Readonly<Record<string, Budget>> = {
  'approval-page': { minified: 325, gzip: 101, importMs: 140 },
  'azure-onboarding-requested': { minified: 336, gzip: 108, importMs: 140 },
  'cases-api': { minified: 232, gzip: 78, importMs: 100 },
  'due-cases': { minified: 309, gzip: 100, importMs: 140 },
  'due-work': { minified: 242, gzip: 77, importMs: 100 },
  'events-api': { minified: 325, gzip: 104, importMs: 140 },
  'mail-feedback': { minified: 315, gzip: 101, importMs: 140 },
  'partner-center-webhook': { minified: 258, gzip: 83, importMs: 100 },
  'relationship-approved': { minified: 336, gzip: 108, importMs: 140 },
  'send-mail': { minified: 508, gzip: 151, importMs: 180 },
  'subscription-ingested': { minified: 336, gzip: 108, importMs: 140 },
};
