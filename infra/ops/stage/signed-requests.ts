import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { type ApiRequest, type SendRequest, send } from './request.ts';

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/**
 * Sends requests signed by Signature Version 4 for API Gateway (service `execute-api`), which is what `iam` routes ask for:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html.
 * @param base `https://…`, without a slash at its end
 */
export function signedRequests(base: string, region: string, credentials: Credentials): SendRequest {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const { protocol, hostname, port, host } = new URL(base);
  return async (request: ApiRequest) => {
    const { method, path, query = {}, contentType, body } = request;
    const { headers } = await signer.sign({
      method,
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path,
      query,
      headers: { host, ...(contentType !== undefined && { 'content-type': contentType }) },
      ...(body !== undefined && { body }),
    });
    // `fetch` sets this one by itself, to the same value.
    const { host: _, ...rest } = headers;
    return send(base, request, rest);
  };
}
