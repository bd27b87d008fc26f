import { traits } from '../texts/compiled.generated.ts';
import { html } from '../texts/markup.ts';

/**
 * The page's style, inline and allowed by its hash. Text contrast is at least 7:1 in both color schemes, targets are at
 * least 48 px high, and a focused control has a 3 px outline. Each locale has its own fonts. `auto-phrase` prevents line
 * breaks within a word in Japanese headings.
 */
export const style = `${Object.entries(traits)
  .map(([locale, { fonts }]) => `:lang(${locale}){font-family:${fonts}}`)
  .join('\n')}
:root{color-scheme:light dark;--paper:#f3f2ee;--card:#fff;--ink:#1d2733;--soft:#4d5866;--line:#e0dfd8;--edge:#6b7683;--accent:#0b5a78;--on:#fff;--tint:#eaf3f6}
@media (prefers-color-scheme:dark){:root{--paper:#12171d;--card:#1b222b;--ink:#e7ebf0;--soft:#b3bdc9;--line:#323c48;--edge:#8c98a6;--accent:#8fd0e8;--on:#0d1a22;--tint:#20303a}}
*{box-sizing:border-box}
html{background:var(--paper);-webkit-text-size-adjust:100%}
body{margin:0;color:var(--ink);font-size:1.0625rem;line-height:1.6;overflow-wrap:anywhere}
main,footer{max-width:42rem;margin:0 auto;padding:0 1.25rem}
main{padding-top:1.25rem}
article{background:var(--card);border-radius:.875rem;padding:1.75rem 1.5rem}
h1,h2{word-break:auto-phrase}
h1{font-size:1.625rem;line-height:1.25;margin:0 0 1rem;text-wrap:balance}
h2{font-size:1.125rem;line-height:1.4;margin:2rem 0 .5rem}
p{margin:0 0 .75rem}
ul{margin:0;padding:0;list-style:none}
li{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;padding:.625rem 0;border-top:1px solid var(--line)}
small,.soft{color:var(--soft);font-size:.9375rem}
dl{margin:1.25rem 0 0}h2+dl{margin:0}
dt{color:var(--soft);font-size:.9375rem;line-height:1.7rem;padding-top:.625rem;border-top:1px solid var(--line)}
dd{margin:0;line-height:1.7rem;padding-bottom:.625rem}
a{color:var(--accent);text-underline-offset:.15em}
button,.button{display:inline-block;width:100%;min-height:3rem;padding:.6875rem 2rem;border:2px solid var(--accent);border-radius:.5rem;background:var(--accent);color:var(--on);font:inherit;font-weight:600;line-height:1.4;text-align:center;text-decoration:none;cursor:pointer}
button.quiet{background:transparent;border-color:var(--edge);color:var(--ink)}
button:hover,.button:hover{filter:brightness(1.1)}
button.quiet:hover{background:var(--tint)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:.25rem}
form{margin-top:1.25rem}
label{display:block;font-weight:600}
textarea,.reference input{display:block;width:100%;margin:.375rem 0 .75rem;padding:.625rem .75rem;border:1px solid var(--edge);border-radius:.5rem;background:var(--card);color:var(--ink);font:inherit}
textarea{min-height:5.5rem;resize:vertical}
.reference{margin-bottom:1.25rem}.reference input{min-height:3rem;letter-spacing:.06em}
.decline{margin-top:1.5rem;padding-top:1.5rem;border-top:1px solid var(--line)}
.note{margin:0 0 1.25rem;padding:.875rem 1rem;border-inline-start:4px solid var(--accent);background:var(--tint)}
.note p:last-child,section>p:last-child{margin:0}
.sign{display:block;width:3rem;height:3rem;margin-bottom:1rem;color:var(--accent)}
footer{padding-top:1rem;padding-bottom:2.5rem;color:var(--soft);font-size:.9375rem}
@media (min-width:40em){main{padding-top:3.5rem}article{padding:2.75rem 3rem}h1{font-size:2rem}button,.button{width:auto;min-width:11rem}dl{display:grid;grid-template-columns:minmax(9rem,1fr) 3fr}dt,dd{padding:.625rem 0;border-top:1px solid var(--line)}dt{padding-inline-end:1rem}}
@media (forced-colors:active){button,.button{border-color:ButtonText}.note{border-color:Highlight}}
@media print{html,article{background:#fff}body{color:#000;font-size:11pt}main,footer{max-width:none;padding:0}article{padding:0}form,.sign{display:none}h2{break-after:avoid}li,dt,dd{break-inside:avoid}}
`;

/** A tick in a circle. Icons are decoration: the title beside them says the same. */
export const tickIcon = html`<svg class="sign" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="24" cy="24" r="21"/><path d="M15 24.5l6.5 6.5L33.5 18"/></svg>`;

/** A line in a circle. */
export const dashIcon = html`<svg class="sign" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" aria-hidden="true"><circle cx="24" cy="24" r="21"/><path d="M16 24h16"/></svg>`;
