import { randomUUID } from 'node:crypto';

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
