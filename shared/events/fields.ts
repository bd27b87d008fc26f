import * as z from 'zod/mini';
import { parseInstant } from './instant.ts';

/** The country codes of ISO 3166-1 alpha-2, and `XK`, which Microsoft's list of markets uses for Kosovo. */
export const ISO_COUNTRIES: ReadonlySet<string> = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
  BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM
  DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
  GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
  KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
  MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
  PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
  SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
  VN VU WF WS YE YT ZA ZM ZW XK`.split(/\s+/),
);

/** Control characters, line and paragraph separators, bidi embeddings, overrides and isolates, lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u;
/** The same for running text, where tabs and line breaks are allowed. */
const UNPRINTABLE_IN_TEXT =
  /(?![\t\n\r])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u;

const text = (longest: number, unprintable: RegExp) =>
  z.string().check(
    z.trim(),
    z.minLength(1, 'must not be empty'),
    z.maxLength(longest, `must have at most ${longest} characters`),
    z.refine((value) => !unprintable.test(value), 'must not contain control or direction characters'),
  );

/** A name of a person, company or subscription: one line, 1 to 256 characters. */
export const name = () => text(256, UNPRINTABLE);

/** A remark: 1 to 2,000 characters, line breaks allowed. */
export const remark = () => text(2_000, UNPRINTABLE_IN_TEXT);

/** A partner's id: 1 to 64 letters, digits and dashes (contract §2). */
export const partnerId = () =>
  z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/, 'must be 1 to 64 letters, digits or dashes'));

/** A GUID (RFC 9562) in any letter case, kept in lower case. Microsoft uses both cases (docs/references.md, identifiers). */
export const guid = () => z.guid('must be a GUID').check(z.toLowerCase());

/**
 * The id of a subscription, in any letter case, kept in lower case. Microsoft's ids are GUIDs, in upper case in legacy commerce
 * and in lower case in new commerce. Other channels use numbers of their own.
 */
export const subscriptionId = () =>
  z
    .string()
    .check(
      z.regex(
        /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/,
        'must be 1 to 128 letters, digits, dots, colons, dashes or underscores',
      ),
      z.toLowerCase(),
    );

/** A mail address in ASCII, as SES accepts it, of at most 254 characters (RFC 5321). */
export const email = () =>
  z.email('must be a mail address').check(z.maxLength(254, 'must have at most 254 characters'));

/** A country code of ISO 3166-1 alpha-2, in upper case. */
export const country = () =>
  z
    .string()
    .check(z.refine((value) => ISO_COUNTRIES.has(value), 'must be an ISO 3166-1 alpha-2 country code'));

/** A well-formed BCP 47 language tag, kept in canonical form. */
export const locale = () =>
  z.pipe(
    z
      .string()
      .check(
        z.maxLength(64, 'must have at most 64 characters'),
        z.refine(isLanguageTag, 'must be a BCP 47 language tag'),
      ),
    z.transform((value: string) => Intl.getCanonicalLocales(value)[0] ?? value),
  );

/** An RFC 3339 date-time with an offset, kept as an {@link Instant}. */
export const instant = () =>
  z.pipe(
    z.string().check(z.refine((value) => parseInstant(value) !== null, 'must be an RFC 3339 date-time')),
    z.transform((value: string) => parseInstant(value) ?? value),
  );

/** A domain name in ASCII form (RFC 1123). */
export const domain = () =>
  z
    .string()
    .check(
      z.regex(
        /^(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$/,
        'must be a domain name',
      ),
      z.toLowerCase(),
    );

/** An optional field. CloudEvents also allows `null` for a missing value. */
export const maybe = <T extends z.core.SomeType>(field: T) =>
  z.pipe(
    z.nullish(field),
    z.transform((value) => value ?? undefined),
  );

function isLanguageTag(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}
