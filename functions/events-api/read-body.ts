import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bodyOf, mediaTypeOf } from '../../shared/runtime/http.ts';
import { HttpProblem } from '../../shared/runtime/http-problems.ts';

const ONE = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
/** Most events of one request (contract §8). */
const MOST = 100;

/**
 * The events of a request, unchecked.
 * @throws HttpProblem for another media type (415), what is not JSON (400), more than 100 events (413)
 */
export function readBody(event: APIGatewayProxyEventV2): readonly unknown[] {
  const mediaType = mediaTypeOf(event);
  if (mediaType !== ONE && mediaType !== BATCH) {
    throw new HttpProblem({
      status: 415,
      code: 'unsupported-media-type',
      title: 'Send CloudEvents in structured JSON',
      detail: `The content type must be ${ONE} or ${BATCH}`,
    });
  }
  const value = parseJson(bodyOf(event));
  if (mediaType === ONE) return [value];
  if (!Array.isArray(value)) throw notJson('The body must be an array of events');
  if (value.length > MOST) {
    throw new HttpProblem({
      status: 413,
      code: 'too-many-events',
      title: `A batch may have at most ${MOST} events`,
    });
  }
  return value;
}

/** The value of a body in JSON. @throws HttpProblem 400 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson('The body must be JSON');
  }
}

function notJson(detail: string): HttpProblem {
  return new HttpProblem({ status: 400, code: 'not-json', title: 'The request could not be read', detail });
}
