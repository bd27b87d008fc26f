/** What a visitor of a link got. */
export interface ApprovalPage {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Hidden fields of the form, by name; empty when there is no form. */
  readonly hidden: Readonly<Record<string, string>>;
  /** What the form's buttons decide. */
  readonly decisions: readonly string[];
}

/** Opens a link as a browser does. */
export async function openPage(link: string, init: RequestInit = {}): Promise<ApprovalPage> {
  const response = await fetch(link, init);
  const html = await response.text();
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  return {
    status: response.status,
    headers: response.headers,
    html,
    hidden: Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])),
    decisions: [...html.matchAll(/name="decision" value="([^"]+)"/g)].map(([, value = '']) => value),
  };
}

/** Sends a form to a link, as a browser sends it. */
export function postForm(link: string, fields: Readonly<Record<string, string>>): Promise<ApprovalPage> {
  return openPage(link, { method: 'POST', body: new URLSearchParams(fields) });
}

/** Opens a link and sends its form with a decision: all hidden fields go with it. */
export async function submitDecision(
  link: string,
  decision: 'approve' | 'decline',
  comment = '',
): Promise<ApprovalPage> {
  const { hidden } = await openPage(link);
  return postForm(link, { ...hidden, decision, comment });
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', apos: "'" };

/** A page's or mail's text as people read it. */
export function textOf(html: string): string {
  const text = html.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  return text.replace(
    /&(?:#(\d+)|([a-z]+));/g,
    (whole, code: string | undefined, name: string | undefined) =>
      code === undefined ? (ENTITIES[name ?? ''] ?? whole) : String.fromCodePoint(Number(code)),
  );
}
