import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { Call } from '../command.ts';
import { CliError } from '../errors.ts';
import type { CaseKey } from '../stage/api.ts';

/** By what a customer's messages are known. */
export interface CustomerIdentifiers extends CaseKey {
  /** Mails that were sent for this case. */
  readonly mailIds: ReadonlySet<string>;
  /** Addresses the case knows or the operator gave, in lower case. */
  readonly addresses: readonly string[];
}

/**
 * The traces of a customer. A case keeps the ids of its mails when it is erased, but no address.
 * @param given addresses in lower case
 */
export function identifiersOfCustomer(
  key: CaseKey,
  file: CaseFile | null,
  given: readonly string[],
): CustomerIdentifiers {
  const known = file?.customer.contactEmail?.toLowerCase();
  return {
    ...key,
    mailIds: new Set(file?.mails.map(({ id }) => id)),
    addresses: [...new Set([...given, ...(known === undefined ? [] : [known])])],
  };
}

/**
 * The addresses of the file that `--email-file` names, one a line, in lower case. They are read from a file or standard
 * input, because a command line stays in the shell's history and is seen by everybody on the machine.
 * @throws CliError when a line is no address, without telling what it is
 */
export async function givenAddresses(call: Call): Promise<readonly string[]> {
  const file = call.text('email-file');
  if (file === undefined) return [];
  const lines = (await call.read(file)).split('\n').map((line) => line.trim().toLowerCase());
  const wrong = lines.findIndex((line) => line !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(line));
  const addresses = lines.filter((line) => line !== '');
  if (wrong === -1 && addresses.length > 0) return addresses;
  const what = wrong === -1 ? 'It holds no mail address.' : `Line ${wrong + 1} of it is no mail address.`;
  throw new CliError('no-address', `--email-file ${file}: ${what}`, { fix: 'One address a line.' });
}
