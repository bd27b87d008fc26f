import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasReasonText, reasonTextFor } from '../../../infra/ops/dead-letters/reason-texts.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Every code that an error of this product can put on a dead letter. */
function codesInTheCode(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync('{shared,functions}/**/*.ts', { cwd: ROOT })) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const patterns = [/readonly code = '([^']+)'/g, /new Refused\(\s*'([^']+)'/g];
    if (text.includes('type RefusalCode')) patterns.push(/^ {2}\| '([^']+)'/gm);
    for (const pattern of patterns) {
      for (const [, code = ''] of text.matchAll(pattern)) found.set(code, file);
    }
  }
  return found;
}

describe('words for what is on a dead letter', () => {
  it('are there for every code in the code', () => {
    const codes = codesInTheCode();
    // What this test stands on: it does find them.
    for (const known of [
      'too-large',
      'not-json',
      'unknown-partner',
      'store-busy',
      'mail-unclear',
      'page-gone',
    ])
      expect(codes.has(known)).toBe(true);
    const wordless = [...codes].filter(([code]) => !hasReasonText(code));
    expect(wordless).toEqual([]);
  });

  it('differ from code to code and end as sentences', () => {
    const all = [...codesInTheCode().keys()].map((code) => reasonTextFor(code).says);
    expect(new Set(all).size).toBe(all.length);
    for (const says of all) expect(says).toMatch(/^[A-Z].*\.$/);
  });

  it.each([
    ['ses-MessageRejected', 'sandbox'],
    ['ses-MailFromDomainNotVerifiedException', 'verified'],
    ['ses-AccountSendingPausedException', 'paused'],
    ['ses-Throttling', 'quota'],
    ['ses-unreachable', 'reached'],
    ['ses-SomethingNew', 'SES did not take'],
    ['ProvisionedThroughputExceededException', 'slow down'],
    ['AccessDeniedException', 'not allowed'],
    ['ResourceNotFoundException', 'gone'],
    ['TimeoutError', 'did not answer'],
    ['ECONNRESET', 'did not answer'],
    ['InternalServerError', 'did not answer'],
  ])('%s: of others’ codes, by family', (code, said) => {
    expect(reasonTextFor(code).says).toContain(said);
  });

  it('are there for any other text, which may be named as an object’s own', () => {
    for (const code of ['TypeError', 'constructor', '__proto__', 'toString', ''])
      expect([code, reasonTextFor(code).says]).toEqual([code, expect.stringContaining('has no words for')]);
  });
});
