/** The words: counted while one types, and safe from a key that would send them too early. */
import { countCharacters } from "./counter";
import { control } from "./fields";
import type { Words } from "./words";

/** Dress the fields of the form; again after the server sent others. */
export function dressFields(form: HTMLFormElement, words: Words): void {
  countBelow(form, words);
  const text = control(form, "text");
  // "Next" on a phone's keyboard leads on; it does not send.
  const title = control(form, "titel");
  title?.setAttribute("enterkeyhint", "next");
  title?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    text?.focus();
  });
}

/** Count below every text that names its counter. */
export function countBelow(page: ParentNode, words: Words): void {
  for (const text of page.querySelectorAll<HTMLTextAreaElement>("textarea[data-counter]")) {
    const counter = document.getElementById(text.dataset.counter ?? "");
    if (counter === null) continue;
    const { least, most } = counter.dataset;
    countCharacters(text, counter, { least: Number(least), most: Number(most) }, words);
  }
}

/** Keep the field at hand in sight when the keyboard of a phone comes up. */
export function keepInSight(form: HTMLFormElement): void {
  visualViewport?.addEventListener("resize", () => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && form.contains(activeElement)) {
      activeElement.scrollIntoView({ block: "nearest" });
    }
  });
}

/** Put the focus where writing goes on: the first field that is still empty. */
export function focusWords(form: HTMLFormElement): void {
  const fields = ["titel", "text"].map((name) => control(form, name));
  (fields.find((field) => field?.value === "") ?? fields[0])?.focus();
}
