/**
 * The pen: polygons on a map by Terra Draw, each of one ring.
 *
 * It knows no text and no page. Whoever holds it says what is drawn, and is told what became of it.
 */
import type { Position } from "geojson";
import type { Map as MapLibreMap } from "maplibre-gl";
import {
  type GeoJSONStoreFeatures,
  TerraDraw,
  TerraDrawModeUndoRedo,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { DECIMALS, nearestCorner, polygonOf, type Shape, withoutCorner } from "./shapes";

/** How near a pointer must come to a corner, in pixels: half a target of 44. */
const REACH_FINGER_PX = 22;
const REACH_MOUSE_PX = 14;
/** Three corners can be closed. */
const CLOSABLE = 3;

export interface PenState {
  /** `draw`: the next click sets a corner. `change`: corners can be moved. */
  readonly act: "draw" | "change";
  /** Corners set so far of the polygon that is not closed yet. */
  readonly open: number;
  readonly shapes: number;
  /** Whether a polygon shows its corners. */
  readonly chosen: boolean;
  readonly corner: number | undefined;
}

export interface Pen {
  readonly state: () => PenState;
  readonly shapes: () => readonly Shape[];
  /** Every corner on the map, of the open polygon too. */
  readonly corners: () => readonly Position[];
  /** Show these polygons instead of all that is there. */
  readonly show: (shapes: readonly Shape[]) => void;
  readonly draw: () => void;
  /** Put the pen down: corners can be moved. What is open goes. */
  readonly change: () => void;
  /** Close the open polygon; false when it has too few corners. */
  readonly close: () => boolean;
  /** Take back the last corner of the open polygon; false when there is none. */
  readonly takeBack: () => boolean;
  /** Remove the chosen corner; false when too few would stay. */
  readonly removeCorner: () => boolean;
  /** Remove the chosen polygon, or the one that is open. */
  readonly removeOne: () => void;
}

export interface PenPlan {
  readonly map: MapLibreMap;
  readonly byFinger: boolean;
  readonly colors: { readonly ink: string; readonly paper: string };
  /** Polygons were closed, moved or removed by hand. */
  readonly onDrawn: () => void;
  /** Anything that the page around the map may want to say. */
  readonly onChange: () => void;
}

export function createPen({ map, byFinger, colors, onDrawn, onChange }: PenPlan): Pen {
  const reach = byFinger ? REACH_FINGER_PX : REACH_MOUSE_PX;
  const ink = colors.ink as `#${string}`;
  const paper = colors.paper as `#${string}`;
  let chosen: string | number | undefined;
  let corner: number | undefined;
  const cornerSize = byFinger ? 9 : 7;
  const terra = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DECIMALS }),
    undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
    modes: [
      new TerraDrawPolygonMode({
        pointerDistance: reach,
        showCoordinatePoints: true,
        styles: {
          fillColor: ink,
          fillOpacity: 0.15,
          outlineColor: ink,
          outlineWidth: 3,
          closingPointColor: ink,
          closingPointOutlineColor: paper,
          closingPointOutlineWidth: 2,
          closingPointWidth: cornerSize,
          coordinatePointColor: paper,
          coordinatePointOutlineColor: ink,
          coordinatePointOutlineWidth: 2,
          coordinatePointWidth: 5,
        },
      }),
      new TerraDrawSelectMode({
        pointerDistance: reach,
        // A click on a corner may lie just outside.
        allowManualDeselection: false,
        // Turning and scaling happen by keys that nobody here is told of.
        keyEvents: { deselect: "Escape", delete: null, rotate: null, scale: null },
        flags: {
          polygon: {
            feature: {
              draggable: false,
              selfIntersectable: true,
              coordinates: { draggable: true, deletable: true, midpoints: { draggable: true } },
            },
          },
        },
        styles: {
          selectedPolygonColor: ink,
          selectedPolygonFillOpacity: 0.22,
          selectedPolygonOutlineColor: ink,
          selectedPolygonOutlineWidth: 3,
          selectionPointColor: ({ properties }) => (properties.index === corner ? ink : paper),
          selectionPointOutlineColor: ({ properties }) =>
            properties.index === corner ? paper : ink,
          selectionPointOutlineWidth: 3,
          selectionPointWidth: cornerSize,
          midPointColor: ink,
          midPointOutlineColor: paper,
          midPointOutlineWidth: 1,
          midPointWidth: byFinger ? 6 : 5,
        },
      }),
    ],
  });
  terra.start();

  const polygons = (): GeoJSONStoreFeatures[] =>
    terra.getSnapshot().filter(({ geometry, properties }) => {
      return geometry.type === "Polygon" && properties.mode === "polygon";
    });
  const finished = (): GeoJSONStoreFeatures[] =>
    polygons().filter(({ properties }) => properties.currentlyDrawing !== true);
  const ringsOf = ({ geometry }: GeoJSONStoreFeatures): Shape =>
    geometry.coordinates as Position[][];
  const chosenShape = (): Shape | undefined => {
    const found = chosen === undefined ? undefined : terra.getSnapshotFeature(chosen);
    return found && ringsOf(found);
  };
  const state = (): PenState => {
    const open = polygons().find(({ properties }) => properties.currentlyDrawing === true);
    return {
      act: terra.getMode() === "polygon" ? "draw" : "change",
      open: Number(open?.properties.committedCoordinateCount ?? 0),
      shapes: finished().length,
      chosen: chosen !== undefined,
      corner,
    };
  };
  const choose = (id: string | number): void => {
    corner = undefined;
    terra.selectFeature(id);
  };
  const setCorner = (index: number | undefined): void => {
    if (index === corner) return;
    corner = index;
    // No other styles, but the points are drawn anew, in the colors they have now.
    terra.updateModeOptions<typeof TerraDrawSelectMode>("select", { styles: {} });
    onChange();
  };
  const take = (mode: "polygon" | "select"): void => {
    corner = undefined;
    chosen = undefined;
    terra.setMode(mode);
    onChange();
  };
  const draw = (): void => take("polygon");
  const change = (): void => take("select");

  terra.on("select", (id) => {
    chosen = id;
    corner = undefined;
    onChange();
  });
  terra.on("deselect", () => {
    chosen = undefined;
    corner = undefined;
    onChange();
  });
  terra.on("change", () => onChange());
  terra.on("finish", (id, { action }) => {
    if (action === "deleteCoordinate") corner = undefined;
    if (action === "insertMidpoint") setCorner(corners.atPointer());
    // A new corner that is dragged on at once is drawn when it is let go.
    if (action !== "insertMidpoint" || !corners.isHeld()) onDrawn();
    // After the click that closed it has run its course.
    if (action === "draw") queueMicrotask(() => choose(id));
    onChange();
  });
  const corners = takeCorners(map, {
    cornerAt: (point) => {
      const [ring = []] = chosenShape() ?? [];
      const corners = ring.slice(0, -1).map(([lon = 0, lat = 0]) => map.project([lon, lat]));
      return nearestCorner(corners, point, reach);
    },
    isHandle: (point) => {
      const [ring = []] = chosenShape() ?? [];
      const places = ring.map(([lon = 0, lat = 0]) => map.project([lon, lat]));
      const middles = places.slice(1).map((place, at) => {
        const before = places[at] ?? place;
        return { x: (place.x + before.x) / 2, y: (place.y + before.y) / 2 };
      });
      return nearestCorner([...places, ...middles], point, reach) !== undefined;
    },
    onDown: (index) => {
      if (terra.getMode() === "select") setCorner(index);
    },
    onLost: onDrawn,
  });

  return {
    state,
    shapes: () => finished().map(ringsOf),
    corners: () => polygons().flatMap((one) => ringsOf(one)[0]?.slice(1) ?? []),
    show: (shapes) => {
      chosen = undefined;
      corner = undefined;
      terra.clear();
      const ids = shapes.map((shape) => {
        const id = terra.getFeatureId();
        const properties = { mode: "polygon" };
        terra.addFeatures([{ type: "Feature", id, properties, geometry: polygonOf(shape) }]);
        return id;
      });
      change();
      const [only] = ids;
      if (only !== undefined && ids.length === 1) choose(only);
    },
    draw,
    change,
    close: () => {
      if (state().open < CLOSABLE) return false;
      // Terra Draw closes a polygon by this key, and has no other way to be told.
      map.getCanvas().dispatchEvent(new KeyboardEvent("keyup", { key: "Enter" }));
      return true;
    },
    takeBack: () => state().open > 0 && terra.undo(),
    removeCorner: () => {
      const shape = chosenShape();
      if (shape === undefined || chosen === undefined || corner === undefined) return false;
      const left = withoutCorner(shape, corner);
      if (left === undefined) return false;
      corner = undefined;
      terra.updateFeatureGeometry(chosen, polygonOf(left));
      onDrawn();
      onChange();
      return true;
    },
    removeOne: () => {
      if (state().open > 0) draw();
      if (chosen === undefined) return;
      const id = chosen;
      terra.deselectFeature(id);
      terra.removeFeatures([id]);
      onDrawn();
      onChange();
    },
  };
}

interface Corners {
  readonly cornerAt: (point: { x: number; y: number }) => number | undefined;
  /** Whether something that can be dragged is there. */
  readonly isHandle: (point: { x: number; y: number }) => boolean;
  readonly onDown: (corner: number | undefined) => void;
  /** The browser took the pointer for something else, such as scrolling. */
  readonly onLost: () => void;
}

/** Learn which corner is meant, and keep a finger on one from moving the page. */
function takeCorners(
  map: MapLibreMap,
  { cornerAt, isHandle, onDown, onLost }: Corners,
): { readonly atPointer: () => number | undefined; readonly isHeld: () => boolean } {
  let held = false;
  let down = { x: Number.NaN, y: Number.NaN };
  const canvas = map.getCanvas();
  const placeOf = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary) return;
    held = true;
    down = placeOf(event);
    onDown(cornerAt(down));
  });
  const release = (): void => {
    held = false;
  };
  // Before Terra Draw hears of it.
  addEventListener("pointerup", release, { capture: true });
  canvas.addEventListener("pointercancel", () => {
    release();
    onLost();
  });
  canvas.addEventListener(
    "touchstart",
    (event) => {
      const [touch] = event.touches;
      if (event.touches.length === 1 && touch && isHandle(placeOf(touch))) event.preventDefault();
    },
    { passive: false },
  );
  return { atPointer: () => cornerAt(down), isHeld: () => held };
}
