import type * as z from 'zod';
import { caseFile } from './case-file-schema.ts';
import { cloudEventSchema, type DocumentedEvent, eventsIn } from './event-schemas.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';
import { caseOperations } from './operations/cases.ts';
import { eventOperations } from './operations/events.ts';
import type { Operation, Operations } from './operations/operation.ts';
import { otherOperations } from './operations/others.ts';
import { pageOperations } from './operations/page.ts';
import {
  accepted,
  customerList,
  decision,
  delivered,
  gatewayMessage,
  health,
  problem,
} from './response-schemas.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The schemas of responses, by their names in the document. */
export const RESPONSE_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  CaseFile: caseFile,
  CustomerList: customerList,
  Decision: decision,
  Accepted: accepted,
  Delivered: delivered,
  Health: health,
  Problem: problem,
  GatewayMessage: gatewayMessage,
};

/** Every operation by its route key. test/build/interface compares them with the routes of the synthesized template. */
export function apiOperations(events: readonly DocumentedEvent[]): Operations {
  return { ...pageOperations, ...caseOperations, ...eventOperations(events), ...otherOperations };
}

/**
 * The OpenAPI document of the HTTP API, from the schemas that check requests and the schemas of responses.
 * @param version of the product
 */
export function openApiDocument(version: string) {
  const events = eventsIn(ref);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Multichannel support: HTTP API',
      version,
      description:
        'Events by HTTP, case files, decisions explained, the page behind the link, and Partner Center’s webhook. Errors ' +
        'are RFC 9457 problem+json; pages are HTML. Every request may be sent again: an event that is delivered twice ' +
        'changes nothing.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [
      {
        url: 'https://{host}',
        description: 'A deployed stage: the stack’s output `ApiUrl`, or the stage’s own domain.',
        variables: { host: { default: 'example.execute-api.us-east-1.amazonaws.com' } },
      },
      {
        url: 'http://127.0.0.1:8080',
        description: 'The local stack (`npm start`). It asks for no signature.',
      },
    ],
    security: [{ sigv4: [] }],
    tags: [
      { name: 'Events', description: 'Events by HTTP, and what would be decided of one.' },
      { name: 'Cases', description: 'What a partner knows about its customers.' },
      { name: 'Page', description: 'Behind the link in the mail; for people.' },
      { name: 'Partner Center', description: 'For Microsoft’s own webhook.' },
      { name: 'Health' },
    ],
    paths: pathsOf(apiOperations(events)),
    components: { schemas: schemasOf(events), securitySchemes: { sigv4 } },
  };
}

/** OpenAPI has no scheme for Signature Version 4. API Gateway exports it in this form. */
const sigv4 = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  description: 'AWS Signature Version 4, service `execute-api`, by a principal that may invoke the API.',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};

function schemasOf(events: readonly DocumentedEvent[]): Record<string, JsonSchema> {
  return {
    Event: {
      oneOf: events.map(({ name }) => ref(name)),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(events.map(({ type, name }) => [type, ref(name).$ref])),
      },
    },
    CloudEvent: cloudEventSchema(),
    ...Object.fromEntries(events.map(({ name, schema }) => [name, schema])),
    ...Object.fromEntries(
      Object.entries(RESPONSE_SCHEMAS).map(([name, schema]) => [name, jsonSchemaOf(schema, 'output')]),
    ),
  };
}

function pathsOf(all: Operations): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [routeKey, operation] of Object.entries(all)) {
    const [method = '', path = ''] = routeKey.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: withSecurity(operation) };
  }
  return paths;
}

function withSecurity({ access, document }: Operation): Readonly<Record<string, unknown>> {
  return access === 'public' ? { ...document, security: [] } : document;
}
