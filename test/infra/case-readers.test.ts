import { expect, test } from 'vitest';
import { statementsOf } from './invariants/roles.ts';
import { type DeployedResource, devStage, fullStage, resourcesOfType, type Value } from './stages.ts';

/*
 * The setting `caseReaders` binds a principal to the cases of one partner. API Gateway invokes a signed route only if a policy of
 * the caller allows `execute-api:Invoke` on `<api>/<stage>/<method>/<path>`
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html).
 */

const full = await fullStage();
const reader = resourcesOfType(full, 'AWS::IAM::Role').find(({ properties }) =>
  String(properties.Description).startsWith('Reads the cases'),
);

const tenant = '4b2a6e33-8791-4386-bd2b-0d55baf25039';

test.each([
  ['GET', '/partners/contoso/customers'],
  ['GET', `/partners/contoso/customers/${tenant}`],
])('a reader of contoso may %s %s', (method, path) => {
  expect(isAllowed(reader, method, path)).toBe(true);
});

test.each([
  ['GET', '/partners/northwind/customers'],
  ['GET', `/partners/northwind/customers/${tenant}`],
  ['GET', '/partners/contoso2/customers'],
  ['GET', '/partners/CONTOSO/customers'],
  ['GET', `/partners/northwind/customers/contoso/customers/${tenant}`],
  ['GET', `/partners/contoso/customers/../../northwind/customers/${tenant}`],
  ['GET', '/partners/contoso'],
  ['GET', '/partners/contoso/secrets'],
  ['POST', '/partners/contoso/customers'],
  ['POST', '/events'],
  ['POST', '/decisions'],
])('a reader of contoso may not %s %s', (method, path) => {
  expect(isAllowed(reader, method, path)).toBe(false);
});

test('only the named roles may assume the role of a reader, and an output names it', () => {
  expect(reader?.properties.AssumeRolePolicyDocument).toMatchObject({
    Statement: [
      { Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::444455556666:role/contoso/portal' } },
    ],
  });
  expect(full.outputs.CaseReaderContosoPortal).toEqual({ 'Fn::GetAtt': [reader?.id, 'Arn'] });
});

test('without the setting, the template lets nobody read cases', async () => {
  const dev = await devStage();
  const actions = resourcesOfType(dev, 'AWS::IAM::Role').flatMap((role) =>
    statementsOf(role).flatMap(({ Action }) => Action),
  );
  expect(actions.filter((action) => action.startsWith('execute-api:'))).toEqual([]);
});

/** Whether the policies of a role allow a request to the API of this stage. */
function isAllowed(role: DeployedResource | undefined, method: string, path: string): boolean {
  if (!role) throw new Error('There is no reader');
  const request = `$default/${method}${path}`;
  return statementsOf(role).some(
    ({ Action, Resource }) =>
      Action.includes('execute-api:Invoke') && Resource.some((arn) => matchesIam(afterApi(arn), request)),
  );
}

/** The part of an ARN after the API's ID: stage, method and path. */
function afterApi(arn: Value): string {
  const [, rest] = /"\/(\$default[^"]*)"\]\]\}$/.exec(JSON.stringify(arn)) ?? [];
  if (rest === undefined) throw new Error(`not the ARN of a request: ${JSON.stringify(arn)}`);
  return rest;
}

/** IAM's matching: `*` stands for any characters, `?` for one; everything else for itself, in this letter case. */
function matchesIam(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
