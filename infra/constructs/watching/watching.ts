import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { StageSettings } from '../../settings.ts';
import type { Foundation } from '../foundation.ts';
import { AlarmBell } from './alarm-bell.ts';
import { addBusinessDashboard } from './business-dashboard.ts';
import { addEntranceAlarms } from './entrance-alarms.ts';
import { addFunctionAlarms } from './function-alarms.ts';
import { addProcessAlarms } from './process-alarms.ts';
import { addQueueAlarms } from './queue-alarms.ts';
import { addServiceAlarms } from './service-alarms.ts';
import { survey } from './survey.ts';
import { addTechnicalDashboard } from './technical-dashboard.ts';

/** What watching is made from. */
export interface WatchingProps {
  readonly settings: StageSettings;
  readonly foundation: Foundation;
}

/** Alarms and dashboards for everything in this stack and the one it stands on. To be made last. */
export class Watching extends Construct {
  constructor(scope: Construct, id: string, { settings, foundation }: WatchingProps) {
    super(scope, id);
    const found = survey([Stack.of(foundation.table), Stack.of(this)]);
    const bell = new AlarmBell(this, 'Alarms', { settings, key: foundation.key });
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
