/** "Nur Ausschnitt": the map's extent as part of the filter. */
import { type Bbox, bboxToText } from "./filter";
import { EXTENT_EVENT } from "./pending";

const PAUSE_MS = 250;

export interface ExtentFilter {
  /** The map came to rest: ask for this extent, if only the extent is wanted. */
  readonly rested: (bbox: Bbox) => void;
}

/**
 * Keep the form's field `bbox` in step with its checkbox "only this extent" and the map.
 *
 * `view` tells the extent now. Elements are looked up each time, since the form is replaced with
 * every answer.
 */
export function extentFilter(page: Document, view: () => Bbox): ExtentFilter {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const field = (): HTMLInputElement | null => page.querySelector<HTMLInputElement>("#bbox");
  const wanted = (): boolean =>
    page.querySelector<HTMLInputElement>("#only-extent")?.checked === true;

  // Before the form hears of the change and sends itself.
  page.addEventListener(
    "change",
    (event) => {
      if (!(event.target instanceof HTMLInputElement) || event.target.id !== "only-extent") return;
      const bbox = field();
      if (bbox !== null) bbox.value = event.target.checked ? bboxToText(view()) : "";
    },
    { capture: true },
  );

  const send = (text: string): void => {
    const bbox = field();
    const form = bbox?.form;
    if (!wanted() || !bbox || !form || bbox.value === text) return;
    bbox.value = text;
    form.dispatchEvent(new CustomEvent(EXTENT_EVENT));
  };
  return {
    rested: (bbox) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => send(bboxToText(bbox)), PAUSE_MS);
    },
  };
}
