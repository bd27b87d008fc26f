import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { StageSettings } from '../../settings/stage-settings.ts';
import type { StatefulResources } from '../stateful-resources.ts';
import { AlarmTopic } from './alarm-topic.ts';
import {
  addEntranceAlarms,
  addFunctionAlarms,
  addProcessAlarms,
  addQueueAlarms,
  addServiceAlarms,
} from './alarms.ts';
import { addBusinessDashboard, addTechnicalDashboard } from './dashboards.ts';
import { findMonitoredResources } from './monitored-resources.ts';

/** What watching is made from. */
export interface MonitoringProps {
  readonly settings: StageSettings;
  readonly resources: StatefulResources;
}

/** Alarms and dashboards for everything in this stack and the one it stands on. To be made last. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, { settings, resources }: MonitoringProps) {
    super(scope, id);
    const found = findMonitoredResources([Stack.of(resources.table), Stack.of(this)]);
    const bell = new AlarmTopic(this, 'Alarms', { settings, key: resources.topicKey });
    addQueueAlarms(bell, settings, found);
    addFunctionAlarms(bell, settings, found);
    addEntranceAlarms(bell, settings, found);
    addProcessAlarms(bell, settings);
    addServiceAlarms(bell, found);
    const shown = { settings, found, alarms: bell.alarms };
    addBusinessDashboard(this, shown);
    addTechnicalDashboard(this, shown);
  }
}
