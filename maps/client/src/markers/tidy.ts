/** Making leader lines short and untangled, once all markers have room. */
import { distance, type Point, type Rect } from "../geometry/screen";
import { detour, nearestFree, square } from "./room";
import type { MarkerPlace, MarkerScene } from "./scene";

const UNTANGLE_ROUNDS = 12;
const TIDY_ROUNDS = 2;

/** Tidy the markers in `movable`; the others stay, and so do the badges. */
export function tidied(
  markers: readonly MarkerPlace[],
  movable: ReadonlySet<string>,
  badges: readonly Rect[],
  scene: MarkerScene,
): readonly MarkerPlace[] {
  let tidy = markers;
  for (let round = 0; round < TIDY_ROUNDS; round++) {
    tidy = tightened(untangled(tidy, movable, scene), movable, badges, scene);
  }
  return tidy;
}

/** Move markers nearer to their places where there is room, those farthest away first. */
function tightened(
  markers: readonly MarkerPlace[],
  movable: ReadonlySet<string>,
  badges: readonly Rect[],
  scene: MarkerScene,
): MarkerPlace[] {
  const now = new Map(markers.map((marker) => [marker.id, marker]));
  const farthestFirst = markers
    .filter(({ id, place, middle }) => movable.has(id) && distance(place, middle) > 0)
    .toSorted((a, b) => distance(b.place, b.middle) - distance(a.place, a.middle));
  for (const marker of farthestFirst) {
    const { id, place, middle } = marker;
    const others = [...now.values()].filter((other) => other.id !== id);
    const taken = [...badges, ...others.map((other) => square(other.middle, scene.markerSize))];
    const reach = distance(place, middle);
    const nearer = nearestFree(place, scene.markerSize, reach, place, taken, scene);
    if (nearer === undefined) continue;
    const walls = [...scene.obstacles, ...taken];
    if (detour(place, nearer, walls) < detour(place, middle, walls) - 1) {
      now.set(id, { ...marker, middle: nearer });
    }
  }
  return markers.map((marker) => now.get(marker.id) ?? marker);
}

/** Let markers change places as long as that makes leader lines shorter, which uncrosses them. */
function untangled(
  markers: readonly MarkerPlace[],
  movable: ReadonlySet<string>,
  scene: MarkerScene,
): MarkerPlace[] {
  const result = [...markers];
  const reach = Math.max(scene.reach, ...markers.map((one) => distance(one.place, one.middle)));
  // Squares spare single markers a long way.
  const price = (place: Point, middle: Point): number =>
    distance(place, middle) > reach
      ? Number.POSITIVE_INFINITY
      : detour(place, middle, scene.obstacles) ** 2;
  for (let round = 0; round < UNTANGLE_ROUNDS; round++) {
    let changed = false;
    for (const [i, j] of pairsOf(result, movable)) {
      const a = result[i];
      const b = result[j];
      if (a === undefined || b === undefined) continue;
      const now = price(a.place, a.middle) + price(b.place, b.middle);
      const then = price(a.place, b.middle) + price(b.place, a.middle);
      if (then >= now - 1e-6) continue;
      result[i] = { ...a, middle: b.middle };
      result[j] = { ...b, middle: a.middle };
      changed = true;
    }
    if (!changed) break;
  }
  return result;
}

/** Index pairs of markers that may change places and do not both stand where they belong. */
function pairsOf(
  markers: readonly MarkerPlace[],
  movable: ReadonlySet<string>,
): (readonly [number, number])[] {
  const free = markers.flatMap(({ id, place, middle }, index) =>
    movable.has(id) && distance(place, middle) > 0 ? [index] : [],
  );
  return free.flatMap((i, at) => free.slice(at + 1).map((j) => [i, j] as const));
}
