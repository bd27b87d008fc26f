import { join } from 'node:path';
import { localAccount, localRegion } from '../aws-names.ts';
import { noValue, resolve, type Scope } from './intrinsics.ts';
import { isRecord } from './is-record.ts';
import { emptyPlan, type Plan } from './plan.ts';
import type { Endpoints, Resource, ResourceType } from './resource-type.ts';
import { Properties } from './resource-type.ts';
import { alarm } from './resource-types/cloudwatch.ts';
import { httpApi, httpIntegration, httpRoute, httpStage } from './resource-types/http-api.ts';
import { eventInvokeConfig, eventSourceMapping, lambdaFunction, rule } from './resource-types/lambda.ts';
import {
  configurationSet,
  emailIdentity,
  eventDestination,
  queue,
  subscription,
  topic,
} from './resource-types/messaging.ts';
import { skippedType, skippedTypes } from './resource-types/skipped.ts';
import { secret, table } from './resource-types/storage.ts';
import { type StackTemplate, TemplateError } from './stack-template.ts';

const resourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::SQS::Queue': queue,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::Subscription': subscription,
  'AWS::SES::EmailIdentity': emailIdentity,
  'AWS::SES::ConfigurationSet': configurationSet,
  'AWS::SES::ConfigurationSetEventDestination': eventDestination,
  'AWS::SecretsManager::Secret': secret,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Events::Rule': rule,
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::Stage': httpStage,
  'AWS::ApiGatewayV2::Integration': httpIntegration,
  'AWS::ApiGatewayV2::Route': httpRoute,
  ...Object.fromEntries(Object.keys(skippedTypes).map((type) => [type, skippedType])),
};

/** Template sections and resource attributes that say how to deploy, not what to run. */
const skippedSections = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Resources',
  'Outputs',
]);
const knownParts = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
]);

/**
 * Reads synthesized stacks into one plan; what one stack exports the others may import.
 * @throws TemplateError naming stack, logical id, type and property for anything the local stack neither runs nor
 * skips by name: a template must not run here as something less than it says.
 */
export function readTemplates(stacks: readonly StackTemplate[], endpoints: Endpoints): Plan {
  const plan = emptyPlan();
  const opened = stacks.map((stack) => new OpenStack(stack, endpoints, (name) => importValue(name)));
  const importValue = (name: string): unknown => {
    for (const stack of opened) {
      const value = stack.exported(name);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  for (const stack of opened) stack.addTo(plan);
  return plan;
}

class OpenStack {
  readonly #stack: StackTemplate;
  readonly #endpoints: Endpoints;
  readonly #importValue: (name: string) => unknown;
  readonly #resources: Record<string, unknown>;
  readonly #outputs: Record<string, unknown>;

  constructor(stack: StackTemplate, endpoints: Endpoints, importValue: (name: string) => unknown) {
    this.#stack = stack;
    this.#endpoints = endpoints;
    this.#importValue = importValue;
    const { Resources, Outputs } = stack.template;
    this.#resources = isRecord(Resources) ? Resources : {};
    this.#outputs = isRecord(Outputs) ? Outputs : {};
    const unknown = Object.keys(stack.template).filter((section) => !skippedSections.has(section));
    if (unknown.length > 0)
      throw new TemplateError(stack.name, `section ${unknown.join(', ')} is not run here`);
  }

  /** The value a stack exports under a name, or undefined. */
  exported(name: string): unknown {
    for (const [id, output] of Object.entries(this.#outputs)) {
      if (!isRecord(output) || !isRecord(output.Export)) continue;
      const scope = this.#scope(`${this.#stack.name}/Outputs.${id}`);
      if (resolve(output.Export.Name, scope) === name) return resolve(output.Value, scope);
    }
    return undefined;
  }

  addTo(plan: Plan): void {
    for (const logicalId of Object.keys(this.#resources)) {
      const { type, body, where } = this.#find(logicalId, this.#stack.name);
      const parts = Object.keys(body).filter((part) => !knownParts.has(part));
      if (parts.length > 0) throw new TemplateError(where, `attribute ${parts.join(', ')} is not run here`);
      const skips = type === skippedType;
      const values = skips ? (body.Properties ?? {}) : resolve(body.Properties ?? {}, this.#scope(where));
      const properties = new Properties(where, values);
      type.run(properties, plan, this.#resource(logicalId, body, where));
      properties.done();
    }
    for (const [id, output] of Object.entries(this.#outputs)) {
      resolve(output, this.#scope(`${this.#stack.name}/Outputs.${id}`));
    }
  }

  #scope(where: string): Scope {
    return {
      where,
      reference: (name) => this.#pseudo(name) ?? this.#referred(name, where),
      attribute: (logicalId, name) => {
        const { type, body, where: target } = this.#find(logicalId, where);
        const read = type.attributes?.[name];
        if (read === undefined)
          throw new TemplateError(where, `attribute ${name} of ${target} is not known here`);
        return read(this.#resource(logicalId, body, target));
      },
      importValue: (name) => {
        const value = this.#importValue(name);
        if (value === undefined) throw new TemplateError(where, `no stack exports ${name}`);
        return value;
      },
    };
  }

  #pseudo(name: string): unknown {
    const values: Record<string, unknown> = {
      'AWS::AccountId': localAccount,
      'AWS::Region': localRegion,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': this.#stack.name,
      'AWS::NoValue': noValue,
    };
    return values[name];
  }

  #referred(logicalId: string, from: string): string {
    const { type, body, where } = this.#find(logicalId, from);
    return type.ref(this.#resource(logicalId, body, where));
  }

  #find(logicalId: string, from: string) {
    const body = this.#resources[logicalId];
    if (!isRecord(body))
      throw new TemplateError(from, `refers to ${logicalId}, which the template does not have`);
    const where = `${this.#stack.name}/${logicalId} (${String(body.Type)})`;
    const type = resourceTypes[String(body.Type)];
    if (type === undefined)
      throw new TemplateError(where, 'the local stack neither runs nor skips this type');
    return { type, body, where };
  }

  #resource(logicalId: string, body: Record<string, unknown>, where: string): Resource {
    const properties = isRecord(body.Properties) ? body.Properties : {};
    const path = isRecord(body.Metadata) ? body.Metadata['aws:asset:path'] : undefined;
    return {
      stack: this.#stack.name,
      logicalId,
      endpoints: this.#endpoints,
      assetDirectory: typeof path === 'string' ? join(this.#stack.directory, path) : undefined,
      generatedName: `${this.#stack.name}-${logicalId}`,
      textOf: (property) => {
        const value = resolve(properties[property], this.#scope(where));
        return value === undefined || value === noValue ? undefined : String(value);
      },
    };
  }
}
