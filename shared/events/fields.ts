import * as z from 'zod/mini';
import { EMPTY_GUIDS } from './guids.ts';
import { meansForEver, meansNoTime, parseInstant } from './instant.ts';
import { isPrintable, isPrintableText, isVisible } from './text.ts';

/**
 * The country codes of ISO 3166-1 alpha-2, and those of Microsoft's own lists: `XK` Kosovo, `XS` Saba, `XE` Sint Eustatius, `XJ` Jan
 * Mayen, `AN` Netherlands Antilles.
 */
export const ISO_COUNTRIES: ReadonlySet<string> = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
  BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM
  DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
  GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
  KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
  MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
  PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
  SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
  VN VU WF WS YE YT ZA ZM ZW XK XS XE XJ AN`.split(/\s+/),
);

const text = (longest: number, isAllowed: (value: string) => boolean) =>
  z.string().check(
    z.trim(),
    z.minLength(1, 'must not be empty'),
    z.maxLength(longest, `must have at most ${longest} characters`),
    z.refine((value) => value === '' || isVisible(value), 'must contain a visible character'),
    z.refine(isAllowed, 'must not contain control or direction characters'),
  );

/** A name of a person, company or subscription: one line, 1 to 256 characters. */
export const name = () => text(256, isPrintable);

/** A remark: 1 to 2,000 characters, line breaks allowed. */
export const remark = () => text(2_000, isPrintableText);

/** A partner's id: 1 to 64 letters, digits and dashes (contract §2). */
export const partnerId = () =>
  z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/, 'must be 1 to 64 letters, digits or dashes'));

const isNoEmptyGuid = z.refine<string>(
  (value) => !EMPTY_GUIDS.includes(value.toLowerCase()),
  'must not be the nil or max GUID',
);

/** A GUID (RFC 9562) in any letter case, kept in lower case. Microsoft uses both cases (docs/references.md, identifiers). */
export const guid = () => z.guid('must be a GUID').check(isNoEmptyGuid, z.toLowerCase());

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
      isNoEmptyGuid,
      z.toLowerCase(),
    );

/** A dot-atom of RFC 5322 before the @, of at most 64 characters (RFC 5321). */
const LOCAL_PART = /^(?=.{1,64}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Labels of 1 to 63 letters, digits and inner hyphens (RFC 1123). The last one has a letter: it may be an A-label (`xn--…`). */
const MAIL_DOMAIN =
  /^(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$/;

/** A mail address in ASCII, as SES accepts it, of at most 254 characters (RFC 5321). */
export const email = () =>
  z
    .string()
    .check(
      z.maxLength(254, 'must have at most 254 characters'),
      z.refine(isMailAddress, 'must be a mail address'),
    );

/** A country code of ISO 3166-1 alpha-2, in upper case. */
export const country = () =>
  z
    .string()
    .check(z.refine((value) => ISO_COUNTRIES.has(value), 'must be an ISO 3166-1 alpha-2 country code'));

/**
 * A BCP 47 language tag, kept in canonical form. A locale is a wish, so a tag that cannot be used is left out and never refuses
 * an event.
 */
export const locale = () =>
  z.pipe(
    z.string().check(z.refine(isPrintable, 'must be a BCP 47 language tag')),
    z.transform(canonicalLocale),
  );

/** An RFC 3339 date-time with an offset, kept as an {@link Instant}. */
export const instant = () =>
  z.pipe(
    z.string().check(z.refine((value) => parseInstant(value) !== null, 'must be an RFC 3339 date-time')),
    z.transform((value: string) => parseInstant(value) ?? value),
  );

/** When an event happened. A date that was not set is refused: every later event would look newer than it. */
export const eventTime = () =>
  z.pipe(
    instant(),
    z
      .string()
      .check(
        z.refine(
          (value) => !meansNoTime(value),
          'must be when it happened: a year before 1970 means no time',
        ),
      ),
  );

/** When a term ends. A date that was not set, or an end that never comes, is left out. */
export const termEnd = () =>
  z.pipe(
    instant(),
    z.transform((value: string) => (meansNoTime(value) || meansForEver(value) ? undefined : value)),
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

function isMailAddress(value: string): boolean {
  const at = value.lastIndexOf('@');
  return LOCAL_PART.test(value.slice(0, Math.max(0, at))) && MAIL_DOMAIN.test(value.slice(at + 1));
}

/** The longest tag that is kept. Well-formed tags with extensions have up to some 100 characters. */
const LOCALE_LIMIT = 255;

function canonicalLocale(value: string): string | undefined {
  const tag = value.trim().replaceAll('_', '-');
  if (tag.length > LOCALE_LIMIT) return undefined;
  // Intl knows no extended language subtags (RFC 5646, §2.2.2): `zh-cmn-Hant-TW` is `zh-Hant-TW` for it.
  for (const form of [tag, tag.replace(/^([a-z]{2,3})(?:-[a-z]{3}){1,3}(?=-|$)/i, '$1')]) {
    try {
      return Intl.getCanonicalLocales(form)[0];
    } catch {}
  }
  return undefined;
}
