/** What the page around the map says to it: the filter changed, a layer was switched. */
import { layerView } from "./base-map";
import { showPosition } from "./camera";
import { showProject } from "./choosing";
import { filterFromSearch } from "./filter";
import { showLegends } from "./imported/legends";
import { onLayerSwitch, shownLayers } from "./layer-switch";
import { PROJECTS } from "./map-style";
import type { Island } from "./parts";
import { positionFromHash } from "./position";
import { tellTrouble, visibleLayers } from "./results";
import { rememberPosition, restoreView } from "./view";
import { voiceCounts } from "./voices/counts";
import { VOICES } from "./voices/layers";
import type { VoiceOpening } from "./voices/opening";

export function followPage(
  island: Island,
  voices: VoiceOpening,
  refresh: () => Promise<void>,
): void {
  const { map } = island;
  const show = layerShower(island);
  show(shownLayers(document));
  onLayerSwitch(document, show);
  revealMapButtons();
  // Before the focus goes back to one of them.
  document.addEventListener("htmx:afterSwap", revealMapButtons);
  document.addEventListener("werkbank:filtered", (event) => {
    const { detail } = event as CustomEvent<{ restored?: boolean } | null>;
    show(shownLayers(document));
    takeFilter(island, detail?.restored === true, refresh);
  });
  addEventListener("hashchange", () => {
    const position = positionFromHash(location.hash);
    if (position !== undefined) showPosition(map, position);
  });
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest<HTMLElement>("[data-show-on-map]");
    const wanted = button?.dataset.showOnMap;
    const project = island.state.answer.projects.find(({ id }) => id === wanted);
    if (button && project) showProject(island, project, button);
    const opener = target?.closest<HTMLElement>("[data-show-voice]");
    if (opener?.dataset.showVoice !== undefined) voices.show(opener.dataset.showVoice, opener);
  });
}

function layerShower(island: Island): (shown: Set<string>) => void {
  const { root, map, state, overlay, footer, plainStyle } = island;
  const address = root.dataset.styleUrl ?? "/styles/werkbank.json";
  const layers = layerView(map, plainStyle, address, () => state.filter, footer.setCredits);
  return (shown) => {
    showLegends(document, shown);
    overlay.setProjectsShown(shown.has(PROJECTS));
    showCounts(island, shown.has(VOICES));
    layers.show(visibleLayers(state, shown)).catch(() => tellTrouble(island));
  };
}

/** Let the labels say how many voices there are, while voices are shown. */
function showCounts({ labels, overlay, speech }: Island, shown: boolean): void {
  labels.count(shown ? voiceCounts(document) : {}, speech);
  labels.measure();
  overlay.refresh();
}

/** Take over the URL's filter, and the view it asks for if the districts are others. */
function takeFilter(island: Island, restored: boolean, refresh: () => Promise<void>): void {
  const { state, highlight, card, labels } = island;
  const before = state.filter;
  state.filter = filterFromSearch(location.search);
  highlight.renew();
  if (restored) restoreView(island, true);
  else if (before.districts.join() === state.filter.districts.join()) rememberPosition(island);
  else {
    history.replaceState(history.state, "", location.pathname + location.search);
    restoreView(island, true);
  }
  if (before.query === state.filter.query) return;
  card.close();
  labels.choose(state.filter.districts);
  void refresh();
}

/** Buttons that need the map are hidden in the page until there is one. */
function revealMapButtons(): void {
  for (const button of document.querySelectorAll<HTMLElement>(
    "[data-show-on-map][hidden], [data-show-voice][hidden]",
  )) {
    button.hidden = false;
  }
}
