import { inPath, type Operations, pageResponse, throttled } from './operation.ts';

const token = inPath('token', 'What the mail’s link ends in: signed, bound to one invitation, expiring.');

/** What the page jsonResponse besides 200. */
const others = {
  404: pageResponse('The link is none of ours. Never says whether a customer exists.'),
  410: pageResponse('The invitation has expired or was replaced.'),
  503: pageResponse('Not available just now; the link stays good.'),
  ...throttled,
};

/** The link and the page (contract §5). */
export const pageOperations: Operations = {
  'GET /invitations/{token}': {
    access: 'public',
    document: {
      operationId: 'showInvitation',
      summary: 'Shows who asks, for what, until when. Changes nothing, ever.',
      tags: ['Page'],
      parameters: [token],
      responses: { 200: pageResponse('The request, or what was decided.'), ...others },
    },
  },
  'HEAD /invitations/{token}': {
    access: 'public',
    document: {
      operationId: 'probeInvitation',
      summary: 'The same without the page.',
      tags: ['Page'],
      parameters: [token],
      responses: Object.fromEntries(
        [200, 404, 410, 429, 503].map((status) => [status, { description: 'As for GET.' }]),
      ),
    },
  },
  'POST /invitations/{token}': {
    access: 'public',
    document: {
      operationId: 'answerInvitation',
      summary: 'Records the customer’s decision; answered when it is durably queued. Twice shows the same.',
      tags: ['Page'],
      parameters: [token],
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: {
              type: 'object',
              properties: {
                decision: { type: 'string', enum: ['approve', 'decline'] },
                comment: { type: 'string', description: 'Kept with a refusal; its first 1,000 characters.' },
                nonce: { type: 'string', description: 'The hidden field that the page put there.' },
              },
              required: ['decision', 'nonce'],
            },
            example: { decision: 'approve', nonce: 'm5x2…' },
          },
        },
      },
      responses: {
        200: pageResponse('The decision is recorded; or the form had expired, and asks again.'),
        400: pageResponse('The form holds no decision.'),
        ...others,
      },
    },
  },
};
