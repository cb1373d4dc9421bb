/** The projects of the filter: fetched, shown on the map, and told in a sentence. */
import type { Map as MapLibreMap, StyleSpecification, VectorTileSource } from "maplibre-gl";
import { fetchProjects, type ProjectAnswer } from "./answers";
import { type Filter, tileFilter, withFilter } from "./filter";
import { filteredTiles, PROJECTS } from "./map-style";
import type { Speech } from "./messages";
import type { Island } from "./parts";

export const NO_PROJECTS: ProjectAnswer = {
  projects: [],
  total: 0,
  withPlace: 0,
  byDistrict: {},
};

/** Returns what fetches the projects of the filter; answers that were overtaken are dropped. */
export function refresher(island: Island): () => Promise<void> {
  const { root, map, speech, state, plainStyle } = island;
  let running = new AbortController();
  return async () => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    setProjectTiles(map, plainStyle, state.filter);
    try {
      const address = withFilter(root.dataset.projectsUrl ?? "/api/projects", state.filter);
      const answer = await fetchProjects(address, speech.lang, signal);
      if (!signal.aborted) show(island, answer);
    } catch {
      if (!signal.aborted) tellTrouble(island);
    }
  };
}

function show(island: Island, answer: ProjectAnswer): void {
  const { root, speech, state, overlay, labels, highlight } = island;
  state.answer = answer;
  overlay.setProjects(answer.projects);
  labels.name(answer.byDistrict, speech);
  highlight.renew();
  tell(island, resultText(answer, root.dataset.projectsTotal, speech));
}

/** Say something in the page's live region. */
function tell({ status }: Pick<Island, "status">, text: string): void {
  if (status !== null && status.textContent !== text) status.textContent = text;
}

/** Say, once and beside what is said already, that a part of the map is missing. */
export function tellTrouble(island: Pick<Island, "status" | "speech">): void {
  const said = island.status?.textContent ?? "";
  const trouble = island.speech.say("map_incomplete");
  if (!said.includes(trouble)) tell(island, said === "" ? trouble : `${said}. ${trouble}`);
}

function setProjectTiles(map: MapLibreMap, plain: StyleSpecification, filter: Filter): void {
  const source = map.getSource<VectorTileSource>(PROJECTS);
  const original = plain.sources[PROJECTS];
  if (source === undefined || original?.type !== "vector") return;
  const tiles = filteredTiles(original.tiles ?? [], tileFilter(filter));
  if (tiles.join() !== source.tiles.join()) source.setTiles(tiles);
}

/** "12 von 36 Projekten, 3 ohne Ort auf der Karte". `all` is the page's number of all projects. */
export function resultText(
  { total, withPlace }: Pick<ProjectAnswer, "total" | "withPlace">,
  all: string | undefined,
  speech: Speech,
): string {
  const everything = all === undefined ? Number.NaN : Number(all);
  const found =
    everything >= total
      ? speech.say("result_of", { count: speech.number(total), total: speech.number(everything) })
      : speech.count("result", total);
  const placeless = total - withPlace;
  if (placeless <= 0) return found;
  return `${found}, ${speech.say("result_without_place", { count: speech.number(placeless) })}`;
}
