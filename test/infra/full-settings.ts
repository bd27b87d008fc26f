import type { StageInput } from '../../infra/settings/stage-settings.ts';

/** A stage in which every setting is given, so that everything that a setting brings about is in its templates. */
export const fullSettings: StageInput = {
  stage: 'dev',
  senderAddress: 'support@mail.example.org',
  senderDomain: 'mail.example.org',
  domain: {
    name: 'links.example.org',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/5c1e7f0a-1b2c-4d3e-8f90-a1b2c3d4e5f6',
  },
  publishers: {
    accounts: ['111122223333'],
    roles: ['arn:aws:iam::444455556666:role/marketplace/ingest'],
    eventRules: ['arn:aws:events:us-east-1:111122223333:rule/to-subscription-events'],
  },
  alarmAddress: 'on-call@example.org',
};
