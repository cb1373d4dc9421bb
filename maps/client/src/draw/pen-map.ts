/** The map on which an area is drawn: the districts with their names, and nothing to open. */
import "maplibre-gl/dist/maplibre-gl.css";
import "../tokens.css";
import "../map.css";
import "./draw.css";
import type { Position } from "geojson";
import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import { bboxAround, type District, fetchDistricts, fetchJson } from "../answers";
import { isNarrow, type MoveReason, showBbox, zoomBy } from "../camera";
import { createControls, createFooter } from "../controls";
import { canDrawMaps, createMap } from "../create-map";
import { element } from "../elements";
import { type Bbox, filterFromSearch } from "../filter";
import { metersPerPixel, toMercator } from "../geometry/mercator";
import { createLabels } from "../labels/draw";
import { creditsOf, pageStyle } from "../map-style";
import { type Speech, speech } from "../messages";
import { createOverlay, transformOf } from "../overlay";
import type { Words } from "./words";

export interface PenMap {
  readonly map: MapLibreMap;
  readonly city: Bbox;
  /** Show this first, and again when the map gets another size before anybody moved it. */
  readonly begin: (bbox: Bbox) => void;
  /** Places that the names of districts had better not cover. */
  readonly keepClear: (places: readonly Position[]) => void;
}

const LAYERS: ReadonlySet<string> = new Set(["colours", "places"]);

/** Put the map into the page. Rejects when the browser or the network cannot. */
export async function startPenMap(root: HTMLElement, words: Words): Promise<PenMap> {
  if (!canDrawMaps()) throw new Error("no WebGL");
  const [style, districts] = await Promise.all([
    fetchJson<StyleSpecification>(root.dataset.styleUrl ?? "/styles/werkbank.json"),
    fetchDistricts(root.dataset.districtsUrl ?? "/api/districts"),
  ]);
  const city = bboxAround(districts.map(({ bbox }) => bbox));
  if (city === undefined) throw new RangeError("the server knows no district");
  const container = element("div", { class: "map-view" });
  root.replaceChildren(container);
  root.classList.add("map-island");
  const said = withOwnTitle(speech(words.lang, root.dataset.messages), words);
  const map = createMap({
    container,
    style: pageStyle(style, filterFromSearch(""), LAYERS),
    city,
    speech: said,
  });
  const furnished = furnish(map, { root, style, districts, city, said });
  await new Promise((ready) => map.once("style.load", ready));
  return { map, city, ...furnished };
}

function withOwnTitle(known: Speech, words: Words): Speech {
  return {
    ...known,
    say: (key, values) =>
      key === "map_title" || key === "map_help" ? words.say(key) : known.say(key, values),
  };
}

interface Furniture {
  readonly root: HTMLElement;
  readonly style: StyleSpecification;
  readonly districts: readonly District[];
  readonly city: Bbox;
  readonly said: Speech;
}

/** Names of districts, buttons and the line below the map. */
function furnish(map: MapLibreMap, furniture: Furniture): Pick<PenMap, "begin" | "keepClear"> {
  const { root, style, districts, city, said } = furniture;
  let start = city;
  let untouched = true;
  const controls = createControls(map.getContainer(), said, {
    zoomIn: () => zoomBy(map, 1),
    zoomOut: () => zoomBy(map, -1),
    wholeCity: () => showBbox(map, city, {}),
  });
  const layer = element("div", {
    class: "map-labels",
    role: "group",
    "aria-label": said.say("districts"),
  });
  map.getCanvasContainer().append(layer);
  const labels = createLabels(layer, districts);
  layer.addEventListener("click", ({ target }) => {
    const id = (target as Element).closest<HTMLElement>("[data-district]")?.dataset.district;
    const bbox = districts.find((one) => one.id === id)?.bbox;
    if (bbox !== undefined) showBbox(map, bbox, {});
  });
  const overlay = createOverlay({
    map,
    districts,
    labels,
    markers: { set: () => {}, draw: () => {}, choose: () => {} },
    obstacles: () => [controls.buttons],
    card: () => undefined,
  });
  const footer = createFooter(root, said);
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
  const show = (): void => showBbox(map, start, { automatic: true }, { animate: false });
  measure();
  follow();
  map.on("move", follow);
  map.on("moveend", (event: object) => {
    if ((event as MoveReason).automatic !== true) untouched = false;
  });
  map.on("resize", () => {
    measure();
    if (untouched) show();
  });
  new ResizeObserver(() => map.resize({ automatic: true } satisfies MoveReason)).observe(
    map.getContainer(),
  );
  void document.fonts.ready.then(measure);
  return {
    begin: (bbox) => {
      start = bbox;
      show();
    },
    keepClear: (places) =>
      overlay.setSigns(places.map(([lon = 0, lat = 0]) => toMercator(lon, lat))),
  };
}
