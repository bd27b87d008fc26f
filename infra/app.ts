import { bundleFunctions } from './build/bundles.ts';
import { addStage, createApp } from './cloud-app.ts';
import { settingsFromContext } from './settings.ts';

// The CDK app, as cdk.json starts it: npx cdk deploy --all -c stage=dev -c sender=support@your-domain.example
const app = createApp();
const settings = settingsFromContext((key) => app.node.tryGetContext(key));
addStage(app, settings, await bundleFunctions());
app.synth();
