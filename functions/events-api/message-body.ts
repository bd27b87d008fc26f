/**
 * An event as a message body; `null` for one nested so deep that it cannot be written. SQS refuses U+FFFE and U+FFFF;
 * as escapes they mean the same.
 */
export function messageBody(event: unknown): string | null {
  try {
    return JSON.stringify(event).replace(/[\ufffe\uffff]/g, (one) =>
      one === '\ufffe' ? '\\ufffe' : '\\uffff',
    );
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
