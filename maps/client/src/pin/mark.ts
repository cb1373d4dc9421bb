/**
 * The mark that says "here": a crosshair fixed in the middle where fingers move the map, a pin
 * on the map where there is a pointer to set it.
 */
import type { Map as MapLibreMap } from "maplibre-gl";
import { prefersLessMotion } from "../camera";
import { element, svgElement } from "../elements";
import type { LonLat } from "./area";

export interface Mark {
  /** The mark itself: names of districts keep clear of it. */
  readonly box: HTMLElement;
  /** Where it is; undefined before a pin was set. */
  readonly point: () => LonLat | undefined;
  /** Put it there, and let the map come at least as near as `zoom`. */
  readonly put: (point: LonLat, zoom?: number) => void;
  /** Move it by pixels. */
  readonly step: (right: number, down: number) => void;
}

const MOVE_MS = 400;
/** A pin this near to the edge takes the map along. */
const EDGE_PX = 48;

const duration = (): number => (prefersLessMotion() ? 0 : MOVE_MS);

/** A crosshair in the middle of the map. `onRest` is called when the map comes to rest. */
export function crosshair(map: MapLibreMap, onRest: () => void): Mark {
  const box = element("div", { class: "pin-cross", "aria-hidden": "true" }, [crossIcon()]);
  map.getContainer().append(box);
  map.on("movestart", () => box.classList.add("is-moving"));
  map.on("moveend", () => {
    box.classList.remove("is-moving");
    onRest();
  });
  const point = (): LonLat => {
    const { lng, lat } = map.getCenter();
    return { lon: lng, lat };
  };
  return {
    box,
    point,
    put: ({ lon, lat }, zoom = 0) => {
      map.easeTo({
        center: [lon, lat],
        zoom: Math.max(zoom, map.getZoom()),
        duration: duration(),
      });
    },
    step: (right, down) => {
      map.panBy([right, down], { animate: false });
    },
  };
}

/** A pin that a click sets, that can be dragged, and that keys move. */
export function pin(map: MapLibreMap, name: string, onRest: () => void): Mark {
  const box = element(
    "button",
    { type: "button", class: "pin-mark", "aria-label": name, hidden: "" },
    [pinIcon()],
  );
  map.getCanvasContainer().append(box);
  let place: LonLat | undefined;

  const draw = (): void => {
    box.hidden = place === undefined;
    if (place === undefined) return;
    const { x, y } = map.project([place.lon, place.lat]);
    box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  };
  const set = (x: number, y: number): void => {
    const { lng, lat } = map.unproject([x, y]);
    place = { lon: lng, lat };
    draw();
  };
  map.on("move", draw);
  map.on("resize", draw);
  map.on("click", ({ point: { x, y } }) => {
    set(x, y);
    onRest();
  });
  followDrag(map, box, set, onRest);

  return {
    box,
    point: () => place,
    put: (point, zoom = 0) => {
      place = point;
      draw();
      map.easeTo({
        center: [point.lon, point.lat],
        zoom: Math.max(zoom, map.getZoom()),
        duration: duration(),
      });
      onRest();
    },
    step: (right, down) => {
      const { clientWidth, clientHeight } = map.getContainer();
      if (place === undefined) set(clientWidth / 2, clientHeight / 2);
      else {
        const { x, y } = map.project([place.lon, place.lat]);
        set(x + right, y + down);
      }
      onRest();
    },
  };
}

/** Let the pointer carry the pin, and not the map below it. */
function followDrag(
  map: MapLibreMap,
  box: HTMLElement,
  set: (x: number, y: number) => void,
  onRest: () => void,
): void {
  for (const name of ["mousedown", "touchstart", "click"] as const) {
    box.addEventListener(name, (event) => event.stopPropagation());
  }
  box.addEventListener("pointerdown", (event) => {
    const view = map.getContainer().getBoundingClientRect();
    const tip = box.getBoundingClientRect();
    // The tip stays where it was under the pointer.
    const dx = event.clientX - (tip.left + tip.width / 2);
    const dy = event.clientY - tip.bottom;
    const move = (moved: PointerEvent): void =>
      set(moved.clientX - view.left - dx, moved.clientY - view.top - dy);
    const drop = (): void => {
      box.removeEventListener("pointermove", move);
      onRest();
    };
    box.setPointerCapture(event.pointerId);
    box.addEventListener("pointermove", move);
    box.addEventListener("lostpointercapture", drop, { once: true });
  });
}

/** Pan so that the mark is not at or beyond the map's edge. */
export function keepInView(map: MapLibreMap, { lon, lat }: LonLat): void {
  const { x, y } = map.project([lon, lat]);
  const { clientWidth, clientHeight } = map.getContainer();
  const off = (at: number, size: number): number =>
    at < EDGE_PX ? at - EDGE_PX : Math.max(0, at - (size - EDGE_PX));
  const by: [number, number] = [off(x, clientWidth), off(y, clientHeight)];
  if (by[0] !== 0 || by[1] !== 0) map.panBy(by, { animate: false });
}

function crossIcon(): SVGSVGElement {
  const arms = "M32 4v18M32 42v18M4 32h18M42 32h18";
  return icon("0 0 64 64", 64, [
    svgElement("path", { class: "pin-cross__casing", d: arms }),
    svgElement("circle", { class: "pin-cross__casing", cx: "32", cy: "32", r: "15" }),
    svgElement("path", { class: "pin-cross__line", d: arms }),
    svgElement("circle", { class: "pin-cross__line", cx: "32", cy: "32", r: "15" }),
    svgElement("circle", { class: "pin-cross__dot", cx: "32", cy: "32", r: "2.5" }),
  ]);
}

function pinIcon(): SVGSVGElement {
  return icon("0 0 32 44", 44, [
    svgElement("path", {
      class: "pin-mark__body",
      d: "M16 42.5C16 42.5 2.5 27 2.5 16a13.5 13.5 0 0 1 27 0C29.5 27 16 42.5 16 42.5z",
    }),
    svgElement("circle", { class: "pin-mark__eye", cx: "16", cy: "16", r: "5" }),
  ]);
}

function icon(viewBox: string, height: number, shapes: readonly Node[]): SVGSVGElement {
  return svgElement(
    "svg",
    { viewBox, height: String(height), "aria-hidden": "true", focusable: "false" },
    shapes,
  );
}
