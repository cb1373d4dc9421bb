/** The projects of the filter: fetched, shown on the map, and told in a sentence. */
import type { Map as MapLibreMap, StyleSpecification, VectorTileSource } from "maplibre-gl";
import { fetchProjects, type ProjectAnswer } from "./answers";
import { showLayers } from "./base-map";
import { type Filter, withFilter } from "./filter";
import { showDistricts } from "./imported/districts";
import { shownLayers } from "./layer-switch";
import { FILTERED, filteredTiles, PROJECTS } from "./map-style";
import type { Speech } from "./messages";
import type { Island, State } from "./parts";

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
    island.notice.say("");
    for (const layer of FILTERED) setTiles(map, plainStyle, state.filter, layer);
    showDistricts(map, plainStyle, state.filter);
    try {
      const address = withFilter(root.dataset.projectsUrl ?? "/api/projects", state.filter);
      const answer = await fetchProjects(address, speech.lang, signal);
      if (!signal.aborted) show(island, answer);
    } catch {
      if (!signal.aborted) showFailure(island);
    }
  };
}

function show(island: Island, answer: ProjectAnswer): void {
  take(island, answer, { failed: false });
  tell(island, resultText(answer, island.root.dataset.projectsTotal, island.speech));
}

/** Better no project than those of another filter. */
function showFailure(island: Island): void {
  take(island, NO_PROJECTS, { failed: true });
  const trouble = island.speech.say("projects_missing");
  tell(island, trouble);
  island.notice.say(trouble);
}

function take(island: Island, answer: ProjectAnswer, { failed }: Pick<State, "failed">): void {
  const { map, plainStyle, speech, state, overlay, labels, highlight } = island;
  state.answer = answer;
  state.failed = failed;
  showLayers(map, plainStyle, visibleLayers(state, shownLayers(document)));
  overlay.setProjects(answer.projects);
  labels.name(answer.byDistrict, speech);
  highlight.renew();
}

/** The chosen layers, less the projects while nobody knows which they are. */
export function visibleLayers(
  { failed }: Pick<State, "failed">,
  chosen: ReadonlySet<string>,
): Set<string> {
  return new Set([...chosen].filter((id) => !(failed && id === PROJECTS)));
}

/** Say something in the page's live region. */
function tell({ status }: Pick<Island, "status">, text: string): void {
  if (status !== null && status.textContent !== text) status.textContent = text;
}

/** Say, once and beside what is said already, that a part of the map is missing. */
export function tellTrouble(island: Pick<Island, "status" | "speech" | "state" | "notice">): void {
  const said = island.status?.textContent ?? "";
  const trouble = island.speech.say("map_incomplete");
  if (!island.state.failed) island.notice.say(trouble);
  if (!said.includes(trouble)) tell(island, said === "" ? trouble : `${said}. ${trouble}`);
}

function setTiles(
  map: MapLibreMap,
  plain: StyleSpecification,
  filter: Filter,
  layer: string,
): void {
  const source = map.getSource<VectorTileSource>(layer);
  const original = plain.sources[layer];
  if (source === undefined || original?.type !== "vector") return;
  const tiles = filteredTiles(original.tiles ?? [], filter, layer);
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
