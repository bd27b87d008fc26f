import type { Case } from './case.ts';

/** Whether an address is not to be mailed again. Letter case does not tell mailboxes apart in practice (RFC 5321 §2.4). */
export function isSuppressed({ suppressed }: Pick<Case, 'suppressed'>, address: string): boolean {
  const lower = address.toLowerCase();
  return suppressed.some((one) => one.toLowerCase() === lower);
}
