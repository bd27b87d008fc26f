import { X509Certificate } from 'node:crypto';
import { Certificates } from '../../shared/partner-center/certificate.ts';
import { optionalSetting, setting } from '../../shared/runtime/settings.ts';

/** For name look-up, connection, TLS and every byte together; Partner Center's own time limit is not documented. */
const DOWNLOAD_MILLISECONDS = 3_000;

/** The certificates of Partner Center, as the stage's settings say whom to believe. */
export function openCertificates(): Certificates {
  const root = optionalSetting('PARTNER_CENTER_ROOT');
  return new Certificates(
    {
      hosts: setting('PARTNER_CENTER_CERTIFICATE_HOSTS').split(','),
      milliseconds: DOWNLOAD_MILLISECONDS,
      tlsCa: optionalSetting('PARTNER_CENTER_TLS_CA'),
    },
    {
      roots: root === undefined ? [] : [new X509Certificate(root)],
      issuerOrganization: setting('PARTNER_CENTER_ISSUER'),
      subject: optionalSetting('PARTNER_CENTER_SUBJECT'),
    },
  );
}
