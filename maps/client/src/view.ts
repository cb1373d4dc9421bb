/** What part of the city is in view: from the URL, and back into it. */
import { bboxAround, type Project } from "./answers";
import {
  bboxOfView,
  type MoveReason,
  positionOf,
  showBbox,
  showPlace,
  showPosition,
} from "./camera";
import type { Controls } from "./controls";
import { extentFilter } from "./extent";
import { fromMercator, metersPerPixel, toScreen } from "./geometry/mercator";
import { containsPoint, inflate } from "./geometry/screen";
import { extentOf } from "./imported/facts";
import { transformOf } from "./overlay";
import type { Island } from "./parts";
import { layerFromHash, positionFromHash, positionToHash } from "./position";
import { tellTrouble } from "./results";

/** The view the URL asks for: a position, a layer, an extent, districts, else the whole city. */
export function restoreView(island: Island, animate: boolean): void {
  const { map, state, districts } = island;
  const position = positionFromHash(location.hash);
  const layer = extentOf(island.plainStyle, layerFromHash(location.hash));
  state.automatic = position === undefined && layer === undefined;
  if (position !== undefined) {
    showPosition(map, position);
    return;
  }
  const reason: MoveReason = { restoring: true };
  if (layer !== undefined) {
    showBbox(map, layer, reason, { animate: false });
    return;
  }
  if (state.filter.bbox !== undefined) {
    map.fitBounds([...state.filter.bbox], { animate: false, padding: 0 }, reason);
    return;
  }
  const chosen = districts.filter(({ id }) => state.filter.districts.includes(id));
  const bbox = bboxAround((chosen.length > 0 ? chosen : districts).map((one) => one.bbox));
  if (bbox !== undefined) showBbox(map, bbox, reason, { animate });
}

export function showWholeCity({ map, districts }: Island): void {
  const bbox = bboxAround(districts.map((district) => district.bbox));
  if (bbox !== undefined) showBbox(map, bbox, { automatic: true });
}

/** A project this near to the card's edge counts as covered: its marker has a size. */
const CARD_EDGE_PX = 16;

/** Move the map if the card covers the project it tells about. */
export function bringIntoView({ map, card }: Island, project: Project): void {
  const box = card.box()?.getBoundingClientRect();
  if (project.place === undefined || box === undefined) return;
  const view = map.getContainer().getBoundingClientRect();
  const place = toScreen(transformOf(map), project.place);
  const x = place.x + view.left;
  const y = place.y + view.top;
  if (!containsPoint(inflate(box, CARD_EDGE_PX), { x, y })) return;
  const { lon, lat } = fromMercator(project.place);
  showPlace(map, lon, lat, { covered: view.bottom - box.top });
}

/** Keep controls, scale and URL in step with the map. */
export function followMap(island: Island, controls: Controls): void {
  const { map, state, footer } = island;
  const extent = extentFilter(document, () => bboxOfView(map));
  const measure = (): void => {
    const zoom = map.getZoom();
    controls.setZoomable({
      closer: zoom < map.getMaxZoom() - 0.01,
      farther: zoom > map.getMinZoom() + 0.01,
    });
    footer.setScale(metersPerPixel(transformOf(map), map.getCenter().lat));
  };
  measure();
  map.on("move", measure);
  map.on("moveend", (event: object) => {
    const { automatic, restoring } = event as MoveReason;
    if (restoring !== true) {
      state.automatic = automatic === true;
      extent.rested(bboxOfView(map));
    }
    rememberPosition(island);
  });
  map.on("error", () => tellTrouble(island));
}

/** The fragment holds the view exactly when the user chose it. Keeps htmx's history state. */
export function rememberPosition({ map, state }: Island): void {
  const hash = state.automatic ? "" : positionToHash(positionOf(map));
  history.replaceState(history.state, "", location.pathname + location.search + hash);
}
