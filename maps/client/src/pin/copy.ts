/** Buttons that copy what is worth keeping: the number, the private link. */
import type { Words } from "./words";

/** Bring the page's copy buttons to life. Each names what it copies in `data-copy`. */
export function offerCopies(page: ParentNode, words: Words): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    button.hidden = false;
    const told = button.parentElement?.querySelector<HTMLElement>("[data-copied]");
    button.addEventListener("click", async () => {
      const done = await copied(button.dataset.copy ?? "");
      if (told) told.textContent = words.say(done ? "copied" : "copy_failed");
    });
  }
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // forbidden, or no clipboard on a page without encryption
  }
}
