/** Project markers and district badges as elements over the map, with leader lines below them. */
import type { Project } from "../answers";
import { element, svgElement } from "../elements";
import { distance, type Point } from "../geometry/screen";
import type { Speech } from "../messages";
import { rovingGroup } from "../roving";
import type { BadgePlace, MarkerLayout, MarkerPlace } from "./scene";
import { statusShape } from "./shapes";

/** A marker nearer than this to its place needs no leader line. */
const LEADER_FROM = 5;

export interface MarkerActions {
  readonly open: (project: Project, opener: HTMLElement) => void;
  readonly zoomTo: (projects: readonly string[]) => void;
}

export interface Markers {
  /** Replace all markers; the same project keeps its element and so its focus. */
  readonly set: (projects: readonly Project[]) => void;
  readonly draw: (layout: MarkerLayout) => void;
  /** Mark the project whose card is open. */
  readonly choose: (project: string | undefined) => void;
}

/** Make an empty set of markers in `layer`, their lines in `below`. `nameOf` names a district. */
export function createMarkers(
  { layer, below }: { readonly layer: HTMLElement; readonly below: HTMLElement },
  speech: Speech,
  nameOf: (district: string) => string,
  actions: MarkerActions,
): Markers {
  const markers = new Map<string, { button: HTMLButtonElement; project: Project }>();
  const badges = new Map<string, HTMLButtonElement>();
  const leaders = svgElement("path", { class: "map-leaders__line" });
  const anchors = svgElement("path", { class: "map-leaders__end" });
  const lines = svgElement("svg", { class: "map-leaders", "aria-hidden": "true" }, [
    leaders,
    anchors,
  ]);
  const group = rovingGroup(layer);
  below.append(lines);

  const badgeFor = (district: string): HTMLButtonElement => {
    const known = badges.get(district);
    if (known !== undefined) return known;
    const made = element("button", {
      type: "button",
      class: `map-badge district-${district}`,
      tabindex: "-1",
    });
    made.addEventListener("click", () => actions.zoomTo((made.dataset.projects ?? "").split(" ")));
    badges.set(district, made);
    layer.append(made);
    return made;
  };

  return {
    choose: (project) => {
      for (const [id, { button }] of markers) button.classList.toggle("is-chosen", id === project);
    },
    set: (projects) => {
      const stay = new Set(projects.map((project) => project.id));
      for (const [id, { button }] of markers) {
        if (stay.has(id)) continue;
        button.remove();
        markers.delete(id);
      }
      for (const project of projects) {
        if (markers.has(project.id) || project.place === undefined) continue;
        const button = markerOf(project, speech);
        button.addEventListener("click", () => actions.open(project, button));
        markers.set(project.id, { button, project });
        layer.append(button);
      }
    },
    draw: (layout) => {
      const places = new Map(layout.markers.map((marker) => [marker.id, marker]));
      for (const [id, { button }] of markers) drawAt(button, places.get(id)?.middle);
      const crowds = new Map(layout.badges.map((badge) => [badge.group, badge]));
      for (const badge of layout.badges) badgeFor(badge.group);
      for (const [district, badge] of badges) {
        drawBadge(badge, crowds.get(district), nameOf(district), speech);
      }
      drawLeaders(leaders, anchors, [...layout.markers, ...layout.badges]);
      const numbered = [...markers.values()]
        .toSorted((a, b) => a.project.number - b.project.number)
        .map(({ button }) => button);
      group.update([...numbered, ...badges.values()].filter((button) => !button.hidden));
    },
  };
}

function markerOf(project: Project, speech: Speech): HTMLButtonElement {
  const { number, name, status } = project;
  const text = speech.say("project_marker", {
    number,
    name,
    status: speech.say(`status_${status}`),
  });
  return element(
    "button",
    {
      type: "button",
      class: "map-marker",
      "data-project": project.id,
      "data-status": status,
      "aria-label": text,
      title: text,
      tabindex: "-1",
      hidden: "",
    },
    [statusShape(status), element("span", { class: "map-marker__number" }, [String(number)])],
  );
}

function drawBadge(
  button: HTMLElement,
  badge: BadgePlace | undefined,
  district: string,
  speech: Speech,
): void {
  drawAt(button, badge?.middle);
  if (badge === undefined) return;
  const count = badge.ids.length;
  const text = speech.count("badge", count, { district });
  button.dataset.projects = badge.ids.join(" ");
  button.textContent = `+${speech.number(count)}`;
  button.setAttribute("aria-label", text);
  button.title = text;
}

function drawAt(button: HTMLElement, middle: Point | undefined): void {
  button.hidden = middle === undefined;
  if (middle === undefined) return;
  // Half a pixel is kept: a marker that moves with the map would tremble on whole ones.
  button.style.transform = `translate(-50%, -50%) translate(${middle.x.toFixed(1)}px, ${middle.y.toFixed(1)}px)`;
}

function drawLeaders(
  leaders: SVGPathElement,
  anchors: SVGPathElement,
  places: readonly Pick<MarkerPlace, "middle" | "place">[],
): void {
  const away = places.filter(({ middle, place }) => distance(middle, place) > LEADER_FROM);
  leaders.setAttribute(
    "d",
    away.map(({ middle, place }) => `M${text(middle)}L${text(place)}`).join(""),
  );
  // A line of no length with round caps is a dot.
  anchors.setAttribute("d", away.map(({ place }) => `M${text(place)}h0`).join(""));
}

function text({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
