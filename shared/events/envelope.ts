import * as z from 'zod/mini';
import { eventTime, maybe } from './fields.ts';
import type { Instant } from './instant.ts';

/** Extension attributes of an event (`correlationid`, `traceparent` …). They are kept and passed on to outcomes. */
export type Extensions = Readonly<Record<string, string | number | boolean>>;

/** A parsed CloudEvent 1.0. Its time is an {@link Instant}; its extensions are in an object of their own. */
export interface Event<Type extends string = string, Data = unknown> {
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  readonly time: Instant;
  readonly data: Data;
  readonly extensions: Extensions;
}

/** The characters of an RFC 3986 URI reference. The full grammar would refuse nothing more that matters here. */
const URI_REFERENCE = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
/** The characters that CloudEvents forbids: control characters, lone surrogates and non-characters. */
const FORBIDDEN = /[\p{Cc}\ufdd0-\ufdef\ufffe\uffff]|\p{Surrogate}/u;

/** A media type of JSON: the subtype `json`, or one with the suffix `+json` (RFC 6838, §4.2; RFC 6839, §3.1). */
const JSON_MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/(?:[a-z0-9][a-z0-9!#$&^_.+-]*\+)?json\s*(?:;.*)?$/i;

const attribute = (longest: number) =>
  z.string().check(
    z.minLength(1, 'must not be empty'),
    z.maxLength(longest, `must have at most ${longest} characters`),
    z.refine((value) => !FORBIDDEN.test(value), 'must not contain control characters'),
  );

/** The attributes of CloudEvents 1.0 as the contract requires them (§2). Each event type has its own schema for `data`. */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  id: attribute(256),
  source: attribute(512).check(z.regex(URI_REFERENCE, 'must be a URI reference')),
  type: attribute(128),
  time: eventTime(),
  datacontenttype: maybe(
    attribute(128).check(z.refine((value) => JSON_MEDIA_TYPE.test(value), 'must be a JSON media type')),
  ),
  dataschema: maybe(attribute(1024)),
  subject: maybe(attribute(1024)),
  data: z.record(z.string(), z.unknown()),
});

/** The names of all attributes that are not extensions. */
export const DEFINED_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...Object.keys(envelope.shape),
  'data_base64',
]);

/** Extension attributes: at most 32, named in lower-case letters and digits, with scalar values (CloudEvents 1.0). */
export const extensions = z
  .record(
    z.string().check(z.regex(/^[a-z0-9]{1,64}$/, 'must be named in lower-case letters and digits')),
    z.union(
      [attribute(2048), z.boolean(), z.int('must be a whole number of at most 9007199254740991')],
      'must be text, a whole number or a truth value',
    ),
  )
  .check(z.refine((value) => Object.keys(value).length <= 32, 'must be at most 32'));
