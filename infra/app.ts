import { bundleFunctions } from './build/bundles.ts';
import { addStage, createApp } from './cdk-app.ts';
import { acknowledgements } from './compliance/acknowledgements.ts';
import { addRulePacks } from './compliance/cdk-nag.ts';
import {
  reviewStage,
  SettingsError,
  type StageSettings,
  settingsFromContext,
} from './settings/stage-settings.ts';

// The CDK app, as cdk.json starts it: npx cdk deploy --all -c stage=dev -c sender=support@your-domain.example
const app = createApp();
const settings = givenSettings();
addStage(app, settings, await bundleFunctions());
addRulePacks(app);
app.synth();
// The synthesis fails for any finding, so that here there is none.
console.error(
  `Stage ${settings.stage}: no findings of AwsSolutions and Serverless; ${acknowledgements.length} are acknowledged, with reasons, in infra/compliance/acknowledgements.ts.`,
);
if (settings.stage === reviewStage)
  console.error(
    'No stage is given, so this one is for review and cannot be deployed: -c stage=<name> -c sender=<address>.',
  );

/** What is wrong with settings is the caller's to mend: the message says how, and a stack trace would hide it. */
function givenSettings(): StageSettings {
  try {
    return settingsFromContext((key) => app.node.tryGetContext(key));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
