/** What others said close by: support one of them, or write something new. */
import { element } from "../elements";
import { patience } from "./patience";
import { once, post } from "./send";
import type { Words } from "./words";

/** Longer than this nobody waits to write. */
const PATIENCE_MS = 4_000;

export interface Nearby {
  /** The server's section for this place; undefined when it could not be asked. */
  readonly section: HTMLElement | undefined;
  readonly anybody: boolean;
}

/** Ask what was said near the place of an address. Never rejects. */
export async function askNearby(address: string): Promise<Nearby> {
  try {
    const response = await fetch(address, {
      headers: { Accept: "text/html" },
      signal: patience(PATIENCE_MS),
    });
    if (!response.ok) return { section: undefined, anybody: false };
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const section = page.querySelector<HTMLElement>('[data-step="near"]') ?? undefined;
    return { section, anybody: section?.querySelector(".voice-card") !== null };
  } catch {
    return { section: undefined, anybody: false };
  }
}

/** Let the section's buttons work without leaving the page. */
export function dressNearby(
  section: HTMLElement,
  words: Words,
  actions: { readonly onWrite: () => void; readonly onChangePlace: () => void },
): void {
  section.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a[data-write-new], a[data-change-place]");
    if (link === null) return;
    event.preventDefault();
    if (link.hasAttribute("data-write-new")) actions.onWrite();
    else actions.onChangePlace();
  });
  section.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    event.preventDefault();
    void once(form.querySelector("button"), () => support(form, words));
  });
}

async function support(form: HTMLFormElement, words: Words): Promise<void> {
  const answer = await post(form);
  const isDone = answer.kind === "elsewhere" || (answer.kind === "page" && answer.status === 200);
  const told =
    form.parentElement?.querySelector<HTMLElement>(".support__told") ??
    element("p", { class: "support__told", role: "status" });
  form.after(told);
  told.textContent = words.say(isDone ? "supported" : "support_failed");
  if (isDone) form.hidden = true;
}
