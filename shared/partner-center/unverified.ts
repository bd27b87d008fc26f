/** Why a delivery is not taken for Partner Center's. For the log; the sender is told 401 and no more. */
export type UnverifiedReason =
  | 'signature-missing'
  | 'signature-malformed'
  | 'algorithm-not-allowed'
  | 'certificate-url-not-allowed'
  | 'certificate-unavailable'
  | 'certificate-too-large'
  | 'certificate-unreadable'
  | 'certificate-untrusted'
  | 'certificate-not-valid-now'
  | 'no-root-configured'
  | 'signature-mismatch';

/** A delivery whose sender could not be proven to be Partner Center. */
export class Unverified extends Error {
  readonly code: UnverifiedReason;
  constructor(code: UnverifiedReason, options?: ErrorOptions) {
    super(`The delivery could not be verified: ${code}`, options);
    this.name = 'Unverified';
    this.code = code;
  }
}
