/** AWS's Query protocol: a form in, XML out. */
export type Form = Readonly<Record<string, string>>;

export function parseForm(body: string): Form {
  return Object.fromEntries(new URLSearchParams(body));
}

/** Values of `prefix.member.1`, `prefix.member.2`, … in order. */
export function members(form: Form, prefix: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = form[`${prefix}.member.${index}`];
    if (value === undefined) return values;
    values.push(value);
  }
}

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/';

/** XML of a successful answer. */
export function answerXml(
  action: string,
  requestId: string,
  fields: Readonly<Record<string, string>>,
): string {
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return (
    `<${action}Response xmlns="${namespace}"><${action}Result>${inner.join('')}</${action}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`
  );
}

/** XML of an error answer. */
export function errorXml(requestId: string, code: string, message: string): string {
  return (
    `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${escapeXml(code)}</Code>` +
    `<Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
  );
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
