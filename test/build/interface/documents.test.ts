import asyncApiSchemas from '@asyncapi/specs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { asyncApiDocument } from '../../../infra/build/interface/asyncapi.ts';
import { openApiDocument } from '../../../infra/build/interface/openapi.ts';
import { OUTCOMES } from '../../../infra/build/interface/outcome-schemas.ts';
import { CATALOGUE } from '../../../shared/events/catalogue.ts';
import { checkEvent } from '../../../shared/events/parse-event.ts';
import { EVENT_QUEUES } from '../../../shared/events/vocabulary.ts';
import { faultsIn, newAjv } from './schema-check.ts';

const asyncApi = asyncApiDocument('1.2.3');
const openApi = openApiDocument('1.2.3');

describe('the AsyncAPI document', () => {
  test('is AsyncAPI', () => {
    // The schema contains draft 7 itself, so ajv must not add it again.
    const ajv = new Ajv({
      strict: false,
      allErrors: true,
      validateFormats: false,
      meta: false,
      validateSchema: false,
    });
    const schema: object = asyncApiSchemas.schemas[asyncApi.asyncapi];
    const validate = ajv.compile(schema);
    validate(asyncApi);
    expect(validate.errors).toBeNull();
  });

  test('has every event of the catalogue on its queue, and every outcome, and no other', () => {
    const channels = Object.entries(asyncApi.channels).map(([queue, { messages }]) => [
      queue,
      Object.keys(messages),
    ]);
    expect(Object.fromEntries(channels)).toEqual({
      ...Object.fromEntries(
        EVENT_QUEUES.map((queue) => [
          queue,
          CATALOGUE.filter((one) => one.queue === queue).map(({ type }) => type),
        ]),
      ),
      outcomes: Object.keys(OUTCOMES),
    });
  });

  test('references every message from its operation and channel', () => {
    for (const { channel, messages } of Object.values(asyncApi.operations)) {
      const names = messages.map((message) => nameAt(asyncApi, message));
      expect(names).toEqual(Object.keys(Object(resolved(asyncApi, channel)).messages));
    }
    expect(Object.values(asyncApi.operations).map(({ action }) => action)).toEqual([
      ...EVENT_QUEUES.map(() => 'receive'),
      'send',
    ]);
  });

  test('has a valid example of every message', () => {
    const ajv = newAjv().addSchema({ components: asyncApi.components }, 'document');
    for (const { name, payload, examples } of Object.values(asyncApi.components.messages)) {
      expect(examples.length, name).toBeGreaterThan(0);
      for (const example of examples)
        expect(faultsIn(ajv, { $ref: `document${payload.$ref}` }, example.payload), name).toEqual([]);
    }
  });

  test('has examples that the product accepts', () => {
    for (const { type, queue } of CATALOGUE) {
      const example = Object.values(asyncApi.components.messages).find(({ name }) => name === type);
      expect(checkEvent(example?.examples[0]?.payload, { queue })).toMatchObject({ ok: true });
    }
  });
});

describe('the OpenAPI document', () => {
  test('is OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(openApi));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  test('has references to existing schemas', () => {
    for (const { $ref } of all(openApi, isReference)) expect(resolved(openApi, { $ref }), $ref).toBeDefined();
  });

  test('has a valid example of every body in JSON', () => {
    const ajv = newAjv().addSchema(openApi, 'document');
    const bodies = all(openApi.paths, isBody);
    expect(bodies.length).toBeGreaterThan(30);
    for (const { schema, example, examples } of bodies) {
      const values = [example, ...Object.values(examples ?? {}).map(({ value }) => value)].filter(
        (one) => one !== undefined,
      );
      const isPage = Object(schema).type === 'string';
      if (!isPage) expect(values.length, JSON.stringify(schema)).toBeGreaterThan(0);
      for (const one of values) expect(faultsIn(ajv, absolute(schema), one)).toEqual([]);
    }
  });

  test('names each operation once', () => {
    const ids = all(openApi.paths, (value): value is { operationId: string } => 'operationId' in value);
    expect(new Set(ids.map(({ operationId }) => operationId)).size).toBe(ids.length);
  });
});

describe('events in the documents', () => {
  const ajv = newAjv().addSchema(openApi, 'document');
  const [example] = Object.values(asyncApi.components.messages).flatMap(({ name, examples }) =>
    name === 'subscription.ingested' ? [Object(examples[0]).payload] : [],
  );
  const faults = (change: object) =>
    faultsIn(ajv, { $ref: 'document#/components/schemas/SubscriptionIngested' }, { ...example, ...change });

  test.each([
    ['another type', { type: 'subscription.ended' }],
    ['an invalid time', { time: 'noon' }],
    ['another version', { specversion: '0.3' }],
    ['no data', { data: undefined }],
    ['an attribute in upper case', { Traceparent: 'x' }],
    ['an attribute that is an object', { traceparent: {} }],
    [
      'an unknown country',
      { data: { ...example.data, customer: { ...example.data.customer, country: 'usa' } } },
    ],
    ['an unknown role', { data: { ...example.data, requestedBy: { role: 'boss' } } }],
  ])('are refused with %s, as the product does', (_, change) => {
    expect(faults(change)).not.toEqual([]);
    expect(
      checkEvent(JSON.parse(JSON.stringify({ ...example, ...change })), { queue: 'subscription-events' }).ok,
    ).toBe(false);
  });

  test('are accepted with extensions and without optional attributes, as the product does', () => {
    const change = { traceparent: '00-1', correlationid: 'c', sampled: true, subject: null };
    expect(faults(change)).toEqual([]);
    expect(checkEvent({ ...example, ...change }, { queue: 'subscription-events' }).ok).toBe(true);
  });
});

interface Body {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** Whether a value is the content of a request or a response. Parameters have a schema, too, but also a place. */
function isBody(value: object): value is Body {
  return 'schema' in value && !('in' in value);
}

function isReference(value: object): value is { $ref: string } {
  return '$ref' in value && typeof value.$ref === 'string';
}

/** Finds all nested objects of a kind. */
function all<Kind>(value: unknown, is: (value: object) => value is Kind & object): Kind[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...(is(value) ? [value] : []), ...Object.values(value).flatMap((inner) => all(inner, is))];
}

function resolved(document: object, { $ref }: { readonly $ref: string }): unknown {
  const parts = $ref.slice(2).split('/');
  return parts.reduce<unknown>((found, part) => Object(found)[part.replaceAll('~1', '/')], document);
}

/** The name of the message that a reference names through its channel. */
function nameAt(document: object, reference: { readonly $ref: string }): unknown {
  const message = resolved(document, reference);
  return Object(isReference(Object(message)) ? resolved(document, Object(message)) : message).name;
}

/** The schema with references that are valid outside the document. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
}
