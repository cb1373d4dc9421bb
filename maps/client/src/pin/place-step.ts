/** The first step: where it is. Search, map and my position are of equal rank. */
import type { MultiPolygon, Polygon } from "geojson";
import type { Speech } from "../messages";
import { type LonLat, partsOf } from "./area";
import { type Bar, barBelow } from "./bar";
import { COARSE_M, locate } from "./locate";
import { NEAR_ZOOM, type PinMap, SPOT_ZOOM, startPinMap } from "./pin-map";
import { whenResting } from "./rest";
import { offerSearch, type Searched } from "./search";
import { type Ground, named, type Under, underneath } from "./under";
import type { Words } from "./words";

export interface ChosenPlace extends LonLat {
  /** Where it is, in words. */
  readonly words: string;
  /** What it is called, where it was searched by name. */
  readonly label: string | undefined;
  /** The map was too far away, or the device too unsure, for a spot. */
  readonly coarse: boolean;
}

export interface PlacePlan {
  /** The step's section. */
  readonly section: HTMLElement;
  /** The element that becomes the map. */
  readonly root: HTMLElement;
  readonly speech: Speech;
  readonly words: Words;
  readonly onHere: (place: ChosenPlace) => Promise<void>;
  /** The mark came to rest at a place inside the area. */
  readonly onMoved: (place: ChosenPlace) => void;
}

export interface PlaceStep {
  /** Show a place that is known already. */
  readonly put: (point: LonLat) => void;
}

/** How the mark came where it is, apart from being moved there. */
interface Origin {
  searched?: Searched;
  located?: LonLat & { readonly accuracyM: number };
}

const REST_MS = 300;
/** Above this, nobody can point at a spot. */
const FINE_M_PER_PIXEL = 4;
/** A name that was searched holds for a point this near to what was found: some 150 m. */
const SAME_PLACE_DEG = 0.002;
/** A position that was moved by hand farther than some 10 m is the hand's. */
const SAME_SPOT_DEG = 0.000_15;

/** Bring the step to life. Rejects when there is no map; the page's own search and list stay. */
export async function startPlaceStep(plan: PlacePlan): Promise<PlaceStep> {
  const { section, root, speech, words } = plan;
  const map = await startPinMap({ root, speech, words, district: root.dataset.district });
  const ground = groundOf(root, map);
  const bar = barBelow(words);
  const origin: Origin = {};
  // Whoever skips the map lands right before the bar.
  (root.parentElement ?? root).append(bar.box);
  if (root.dataset.area || root.dataset.areaDistricts) map.showArea(ground.parts);

  const follow = followMark(map, ground, bar, words, (point, under) => {
    if (under.outsideM === 0) plan.onMoved(chosen(point, under, origin, map));
  });
  const here = async (): Promise<void> => {
    const point = map.point();
    const under = follow.now();
    if (point === undefined || under === undefined) {
      bar.words(words.say("no_pin"));
      map.canvas.focus();
    } else if (under.outsideM === 0 && bar.here.getAttribute("aria-busy") !== "true") {
      bar.here.setAttribute("aria-busy", "true");
      await plan.onHere(chosen(point, under, origin, map));
      bar.here.removeAttribute("aria-busy");
    }
  };
  map.onHere(() => void here());
  bar.here.addEventListener("click", () => void here());

  offerSearch(section, words, (searched) => {
    origin.searched = searched;
    bar.note("");
    if (searched.point === undefined) map.showDistrict(searched.district);
    else map.put(searched.point, SPOT_ZOOM);
  });
  offerPosition(section, words, bar.note, (located) => {
    const { outsideM } = underneath(located, ground, words);
    const isCoarse = located.accuracyM > COARSE_M;
    if (outsideM > 0) {
      bar.note(words.say("position_outside", { distance: words.distance(outsideM) }));
      return;
    }
    origin.located = located;
    bar.note(
      words.say(isCoarse ? "position_coarse" : "position_found", {
        distance: words.distance(located.accuracyM),
      }),
    );
    map.put(located, isCoarse ? NEAR_ZOOM : SPOT_ZOOM);
  });
  return { put: (point) => map.put(point, SPOT_ZOOM) };
}

/** Say what is under the mark whenever it rests. */
function followMark(
  map: PinMap,
  ground: Ground,
  bar: Bar,
  words: Words,
  onRest: (point: LonLat, under: Under) => void,
): { readonly now: () => Under | undefined } {
  let asking = new AbortController();
  let told: { readonly point: LonLat; readonly under: Under } | undefined;

  const now = (): Under | undefined => {
    const point = map.point();
    if (point === undefined) return undefined;
    const isTold = told?.point.lon === point.lon && told.point.lat === point.lat;
    return isTold ? told?.under : underneath(point, ground, words);
  };
  const tell = async (): Promise<void> => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const point = map.point();
    if (point === undefined) return;
    const found = underneath(point, ground, words);
    const cure = map.byFinger ? "outside_cure_cross" : "outside_cure_pin";
    bar.trouble(found.outsideM > 0 ? words.say(cure) : "");
    const under = await named(point, found, ground, words, signal);
    if (signal.aborted) return;
    told = { point, under };
    bar.words(under.words);
    onRest(point, under);
  };
  const resting = whenResting(REST_MS, () => void tell());
  map.onRest(resting.call);
  if (map.point() === undefined) bar.words(words.say("no_pin"));
  else resting.call();
  return { now };
}

function chosen(point: LonLat, under: Under, origin: Origin, map: PinMap): ChosenPlace {
  const { located } = origin;
  const isUnsure =
    located !== undefined &&
    located.accuracyM > COARSE_M &&
    isWithin(located, point, SAME_SPOT_DEG);
  return {
    ...point,
    words: under.words,
    label: labelFor(origin.searched, point, under),
    coarse: isUnsure || map.metersPerPixel() > FINE_M_PER_PIXEL,
  };
}

function isWithin(one: LonLat, other: LonLat, degrees: number): boolean {
  return Math.abs(one.lon - other.lon) + Math.abs(one.lat - other.lat) < degrees;
}

/** The name that was searched, as long as the mark is still at what it names. */
function labelFor(
  searched: Searched | undefined,
  point: LonLat,
  { district }: Under,
): string | undefined {
  if (searched === undefined) return undefined;
  const holds =
    searched.point === undefined
      ? searched.district === district?.id && searched.name !== district.name
      : isWithin(searched.point, point, SAME_PLACE_DEG);
  return holds ? searched.name : undefined;
}

function groundOf(root: HTMLElement, map: PinMap): Ground {
  const { areaDistricts, area, nearbyUrl } = root.dataset;
  const own = area ? (JSON.parse(area) as Polygon | MultiPolygon) : undefined;
  return {
    districts: map.districts,
    parts: partsOf(map.districts, (areaDistricts ?? "").split(" "), own),
    nearbyUrl: nearbyUrl ?? "/api/places/near",
  };
}

function offerPosition(
  section: HTMLElement,
  words: Words,
  note: (text: string) => void,
  found: (position: LonLat & { readonly accuracyM: number }) => void,
): void {
  const button = section.querySelector<HTMLButtonElement>("[data-locate]");
  if (button === null) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    note(words.say("position_asking"));
    const located = await locate(navigator.geolocation);
    button.removeAttribute("aria-busy");
    if (located.kind === "found") found(located);
    else note(words.say(`position_${located.kind}`));
  });
}
