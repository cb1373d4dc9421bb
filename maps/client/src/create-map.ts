/** The MapLibre map: north up, flat, quiet, in the words of the page. */
import { Map as MapLibreMap, type StyleSpecification, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { boundsOfBbox, widen } from "./camera";
import type { Bbox } from "./filter";
import type { Speech } from "./messages";

const CLOSEST_ZOOM = 18.5;
/**
 * How far beyond the city one can pan, in sizes of the city. The map never shows more than this,
 * so it must leave room for the whole city on a phone held sideways.
 */
const MARGIN = 3;

export interface MapPlan {
  readonly container: HTMLElement;
  readonly style: StyleSpecification;
  readonly city: Bbox;
  readonly speech: Speech;
  /** The map has the screen to itself: one finger moves it, not the page. */
  readonly alone?: boolean;
}

/** Whether this browser can draw the map at all. */
export function canDrawMaps(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

export function createMap({ container, style, city, speech, alone = false }: MapPlan): MapLibreMap {
  const { say } = speech;
  setWorkerUrl(workerUrl);
  const map = new MapLibreMap({
    container,
    style,
    bounds: boundsOfBbox(city),
    maxBounds: boundsOfBbox(widen(city, MARGIN)),
    maxZoom: CLOSEST_ZOOM,
    maxPitch: 0,
    trackResize: false, // the island does, and says that it was not the user who moved
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    renderWorldCopies: false,
    attributionControl: false,
    fadeDuration: 0,
    cooperativeGestures: !alone && needsCooperation(),
    canvasContextAttributes: { antialias: true },
    // Tiles are fetched by a worker, which knows no address to start from.
    transformRequest: (url) => ({ url: new URL(url, document.baseURI).href }),
    locale: {
      "Map.Title": `${say("map_title")}. ${say("map_help")}`,
      "CooperativeGesturesHandler.WindowsHelpText": say("cooperative_wheel"),
      "CooperativeGesturesHandler.MacHelpText": say("cooperative_wheel_mac"),
      "CooperativeGesturesHandler.MobileHelpText": say("cooperative_touch"),
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.on("resize", () => {
    if (!alone && needsCooperation()) map.cooperativeGestures.enable();
    else map.cooperativeGestures.disable();
  });
  return map;
}

const SCROLL_SLACK_PX = 40;

/** Whether a swipe or the wheel over the map must move the page: touch, or a page that scrolls. */
function needsCooperation(): boolean {
  const { scrollHeight } = document.documentElement;
  return matchMedia("(pointer: coarse)").matches || scrollHeight > innerHeight + SCROLL_SLACK_PX;
}
