/** The map island: joins the map, its overlay, its controls and the page's list. */
import type { Map as MapLibreMap, StyleSpecification, VectorTileSource } from "maplibre-gl";
import {
  bboxAround,
  CITYWIDE,
  type District,
  fetchProjects,
  type Project,
  type ProjectAnswer,
} from "./answers";
import { layerView } from "./base-map";
import {
  bboxOfView,
  isNarrow,
  type MoveReason,
  positionOf,
  prefersLessMotion,
  showBbox,
  showPosition,
  zoomBy,
} from "./camera";
import { type Card, createCard } from "./card";
import { districtCard, placeCard, projectCard } from "./cards";
import { type Controls, createControls, createFooter, type Footer } from "./controls";
import { element } from "./elements";
import { extentFilter } from "./extent";
import { type Filter, filterFromSearch, searchForDistrict, tileFilter, withFilter } from "./filter";
import { metersPerPixel } from "./geometry/mercator";
import { createHighlight, followPointerAndFocus, type Highlight } from "./highlight";
import { createLabels } from "./labels/draw";
import { onLayerSwitch, shownLayers } from "./layer-switch";
import { creditsOf, filteredTiles, PROJECTS } from "./map-style";
import { createMarkers } from "./markers/draw";
import type { Speech } from "./messages";
import { createOverlay, type Overlay, transformOf } from "./overlay";
import { followPointerOnMap, showPointed } from "./pointing";
import { positionFromHash, positionToHash } from "./position";

export interface IslandPlan {
  readonly root: HTMLElement;
  readonly map: MapLibreMap;
  readonly speech: Speech;
  readonly districts: readonly District[];
  /** The style as it came, without filter and base map. */
  readonly plainStyle: StyleSpecification;
  readonly status: HTMLElement | null;
}

/** What the island remembers. */
interface State {
  filter: Filter;
  answer: ProjectAnswer;
  /** The view follows from the filter; the user did not choose it. */
  automatic: boolean;
}

interface Island extends IslandPlan {
  readonly state: State;
  readonly card: Card;
  readonly overlay: Overlay;
  readonly highlight: Highlight;
  readonly footer: Footer;
  readonly nameOf: (district: string) => string;
}

const NO_PROJECTS: ProjectAnswer = { projects: [], total: 0, withPlace: 0, byDistrict: {} };

/** Bring the island to life. The map exists already and shows the whole city. */
export function startIsland(plan: IslandPlan): void {
  const { root, map, speech, districts } = plan;
  const state: State = {
    filter: filterFromSearch(location.search),
    answer: NO_PROJECTS,
    automatic: true,
  };
  const names = new Map(districts.map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string =>
    names.get(id) ?? (id === CITYWIDE ? speech.say("citywide") : id);
  const highlight = createHighlight(document);

  const over = map.getCanvasContainer();
  const markerLayer = element("div", {
    class: "map-markers",
    role: "group",
    "aria-label": speech.say("projects"),
  });
  const labelLayer = element("div", {
    class: "map-labels",
    role: "group",
    "aria-label": speech.say("districts"),
  });
  const lineLayer = element("div", { class: "map-lines" });
  over.append(lineLayer, labelLayer, markerLayer);
  const labels = createLabels(labelLayer, districts);
  const markers = createMarkers({ layer: markerLayer, below: lineLayer }, speech, nameOf, {
    open: (project, opener) => openProject(island, project, opener),
    zoomTo: (ids) => zoomToProjects(island, ids),
  });
  const controls = createControls(root, speech, {
    zoomIn: () => zoomBy(map, 1),
    zoomOut: () => zoomBy(map, -1),
    wholeCity: () => showWholeCity(island),
  });
  const card = createCard(
    root,
    { close: speech.say("close") },
    {
      goTo: (url) => document.dispatchEvent(new CustomEvent("werkbank:go", { detail: { url } })),
      fallback: map.getCanvas(),
      onChange: () => overlay.refresh(),
    },
  );
  const overlay = createOverlay({
    map,
    districts,
    labels,
    markers,
    obstacles: () => [controls.buttons],
    card: card.box,
  });
  const footer = createFooter(root, speech);
  const island: Island = { ...plan, state, card, overlay, highlight, footer, nameOf };

  const refresh = refresher(island, (answer) => {
    overlay.setProjects(answer.projects);
    labels.name(answer.byDistrict, speech);
    highlight.renew();
  });
  const measure = (): void => {
    const narrow = isNarrow(map);
    root.classList.toggle("is-narrow", narrow);
    footer.foldCredits(narrow);
    labels.measure();
    overlay.refresh();
  };
  labels.name({}, speech);
  footer.setCredits(creditsOf(plan.plainStyle));
  measure();
  map.resize(); // the footer took some of its height
  map.on("resize", () => {
    measure();
    if (state.automatic) restoreView(island, false);
  });
  void document.fonts.ready.then(measure);
  followMap(island, controls);
  followPage(island, refresh);
  followKeyboard(island);
  followPointing(island);
  restoreView(island, false);
  refresh();
}

/** Fetch the projects of the URL's filter; answers that were overtaken are dropped. */
function refresher(island: Island, show: (answer: ProjectAnswer) => void): () => Promise<void> {
  const { root, map, speech, state, status } = island;
  let running = new AbortController();
  return async () => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    setProjectTiles(map, island.plainStyle, state.filter);
    try {
      const address = withFilter(root.dataset.projectsUrl ?? "/api/projects", state.filter);
      const answer = await fetchProjects(address, speech.lang, signal);
      if (signal.aborted) return;
      state.answer = answer;
      show(answer);
      if (status !== null)
        status.textContent = resultText(answer, root.dataset.projectsTotal, speech);
    } catch {
      if (!signal.aborted && status !== null) status.textContent = speech.say("map_incomplete");
    }
  };
}

function setProjectTiles(map: MapLibreMap, plain: StyleSpecification, filter: Filter): void {
  const source = map.getSource<VectorTileSource>(PROJECTS);
  const original = plain.sources[PROJECTS];
  if (source === undefined || original?.type !== "vector") return;
  const tiles = filteredTiles(original.tiles ?? [], tileFilter(filter));
  if (tiles.join() !== source.tiles.join()) source.setTiles(tiles);
}

/** "12 von 36 Projekten, 3 ohne Ort auf der Karte". `all` is the page's number of all projects. */
export function resultText(answer: ProjectAnswer, all: string | undefined, speech: Speech): string {
  const { total, withPlace } = answer;
  const everything = all === undefined ? Number.NaN : Number(all);
  const found =
    Number.isFinite(everything) && everything >= total
      ? speech.say("result_of", { count: speech.number(total), total: speech.number(everything) })
      : speech.count("result", total);
  const placeless = total - withPlace;
  if (placeless <= 0) return found;
  return `${found}, ${speech.say("result_without_place", { count: speech.number(placeless) })}`;
}

/** The view the URL asks for: a position, an extent, districts, else the whole city. */
function restoreView(island: Island, animate: boolean): void {
  const { map, state, districts } = island;
  const position = positionFromHash(location.hash);
  if (position !== undefined) {
    state.automatic = false;
    showPosition(map, position);
    return;
  }
  state.automatic = true;
  if (state.filter.bbox !== undefined) {
    const reason: MoveReason = { automatic: true, restoring: true };
    map.fitBounds([...state.filter.bbox], { animate: false, padding: 0 }, reason);
    return;
  }
  const chosen = districts.filter(({ id }) => state.filter.districts.includes(id));
  const bbox = bboxAround((chosen.length > 0 ? chosen : districts).map((one) => one.bbox));
  if (bbox !== undefined) showBbox(map, bbox, { automatic: true, restoring: true }, { animate });
}

function showWholeCity({ map, districts }: Island): void {
  const bbox = bboxAround(districts.map((district) => district.bbox));
  if (bbox !== undefined) showBbox(map, bbox, { automatic: true });
}

function followMap(island: Island, controls: Controls): void {
  const { map, state, footer } = island;
  const extent = extentFilter(document, () => bboxOfView(map));
  const tell = (): void => {
    const zoom = map.getZoom();
    controls.setZoomable({
      closer: zoom < map.getMaxZoom() - 0.01,
      farther: zoom > map.getMinZoom() + 0.01,
    });
    footer.setScale(metersPerPixel(transformOf(map), map.getCenter().lat));
  };
  tell();
  map.on("move", tell);
  map.on("moveend", (event: object) => {
    const { automatic = false, restoring = false } = event as MoveReason;
    if (!restoring) state.automatic = automatic;
    rememberPosition(island);
    if (!restoring) extent.rested(bboxOfView(map));
  });
  map.on("error", () => {
    if (island.status !== null) island.status.textContent = island.speech.say("map_incomplete");
  });
}

/** The fragment holds the view exactly when the user chose it. Keeps htmx's history state. */
function rememberPosition({ map, state }: Island): void {
  const hash = state.automatic ? "" : positionToHash(positionOf(map));
  const address = location.pathname + location.search + hash;
  history.replaceState(history.state, "", address);
}

function followPage(island: Island, refresh: () => Promise<void>): void {
  const { root, map, state, overlay, highlight, footer, plainStyle } = island;
  const address = root.dataset.styleUrl ?? "/styles/werkbank.json";
  const layers = layerView(map, plainStyle, address, () => state.filter, footer.setCredits);
  const show = (shown: Set<string>): void => {
    overlay.setProjectsShown(shown.has(PROJECTS));
    layers.show(shown).catch(() => {
      if (island.status !== null) island.status.textContent = island.speech.say("map_incomplete");
    });
  };
  show(shownLayers(document));
  onLayerSwitch(document, show);
  document.addEventListener("werkbank:filtered", (event) => {
    const restored =
      (event as CustomEvent<{ restored?: boolean } | null>).detail?.restored === true;
    const before = state.filter;
    state.filter = filterFromSearch(location.search);
    show(shownLayers(document));
    revealMapButtons();
    highlight.renew();
    if (restored) restoreView(island, true);
    else if (before.districts.join() !== state.filter.districts.join()) {
      history.replaceState(history.state, "", location.pathname + location.search);
      restoreView(island, true);
    } else rememberPosition(island);
    if (before.query !== state.filter.query) refresh();
  });
  addEventListener("hashchange", () => {
    const position = positionFromHash(location.hash);
    if (position !== undefined) showPosition(map, position);
  });
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest<HTMLElement>("[data-show-on-map]");
    const project = state.answer.projects.find(({ id }) => id === button?.dataset.showOnMap);
    if (button && project) showProject(island, project, button);
  });
  revealMapButtons();
}

/** Buttons that need the map are hidden in the page until there is one. */
function revealMapButtons(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-show-on-map][hidden]")) {
    button.hidden = false;
  }
}

function followKeyboard(island: Island): void {
  const { root, card } = island;
  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") card.close();
    if (event.key === "Home" && event.target === island.map.getCanvas()) {
      event.preventDefault();
      showWholeCity(island);
    }
  });
}

function followPointing(island: Island): void {
  const { root, map, districts, highlight, state, card } = island;
  const tip = element("div", { class: "map-tip", "aria-hidden": "true", hidden: "" });
  root.append(tip);
  followPointerAndFocus(document, highlight);
  showPointed(map, highlight, (kind) =>
    (kind === "district" ? districts : state.answer.projects).map(({ id }) => id),
  );
  followPointerOnMap(map, districts, highlight, {
    onHover: (name, x, y) => {
      tip.hidden = name === undefined;
      tip.textContent = name ?? "";
      tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    },
    onPlace: (properties) => {
      const district = island.nameOf(String(properties.district ?? ""));
      card.show(placeCard(String(properties.name ?? ""), district), undefined);
    },
    onClick: (pointed) => {
      if (pointed === undefined) card.close();
      else if (pointed.kind === "district") openDistrict(island, pointed.id);
      else {
        const project = state.answer.projects.find(({ id }) => id === pointed.id);
        if (project !== undefined) openProject(island, project, undefined);
      }
    },
  });
}

function openProject(island: Island, project: Project, opener: HTMLElement | undefined): void {
  const { card, nameOf, speech } = island;
  card.show(projectCard(project, nameOf, speech, pageFacts(island)), opener);
}

function openDistrict(island: Island, id: string): void {
  const { card, districts, state, speech } = island;
  const district = districts.find((one) => one.id === id);
  if (district === undefined) return;
  const opener = document.activeElement;
  card.show(
    districtCard(
      district,
      state.answer.byDistrict[id] ?? 0,
      searchForDistrict(location.search, id),
      speech,
      pageFacts(island),
    ),
    opener instanceof HTMLElement && opener.dataset.district === id ? opener : undefined,
  );
}

function pageFacts({ root }: Island): { prefix: string; path: string } {
  return { prefix: root.dataset.prefix ?? "", path: location.pathname };
}

/** Show a project from the list: the map comes into view, and the card tells about it. */
function showProject(island: Island, project: Project, opener: HTMLElement): void {
  const { root, map, highlight } = island;
  root.scrollIntoView({ block: "nearest", behavior: prefersLessMotion() ? "auto" : "smooth" });
  openProject(island, project, opener);
  const sheet = island.card.box();
  const covers = sheet !== undefined && sheet.offsetWidth >= 0.9 * root.offsetWidth;
  if (project.bbox !== undefined) {
    showBbox(map, project.bbox, {}, { bottom: covers ? sheet.offsetHeight : 0 });
  }
  highlight.point({ kind: "project", id: project.id });
}

function zoomToProjects(island: Island, ids: readonly string[]): void {
  const bboxes = island.state.answer.projects
    .filter(({ id }) => ids.includes(id))
    .map(({ bbox }) => bbox)
    .filter((bbox) => bbox !== undefined);
  const bbox = bboxAround(bboxes);
  if (bbox !== undefined) showBbox(island.map, bbox, {});
}
