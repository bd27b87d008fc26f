import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compiledLayout } from '../../infra/build/mail-layout.ts';

describe('the mail layout', () => {
  it('is what layout.mjml says', async () => {
    const file = new URL('../../shared/mail/render/layout.generated.ts', import.meta.url);
    expect(readFileSync(file, 'utf8'), 'run: node infra/build/mail-layout.ts').toBe(await compiledLayout());
  }, 30_000);
});
