import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RequestCounters } from '../counters.ts';
import { readBody } from '../http/body.ts';
import { closeServer, listenOnLoopback, refuseForeignHost } from '../http/loopback.ts';
import type { SecretPlan } from '../template/plan.ts';
import { isRecord } from '../template/values.ts';
import { SecretVersions, StagingLabelConflict, type StoredVersions } from './versions.ts';

const secretsRequestLimit = 128 * 1024;

interface Secret {
  readonly name: string;
  readonly versions: SecretVersions;
}

/** A secret in the file; before versions were told apart it was one value. */
type StoredSecret = { readonly name: string } & (StoredVersions | { readonly value: string });

/** Secrets Manager: values the template has generated, kept in a file when there is a data folder. */
export class SecretsManagerStandIn {
  readonly #secrets = new Map<string, Secret>();
  readonly #file: string | undefined;
  readonly #counters: RequestCounters;
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });

  constructor(options: { file?: string | undefined; counters: RequestCounters }) {
    this.#file = options.file;
    this.#counters = options.counters;
    if (this.#file === undefined || !existsSync(this.#file)) return;
    const kept: [string, StoredSecret][] = JSON.parse(readFileSync(this.#file, 'utf8'));
    for (const [arn, secret] of kept)
      this.#secrets.set(arn, { name: secret.name, versions: versionsOf(secret) });
  }

  listen(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  /** Makes the secret, unless the data folder has it already. */
  create(plan: SecretPlan): void {
    if (this.#secrets.has(plan.arn)) return;
    const versions = new SecretVersions();
    versions.put(plan.generate());
    this.#secrets.set(plan.arn, { name: plan.name, versions });
    this.#keep();
  }

  /**
   * Puts a new value that is current at once.
   * @param id name or ARN
   */
  put(id: string, value: string): void {
    const [, secret] = this.#find(id) ?? [];
    if (secret === undefined) throw new Error(`there is no secret ${id}`);
    secret.versions.put(value);
    this.#keep();
  }

  /** The current value of a secret, by name or ARN. */
  value(id: string): string | undefined {
    return this.#find(id)?.[1].versions.withLabel('AWSCURRENT')?.value;
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

  #keep(): void {
    if (this.#file === undefined) return;
    const all = [...this.#secrets].map(([arn, { name, versions }]) => [
      arn,
      { name, ...versions.toStored() },
    ]);
    writeFileSync(`${this.#file}.new`, JSON.stringify(all), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (refuseForeignHost(request, response)) return;
    const operation = String(request.headers['x-amz-target'] ?? '').replace('secretsmanager.', '');
    this.#counters.count('secrets', operation);
    const body: unknown = JSON.parse((await readBody(request, secretsRequestLimit)).toString('utf8') || '{}');
    const asked = isRecord(body) ? body : {};
    const send = (status: number, answer: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer));
    };
    const refuse = (__type: string, message: string) => send(400, { __type, message });
    const [arn, secret] = this.#find(String(asked.SecretId)) ?? [];
    const work = operations[operation];
    if (work === undefined) return refuse('UnknownOperationException', `${operation} is not run here`);
    if (secret === undefined)
      return refuse('ResourceNotFoundException', "Secrets Manager can't find the secret.");
    try {
      const told = work(secret.versions, asked);
      if (told === undefined)
        return refuse('ResourceNotFoundException', "Secrets Manager can't find the secret value.");
      this.#keep();
      send(200, { ARN: arn, Name: secret.name, ...told });
    } catch (error) {
      if (!(error instanceof StagingLabelConflict)) throw error;
      refuse('InvalidParameterException', error.message);
    }
  }
}

type Asked = Readonly<Record<string, unknown>>;

/** What is run here. Each answers what goes beside ARN and name; `undefined` when there is no such version. */
const operations: Readonly<Record<string, (versions: SecretVersions, asked: Asked) => object | undefined>> = {
  GetSecretValue(versions, { VersionStage = 'AWSCURRENT' }) {
    const found = versions.withLabel(String(VersionStage));
    return found && { ...describeVersion(versions, found.id), SecretString: found.value };
  },
  PutSecretValue(versions, { SecretString, VersionStages, ClientRequestToken }) {
    const labels = Array.isArray(VersionStages) ? VersionStages.map(String) : undefined;
    return describeVersion(
      versions,
      versions.put(String(SecretString), labels, optionalText(ClientRequestToken)),
    );
  },
  UpdateSecretVersionStage(versions, { VersionStage, MoveToVersionId, RemoveFromVersionId }) {
    versions.moveLabel(
      String(VersionStage),
      optionalText(MoveToVersionId),
      optionalText(RemoveFromVersionId),
    );
    return {};
  },
};

function describeVersion(versions: SecretVersions, id: string) {
  return { VersionId: id, VersionStages: versions.labelsOf(id) };
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function versionsOf(kept: StoredSecret): SecretVersions {
  if (!('value' in kept)) return new SecretVersions(kept);
  const versions = new SecretVersions();
  versions.put(kept.value);
  return versions;
}
