/** The map of a page: loaded when `#map` comes near, beside a list that does without it. */
import "maplibre-gl/dist/maplibre-gl.css";
import "./tokens.css";
import "./map.css";
import type { StyleSpecification } from "maplibre-gl";
import { bboxAround, fetchDistricts, fetchJson } from "./answers";
import { canDrawMaps, createMap } from "./create-map";
import { element } from "./elements";
import { filterFromSearch } from "./filter";
import { startIsland } from "./island";
import { shownLayers } from "./layer-switch";
import { pageStyle } from "./map-style";
import { type MessageKey, type Speech, speech } from "./messages";

/** Start the map in `root`. What prevents it is said in a sentence; the list stays. */
async function start(root: HTMLElement): Promise<void> {
  const words = speech(root.dataset.lang ?? document.documentElement.lang, root.dataset.messages);
  if (!canDrawMaps()) {
    sayInstead(root, words, "map_unavailable");
    return;
  }
  try {
    await startMap(root, words);
  } catch {
    sayInstead(root, words, "map_failed");
  }
}

async function startMap(root: HTMLElement, words: Speech): Promise<void> {
  const [plainStyle, districts] = await Promise.all([
    fetchJson<StyleSpecification>(root.dataset.styleUrl ?? "/styles/werkbank.json"),
    fetchDistricts(root.dataset.districtsUrl ?? "/api/districts"),
  ]);
  const city = bboxAround(districts.map(({ bbox }) => bbox));
  if (city === undefined) throw new RangeError("the server knows no district");
  const container = element("div", { class: "map-view" });
  root.replaceChildren(container);
  root.classList.add("map-island");
  const style = pageStyle(plainStyle, filterFromSearch(location.search), shownLayers(document));
  const map = createMap({ container, style, city, speech: words });
  const status = document.getElementById("map-status");
  startIsland({ root, map, speech: words, districts, plainStyle, status });
}

function sayInstead(root: HTMLElement, words: Speech, key: MessageKey): void {
  root.classList.add("map-island");
  root.replaceChildren(element("p", { class: "map-absent" }, [words.say(key)]));
}

const root = document.getElementById("map");
if (root !== null) void start(root);
