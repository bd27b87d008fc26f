import { type App, CfnResource, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import type { Acknowledgement } from './acknowledgements.ts';

/** A broken rule, with the construct paths of the resources that break it. */
export interface Finding {
  readonly rule: string;
  readonly paths: readonly string[];
}

/** Runs the rule packs during synthesis. The synthesis fails for a finding that is not acknowledged. */
export function addRulePacks(app: App): void {
  Validations.of(app).addPlugins(...packs(app));
}

/** Returns the findings of the rule packs that are not acknowledged. */
export function unacknowledgedFindings(app: App): readonly Finding[] {
  return packs(app).flatMap((pack) =>
    pack.validateScope(app).violations.map(({ ruleName, violatingResources = [] }) => ({
      rule: ruleName,
      paths: violatingResources.map(({ constructPath }) => constructPath ?? ''),
    })),
  );
}

function packs(app: App): readonly NagPack[] {
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)];
}

/**
 * Adds each acknowledgement to its resources, and not to their parents.
 *
 * @returns the path patterns that match no resource
 */
export function acknowledge(app: App, all: readonly Acknowledgement[]): readonly string[] {
  const resources = app.node.findAll().filter((construct) => CfnResource.isCfnResource(construct));
  return all.flatMap(({ finding, on, reason }) =>
    on.filter((pattern) => {
      const matching = resources.filter(({ node }) => matches(node.path, pattern));
      // As Validations.of(resource).acknowledge() does, but without the stack trace, which contains paths of this machine.
      for (const { node } of matching)
        node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [finding]: reason });
      return matching.length === 0;
    }),
  );
}

/** Ignores the first part of the path: the stack's name, which contains the stage. */
function matches(path: string, pattern: string): boolean {
  const [, ...parts] = path.split('/');
  const wanted = pattern.split('/');
  return parts.length === wanted.length && wanted.every((part, i) => part === '*' || part === parts[i]);
}
