/** The page's layer switches: checkboxes named `ebenen` that act at once. */

const SWITCHES = 'input[type="checkbox"][name="ebenen"]';
const ALWAYS = ["projects", "voices", "colours"] as const;

/** The chosen layers; what a page without switches shows. */
export function shownLayers(page: ParentNode): Set<string> {
  const boxes = [...page.querySelectorAll<HTMLInputElement>(SWITCHES)];
  if (boxes.length === 0) return new Set(ALWAYS);
  return new Set(boxes.filter((box) => box.checked).map((box) => box.value));
}

/** Call `listener` whenever a switch is turned. */
export function onLayerSwitch(page: Document, listener: (shown: Set<string>) => void): void {
  page.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.matches(SWITCHES)) {
      listener(shownLayers(page));
    }
  });
}
