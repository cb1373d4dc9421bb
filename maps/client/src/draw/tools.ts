/** The buttons of the drawing map, and the sentence that says what to do next. */
import type { PenState } from "./pen";
import type { Words } from "./words";

export const ACTS = ["draw", "finish", "undo", "corner", "area", "all"] as const;
export type Act = (typeof ACTS)[number];

export interface Facts extends PenState {
  /** How many shapes stay as they are. */
  readonly fixed: number;
  readonly canUndo: boolean;
  readonly trouble: "unreadable" | "elsewhere" | undefined;
}

export interface Tools {
  readonly follow: (facts: Facts) => void;
}

/** Three corners make a polygon. */
const CLOSABLE = 3;

/** Bring the page's buttons to life; each is named by `data-act`. */
export function buttonsOf(root: HTMLElement, act: (act: Act) => void): Tools {
  const buttons = ACTS.flatMap((name) => {
    const button = root.querySelector<HTMLButtonElement>(`[data-act="${name}"]`);
    return button === null ? [] : [{ name, button }];
  });
  for (const { name, button } of buttons) {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") act(name);
    });
  }
  return {
    follow: (facts) => {
      for (const { name, button } of buttons) {
        // Not `disabled`: the button at hand would lose the focus.
        button.setAttribute("aria-disabled", String(!isUseful(name, facts)));
        if (name === "draw") button.setAttribute("aria-pressed", String(facts.act === "draw"));
      }
    },
  };
}

/** Whether a button would do anything now. */
export function isUseful(act: Act, { open, ...facts }: Facts): boolean {
  const all = facts.shapes + facts.fixed;
  switch (act) {
    case "draw":
      return true;
    case "finish":
      return facts.act === "draw" && (open >= CLOSABLE || (open === 0 && all > 0));
    case "undo":
      return open > 0 || facts.canUndo;
    case "corner":
      return facts.corner !== undefined;
    case "area":
      return facts.chosen || open > 0;
    case "all":
      return all > 0 || open > 0;
  }
}

/** What is there, and what to do next. */
export function sentenceOf(facts: Facts, words: Words): string {
  const { say, count } = words;
  if (facts.trouble !== undefined) return say(facts.trouble);
  if (facts.open >= CLOSABLE) return say("closing", { count: facts.open });
  if (facts.open > 0) return count("more_corners", facts.open);
  const all = facts.shapes + facts.fixed;
  const there = all === 0 ? [] : [count("areas", all)];
  if (facts.fixed > 0) there.push(say("fixed"));
  if (facts.act === "draw") return [...there, say("first_corner")].join(" ");
  if (facts.corner !== undefined) return [...there, say("corner")].join(" ");
  if (facts.shapes > 0) there.push(say(facts.chosen ? "move" : "choose"));
  return there.join(" ");
}
