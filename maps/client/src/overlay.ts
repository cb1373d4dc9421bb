/** Labels and markers over the map: laid out anew whenever the map was drawn from elsewhere. */
import type { Map as MapLibreMap } from "maplibre-gl";
import type { District, Project } from "./answers";
import { CITYWIDE } from "./answers";
import { isNarrow } from "./camera";
import {
  fromScreen,
  type MercatorPoint,
  ringsToScreen,
  type ScreenTransform,
  screenTransform,
  toMercator,
  toScreen,
} from "./geometry/mercator";
import { difference, inflate, type Point, type Rect } from "./geometry/screen";
import type { Labels } from "./labels/draw";
import { type FormName, layoutLabels } from "./labels/layout";
import type { Markers } from "./markers/draw";
import { layoutMarkers } from "./markers/layout";
import { square } from "./markers/room";
import type { MarkerLayout } from "./markers/scene";

/** Labels and markers keep this far from the map's edge. */
const EDGE_PX = 4;
const MARKER_PX = 26;
/** A sign's own size, less what may be covered without harm. */
const SIGN_PX = 22;
/** A chosen sign is larger, and a pin stands above its place. */
const CHOSEN_PX = 76;
const BADGE_PX = 36;
const REACH_PX = 70;
/** On a phone, long leader lines would cross half the city. */
const REACH_NARROW_PX = 56;
const TILE_PX = 512;

export interface Overlay {
  /** The projects to show from now on. */
  readonly setProjects: (projects: readonly Project[]) => void;
  readonly setProjectsShown: (shown: boolean) => void;
  /** The middles of voices' signs: labels had better not cover them, markers keep clear. */
  readonly setSigns: (places: readonly MercatorPoint[]) => void;
  /** Where the voice stands whose card is open: no label covers it. */
  readonly setChosenPlace: (place: MercatorPoint | undefined) => void;
  /** The project whose card is open. */
  readonly choose: (project: string | undefined) => void;
  /** Something that stands over the map changed: lay out anew. */
  readonly refresh: () => void;
  readonly transform: () => ScreenTransform;
}

export interface OverlayParts {
  readonly map: MapLibreMap;
  readonly districts: readonly District[];
  readonly labels: Labels;
  readonly markers: Markers;
  /** Elements that labels and markers keep clear of. */
  readonly obstacles: () => readonly HTMLElement[];
  /** The open card. One as wide as the map is a sheet and shortens it; others cover a part. */
  readonly card: () => HTMLElement | undefined;
}

/** The transform from mercator to the map's pixels. */
export function transformOf(map: MapLibreMap): ScreenTransform {
  const { lng, lat } = map.getCenter();
  const middle = map.project([lng, lat]);
  return screenTransform(toMercator(lng, lat), middle, TILE_PX * 2 ** map.getZoom());
}

export function createOverlay(parts: OverlayParts): Overlay {
  const { map, districts, labels, markers } = parts;
  let projects: readonly Project[] = [];
  let shown = true;
  let signs: readonly MercatorPoint[] = [];
  let chosenPlace: MercatorPoint | undefined;
  let lastLabels = new Map<string, { form: FormName; place: MercatorPoint }>();
  let lastMarkers: MarkerLayout = { markers: [], badges: [] };
  let chosen: string | undefined;
  let due = true;
  let settled = true;

  const lay = (): void => {
    const transform = transformOf(map);
    const { frame, obstacles, covers } = roomOf(parts);
    const placed = shown ? projects.filter((project) => project.place !== undefined) : [];
    const points = placed.map((project) => toScreen(transform, project.place ?? ORIGIN));
    const middles = signs.map((place) => toScreen(transform, place));
    const kept =
      chosenPlace === undefined ? [] : [square(toScreen(transform, chosenPlace), CHOSEN_PX)];

    const labelPlaces = layoutLabels({
      wishes: districts.map(({ id, area }) => {
        const last = lastLabels.get(id);
        return {
          id,
          area: ringsToScreen(transform, area),
          sizes: labels.sizes(id),
          last: last && { form: last.form, middle: toScreen(transform, last.place) },
        };
      }),
      frame,
      obstacles: [...obstacles, ...covers, ...kept],
      avoid: [...points, ...middles],
      settled,
    });
    lastLabels = new Map(
      labelPlaces.map(({ id, form, middle }) => [
        id,
        { form, place: fromScreen(transform, middle) },
      ]),
    );
    labels.draw(labelPlaces);

    const shifts = new Map(
      lastMarkers.markers.map(({ id, middle, place }) => [id, difference(middle, place)]),
    );
    lastMarkers = layoutMarkers({
      wishes: placed.map(({ id, districts: [group = CITYWIDE] }, index) => ({
        id,
        group,
        place: points[index] ?? ORIGIN,
        lastShift: settled ? undefined : shifts.get(id),
      })),
      frame,
      obstacles: [
        ...obstacles,
        ...labelPlaces.map(({ box }) => inflate(box, 1)),
        ...middles.map((middle) => square(middle, SIGN_PX)),
      ],
      covers,
      markerSize: MARKER_PX,
      badgeSize: BADGE_PX,
      reach: isNarrow(map) ? REACH_NARROW_PX : REACH_PX,
      chosen,
      lastBadges: settled ? undefined : new Set(lastMarkers.badges.map(({ group }) => group)),
    });
    markers.draw(lastMarkers);
  };

  const refresh = (): void => {
    due = true;
    map.triggerRepaint();
  };
  // In the frame in which the map was drawn, so that labels never lag behind it.
  map.on("render", () => {
    if (!due) return;
    due = false;
    lay();
  });
  map.on("move", () => {
    due = true;
    settled = false;
  });
  map.on("moveend", () => {
    settled = true;
    refresh();
  });
  map.on("resize", refresh);
  return {
    refresh,
    transform: () => transformOf(map),
    setProjects: (now) => {
      projects = now;
      markers.set(now);
      refresh();
    },
    setSigns: (now) => {
      signs = now;
      refresh();
    },
    setChosenPlace: (now) => {
      chosenPlace = now;
      refresh();
    },
    choose: (now) => {
      chosen = now;
      markers.choose(now);
      refresh();
    },
    setProjectsShown: (now) => {
      shown = now;
      refresh();
    },
  };
}

const ORIGIN: Point = { x: 0, y: 0 };

/** Where labels and markers may stand. */
function roomOf({ map, obstacles, card }: OverlayParts): {
  frame: Rect;
  obstacles: Rect[];
  covers: Rect[];
} {
  const container = map.getContainer().getBoundingClientRect();
  const within = (element: HTMLElement): Rect => {
    const box = element.getBoundingClientRect();
    return {
      left: box.left - container.left,
      top: box.top - container.top,
      right: box.right - container.left,
      bottom: box.bottom - container.top,
    };
  };
  const frame = inflate(
    { left: 0, top: 0, right: container.width, bottom: container.height },
    -EDGE_PX,
  );
  const open = card();
  const cover = open && within(open);
  const isSheet = cover !== undefined && cover.right - cover.left >= 0.9 * container.width;
  return {
    frame: isSheet ? { ...frame, bottom: Math.min(frame.bottom, cover.top - EDGE_PX) } : frame,
    obstacles: obstacles().map((element) => inflate(within(element), EDGE_PX)),
    covers: cover === undefined || isSheet ? [] : [inflate(cover, EDGE_PX)],
  };
}
