import { bundleFunctions } from './build/bundles.ts';
import { addStage, createApp } from './cloud-app.ts';
import { acknowledgements } from './review/acknowledgements.ts';
import { reviewAtSynthesis } from './review/packs.ts';
import { reviewStage, settingsFromContext } from './settings.ts';

// The CDK app, as cdk.json starts it: npx cdk deploy --all -c stage=dev -c sender=support@your-domain.example
const app = createApp();
const settings = settingsFromContext((key) => app.node.tryGetContext(key));
addStage(app, settings, await bundleFunctions());
reviewAtSynthesis(app);
app.synth();
// The synthesis fails for any finding, so that here there is none.
console.error(
  `Stage ${settings.stage}: no findings of AwsSolutions and Serverless; ${acknowledgements.length} are acknowledged, with reasons, in infra/review/acknowledgements.ts.`,
);
if (settings.stage === reviewStage)
  console.error(
    'No stage is given, so this one is for review and cannot be deployed: -c stage=<name> -c sender=<address>.',
  );
