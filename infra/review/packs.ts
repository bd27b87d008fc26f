import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';

/** A rule that something breaks, and where: construct paths. */
export interface Finding {
  readonly rule: string;
  readonly paths: readonly string[];
}

/** Lets the rule packs look at the app at the end of its synthesis, which fails for a finding that nobody acknowledged. */
export function reviewAtSynthesis(app: App): void {
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
