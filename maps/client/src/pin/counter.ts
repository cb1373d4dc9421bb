/** How many characters a text has: always seen, and said aloud only where something changes. */
import { element } from "../elements";
import { whenResting } from "./rest";
import type { Words } from "./words";

export interface Limits {
  readonly least: number;
  readonly most: number;
}

type Mood = "empty" | "short" | "enough" | "near" | "long";

/** From how few free characters on they are counted down. */
const NEAR = 200;
/** From here on, every hundred and the last ten are said. */
const SAY_EVERY = 100;
const REST_MS = 800;

/** Count below a text field. The server has the last word; this only tells early. */
export function countCharacters(
  field: HTMLTextAreaElement,
  host: HTMLElement,
  limits: Limits,
  words: Words,
): void {
  const seen = element("span", { class: "counter__seen", "aria-hidden": "true" });
  const said = element("span", { class: "kern-sr-only", "aria-live": "polite" });
  host.replaceChildren(seen, said);
  let lastSaid = "";

  const say = whenResting(REST_MS, () => {
    const { step, text } = told(lengthOf(field.value), limits, words);
    if (step === lastSaid) return;
    lastSaid = step;
    said.textContent = text;
  });
  const show = (): void => {
    const { mood, text } = told(lengthOf(field.value), limits, words);
    seen.textContent = text;
    host.dataset.mood = mood;
  };
  field.addEventListener("input", () => {
    show();
    say.call();
  });
  show();
  lastSaid = told(lengthOf(field.value), limits, words).step;
}

/** Characters as the server counts them: composed, without what stands before and after. */
export function lengthOf(text: string): number {
  return [...text.normalize("NFC").trim()].length;
}

/** What is said at a length; `step` changes where it is worth saying aloud. */
export function told(
  length: number,
  { least, most }: Limits,
  words: Words,
): { mood: Mood; text: string; step: string } {
  const left = most - length;
  if (left < 0) {
    return { mood: "long", text: words.count("too_long", -left), step: "long" };
  }
  if (length < least) {
    const mood = length === 0 ? "empty" : "short";
    return { mood, text: words.count("too_short", least - length), step: "short" };
  }
  if (left <= NEAR) {
    const step = left <= 10 ? left : Math.ceil(left / SAY_EVERY) * SAY_EVERY;
    return { mood: "near", text: words.count("left", left), step: `left ${step}` };
  }
  const limit = words.number(most);
  return {
    mood: "enough",
    text: words.say("enough", { count: words.number(length), limit }),
    step: "enough",
  };
}
