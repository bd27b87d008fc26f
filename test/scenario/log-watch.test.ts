import { describe, expect, it } from 'vitest';
import { signToken } from '../../shared/invitations/link-token.ts';
import { LogWatch } from './log-watch.ts';

const line = (text: string) => ({ at: '', function: 'send-mail', stream: 'stdout' as const, line: text });
const token = signToken(
  { partnerId: 'contoso', tenantId: 'tenant', invitationId: 'invitation', expiresAt: 0 },
  { current: 'k1', keys: new Map([['k1', 'a'.repeat(40)]]) },
);

describe('the watch over log lines', () => {
  it.each([
    ['{"to":"robin@fabrikam.example"}', 'a mail address'],
    ['robin%40fabrikam.example', 'a mail address'],
    [`GET /invitations/${token}`, 'the token of a link'],
    [`nonce=k1.lx2f8a9c.${'a'.repeat(43)}`, 'the nonce of a form'],
    ['the customer Fabrikam Bakeries was invited', '“fabrikam bakeries”'],
  ])('finds in %s: %s', (text, what) => {
    const watch = new LogWatch();
    watch.noteMessage('{"data":{"customer":{"name":"Fabrikam Bakeries"}}}');
    watch.noteLine(line(text));
    expect(watch.leaks).toEqual([`send-mail wrote ${what}: ${text}`]);
    expect(() => watch.assertClean()).toThrow(what);
  });

  it('lets pass what names nobody', () => {
    const watch = new LogWatch();
    watch.noteMessage('{"broken');
    watch.noteMessage('{"data":{"customer":{"name":"A"}}}');
    watch.noteLine(line('at /var/task/node_modules/@middy/core/index.js:1.2 (index.mjs?v=1.2.3)'));
    watch.noteLine(line('{"level":"INFO","message":"event applied","eventId":"0a1b","rule":"A"}'));
    expect(watch.leaks).toEqual([]);
  });
});
