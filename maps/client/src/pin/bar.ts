/** The line below the map: what is under the mark, and the button that says "here". */
import { element } from "../elements";
import type { Words } from "./words";

export interface Bar {
  readonly box: HTMLElement;
  readonly here: HTMLButtonElement;
  /** What is under the mark. */
  readonly words: (text: string) => void;
  /** How the place came about. */
  readonly note: (text: string) => void;
  /** Why it cannot be here, and what to do; nothing takes that back. */
  readonly trouble: (text: string) => void;
}

export function barBelow(words: Words): Bar {
  const said = element("p", { class: "pick__words", role: "status" });
  const note = element("p", { class: "pick__note", role: "status" });
  const trouble = element("p", { class: "pick__trouble", role: "alert" });
  const here = element(
    "button",
    { type: "button", class: "kern-btn kern-btn--primary pick__here" },
    [element("span", { class: "kern-label" }, [words.say("here")])],
  );
  const show = (line: HTMLElement, text: string): void => {
    if (line.textContent !== text) line.textContent = text;
  };
  return {
    box: element("div", { class: "pick__bar" }, [
      element("div", { class: "pick__said" }, [said, note, trouble]),
      here,
    ]),
    here,
    words: (text) => show(said, text),
    note: (text) => show(note, text),
    trouble: (text) => {
      here.setAttribute("aria-disabled", String(text !== ""));
      show(trouble, text);
    },
  };
}
