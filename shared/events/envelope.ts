import * as z from 'zod/mini';
import { instant, maybe } from './fields.ts';
import type { Instant } from './instant.ts';

/** Attributes that others put on an event (`correlationid`, `traceparent` …); kept and handed on. */
export type Extensions = Readonly<Record<string, string | number | boolean>>;

/** A checked event: CloudEvents 1.0, its time an {@link Instant}, its extensions apart. */
export interface Event<Type extends string = string, Data = unknown> {
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  readonly time: Instant;
  readonly data: Data;
  readonly extensions: Extensions;
}

/** RFC 3986's URI-reference characters; a whole grammar would refuse nothing more that matters. */
const URI_REFERENCE = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
/** CloudEvents forbids control characters, and lone surrogates and non-characters beside them. */
const FORBIDDEN = /[\p{Cc}\ufdd0-\ufdef\ufffe\uffff]|\p{Surrogate}/u;

const attribute = (longest: number) =>
  z.string().check(
    z.minLength(1, 'must not be empty'),
    z.maxLength(longest, `must have at most ${longest} characters`),
    z.refine((value) => !FORBIDDEN.test(value), 'must not contain control characters'),
  );

/** The attributes CloudEvents 1.0 defines, as the contract needs them (§2). `data` is checked by the type's own schema. */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  id: attribute(256),
  source: attribute(512).check(z.regex(URI_REFERENCE, 'must be a URI reference')),
  type: attribute(128),
  time: instant(),
  datacontenttype: maybe(
    attribute(128).check(
      z.regex(/^application\/([a-z0-9.+-]+\+)?json\s*(;.*)?$/i, 'must be a JSON media type'),
    ),
  ),
  dataschema: maybe(attribute(1024)),
  subject: maybe(attribute(1024)),
  data: z.record(z.string(), z.unknown()),
});

/** Every attribute that is not an extension. */
export const DEFINED_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...Object.keys(envelope.shape),
  'data_base64',
]);

/** Extension attributes: lower-case letters and digits (CloudEvents §naming), at most 32 of them, scalars. */
export const extensions = z
  .record(
    z.string().check(z.regex(/^[a-z0-9]{1,64}$/, 'must be named in lower-case letters and digits')),
    z.union([attribute(2048), z.boolean(), z.int()], 'must be text, a whole number or a truth value'),
  )
  .check(z.refine((value) => Object.keys(value).length <= 32, 'must be at most 32'));
