import { html } from '../texts/markup.ts';

/** A tick in a circle. Signs are ornament: the words beside them say the same. */
export const tick = html`<svg class="sign" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="24" cy="24" r="21"/><path d="M15 24.5l6.5 6.5L33.5 18"/></svg>`;

/** A line in a circle. */
export const dash = html`<svg class="sign" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" aria-hidden="true"><circle cx="24" cy="24" r="21"/><path d="M16 24h16"/></svg>`;
