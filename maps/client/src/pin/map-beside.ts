/** The map of the writing page: fetched when a step needs it, beside the others where there is room. */
import { element } from "../elements";
import { speech } from "../messages";
import type { LonLat } from "./area";
import type { ChosenPlace, PlaceStep } from "./place-step";
import type { Words } from "./words";

export interface MapBesidePlan {
  /** Whether the step at hand has a use for a map at all. */
  readonly isWanted: () => boolean;
  /** The place that the form carries. */
  readonly point: () => LonLat | undefined;
  readonly onHere: (place: ChosenPlace) => Promise<void>;
  /** The mark was moved to another place inside the area. */
  readonly onMoved: (place: ChosenPlace) => void;
}

export interface MapBeside {
  /** Another step is shown, or the window changed: see whether there must be a map. */
  readonly refresh: () => void;
}

export function mapBeside(root: HTMLElement, words: Words, plan: MapBesidePlan): MapBeside {
  const section = root.querySelector<HTMLElement>('[data-step="place"]');
  const host = root.querySelector<HTMLElement>("#pin-map");
  const block = host?.parentElement;
  let step: PlaceStep | undefined;
  let started = false;

  const start = async (): Promise<void> => {
    if (section === null || host === null) return;
    started = true;
    try {
      const { startPlaceStep } = await import("./place-step");
      step = await startPlaceStep({
        section,
        root: host,
        speech: speech(words.lang, host.dataset.messages),
        words,
        onHere: plan.onHere,
        onMoved: (place) => {
          const known = plan.point();
          if (known === undefined || !isSame(known, place)) plan.onMoved(place);
        },
      });
      const point = plan.point();
      if (point !== undefined) step.put(point);
    } catch (error) {
      root.dataset.map = "missing";
      const key = (error as Error).name === "NoMapError" ? "map_unavailable" : "map_failed";
      host.replaceChildren(element("p", { class: "map-absent" }, [words.say(key)]));
    }
  };
  const refresh = (): void => {
    const isShown = plan.isWanted() && (block?.getClientRects().length ?? 0) > 0;
    if (isShown && !started) void start();
  };
  addEventListener("resize", refresh);
  return { refresh };
}

/** The form's degrees are rounded to 10 cm. */
const ROUNDED_DEG = 0.000_001;

function isSame(one: LonLat, other: LonLat): boolean {
  const away = Math.max(Math.abs(one.lon - other.lon), Math.abs(one.lat - other.lat));
  return away < ROUNDED_DEG;
}
