/** The one call of mjml 5 we make; the package brings no types. */
declare module 'mjml' {
  interface Options {
    readonly keepComments: boolean;
    readonly validationLevel: 'strict';
    /** Web fonts to import, by name. */
    readonly fonts: Readonly<Record<string, string>>;
  }
  export default function mjml2html(source: string, options: Options): Promise<{ html: string }>;
}
