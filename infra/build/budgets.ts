/** What a function's bundle may weigh, and cost at a cold start. KB are 1,024 bytes. */
export interface Budget {
  /** Minified, in KB. Close: sizes are the same on every machine. */
  readonly minified: number;
  /** The same compressed, as it travels and lies in the zip, in KB. */
  readonly gzip: number;
  /**
   * Milliseconds that importing it may take beyond an empty module, best of several processes. Three times what it takes
   * on 2 idle cores: a gate that a busy machine trips is soon switched off, and what is slow to import shows in the size.
   */
  readonly importMs: number;
}

/** By function. `npm run bundles` prints each beside what is measured; a size is set about 5 % above what it is. */
export const budgets: Readonly<Record<string, Budget>> = {
  'approval-page': { minified: 316, gzip: 101, importMs: 140 },
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
