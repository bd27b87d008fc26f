import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasReasonText, reasonTextFor } from '../../../infra/ops/dead-letters/reason-texts.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Finds every code that an error of this product can give a dead letter. */
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

describe('reason texts', () => {
  it('exist for every error code in the source', () => {
    const codes = codesInTheCode();
    // The test is valid only if it finds the codes.
    for (const known of [
      'too-large',
      'not-json',
      'unknown-partner',
      'store-busy',
      'mail-unclear',
      'page-gone',
    ])
      expect(codes.has(known)).toBe(true);
    const withoutText = [...codes].filter(([code]) => !hasReasonText(code));
    expect(withoutText).toEqual([]);
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
    ['ses-unreachable', 'did not answer'],
    ['ses-SomethingNew', 'SES refused'],
    ['ProvisionedThroughputExceededException', 'throttled'],
    ['AccessDeniedException', 'denied'],
    ['ResourceNotFoundException', 'missing'],
    ['TimeoutError', 'did not answer'],
    ['ECONNRESET', 'did not answer'],
    ['InternalServerError', 'did not answer'],
  ])('%s: codes of AWS and the network match by pattern', (code, words) => {
    expect(reasonTextFor(code).says).toContain(words);
  });

  it('exist for any other text, also for the name of an object’s own property', () => {
    for (const code of ['TypeError', 'constructor', '__proto__', 'toString', ''])
      expect([code, reasonTextFor(code).says]).toEqual([code, expect.stringContaining('unknown error')]);
  });
});
