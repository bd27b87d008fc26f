import { createServer, type RequestListener, type Server } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { closeServer, listenOnLoopback } from '../../infra/local/http-server.ts';
import { formatFrom } from '../../shared/mail/header.ts';
import { subjectLine } from '../../shared/mail/render/layout.ts';
import { MailRejected, MailSender } from '../../shared/mail/send/ses.ts';
import { lambdaPlatform } from '../../shared/runtime/platform.ts';
import { cleanLine } from '../../shared/texts/untrusted.ts';
import { FORBIDDEN, hostile, RUNS } from '../texts/hostile-text.ts';

const mail = { to: 'a@customer.example', subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' };
const from = { name: 'Fabrikam', replyTo: 'help@fabrikam.example' };
const tags = { mailId: 'm-1', kind: 'notice' };
const open: Server[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(open.splice(0).map(closeServer));
});

/** A sender whose SES is at this address. */
function senderTo(endpoint: string): MailSender {
  vi.stubEnv('AWS_ENDPOINT_URL_SES', endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  return new MailSender(
    { senderAddress: 'support@multichannel.example', configurationSet: 'stage' },
    lambdaPlatform,
  );
}

async function serve(answer: RequestListener): Promise<{ server: Server; endpoint: string }> {
  const server = createServer(answer);
  open.push(server);
  return { server, endpoint: await listenOnLoopback(server) };
}

const accepted: RequestListener = (request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'text/xml');
    response.end(
      '<SendEmailResponse><SendEmailResult><MessageId>ses-1</MessageId></SendEmailResult></SendEmailResponse>',
    );
  });
};

test('a mail that was never sent is rejected', async () => {
  const { server, endpoint } = await serve(accepted);
  await closeServer(server);
  const failure = await senderTo(endpoint).send(mail, from, tags).catch(String);
  expect(failure).toBe('MailRejected: SES did not accept the mail: unreachable');
});

test('a connection that breaks after the request does not reject the mail: SES may have it', async () => {
  const { endpoint } = await serve((request) => {
    request.resume().on('end', () => request.socket.destroy());
  });
  const failure = await senderTo(endpoint)
    .send(mail, from, tags)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(failure).not.toBeInstanceOf(MailRejected);
});

test('each mail has its own connection, so that none is sent over a dead one', async () => {
  const { server, endpoint } = await serve(accepted);
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  const sender = senderTo(endpoint);
  for (let i = 0; i < 3; i++) expect(await sender.send(mail, from, tags)).toBe('ses-1');
  expect(connections).toBe(3);
});

const ADDRESS = 'requests@mail.example.com';

/** Decodes a From header as a mail client does (RFC 2047 §6.2: blanks between encoded words vanish). */
function decoded(from: string): string {
  const name = from.slice(0, from.lastIndexOf(' <'));
  if (name.startsWith('"')) return name.slice(1, -1).replace(/\\(.)/g, '$1');
  return name
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, base64: string) => Buffer.from(base64, 'base64').toString());
}

describe('the From header', () => {
  it('quotes ASCII names', () => {
    expect(formatFrom('Contoso, Inc.', ADDRESS)).toBe(`"Contoso, Inc." <${ADDRESS}>`);
    expect(formatFrom('The "best" \\ partner', ADDRESS)).toBe(`"The \\"best\\" \\\\ partner" <${ADDRESS}>`);
  });

  it('encodes other names in words of at most 75 characters that split no character', () => {
    const from = formatFrom('康托索雲端服務股份有限公司台北市信義區分公司雲端事業部', ADDRESS);
    const words = from.slice(0, from.lastIndexOf(' <')).split(' ');
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) {
      expect(word.length).toBeLessThanOrEqual(75);
      expect(Buffer.from(word.slice(10, -2), 'base64').toString()).not.toContain('\ufffd');
    }
    expect(decoded(from)).toBe('康托索雲端服務股份有限公司台北市信義區分公司雲端事業部');
  });

  it.each([
    ['Thai', 'บริษัท คอนโทโซ่ คลาวด์ โซลูชั่นส์ แอนด์ เซอร์วิสเซส (ประเทศไทย) จำกัด (มหาชน)'],
    ['Hindi', 'कॉन्टोसो क्लाउड सर्विसेज एंड सॉल्यूशंस प्राइवेट लिमिटेड, नई दिल्ली'],
    ['60 Han characters', '株'.repeat(60)],
    ['families', '👩‍👩‍👧‍👦'.repeat(12)],
  ])('has at most 320 characters for a long %s name, and cuts it after a character', (_, name) => {
    const from = formatFrom(name, ADDRESS);
    expect(from.length).toBeLessThanOrEqual(320);
    const shown = decoded(from).replace(/…$/, '');
    const characters = [...new Intl.Segmenter('en').segment(name)].map(({ segment }) => segment);
    expect(
      characters
        .slice(0, [...new Intl.Segmenter('en').segment(shown)].length)
        .join('')
        .trimEnd(),
    ).toBe(shown);
    expect(shown.length).toBeGreaterThan(10);
  });

  it('is the address alone when the name is nothing', () => {
    expect(formatFrom(' \r\n\u202e', ADDRESS)).toBe(ADDRESS);
  });

  it('cannot be broken by a name', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const from = formatFrom(name, ADDRESS);
        expect(from).toMatch(/^[ -~]+$/);
        expect(from.endsWith(ADDRESS) || from.endsWith(`<${ADDRESS}>`)).toBe(true);
        expect(from.length).toBeLessThanOrEqual(320);
        const shown = decoded(from).replace(/…$/, '');
        if (from !== ADDRESS) expect(cleanLine(name, 64).startsWith(shown)).toBe(true);
      }),
      RUNS,
    );
  });

  it.each(['a@b.example\r\nBcc: c@d.example', 'a@b.example, c@d.example', 'A <a@b.example>', ''])(
    'refuses %j as an address',
    (address) => {
      expect(() => formatFrom('Contoso', address)).toThrow(TypeError);
    },
  );
});

describe('a subject line', () => {
  it('is one short line without overrides', () => {
    expect(subjectLine('a\r\nBcc: b')).toBe('a Bcc: b');
    fc.assert(
      fc.property(hostile, (text) => {
        expect(subjectLine(text)).not.toMatch(FORBIDDEN);
      }),
      RUNS,
    );
  });
});
