import { bundleFunctions } from './build/bundles.ts';
import { addStage, createApp } from './cdk-app.ts';
import { acknowledgements } from './compliance/acknowledgements.ts';
import { addRulePacks } from './compliance/cdk-nag.ts';
import { settingsFromContext } from './settings/settings-from-context.ts';
import { reviewStage, SettingsError, type StageSettings } from './settings/stage-settings.ts';

// The entry point that cdk.json names: npx cdk deploy --all -c stage=dev -c sender=support@your-domain.example
const app = createApp();
const settings = readSettings();
addStage(app, settings, await bundleFunctions());
addRulePacks(app);
app.synth();
// A synthesis with findings has failed before this line.
console.error(
  `Stage ${settings.stage}: no findings of AwsSolutions and Serverless; ${acknowledgements.length} are acknowledged, with reasons, in infra/compliance/acknowledgements.ts.`,
);
if (settings.stage === reviewStage)
  console.error(
    'No stage is given, so this one is for review and cannot be deployed: -c stage=<name> -c sender=<address>.',
  );

/** Reads the settings. On a {@link SettingsError} prints its message, which says how to fix the settings, and exits with 1. */
function readSettings(): StageSettings {
  try {
    return settingsFromContext((key) => app.node.tryGetContext(key));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
