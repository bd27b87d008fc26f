import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { asyncApiDocument } from './interface/asyncapi.ts';
import { openApiDocument } from './interface/openapi.ts';

/*
 * Generates docs/asyncapi.json (queues) and docs/openapi.json (HTTP) from the schemas of events and responses. `--write` writes
 * them, `--check` fails if one is out of date.
 */
const COMMAND = 'node infra/build/interface-documents.ts --write';
const { values } = parseArgs({ options: { write: { type: 'boolean' }, check: { type: 'boolean' } } });
const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
const documents = { 'asyncapi.json': asyncApiDocument(version), 'openapi.json': openApiDocument(version) };

for (const [name, document] of Object.entries(documents)) {
  const file = new URL(`../../docs/${name}`, import.meta.url);
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (values.write) writeFileSync(file, text);
  else if (values.check && readFileSync(file, 'utf8') !== text) {
    console.error(`docs/${name} is out of date: run "${COMMAND}"`);
    process.exitCode = 1;
  } else if (!values.check) process.stdout.write(text);
}
