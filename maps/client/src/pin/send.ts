/** Sending a form without leaving the page: what was typed is safe whatever the network does. */

import { patience } from "./patience";

export type Answer =
  /** A page of ours to show: the next step, or the same one with what is not right yet. */
  | { readonly kind: "page"; readonly page: Document; readonly status: number }
  /** It is done, and goes on at another address. */
  | { readonly kind: "elsewhere"; readonly url: string }
  /** Nobody answered: perhaps it arrived, perhaps not. */
  | { readonly kind: "unreachable" }
  /** An answer that is no page of ours. */
  | { readonly kind: "refused"; readonly status: number };

/** Longer than this nobody waits on a phone; what arrived late counts once all the same. */
const PATIENCE_MS = 30_000;

/** Post the form as the browser would. Never rejects. */
export async function post(form: HTMLFormElement, submitter?: HTMLElement | null): Promise<Answer> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value === "string") body.append(name, value);
  }
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "text/html" },
      signal: patience(PATIENCE_MS),
    });
    if (response.redirected && response.ok) return { kind: "elsewhere", url: response.url };
    const isPage = response.headers.get("Content-Type")?.startsWith("text/html") === true;
    if (!isPage || response.status >= 500) return { kind: "refused", status: response.status };
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { kind: "page", page, status: response.status };
  } catch {
    return { kind: "unreachable" };
  }
}

/** Do something once at a time: while it runs, further calls are dropped and the button shows it. */
export async function once(button: HTMLElement | null, act: () => Promise<void>): Promise<void> {
  if (button?.getAttribute("aria-disabled") === "true") return;
  button?.setAttribute("aria-disabled", "true");
  try {
    await act();
  } finally {
    button?.removeAttribute("aria-disabled");
  }
}
