import type { Plan } from './plan.ts';
import type { Properties } from './properties.ts';

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
