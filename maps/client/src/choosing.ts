/** Pointing at and choosing what is on the map, by pointer, finger and keyboard. */
import { bboxAround, type Project } from "./answers";
import { CLOSEST_CROWD, prefersLessMotion, showBbox } from "./camera";
import { districtCard, type PageFacts, placeCard, projectCard } from "./cards";
import { element } from "./elements";
import { searchForDistrict } from "./filter";
import { followPointerAndFocus, type Pointed } from "./highlight";
import type { FeatureOpening } from "./imported/opening";
import type { Island } from "./parts";
import { districtAt, followPointerOnMap, showPointed } from "./pointing";
import { bringIntoView, showWholeCity } from "./view";
import type { VoiceOpening } from "./voices/opening";

/** Room for the tip's margin on both sides. */
const TIP_EDGE_PX = 28;

/**
 * Esc closes the card; on the map, Home shows the whole city and Enter opens what is in the
 * middle. The rest is the map's own.
 */
export function followKeyboard(island: Island, features: FeatureOpening): void {
  const { root, card, map } = island;
  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") card.close();
    if (event.target !== map.getCanvas()) return;
    if (event.key === "Home") {
      event.preventDefault();
      showWholeCity(island);
    }
    if (event.key === "Enter" && !features.chooseMiddle()) openMiddle(island);
  });
}

function openMiddle(island: Island): void {
  const { lng, lat } = island.map.getCenter();
  const district = districtAt(island.districts, lng, lat);
  if (district !== undefined) openDistrict(island, district.id);
}

export function followPointing(
  island: Island,
  voices: VoiceOpening,
  features: FeatureOpening,
): void {
  const { map, districts, highlight, state, card, nameOf } = island;
  const tip = element("div", { class: "map-tip", "aria-hidden": "true", hidden: "" });
  map.getContainer().append(tip);
  followPointerAndFocus(document, highlight);
  showPointed(map, highlight, (kind) =>
    (kind === "district" ? districts : state.answer.projects).map(({ id }) => id),
  );
  followPointerOnMap(map, districts, highlight, {
    onHover: (name, x, y) => {
      tip.hidden = name === undefined;
      tip.textContent = name ?? "";
      // Beside the right edge it would be cut off.
      const left = Math.min(x, map.getContainer().clientWidth - tip.offsetWidth - TIP_EDGE_PX);
      tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(y)}px)`;
    },
    onVoice: voices.choose,
    nameOfVoice: voices.nameOf,
    onFeature: features.choose,
    nameOfFeature: features.nameOf,
    onHoverFeature: features.hover,
    hasCells: features.hasCells,
    onCells: features.chooseSpot,
    onPlace: ({ name, district }) => {
      card.show(placeCard(String(name ?? ""), nameOf(String(district ?? ""))), undefined);
    },
    onClick: (pointed) => choose(island, pointed),
  });
}

function choose(island: Island, pointed: Pointed | undefined): void {
  if (pointed === undefined) island.card.close();
  else if (pointed.kind === "district") openDistrict(island, pointed.id);
  else {
    const project = island.state.answer.projects.find(({ id }) => id === pointed.id);
    if (project !== undefined) openProject(island, project, undefined);
  }
}

export function openProject(
  island: Island,
  project: Project,
  opener: HTMLElement | undefined,
): void {
  const { card, nameOf, speech } = island;
  card.show(projectCard(project, nameOf, speech, pageFacts(island)), opener);
  bringIntoView(island, project);
}

function openDistrict(island: Island, id: string): void {
  const { card, districts, state, speech } = island;
  const district = districts.find((one) => one.id === id);
  if (district === undefined) return;
  const projects = state.answer.byDistrict[id];
  const onlyThis = searchForDistrict(location.search, id);
  const opener = document.activeElement;
  card.show(
    districtCard(district, projects, onlyThis, speech, pageFacts(island)),
    opener instanceof HTMLElement && opener.dataset.district === id ? opener : undefined,
  );
}

export function pageFacts({ root }: Pick<Island, "root">): PageFacts {
  return { prefix: root.dataset.prefix ?? "", path: location.pathname };
}

/** Show a project from the list: the map comes into view, and the card tells about it. */
export function showProject(island: Island, project: Project, opener: HTMLElement): void {
  const { root, map, highlight, card } = island;
  root.scrollIntoView({ block: "nearest", behavior: prefersLessMotion() ? "auto" : "smooth" });
  card.show(projectCard(project, island.nameOf, island.speech, pageFacts(island)), opener);
  const sheet = card.box();
  const covers = sheet !== undefined && sheet.offsetWidth >= 0.9 * root.offsetWidth;
  if (project.bbox !== undefined) {
    showBbox(map, project.bbox, {}, { bottom: covers ? sheet.offsetHeight : 0 });
  }
  highlight.point({ kind: "project", id: project.id });
}

export function zoomToProjects(island: Island, ids: readonly string[]): void {
  const bboxes = island.state.answer.projects
    .filter(({ id }) => ids.includes(id))
    .map(({ bbox }) => bbox)
    .filter((bbox) => bbox !== undefined);
  const bbox = bboxAround(bboxes);
  if (bbox !== undefined) showBbox(island.map, bbox, {}, { closest: CLOSEST_CROWD });
}
