/** Keys on the focused map: arrows move the mark, + and − zoom, Home shows all, Enter says here. */

export interface KeyActions {
  /** Move the mark by pixels. */
  readonly step: (right: number, down: number) => void;
  readonly zoom: (by: 1 | -1) => void;
  readonly home: () => void;
  readonly here: () => void;
}

/** Fine enough to hit a street at a near zoom; with Shift far enough to cross a district. */
export const STEP_PX = 16;
export const LEAP_PX = 96;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Follow keys pressed on the map's canvas or on the pin. */
export function followKeys(targets: readonly HTMLElement[], actions: KeyActions): void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!act(event, actions)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  for (const target of targets) target.addEventListener("keydown", onKey);
}

function act({ key, shiftKey }: KeyboardEvent, actions: KeyActions): boolean {
  const arrow = ARROWS[key];
  if (arrow !== undefined) {
    const far = shiftKey ? LEAP_PX : STEP_PX;
    actions.step(arrow[0] * far, arrow[1] * far);
  } else if (key === "+" || key === "=") actions.zoom(1);
  else if (key === "-" || key === "_") actions.zoom(-1);
  else if (key === "Home") actions.home();
  else if (key === "Enter") actions.here();
  else return false;
  return true;
}
