import { type App, CfnResource, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import type { Acknowledgement } from './acknowledgements.ts';

/** A rule that something breaks, and where: construct paths. */
export interface Finding {
  readonly rule: string;
  readonly paths: readonly string[];
}

/** Lets the rule packs look at the app at the end of its synthesis, which fails for a finding that nobody acknowledged. */
export function addRulePacks(app: App): void {
  Validations.of(app).addPlugins(...packs(app));
}

/** What the rule packs find in the app and nobody acknowledged. */
export function findings(app: App): readonly Finding[] {
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
 * Notes the acknowledgements on the resources they are about, and on nothing above them.
 *
 * @returns the construct paths among them that lead to no resource of the app
 */
export function acknowledge(app: App, all: readonly Acknowledgement[]): readonly string[] {
  const resources = app.node.findAll().filter((construct) => CfnResource.isCfnResource(construct));
  return all.flatMap(({ finding, on, reason }) =>
    on.filter((pattern) => {
      const about = resources.filter(({ node }) => matches(node.path, pattern));
      // What Validations.of(resource).acknowledge() does, less the stack trace: the paths of this machine would be in the assembly.
      for (const { node } of about)
        node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [finding]: reason });
      return about.length === 0;
    }),
  );
}

/** The path's first part is the stack, whose name carries the stage. */
function matches(path: string, pattern: string): boolean {
  const [, ...parts] = path.split('/');
  const wanted = pattern.split('/');
  return parts.length === wanted.length && wanted.every((part, i) => part === '*' || part === parts[i]);
}
