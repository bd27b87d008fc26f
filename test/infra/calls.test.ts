import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { awsCallsInBundle, awsCallsOfFunctions } from './invariants/aws-calls.ts';

const root = resolve(import.meta.dirname, '../..');

const bundle = `
import { BatchGetItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
var Table = class {
  #client;
  async get(keys) {
    return this.#client.send(new BatchGetItemCommand({ keys }));
  }
  async putIf(item) {
    return this.#client.send(new PutItemCommand({ item }));
  }
  async keys(of) {
    return this.#client.send(new QueryCommand({ IndexName: of }));
  }
};
var Queue = class {
  async sendAll(all) {
    return this.#send(all);
  }
  async #send(all) {
    return client.send(new SendMessageBatchCommand({ all }));
  }
};
`;

test('calls are those of methods that are called', () => {
  expect(awsCallsInBundle(bundle)).toEqual(['sqs:SendMessage']);
  expect(awsCallsInBundle(`${bundle}await world.table.get([]);`)).toEqual([
    'dynamodb:BatchGetItem',
    'sqs:SendMessage',
  ]);
  expect(awsCallsInBundle(`${bundle}await table2.keys("due");`)).toContain('dynamodb:Query (index)');
});

test('calls are those of commands outside such classes, wherever they are', () => {
  expect(awsCallsInBundle(`${bundle}send(new GetSecretValueCommand({}));`)).toContain(
    'secretsmanager:GetSecretValue',
  );
});

test('every function makes some, the one that sweeps only on its index', async () => {
  const calls = await awsCallsOfFunctions();
  for (const made of Object.values(calls)) expect(made).not.toEqual([]);
  expect(calls['due-work']).toEqual(['dynamodb:Query (index)', 'sqs:SendMessage']);
});

test('a Table is called `table` everywhere, by which its calls are found', async () => {
  for (const folder of ['shared', 'functions']) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    for (const { parentPath, name } of entries.filter((entry) => entry.name.endsWith('.ts'))) {
      const text = await readFile(join(parentPath, name), 'utf8');
      const typed = Array.from(text.matchAll(/(\w+)\??: Table\b(?!;?\s*\{)/g), ([, called]) => called);
      const opened = Array.from(text.matchAll(/(\w+)(?: =|:) openTable\(\)/g), ([, called]) => called);
      const others = [...typed, ...opened].filter((called) => called !== 'table');
      expect([name, ...others]).toEqual([name]);
    }
  }
});
