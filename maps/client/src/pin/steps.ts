/**
 * The steps of writing, one after the other on one page: where, what others said, the words,
 * the check. Each is an entry in the browser's history, so that "back" goes one step back and
 * what was typed stays.
 */

export const STEPS = ["place", "near", "words", "check"] as const;
export type Step = (typeof STEPS)[number];

export interface Steps {
  readonly now: () => Step;
  /** Go to a step; `address` is what the URL becomes, where it changes. */
  readonly go: (step: Step, address?: string) => void;
  /** Be told of every step shown; `back` when the browser's buttons led there. */
  readonly onShow: (listener: (step: Step, back: boolean) => void) => void;
}

interface Entry {
  readonly writing?: Step;
}

/** Follow the sections `[data-step]` below `root`; the server says in `data-now` which is first. */
export function followSteps(root: HTMLElement): Steps {
  const first = stepOf(root.dataset.now) ?? "place";
  const listeners: ((step: Step, back: boolean) => void)[] = [];
  let now = first;

  const show = (step: Step): void => {
    now = step;
    root.dataset.now = step;
    for (const section of root.querySelectorAll<HTMLElement>("[data-step]")) {
      section.hidden = section.dataset.step !== step;
    }
  };
  const tell = (back: boolean): void => {
    for (const listener of listeners) listener(now, back);
  };

  show(first);
  history.replaceState({ ...history.state, writing: first } satisfies Entry, "");
  addEventListener("popstate", ({ state }: PopStateEvent) => {
    const step = stepOf((state as Entry | null)?.writing);
    if (step === undefined || step === now) return;
    show(step);
    tell(true);
  });
  return {
    now: () => now,
    go: (step, address) => {
      if (step === now) return;
      history.pushState({ writing: step } satisfies Entry, "", address ?? location.href);
      show(step);
      scrollTo({ top: 0, behavior: "instant" });
      tell(false);
    },
    onShow: (listener) => listeners.push(listener),
  };
}

function stepOf(text: string | undefined): Step | undefined {
  return STEPS.find((step) => step === text);
}

/** Put the focus on the step's heading, so that it is read out. */
export function focusHeading(root: HTMLElement, step: Step): void {
  root
    .querySelector<HTMLElement>(`[data-step="${step}"] [data-step-title]`)
    ?.focus({ preventScroll: true });
}
