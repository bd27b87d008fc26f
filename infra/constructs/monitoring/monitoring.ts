import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { StageSettings } from '../../settings/stage-settings.ts';
import type { StatefulResources } from '../stateful-resources.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { addAlarms } from './alarms.ts';
import { addBusinessDashboard, addTechnicalDashboard } from './dashboards.ts';
import { findMonitoredResources } from './monitored-resources.ts';

/** Properties of {@link Monitoring}. */
export interface MonitoringProps {
  readonly settings: StageSettings;
  readonly resources: StatefulResources;
}

/** The alarms and dashboards of both stacks. Create it last. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, { settings, resources }: MonitoringProps) {
    super(scope, id);
    const monitored = findMonitoredResources([Stack.of(resources.table), Stack.of(this)]);
    const alarmTopic = new AlarmTopic(this, 'Alarms', { settings, topicKey: resources.topicKey });
    addAlarms(alarmTopic, settings, monitored);
    const props = { settings, monitored, alarms: alarmTopic.alarms };
    addBusinessDashboard(this, props);
    addTechnicalDashboard(this, props);
  }
}
