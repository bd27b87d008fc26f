import { isRecord } from './is-record.ts';
import type { Plan } from './plan.ts';
import { TemplateError } from './stack-template.ts';

/** Addresses the template's attributes resolve to; known before any template is read. */
export interface Endpoints {
  readonly api: string;
  readonly sqs: string;
  readonly dynamodb: string;
  readonly ses: string;
  readonly secrets: string;
}

/** One resource of a template, as its type's runner sees it. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly endpoints: Endpoints;
  /** Asset folder of a function's code, from the resource's metadata. */
  readonly assetDirectory: string | undefined;
  /** A property's resolved text, or undefined when the template leaves it out. */
  textOf(property: string): string | undefined;
  /** The name CloudFormation would make up when the template gives none. */
  readonly generatedName: string;
}

/** How one CloudFormation type is run here. */
export interface ResourceType {
  /** Value of `Ref`. */
  ref(resource: Resource): string;
  /** Values of `Fn::GetAtt`; another attribute is refused by name. */
  readonly attributes?: Readonly<Record<string, (resource: Resource) => string>>;
  /** Adds the resource to the plan. Must read or skip every property. */
  run(properties: Properties, plan: Plan, resource: Resource): void;
}

/**
 * Reads a resource's resolved properties and remembers which were read, so that `done()` can refuse what nobody read:
 * a property the local stack neither runs nor skips by name must not vanish silently.
 */
export class Properties {
  readonly where: string;
  readonly #values: Record<string, unknown>;
  readonly #read = new Set<string>();
  readonly #children: Properties[] = [];

  constructor(where: string, values: unknown) {
    if (!isRecord(values)) throw new TemplateError(where, `needs an object, got ${JSON.stringify(values)}`);
    this.where = where;
    this.#values = values;
  }

  /** Names of all properties there are, read or not. */
  names(): string[] {
    return Object.keys(this.#values);
  }

  optionalText(name: string): string | undefined {
    const value = this.#take(name);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    return this.#refuse(name, 'text', value);
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.#refuse(name, 'text', undefined);
  }

  /** A number; CloudFormation takes `"5"` for 5, so does this. */
  optionalNumber(name: string): number | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
    return Number.isFinite(number) ? number : this.#refuse(name, 'a number', value);
  }

  optionalFlag(name: string): boolean | undefined {
    const value = this.#take(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    return this.#refuse(name, 'true or false', value);
  }

  /** A value of any shape, read as a whole. */
  whole(name: string): unknown {
    return this.#take(name);
  }

  texts(name: string): string[] {
    const value = this.#take(name) ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    return this.#refuse(name, 'a list of texts', value);
  }

  optionalObject(name: string): Properties | undefined {
    const value = this.#take(name);
    return value === undefined ? undefined : this.#child(name, value);
  }

  object(name: string): Properties {
    return this.optionalObject(name) ?? this.#refuse(name, 'an object', undefined);
  }

  objects(name: string): Properties[] {
    const value = this.#take(name) ?? [];
    if (!Array.isArray(value)) return this.#refuse(name, 'a list', value);
    return value.map((item, index) => this.#child(`${name}[${index}]`, item));
  }

  /** Must have exactly this value, the only one the local stack knows how to run. */
  only(name: string, ...allowed: readonly unknown[]): void {
    const value = this.#take(name);
    if (!allowed.includes(value))
      this.#refuse(name, allowed.map((one) => JSON.stringify(one)).join(' or '), value);
  }

  /** Leaves properties out on purpose; each has its reason. */
  skip(reasons: Readonly<Record<string, string>>): void {
    for (const name of Object.keys(reasons)) this.#read.add(name);
  }

  /** @throws TemplateError naming every property that was neither run nor skipped, here or further down. */
  done(): void {
    const unread = this.names().filter((name) => !this.#read.has(name));
    if (unread.length > 0) {
      throw new TemplateError(this.where, `the local stack neither runs nor skips ${unread.join(', ')}`);
    }
    for (const child of this.#children) child.done();
  }

  #take(name: string): unknown {
    this.#read.add(name);
    return this.#values[name];
  }

  #child(name: string, value: unknown): Properties {
    const child = new Properties(`${this.where}.${name}`, value);
    this.#children.push(child);
    return child;
  }

  #refuse(name: string, wanted: string, value: unknown): never {
    throw new TemplateError(this.where, `${name} must be ${wanted}, got ${JSON.stringify(value)}`);
  }
}
