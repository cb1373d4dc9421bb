/** The map island: joins the map, its overlay, its controls and the page's list. */
import type { Map as MapLibreMap } from "maplibre-gl";
import { CITYWIDE } from "./answers";
import { isNarrow, type MoveReason, zoomBy } from "./camera";
import { createCard } from "./card";
import { followKeyboard, followPointing, openProject, pageFacts, zoomToProjects } from "./choosing";
import { createControls, createFooter } from "./controls";
import { element } from "./elements";
import { filterFromSearch } from "./filter";
import { createHighlight } from "./highlight";
import { featureOpening } from "./imported/opening";
import { createLabels } from "./labels/draw";
import { shownLayers } from "./layer-switch";
import { creditsOf } from "./map-style";
import { createMarkers } from "./markers/draw";
import type { Speech } from "./messages";
import { createNotice } from "./notice";
import { createOverlay } from "./overlay";
import { followPage } from "./page-link";
import type { Island, IslandPlan, State } from "./parts";
import { NO_PROJECTS, refresher } from "./results";
import { followMap, restoreView, showWholeCity } from "./view";
import { voiceOpening } from "./voices/opening";
import { drawPictures } from "./voices/pictures";
import { followSigns } from "./voices/places";
import { signFactsOf } from "./voices/signs";

/** Bring the island to life. The map exists already and shows the whole city. */
export function startIsland(plan: IslandPlan): void {
  const { map, speech, districts } = plan;
  const filter = filterFromSearch(location.search);
  const state: State = { filter, answer: NO_PROJECTS, failed: false, automatic: true };
  const names = new Map(districts.map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string =>
    names.get(id) ?? (id === CITYWIDE ? speech.say("citywide") : id);

  const layers = layersOver(map, speech);
  const labels = createLabels(layers.labels, districts);
  const markers = createMarkers({ layer: layers.markers, below: layers.lines }, speech, nameOf, {
    open: (project, opener) => openProject(island, project, opener),
    zoomTo: (ids) => zoomToProjects(island, ids),
  });
  const controls = createControls(map.getContainer(), speech, {
    zoomIn: () => zoomBy(map, 1),
    zoomOut: () => zoomBy(map, -1),
    wholeCity: () => showWholeCity(island),
  });
  const card = createCard(
    map.getContainer(),
    { close: speech.say("close") },
    {
      goTo: (url) => document.dispatchEvent(new CustomEvent("werkbank:go", { detail: { url } })),
      fallback: map.getCanvas(),
      onChange: () => {
        const about = card.about();
        overlay.choose(about?.kind === "project" ? about.id : undefined);
        voices.follow(about);
        features.follow(about);
      },
    },
  );
  const notice = createNotice(map.getContainer(), () => overlay.refresh());
  const obstacles = (): HTMLElement[] => [controls.buttons, ...notice.boxes()];
  const overlay = createOverlay({ map, districts, labels, markers, obstacles, card: card.box });
  const footer = createFooter(plan.root, speech);
  const highlight = createHighlight(document);
  const island: Island = {
    ...plan,
    state,
    card,
    overlay,
    highlight,
    footer,
    notice,
    labels,
    nameOf,
  };
  const voices = voiceOpening(island, pageFacts(island));
  const features = featureOpening(island, pageFacts(island));
  const facts = signFactsOf(plan.plainStyle);
  if (facts !== undefined) {
    drawPictures(map, facts);
    followSigns(map, facts, overlay.setSigns);
  }

  labels.name({}, speech);
  labels.choose(filter.districts);
  footer.setCredits(creditsOf(plan.plainStyle, shownLayers(document)));
  fitToRoom(island);
  followMap(island, controls);
  followKeyboard(island, features);
  followPointing(island, voices, features);
  const refresh = refresher(island);
  followPage(island, voices, refresh);
  restoreView(island, false);
  void refresh();
}

/** The layers over the map, bottom to top. In the map's own container, so that it can be dragged
    and zoomed with the pointer on a label. */
function layersOver(
  map: MapLibreMap,
  { say }: Speech,
): Readonly<Record<"lines" | "labels" | "markers", HTMLElement>> {
  const layers = {
    lines: element("div", { class: "map-lines" }),
    labels: element("div", {
      class: "map-labels",
      role: "group",
      "aria-label": say("districts"),
    }),
    markers: element("div", {
      class: "map-markers",
      role: "group",
      "aria-label": say("projects"),
    }),
  };
  map.getCanvasContainer().append(layers.lines, layers.labels, layers.markers);
  return layers;
}

/** Measure what depends on the map's size and on fonts, now and whenever they change. */
function fitToRoom(island: Island): void {
  const { root, map, labels, footer, overlay, state } = island;
  const measure = (): void => {
    const narrow = isNarrow(map);
    root.classList.toggle("is-narrow", narrow);
    footer.foldCredits(narrow);
    labels.measure();
    overlay.refresh();
  };
  const resize = (): void => {
    map.resize({ automatic: state.automatic } satisfies MoveReason);
  };
  measure();
  resize(); // the footer took some of its height
  new ResizeObserver(resize).observe(map.getContainer());
  map.on("resize", () => {
    measure();
    if (state.automatic) restoreView(island, false);
  });
  void document.fonts.ready.then(measure);
}
