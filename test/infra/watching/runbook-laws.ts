import type { Deployment } from '../deployment.ts';
import { each, type Law } from '../law.ts';
import { alarms, alarmType, runbookOf } from './alarm-shapes.ts';

/** Alarms and runbooks belong together, both ways. */
export function runbookLaws(runbooks: readonly string[]): readonly Law[] {
  return [
    {
      name: 'every alarm tells what it means and ends with the runbook to open, which exists',
      faults: (deployed) =>
        alarms(deployed)
          .filter((alarm) => {
            const runbook = runbookOf(alarm);
            const [meaning = ''] = alarm.AlarmDescription.split('\n');
            return runbook === null || !runbooks.includes(runbook) || !/^[A-Z].{30,}\.$/.test(meaning);
          })
          .map(({ AlarmName, AlarmDescription }) => `${AlarmName}: ${JSON.stringify(AlarmDescription)}`),
      broken: {
        'no description': each(alarmType, 'AlarmDescription', undefined),
        'no runbook': each(alarmType, 'AlarmDescription', 'Something is wrong with what customers see.'),
        'a runbook that nobody wrote': each(
          alarmType,
          'AlarmDescription',
          'Something is wrong with what customers see.\nRunbook: docs/runbooks/none.md',
        ),
        'no meaning': each(alarmType, 'AlarmDescription', `Runbook: ${runbooks[0]}`),
      },
    },
    {
      name: 'every runbook has an alarm that leads to it',
      faults: (deployed) => {
        const named = new Set(alarms(deployed).map(runbookOf));
        return runbooks
          .filter((runbook) => !named.has(runbook))
          .map((runbook) => `${runbook} is opened by no alarm`);
      },
      broken: {
        'its alarms removed': (deployed) => runbooks.map((runbook) => withoutAlarmsOf(deployed, runbook)),
      },
    },
  ];
}

function withoutAlarmsOf(deployed: Deployment, runbook: string): Deployment {
  const gone = new Set(
    alarms(deployed)
      .filter((alarm) => runbookOf(alarm) === runbook)
      .map(({ resource }) => resource),
  );
  return { ...deployed, resources: deployed.resources.filter((resource) => !gone.has(resource)) };
}
