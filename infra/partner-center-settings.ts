import { X509Certificate } from 'node:crypto';
import * as z from 'zod';

/** Lambda takes at most 4 KB of variables a function; the others need some 800 bytes. */
const longestPem = 2_500;
const longestPems = 3_000;

/** A host as a URL has it: lower case, with its port where that is not 443. */
const host = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/,
    'must be a host in lower case, with :port if not 443',
  );

const authority = z
  .string()
  .max(longestPem, `must have at most ${longestPem} characters`)
  .refine(isAuthority, 'must be one certificate of an authority, in PEM');

/** See {@link StageSettings} for what each one means. */
export const partnerCenterSettings = z
  .strictObject({
    certificateHosts: z
      .array(host)
      .min(1, 'must name at least one host')
      .max(10, 'must name at most 10 hosts')
      .default(['3psostorageacct.blob.core.windows.net']),
    rootCertificate: authority.optional(),
    issuerOrganization: z
      .string()
      .regex(/^[\x20-\x7e]{1,64}$/, 'must be 1 to 64 printable characters')
      .default('Microsoft Corporation'),
    subject: z
      .string()
      .regex(/^[a-z0-9.-]{1,253}$/, 'must be a host name in lower case')
      .optional(),
    tlsCa: authority.optional(),
  })
  .refine(({ rootCertificate = '', tlsCa = '' }) => rootCertificate.length + tlsCa.length <= longestPems, {
    path: ['tlsCa'],
    message: `must have at most ${longestPems} characters together with rootCertificate (Lambda’s limit of variables)`,
  });

function isAuthority(pem: string): boolean {
  try {
    return pem.match(/-----BEGIN CERTIFICATE-----/g)?.length === 1 && new X509Certificate(pem).ca;
  } catch {
    return false;
  }
}
