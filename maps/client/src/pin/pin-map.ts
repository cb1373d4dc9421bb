/** The map on which somebody says "here". */
import "maplibre-gl/dist/maplibre-gl.css";
import "../tokens.css";
import "../map.css";
import "../pin.css";
import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import { bboxAround, type District, fetchDistricts, fetchJson } from "../answers";
import { isNarrow, type MoveReason, showBbox, zoomBy } from "../camera";
import { createControls, createFooter } from "../controls";
import { canDrawMaps, createMap } from "../create-map";
import { element } from "../elements";
import { type Bbox, filterFromSearch } from "../filter";
import { metersPerPixel } from "../geometry/mercator";
import { createLabels } from "../labels/draw";
import { creditsOf, pageStyle } from "../map-style";
import type { Speech } from "../messages";
import { createOverlay, transformOf } from "../overlay";
import type { LonLat, Parts } from "./area";
import { bboxOfParts, showArea } from "./area-layer";
import { followKeys } from "./keys";
import { crosshair, keepInView, type Mark, pin } from "./mark";
import { sayOthers, withOthers } from "./others";
import type { Words } from "./words";

export interface PinMapPlan {
  /** The page's element; its data attributes hold addresses. */
  readonly root: HTMLElement;
  readonly speech: Speech;
  readonly words: Words;
  /** A district to begin with instead of the whole city. */
  readonly district: string | undefined;
}

export interface PinMap {
  readonly districts: readonly District[];
  readonly point: () => LonLat | undefined;
  /** Put the mark there, and come at least as near as `zoom`. */
  readonly put: (point: LonLat, zoom: number) => void;
  readonly showDistrict: (id: string) => void;
  /** Show where pins are taken; the rest steps back. */
  readonly showArea: (parts: Parts) => void;
  /** How much ground a pixel stands for: below a few metres, somebody means a spot. */
  readonly metersPerPixel: () => number;
  /** Fingers move the map, and the mark is in its middle. */
  readonly byFinger: boolean;
  readonly canvas: HTMLElement;
  /** Be told when the mark came to rest somewhere. */
  readonly onRest: (listener: () => void) => void;
  /** Be told when somebody says "here" on the map itself. */
  readonly onHere: (listener: () => void) => void;
}

/** How near the map comes to show a place that was searched or located. */
export const SPOT_ZOOM = 16;
/** The same for one that is known roughly only. */
export const NEAR_ZOOM = 14;
const LAYERS: ReadonlySet<string> = new Set(["colours", "places"]);

/** Why there is no map. */
export class NoMapError extends Error {
  override readonly name = "NoMapError";
}

/** Put the map into the page. Rejects when the browser or the network cannot. */
export async function startPinMap(plan: PinMapPlan): Promise<PinMap> {
  const { root, speech, words } = plan;
  if (!canDrawMaps()) throw new NoMapError("no WebGL");
  const [style, districts] = await Promise.all([
    fetchJson<StyleSpecification>(root.dataset.styleUrl ?? "/styles/werkbank.json"),
    fetchDistricts(root.dataset.districtsUrl ?? "/api/districts"),
  ]);
  const city = bboxAround(districts.map(({ bbox }) => bbox));
  if (city === undefined) throw new RangeError("the server knows no district");
  const byFinger = matchMedia("(pointer: coarse)").matches;
  const container = element("div", { class: "map-view" });
  root.replaceChildren(container);
  root.classList.add("map-island");
  root.classList.toggle("is-by-finger", byFinger);
  const drawn = pageStyle(style, filterFromSearch(""), LAYERS);
  const map = createMap({
    container,
    style: { ...drawn, layers: withOthers(style, drawn.layers) },
    city,
    speech: withOwnTitle(speech, words, byFinger),
    alone: byFinger,
  });
  map.keyboard.disable();
  map.getCanvas().setAttribute("role", "application");
  sayOthers(map, words.say("others"));
  const onRest = listeners();
  const onHere = listeners();
  const mark = byFinger ? crosshair(map, onRest.call) : pin(map, words.say("pin"), onRest.call);
  const showDistrict = (id: string): void => {
    const bbox = districts.find((one) => one.id === id)?.bbox;
    if (bbox !== undefined) showBbox(map, bbox, {});
  };
  const start = { bbox: city };
  furnish(map, { plan, style, districts, city, mark, showDistrict, here: onHere.call, start });
  if (plan.district !== undefined) showDistrict(plan.district);
  return {
    districts,
    point: mark.point,
    put: mark.put,
    showDistrict,
    showArea: (parts) => {
      showArea(map, parts);
      start.bbox = bboxOfParts(parts) ?? city;
      showBbox(map, start.bbox, { automatic: true }, { animate: false });
    },
    metersPerPixel: () => metersPerPixel(transformOf(map), map.getCenter().lat),
    byFinger,
    canvas: map.getCanvas(),
    onRest: onRest.add,
    onHere: onHere.add,
  };
}

function listeners(): {
  readonly add: (listener: () => void) => void;
  readonly call: () => void;
} {
  const all: (() => void)[] = [];
  return {
    add: (listener) => all.push(listener),
    call: () => {
      for (const listener of all) listener();
    },
  };
}

function withOwnTitle(speech: Speech, words: Words, byFinger: boolean): Speech {
  return {
    ...speech,
    say: (key, values) => {
      if (key === "map_title") return words.say("map_title");
      if (key === "map_help") return words.say(byFinger ? "map_help_cross" : "map_help_pin");
      return speech.say(key, values);
    },
  };
}

interface Furniture {
  readonly plan: PinMapPlan;
  readonly style: StyleSpecification;
  readonly districts: readonly District[];
  readonly city: Bbox;
  readonly mark: Mark;
  readonly showDistrict: (id: string) => void;
  readonly here: () => void;
  /** What is shown first: the city, or the area of the process. */
  readonly start: { bbox: Bbox };
}

/** Names of districts, buttons, keys and the line below the map. */
function furnish(map: MapLibreMap, furniture: Furniture): void {
  const { plan, style, districts, city, mark, showDistrict } = furniture;
  const { root, speech } = plan;
  let untouched = plan.district === undefined;
  const home = (): void => showBbox(map, city, { automatic: true });
  const controls = createControls(map.getContainer(), speech, {
    zoomIn: () => zoomBy(map, 1),
    zoomOut: () => zoomBy(map, -1),
    wholeCity: home,
  });
  const layer = element("div", {
    class: "map-labels",
    role: "group",
    "aria-label": speech.say("districts"),
  });
  map.getCanvasContainer().append(layer);
  const labels = createLabels(layer, districts);
  layer.addEventListener("click", (event) => {
    const label = (event.target as Element).closest<HTMLElement>("[data-district]");
    if (label?.dataset.district === undefined) return;
    event.stopPropagation(); // it is not a place somebody means
    showDistrict(label.dataset.district);
  });
  const overlay = createOverlay({
    map,
    districts,
    labels,
    markers: { set: () => {}, draw: () => {}, choose: () => {} },
    obstacles: () => [controls.buttons, ...(mark.box.hidden ? [] : [mark.box])],
    card: () => undefined,
  });
  followKeys([map.getCanvas(), mark.box], {
    step: (right, down) => {
      mark.step(right, down);
      const point = mark.point();
      if (point !== undefined) keepInView(map, point);
    },
    zoom: (by) => zoomBy(map, by),
    home,
    here: furniture.here,
  });
  const footer = createFooter(root, speech);
  footer.setCredits(creditsOf(style));
  footer.foldCredits(true);
  const measure = (): void => {
    root.classList.toggle("is-narrow", isNarrow(map));
    labels.measure();
    overlay.refresh();
  };
  const follow = (): void => {
    footer.setScale(metersPerPixel(transformOf(map), map.getCenter().lat));
    controls.setZoomable({
      closer: map.getZoom() < map.getMaxZoom() - 0.01,
      farther: map.getZoom() > map.getMinZoom() + 0.01,
    });
  };
  measure();
  follow();
  map.on("move", follow);
  map.on("moveend", (event: object) => {
    const { automatic } = event as MoveReason;
    if (automatic !== true) untouched = false;
  });
  map.on("resize", () => {
    measure();
    // What is shown first stays whole when a line below the map comes or a phone is turned.
    if (untouched) showBbox(map, furniture.start.bbox, { automatic: true }, { animate: false });
  });
  new ResizeObserver(() => map.resize({ automatic: true } satisfies MoveReason)).observe(
    map.getContainer(),
  );
  void document.fonts.ready.then(measure);
}
