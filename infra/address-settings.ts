import * as z from 'zod';

/** A DNS name of two labels or more, in lower case. */
const domainName = z
  .string()
  .max(253, 'must have at most 253 characters')
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/,
    'must be a domain name in lower case, for example support.your-domain.example',
  );

/** Where customers reach this stage and where its mails come from. See {@link StageSettings} for what each one means. */
export const addressSettings = {
  senderAddress: z.email(
    'must be the mail address this stage sends from: give -c sender=<address>, or set it in stages.json under the stage’s name',
  ),
  senderDomain: domainName.optional(),
  publicBaseUrl: z
    .string()
    .refine(
      isBaseUrl,
      'must be an https URL without query and slash at its end, for example https://support.example',
    )
    .optional(),
  domain: z
    .strictObject({
      name: domainName,
      certificateArn: z
        .string()
        .regex(
          /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/,
          'must be the ARN of a certificate of AWS Certificate Manager, in the region of the stage',
        ),
    })
    .optional(),
  alarmAddress: z.email('must be a mail address; leave it out if nobody is to be mailed alarms').optional(),
};

type Addresses = z.output<z.ZodObject<typeof addressSettings>>;

/** Whether SES's identity for the domain covers the sender: the domain itself, or one below it. */
export function senderIsOfDomain({ senderAddress, senderDomain }: Addresses): boolean {
  const [, host = ''] = senderAddress.toLowerCase().split('@');
  return senderDomain === undefined || host === senderDomain || host.endsWith(`.${senderDomain}`);
}

/** Whether the base of links is said once. */
export function baseIsSaidOnce({ publicBaseUrl, domain }: Addresses): boolean {
  return publicBaseUrl === undefined || domain === undefined;
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return protocol === 'https:' && `${username}${password}${search}${hash}` === '' && !/[/?#]$/.test(text);
}
