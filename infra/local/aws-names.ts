/** The account and region everything on the local stack belongs to; the stand-ins check neither. */
export const localAccount = '000000000000';
export const localRegion = 'us-east-1';

/** ARN of something of ours in the local account and region. */
export function localArn(service: string, resource: string): string {
  return `arn:aws:${service}:${localRegion}:${localAccount}:${resource}`;
}

/** URL of a queue on the SQS stand-in. */
export function queueUrl(endpoint: string, name: string): string {
  return `${endpoint}/${localAccount}/${name}`;
}

/** Last part of an ARN made by `localArn`: the resource's name. */
export function resourceName(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
