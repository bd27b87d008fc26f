import { CfnOutput } from 'aws-cdk-lib';
import { ArnPrincipal, CompositePrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { StageSettings } from '../settings/stage-settings.ts';
import type { HttpApi } from './http-api.ts';

/**
 * The roles that may read the cases of one partner over the HTTP API, one for each entry of the setting `caseReaders`. Its principals
 * assume the role and sign their requests with it. A role may read one partner and do nothing else: API Gateway checks the path of
 * each request against its policy, before any function runs.
 */
export class CaseReaders extends Construct {
  constructor(scope: Construct, id: string, { caseReaders }: StageSettings, api: HttpApi) {
    super(scope, id);
    for (const [name, { partnerId, principals }] of Object.entries(caseReaders)) {
      const role = new Role(this, name, {
        description: `Reads the cases of partner ${partnerId}`,
        assumedBy: new CompositePrincipal(...principals.map((arn) => new ArnPrincipal(arn))),
        inlinePolicies: { permissions: new PolicyDocument({ statements: [readCasesOf(api, partnerId)] }) },
      });
      const output = `CaseReader${name.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase())}`;
      new CfnOutput(this, `${name}Arn`, {
        value: role.roleArn,
        description: `The role that reads the cases of partner ${partnerId}`,
      }).overrideLogicalId(output);
    }
  }
}

/** A tenant ID in a policy: `?` stands for one character. `*` would also match further parts of a path. */
const ANY_TENANT = '????????-????-????-????-????????????';

/** Allows reading the case files and the list of one partner. A partner ID contains no wildcard. */
function readCasesOf(api: HttpApi, partnerId: string): PolicyStatement {
  const customers = `/partners/${partnerId}/customers`;
  return new PolicyStatement({
    actions: ['execute-api:Invoke'],
    resources: [api.routeArn('GET', customers), api.routeArn('GET', `${customers}/${ANY_TENANT}`)],
  });
}
