import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';

const scripts = [
  'app',
  'dom',
  'store',
  'events-view',
  'cases-view',
  'mails-view',
  'queues-view',
  'send-view',
  'activity-views',
].map((name) => `browser/${name}.js`);

const files: Readonly<Record<string, { file: string; type: string }>> = {
  '/_local': { file: 'console.html', type: 'text/html' },
  '/_local/console.css': { file: 'console.css', type: 'text/css' },
  ...Object.fromEntries(scripts.map((file) => [`/_local/${file}`, { file, type: 'text/javascript' }])),
};

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; " +
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** Sends a file of the console. @returns whether the path is one */
export function consolePage(path: string, response: ServerResponse): boolean {
  const found = files[path];
  if (found === undefined) return false;
  const body = readFileSync(new URL(found.file, import.meta.url));
  response.writeHead(200, { ...headers, 'content-type': `${found.type}; charset=utf-8` });
  response.end(body);
  return true;
}
