/** Something on both sides of an @, which may be percent-encoded. One character each is enough, so that long texts take no longer. */
const ADDRESS = /[^\s/@](?:@|%40)[^\s/@]/i;

/** Whether a text holds a mail address, or what may be one, somewhere in it. Takes time in proportion to its length. */
export function holdsAddress(text: string): boolean {
  return ADDRESS.test(text);
}
