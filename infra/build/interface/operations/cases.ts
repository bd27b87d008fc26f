import { caseFileExample } from '../case-file-schema.ts';
import { relationshipStatus, responseExamples } from '../response-schemas.ts';
import {
  forbidden,
  inPath,
  inQuery,
  jsonResponse,
  type Operations,
  problemResponse,
  throttled,
  unavailable,
} from './operation.ts';

const partnerId = inPath('partnerId', 'The partner.', { type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' });
const tenantId = inPath('tenantId', 'The customer, in any letter case.', { type: 'string', format: 'uuid' });

/** Case files and lists of customers (contract §6). */
export const caseOperations: Operations = {
  'GET /partners/{partnerId}/customers/{tenantId}': {
    access: 'iam',
    document: {
      operationId: 'findCase',
      summary: 'The case file: everything a partner knows about a customer.',
      tags: ['Cases'],
      parameters: [
        partnerId,
        tenantId,
        inQuery('timeline', 'Goes on to older entries: the `timelineCursor` of the page before.'),
      ],
      responses: {
        200: jsonResponse('The case file.', 'CaseFile', caseFileExample),
        ...problemResponse(
          400,
          'These cannot be a case or cursor.',
          {
            code: 'invalid-path',
            title: 'This cannot be a case',
            faults: [{ path: 'tenantId', problem: 'must be a GUID' }],
          },
          { code: 'invalid-cursor', title: 'This is no cursor of this timeline' },
        ),
        ...forbidden,
        ...problemResponse(404, 'No such case.', {
          code: 'unknown-case',
          title: 'There is no case contoso/4b2a6e33-8791-4386-bd2b-0d55baf25039',
        }),
        ...throttled,
        ...unavailable,
      },
    },
  },
  'GET /partners/{partnerId}/customers': {
    access: 'iam',
    document: {
      operationId: 'listCases',
      summary: 'A partner’s customers, those whose relationship changed last first within each status.',
      tags: ['Cases'],
      parameters: [
        partnerId,
        inQuery('relationship', 'Only those of this status.', {
          type: 'string',
          enum: relationshipStatus.options,
        }),
        inQuery('limit', 'How many at most.', { type: 'integer', minimum: 1, maximum: 100, default: 50 }),
        inQuery('cursor', 'The `cursor` of the page before.'),
      ],
      responses: {
        200: jsonResponse('A page of the list.', 'CustomerList', responseExamples.customerList),
        ...problemResponse(
          400,
          'This list cannot be given.',
          {
            code: 'invalid-query',
            title: 'This list cannot be given',
            faults: [{ path: 'limit', problem: 'must be a number from 1 to 100' }],
          },
          { code: 'invalid-cursor', title: 'This is no cursor of this list' },
        ),
        ...forbidden,
        ...throttled,
        ...unavailable,
      },
    },
  },
};
