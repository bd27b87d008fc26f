import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { closeServer, listenOnLoopback } from '../../infra/local/http-server.ts';
import { MailRejected, MailSender } from '../../shared/mailing/ses.ts';

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
  return new MailSender({ senderAddress: 'support@multichannel.example', configurationSet: 'stage' });
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

test('a mail that never left this machine was surely not taken', async () => {
  const { server, endpoint } = await serve(accepted);
  await closeServer(server);
  const failure = await senderTo(endpoint).send(mail, from, tags).catch(String);
  expect(failure).toBe('MailRejected: SES did not take the mail: unreachable');
});

test('a connection that breaks after the request leaves open whether SES has the mail', async () => {
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
