/*
 * Stands for @aws-sdk/credential-provider-node in the bundles. The SDK's own chain asks the environment first and then
 * five other sources, with four more AWS clients in tow: 132 KB, and 25 ms because one of them loads node:http. Lambda
 * hands a function its role's credentials in these very variables and renews them by renewing the environment, so the
 * chain never gets past its first link there; here nothing comes after it.
 */

/** What signs a request. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The environment holds no credentials, and a bundle asks nobody else. */
export class NoCredentials extends Error {
  override readonly name = 'NoCredentials';
  readonly code = 'no-credentials';
}

/**
 * Credentials from the environment, as Lambda gives them.
 * @throws NoCredentials when one of the two variables every kind of credentials has is missing
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (accessKeyId && secretAccessKey)
      return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
    throw new NoCredentials(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set: a bundle takes credentials from its environment alone, ' +
        'as Lambda sets it. Profiles, SSO and instance roles are left out (infra/build/lean-sdk).',
    );
  };
}
