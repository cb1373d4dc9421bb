/** Pushing crowded markers apart. */
import {
  clampMiddle,
  containsPoint,
  difference,
  distance,
  inflate,
  type Point,
  type Rect,
  translate,
} from "../geometry/screen";
import { GAP } from "./room";
import type { MarkerScene, MarkerWish } from "./scene";

const ROUNDS = 80;

/**
 * Push crowded markers apart, all at once, so that they fan out around their crowd.
 *
 * A marker that stood somewhere in the last frame starts there and is left in peace; the others
 * start on their true place. The answer may still hold overlaps; the caller mends them.
 */
export function spread(
  wishes: readonly MarkerWish[],
  badges: readonly Rect[],
  scene: MarkerScene,
): Point[] {
  const apart = scene.markerSize + GAP;
  const middles = wishes.map((wish, index) => ({
    ...translate(wish.place, wish.lastShift ?? nudge(index)),
    fixed: wish.lastShift !== undefined,
  }));
  const walls = [...scene.obstacles, ...scene.covers, ...badges].map((wall) =>
    inflate(wall, apart / 2 + 0.5),
  );
  for (let round = 0; round < ROUNDS; round++) {
    let moved = pushPairsApart(middles, apart);
    middles.forEach((middle, index) => {
      const wish = wishes[index];
      if (wish === undefined || middle.fixed) return;
      moved = pushOut(middle, walls) || moved;
      const kept = within(middle, wish.place, scene);
      middle.x = kept.x;
      middle.y = kept.y;
    });
    if (!moved) break;
  }
  return middles.map((middle, index) => {
    const wish = wishes[index];
    if (wish === undefined) return middle;
    const close = !middle.fixed && distance(middle, wish.place) < 1;
    return within(close ? wish.place : middle, wish.place, scene);
  });
}

interface Moving {
  x: number;
  y: number;
  readonly fixed: boolean;
}

function pushPairsApart(middles: readonly Moving[], apart: number): boolean {
  let moved = false;
  for (let i = 0; i < middles.length; i++) {
    for (let j = i + 1; j < middles.length; j++) {
      const a = middles[i];
      const b = middles[j];
      if (a !== undefined && b !== undefined) moved = pushApart(a, b, apart) || moved;
    }
  }
  return moved;
}

/** Boxes collide, not discs: push along the axis of the line between the middles. */
function pushApart(a: Moving, b: Moving, apart: number): boolean {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const away = Math.hypot(dx, dy);
  if ((a.fixed && b.fixed) || away >= apart * Math.SQRT2) return false;
  if (Math.abs(dx) >= apart || Math.abs(dy) >= apart) return false;
  const needed = Math.min(
    Math.abs(dx) < 1e-9 ? Number.POSITIVE_INFINITY : apart / Math.abs(dx),
    Math.abs(dy) < 1e-9 ? Number.POSITIVE_INFINITY : apart / Math.abs(dy),
  );
  const push = 0.5 * (needed - 1);
  const shareOfA = a.fixed ? 0 : b.fixed ? 1 : 0.5;
  a.x -= dx * push * shareOfA;
  a.y -= dy * push * shareOfA;
  b.x += dx * push * (1 - shareOfA);
  b.y += dy * push * (1 - shareOfA);
  return true;
}

/** Move a middle out of the first wall it stands in, by the shortest way. */
function pushOut(middle: Moving, walls: readonly Rect[]): boolean {
  const wall = walls.find((rect) => containsPoint(rect, middle));
  if (wall === undefined) return false;
  const ways = [
    { dx: wall.left - middle.x, dy: 0 },
    { dx: wall.right - middle.x, dy: 0 },
    { dx: 0, dy: wall.top - middle.y },
    { dx: 0, dy: wall.bottom - middle.y },
  ].sort((a, b) => Math.abs(a.dx + a.dy) - Math.abs(b.dx + b.dy));
  const shortest = ways[0];
  if (shortest === undefined) return false;
  middle.x += shortest.dx;
  middle.y += shortest.dy;
  return true;
}

/** The nearest middle that is within reach of the true place and in the frame. */
function within(middle: Point, place: Point, scene: MarkerScene): Point {
  const away = distance(middle, place);
  const shift = difference(middle, place);
  const share = away > scene.reach ? scene.reach / away : 1;
  const near = { x: place.x + shift.x * share, y: place.y + shift.y * share };
  return clampMiddle(near, { width: scene.markerSize, height: scene.markerSize }, scene.frame);
}

/** A tiny shift that differs for each index, so that equal places can be pushed apart. */
function nudge(index: number): Point {
  const angle = index * 2.399963; // golden angle
  return { x: 0.01 * Math.cos(angle), y: 0.01 * Math.sin(angle) };
}
