/** Room for one marker: what is free, what is near, how bad a leader line is. */
import {
  boxAround,
  contains,
  containsPoint,
  crossesRect,
  distance,
  inflate,
  overlapsAny,
  type Point,
  type Rect,
} from "../geometry/screen";
import type { MarkerScene } from "./scene";

/** Clear space between two markers, in pixels. */
export const GAP = 2;
/** A leader line across a label is as bad as one longer by this many pixels. */
const CROSSING_PX = 40;
/** Distance of the circles on which room is sought. */
const RING_PX = 5;

/** A free middle near `place`: near to `start` too, and with a leader line that crosses little. */
export function nearestFree(
  place: Point,
  size: number,
  reach: number,
  start: Point,
  taken: readonly Rect[],
  scene: MarkerScene,
): Point | undefined {
  const { frame } = scene;
  const farthest = Math.min(reach, Math.hypot(frame.right - frame.left, frame.bottom - frame.top));
  const walls = [...scene.obstacles, ...taken];
  let best: Point | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let radius = 0; radius <= farthest && radius * 0.5 < least; radius += RING_PX) {
    for (const point of ringAround(place, radius)) {
      const atLeast = distance(point, start) + 0.5 * radius;
      if (atLeast >= least || !isFree(point, size, taken, scene)) continue;
      const price = atLeast + 0.5 * CROSSING_PX * crossings(place, point, walls);
      if (price >= least - 1e-9) continue;
      least = price;
      best = point;
    }
  }
  return best;
}

/** Points on a circle, from the top on, about 8 pixels apart. */
function ringAround(middle: Point, radius: number): Point[] {
  const count = radius === 0 ? 1 : Math.max(8, Math.round((2 * Math.PI * radius) / 8));
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2;
    return { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) };
  });
}

export function isFree(
  middle: Point,
  size: number,
  taken: readonly Rect[],
  scene: MarkerScene,
): boolean {
  const box = square(middle, size);
  if (!contains(scene.frame, box)) return false;
  const roomy = inflate(box, GAP - 0.01);
  return ![taken, scene.obstacles, scene.covers].some((rects) => overlapsAny(roomy, rects));
}

export function square(middle: Point, size: number): Rect {
  return boxAround(middle, { width: size, height: size });
}

/** How bad a leader line is: its length, more where it crosses labels and markers. */
export function detour(place: Point, middle: Point, walls: readonly Rect[]): number {
  return distance(place, middle) + CROSSING_PX * crossings(place, middle, walls);
}

/** How many walls the leader line would cross, but for those its place lies under. */
export function crossings(place: Point, middle: Point, walls: readonly Rect[]): number {
  return walls.filter((rect) => !containsPoint(rect, place) && crossesRect(place, middle, rect))
    .length;
}
