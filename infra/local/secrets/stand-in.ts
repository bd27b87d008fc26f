import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Counters } from '../counters.ts';
import { readBody } from '../http/body.ts';
import { closeServer, listenOnLoopback, refuseForeignHost } from '../http/loopback.ts';
import type { SecretPlan } from '../template/plan.ts';
import { isRecord } from '../template/values.ts';

const limit = 128 * 1024;

interface Secret {
  readonly name: string;
  readonly value: string;
  readonly versionId: string;
}

/** Secrets Manager: values the template has generated, kept in a file when there is a data folder. */
export class SecretsStandIn {
  readonly #secrets = new Map<string, Secret>();
  readonly #file: string | undefined;
  readonly #counters: Counters;
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });

  constructor(options: { file?: string | undefined; counters: Counters }) {
    this.#file = options.file;
    this.#counters = options.counters;
    if (this.#file === undefined || !existsSync(this.#file)) return;
    const kept: [string, Secret][] = JSON.parse(readFileSync(this.#file, 'utf8'));
    for (const [arn, secret] of kept) this.#secrets.set(arn, secret);
  }

  listen(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  /** Makes the secret, unless the data folder has it already. */
  create(plan: SecretPlan): void {
    if (!this.#secrets.has(plan.arn)) this.#put(plan.arn, plan.name, plan.generate());
  }

  /**
   * Puts a new value, as a rotation does.
   * @param id name or ARN
   */
  put(id: string, value: string): void {
    const [arn, secret] = this.#find(id) ?? [];
    if (arn === undefined || secret === undefined) throw new Error(`there is no secret ${id}`);
    this.#put(arn, secret.name, value);
  }

  /** The current value of a secret, by name or ARN. */
  value(id: string): string | undefined {
    return this.#find(id)?.[1].value;
  }

  /** ARNs of all secrets. */
  arns(): string[] {
    return [...this.#secrets.keys()];
  }

  close(): Promise<void> {
    return closeServer(this.#server);
  }

  #find(id: string): [string, Secret] | undefined {
    return [...this.#secrets].find(([arn, secret]) => arn === id || secret.name === id);
  }

  #put(arn: string, name: string, value: string): void {
    this.#secrets.set(arn, { name, value, versionId: randomUUID() });
    if (this.#file === undefined) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify([...this.#secrets]), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (refuseForeignHost(request, response)) return;
    const operation = String(request.headers['x-amz-target'] ?? '').replace('secretsmanager.', '');
    this.#counters.count('secrets', operation);
    const body: unknown = JSON.parse((await readBody(request, limit)).toString('utf8') || '{}');
    const id = isRecord(body) ? String(body.SecretId) : '';
    const send = (status: number, answer: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer));
    };
    if (operation !== 'GetSecretValue' && operation !== 'PutSecretValue') {
      return send(400, { __type: 'UnknownOperationException', message: `${operation} is not run here` });
    }
    const given = isRecord(body) ? body.SecretString : undefined;
    if (operation === 'PutSecretValue' && typeof given === 'string' && this.#find(id)) this.put(id, given);
    const [arn, secret] = this.#find(id) ?? [];
    if (secret === undefined) {
      return send(400, {
        __type: 'ResourceNotFoundException',
        message: "Secrets Manager can't find the secret.",
      });
    }
    const version = { VersionId: secret.versionId, VersionStages: ['AWSCURRENT'] };
    const told = { ARN: arn, Name: secret.name, ...version };
    send(200, operation === 'PutSecretValue' ? told : { ...told, SecretString: secret.value });
  }
}
