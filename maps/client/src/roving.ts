/** One tab stop for a group of buttons; arrow keys walk through it. */

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export interface RovingGroup {
  /** Say which buttons there are now, in the order the keys walk. */
  readonly update: (buttons: readonly HTMLElement[]) => void;
}

/** Let arrow keys walk through the buttons of `container`, which keep one tab stop together. */
export function rovingGroup(container: HTMLElement): RovingGroup {
  let buttons: readonly HTMLElement[] = [];
  let visited: HTMLElement | undefined;
  const choose = (chosen: HTMLElement | undefined): void => {
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
  };
  container.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const at = buttons.indexOf(event.target as HTMLElement);
    if (step === undefined || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // the map would pan
    buttons[step(at, buttons.length)]?.focus();
  });
  container.addEventListener("focusin", (event) => {
    const focused = buttons.find((button) => button === event.target);
    if (focused === undefined) return;
    visited = focused;
    choose(focused);
  });
  return {
    update: (now) => {
      for (const button of buttons) if (!now.includes(button)) button.tabIndex = -1;
      buttons = now;
      choose(now.find((button) => button === visited) ?? now[0]);
    },
  };
}
