import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type KeptFile, replaceFile } from './data-folder.ts';
import { closeServer, listenOnLoopback, readBody, refuseForeignHost } from './http-server.ts';
import type { RequestCounters } from './request-counters.ts';
import { isRecord } from './template/is-record.ts';
import type { SecretPlan } from './template/plan.ts';

const secretsRequestLimit = 128 * 1024;

interface Secret {
  readonly name: string;
  readonly versions: SecretVersions;
}

/** A secret in the file. Files of earlier releases have one value instead of versions. */
type StoredSecret = { readonly name: string } & (StoredVersions | { readonly value: string });

/** The stand-in for Secrets Manager. It keeps the generated secrets of the template, in a file if there is a data folder. */
export class SecretsManagerStandIn {
  readonly #secrets = new Map<string, Secret>();
  readonly #file: KeptFile | undefined;
  readonly #counters: RequestCounters;
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });

  constructor(options: { file?: KeptFile | undefined; counters: RequestCounters }) {
    this.#file = options.file;
    this.#counters = options.counters;
    if (this.#file === undefined || !existsSync(this.#file.path)) return;
    const kept: [string, StoredSecret][] = JSON.parse(readFileSync(this.#file.path, 'utf8'));
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
    replaceFile(this.#file, JSON.stringify(all));
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
    if (work === undefined)
      return refuse('UnknownOperationException', `${operation} is not available in this stand-in`);
    if (secret === undefined)
      return refuse('ResourceNotFoundException', "Secrets Manager can't find the secret.");
    try {
      const result = work(secret.versions, asked);
      if (result === undefined)
        return refuse('ResourceNotFoundException', "Secrets Manager can't find the secret value.");
      this.#keep();
      send(200, { ARN: arn, Name: secret.name, ...result });
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

/** The label of the version that everybody reads. */
const CURRENT = 'AWSCURRENT';
/** The label of the one that was current before. */
const PREVIOUS = 'AWSPREVIOUS';

/** A secret's versions as they are kept: values by version, versions by staging label. */
export interface StoredVersions {
  readonly values: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A staging label cannot be moved like this; Secrets Manager's InvalidParameterException. */
export class StagingLabelConflict extends Error {
  override readonly name = 'LabelElsewhere';
}

/**
 * The versions of a secret and their staging labels. Each label is on one version.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
 */
export class SecretVersions {
  readonly #values: Map<string, string>;
  readonly #labels: Map<string, string>;

  constructor({ values, labels }: StoredVersions = { values: {}, labels: {} }) {
    this.#values = new Map(Object.entries(values));
    this.#labels = new Map(Object.entries(labels));
  }

  /** The version with a label, and its value. */
  withLabel(label: string): { readonly id: string; readonly value: string } | undefined {
    const id = this.#labels.get(label) ?? '';
    const value = this.#values.get(id);
    return value === undefined ? undefined : { id, value };
  }

  labelsOf(id: string): string[] {
    return [...this.#labels].flatMap(([label, of]) => (of === id ? [label] : []));
  }

  /** Adds a version. @param labels taken from the versions that have them @returns its id */
  put(value: string, labels: readonly string[] = [CURRENT], id: string = randomUUID()): string {
    this.#values.set(id, value);
    for (const label of labels) this.#set(label, id);
    return id;
  }

  /**
   * Moves a label, as UpdateSecretVersionStage does.
   * @param to the version that gets it; without one it is taken away
   * @param from the version that has it, which must be named when there is one
   * @throws LabelElsewhere when another version has it than was named
   */
  moveLabel(label: string, to: string | undefined, from: string | undefined): void {
    const holder = this.#labels.get(label);
    if (holder !== undefined && holder !== from && holder !== to)
      throw new StagingLabelConflict(`The label ${label} is on another version.`);
    if (to !== undefined && !this.#values.has(to))
      throw new StagingLabelConflict('There is no such version.');
    if (to === undefined) this.#labels.delete(label);
    else this.#set(label, to);
  }

  toStored(): StoredVersions {
    return { values: Object.fromEntries(this.#values), labels: Object.fromEntries(this.#labels) };
  }

  #set(label: string, id: string): void {
    const before = this.#labels.get(label);
    if (label === CURRENT && before !== undefined && before !== id) this.#labels.set(PREVIOUS, before);
    this.#labels.set(label, id);
  }
}
