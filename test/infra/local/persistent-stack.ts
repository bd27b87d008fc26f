import { writeSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';
import { persistentTemplates } from './persistent-template.ts';

/** A process to be killed: runs a stack on the folder given, fills it, prints the number of acknowledged rounds. */
const dataDir = process.argv[2] ?? '';
const stack = await startLocalStack({ templates: persistentTemplates(), dataDir });
await stack.clock.advance('P8D');
const common = { region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
const dynamodb = new DynamoDBClient({ ...common, endpoint: stack.dynamodb.endpoint });
const sqs = new SQSClient({ ...common, endpoint: stack.sqs.endpoint });
const ses = new SESClient({ ...common, endpoint: stack.ses.endpoint });
const [secret = ''] = stack.secrets.arns();
writeSync(1, `secret ${stack.secrets.value(secret)}\n`);
for (let round = 1; ; round += 1) {
  const id = String(round);
  await dynamodb.send(new PutItemCommand({ TableName: 'cases', Item: { pk: { S: 'p' }, sk: { S: id } } }));
  for (const name of ['open', 'slow']) {
    const QueueUrl = stack.sqs.queues[name];
    await sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody: id, DelaySeconds: round % 2 === 0 ? 600 : 0 }),
    );
  }
  await ses.send(
    new SendEmailCommand({
      Source: 'us@us.example',
      Destination: { ToAddresses: ['a@b.example'] },
      Message: { Subject: { Data: id }, Body: { Text: { Data: id } } },
    }),
  );
  writeSync(1, `${id}\n`);
}
