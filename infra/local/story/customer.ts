import type { LocalStack } from '../local-stack.ts';

/** Plays the customer: opens the link of the newest invitation or reminder sent to an address, and answers on its page. */
export async function answer(
  stack: LocalStack,
  address: string,
  decision: 'approve' | 'decline',
  comment?: string,
): Promise<void> {
  const link = newestLink(stack, address);
  if (!link) throw new Error('no invitation was sent to that address');
  const page = await (await fetch(link)).text();
  const nonce = /name="nonce" value="([^"]+)"/.exec(page)?.[1];
  if (!nonce) throw new Error('the page asks for no decision');
  const body = new URLSearchParams({ nonce, decision, ...(comment && { comment }) });
  const response = await fetch(link, { method: 'POST', body });
  if (!response.ok) throw new Error(`the page answered ${response.status}`);
}

/** The link in the newest mail to an address that has one. */
export function newestLink(stack: LocalStack, address: string): string | undefined {
  const texts = stack
    .mails()
    .filter(({ to }) => to.includes(address))
    .map(({ text }) => text);
  const links = texts.flatMap((text) =>
    text.split(/\s+/).filter((word) => word.startsWith(`${stack.api}/invitations/`)),
  );
  return links.at(-1);
}
