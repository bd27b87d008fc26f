import { responseExamples } from '../response-schemas.ts';
import {
  inQuery,
  jsonResponse,
  type Operations,
  problemResponse,
  throttled,
  unavailable,
} from './operation.ts';

/** Partner Center's webhook (contract §9) and the API's own health (§8). */
export const otherOperations: Operations = {
  'POST /webhooks/partner-center': {
    access: 'public',
    document: {
      operationId: 'takeDelivery',
      summary: 'Partner Center’s own webhook: what it signed becomes events.',
      tags: ['Partner Center'],
      parameters: [
        inQuery('partnerId', 'The partner that registered this address.'),
        {
          name: 'Authorization',
          in: 'header',
          description: '`Signature <base64>`: RSA-SHA256 over the raw body. Or in `x-ms-signature`.',
          schema: { type: 'string' },
        },
      ],
      requestBody: {
        required: true,
        description: 'At most 64 KiB. Names in any letter case. Null is the same as missing.',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: Object.fromEntries(
                ['EventName', 'ResourceUri', 'ResourceName', 'AuditUri', 'ResourceChangeUtcDate'].map(
                  (name) => [name, { type: ['string', 'null'] }],
                ),
              ),
            },
            example: {
              EventName: 'reseller-relationship-accepted-by-customer',
              ResourceUri:
                'https://api.partnercenter.microsoft.com/v1/customers/4b2a6e33-8791-4386-bd2b-0d55baf25039',
              ResourceName: 'Customer',
              AuditUri:
                'https://api.partnercenter.microsoft.com/auditactivity/v1/auditrecords/60d5c4bb-f78a-4200-a002-953d7cc1f5f8_4b2a6e33-8791-4386-bd2b-0d55baf25039_resellerrelationshipacceptedbycustomer_638331855840159088',
              ResourceChangeUtcDate: '2023-10-18T00:26:24.0159088+00:00',
            },
          },
        },
      },
      responses: {
        200: jsonResponse('Taken, or nothing to us.', 'Delivered', responseExamples.delivered),
        ...problemResponse(401, 'Not proven to be Partner Center’s.', {
          code: 'unverified',
          title: 'The delivery could not be verified',
        }),
        ...problemResponse(413, 'Over 64 KiB.', {
          code: 'too-large',
          title: 'A delivery may have at most 65536 bytes',
        }),
        ...throttled,
        ...unavailable,
      },
    },
  },
  'GET /health': {
    access: 'public',
    document: {
      operationId: 'health',
      summary: 'Whether the API is up.',
      tags: ['Health'],
      responses: { 200: jsonResponse('It is.', 'Health', responseExamples.health), ...throttled },
    },
  },
};
