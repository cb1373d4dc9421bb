/**
 * Where each project's marker stands: a pure function from places to places.
 *
 * A marker stands on its true place if it can; where projects crowd it moves up to `reach` pixels
 * away, and a leader line shows where it belongs. What still finds no room joins the badge of its
 * district; only one that has no other of its district near goes farther than `reach`.
 * Promises, each a test: nothing overlaps; everything lies in the frame; a badge never mixes
 * districts and never stands for one; every project in view is in exactly one marker or badge;
 * the same input gives the same answer.
 */
import {
  boxAround,
  clampMiddle,
  contains,
  containsPoint,
  crossesRect,
  difference,
  distance,
  inflate,
  overlapsAny,
  type Point,
  type Rect,
  translate,
} from "../geometry/screen";

export interface MarkerWish {
  readonly id: string;
  /** The district a badge would count it for. */
  readonly group: string;
  /** True place on the screen. */
  readonly place: Point;
  /** How far from its place it stood in the last frame. */
  readonly lastShift?: Point | undefined;
}

export interface MarkerScene {
  readonly wishes: readonly MarkerWish[];
  readonly frame: Rect;
  /** Labels and controls: markers stand beside them. */
  readonly obstacles: readonly Rect[];
  /** Cards: what lies under them is out of view. */
  readonly covers: readonly Rect[];
  /** Width and height of a marker and of a badge. */
  readonly markerSize: number;
  readonly badgeSize: number;
  /** How far a marker may stand from its place. */
  readonly reach: number;
  /** Groups that stood as badges in the last frame and stay so while the map moves. */
  readonly lastBadges?: ReadonlySet<string> | undefined;
}

export interface MarkerPlace {
  readonly id: string;
  readonly middle: Point;
  readonly place: Point;
}

export interface BadgePlace {
  readonly group: string;
  readonly ids: readonly string[];
  readonly middle: Point;
  /** The middle of the true places it stands for. */
  readonly place: Point;
}

export interface MarkerLayout {
  readonly markers: readonly MarkerPlace[];
  readonly badges: readonly BadgePlace[];
}

const GAP = 2;
const ROUNDS = 80;
/** Projects of one district closer than this many markers are one crowd. */
const CROWD = 2.6;
/** How many that found no room may choose first in another try, before a crowd must join. */
const SECOND_TRIES = 8;
/** A leader line across a label is as bad as one longer by this many pixels. */
const CROSSING_PX = 40;
const UNTANGLE_ROUNDS = 12;
const TIDY_ROUNDS = 3;
/** Distance of the circles on which room is sought. */
const RING_PX = 5;

/** Places for all projects whose true place is in the frame. */
export function layoutMarkers(scene: MarkerScene): MarkerLayout {
  const wishes = scene.wishes.filter((wish) => isInView(wish.place, scene));
  const crowds: Crowds = new Map();
  const strays = new Set<string>();
  const first: string[] = [];
  for (const group of scene.lastBadges ?? []) joinLastCrowd(group, wishes, scene, crowds);
  // Each failure lets one more go first, join a badge or stray, so this ends.
  for (;;) {
    const badges = placeBadges(crowds, scene);
    const joined = new Set([...crowds.values()].flat().map((wish) => wish.id));
    const alone = wishes.filter((wish) => !joined.has(wish.id));
    const attempt = placeMarkers(alone, badges, { first, strays }, scene);
    if (attempt.failed === undefined) return { markers: attempt.markers, badges };
    if (first.length < SECOND_TRIES && !first.includes(attempt.failed.id)) {
      first.unshift(attempt.failed.id);
    } else if (!joinCrowd(attempt.failed, alone, scene, crowds)) strays.add(attempt.failed.id);
  }
}

/** Those that join the badge of their district. */
type Crowds = Map<string, readonly MarkerWish[]>;

function isInView(place: Point, scene: MarkerScene): boolean {
  return (
    containsPoint(scene.frame, place) && !scene.covers.some((cover) => containsPoint(cover, place))
  );
}

function joinLastCrowd(
  group: string,
  wishes: readonly MarkerWish[],
  scene: MarkerScene,
  crowds: Crowds,
): void {
  const seed = wishes.find((wish) => wish.group === group && wish.lastShift === undefined);
  if (seed === undefined) return;
  const crowd = crowdAround(seed, wishes, scene);
  if (crowd.length > 1) crowds.set(group, crowd);
}

/** Make room for one that found none. False when there is no crowd that could join a badge. */
function joinCrowd(
  failed: MarkerWish,
  alone: readonly MarkerWish[],
  scene: MarkerScene,
  crowds: Crowds,
): boolean {
  const badge = crowds.get(failed.group);
  if (badge !== undefined) {
    crowds.set(failed.group, [...badge, failed]);
    return true;
  }
  const seed = mostCrowded(failed, alone, scene);
  const crowd = crowdAround(seed, alone, scene);
  if (crowd.length < 2) return false;
  crowds.set(seed.group, [...(crowds.get(seed.group) ?? []), ...crowd]);
  return true;
}

/** Within reach of the failed one, a project of the district that has most projects there. */
function mostCrowded(
  failed: MarkerWish,
  alone: readonly MarkerWish[],
  scene: MarkerScene,
): MarkerWish {
  const near = alone.filter((wish) => distance(wish.place, failed.place) <= 2 * scene.reach);
  const counts = new Map<string, number>();
  for (const wish of near) counts.set(wish.group, (counts.get(wish.group) ?? 0) + 1);
  let most = failed;
  for (const wish of near) {
    if ((counts.get(wish.group) ?? 0) > (counts.get(most.group) ?? 0)) most = wish;
  }
  return most;
}

/** All projects of the seed's district that hang together with it, each close to the next. */
function crowdAround(
  seed: MarkerWish,
  wishes: readonly MarkerWish[],
  scene: MarkerScene,
): MarkerWish[] {
  const crowd = [seed];
  const rest = new Set(wishes.filter((wish) => wish.group === seed.group && wish.id !== seed.id));
  for (const member of crowd) {
    for (const wish of rest) {
      if (distance(member.place, wish.place) > CROWD * scene.markerSize) continue;
      rest.delete(wish);
      crowd.push(wish);
    }
  }
  return crowd;
}

function placeBadges(crowds: Crowds, scene: MarkerScene): BadgePlace[] {
  const badges: BadgePlace[] = [];
  for (const [group, crowd] of crowds) {
    const place = meanOf(crowd.map((wish) => wish.place));
    const taken = badges.map((badge) => square(badge.middle, scene.badgeSize));
    const middle = nearestFree(
      place,
      scene.badgeSize,
      Number.POSITIVE_INFINITY,
      place,
      taken,
      scene,
    );
    const ids = crowd.map((wish) => wish.id);
    // A frame without any room for it is smaller than a few badges; it then stands on its place.
    badges.push({ group, ids, place, middle: middle ?? place });
  }
  return badges;
}

interface Turns {
  /** Choose before all others. */
  readonly first: readonly string[];
  /** Choose last, and may go as far as they must. */
  readonly strays: ReadonlySet<string>;
}

/** Place all; tell the first that found no room. */
function placeMarkers(
  wishes: readonly MarkerWish[],
  badges: readonly BadgePlace[],
  turns: Turns,
  scene: MarkerScene,
): { markers: MarkerPlace[]; failed?: MarkerWish } {
  const taken = badges.map((badge) => square(badge.middle, scene.badgeSize));
  const starts = spread(wishes, taken, scene);
  const middles = new Map<string, Point>();
  const take = (wish: MarkerWish, middle: Point): void => {
    middles.set(wish.id, middle);
    taken.push(square(middle, scene.markerSize));
  };
  const search = ({ wish, start }: Turn): boolean => {
    const isStray = turns.strays.has(wish.id);
    const reach = isStray ? Number.POSITIVE_INFINITY : scene.reach;
    const middle = nearestFree(wish.place, scene.markerSize, reach, start, taken, scene);
    if (middle === undefined && !isStray) return false;
    take(wish, middle ?? wish.place);
    return true;
  };
  const all = wishes.map((wish, index): Turn => ({ wish, start: starts[index] ?? wish.place }));
  const early = turns.first.map((id) => all.find(({ wish }) => wish.id === id));
  for (const turn of early) if (turn !== undefined && !search(turn)) return failure(turn);
  const waiting: Turn[] = [];
  for (const turn of all) {
    if (middles.has(turn.wish.id)) continue;
    const { wish, start } = turn;
    const stands =
      isFree(start, scene.markerSize, taken, scene) && crossings(wish.place, start, scene) === 0;
    if (stands) take(wish, start);
    else waiting.push(turn);
  }
  const isStray = ({ wish }: Turn): number => Number(turns.strays.has(wish.id));
  for (const turn of waiting.toSorted((a, b) => isStray(a) - isStray(b))) {
    if (!search(turn)) return failure(turn);
  }
  const markers = wishes.map(({ id, place }) => ({ id, place, middle: middles.get(id) ?? place }));
  const movable = new Set(
    wishes.filter((wish) => wish.lastShift === undefined).map(({ id }) => id),
  );
  const badgeBoxes = badges.map((badge) => square(badge.middle, scene.badgeSize));
  let tidy = markers;
  for (let round = 0; round < TIDY_ROUNDS; round++) {
    tidy = tightened(untangled(tidy, movable, scene), movable, badgeBoxes, scene);
  }
  return { markers: tidy };
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
    if (detour(place, nearer, scene) < detour(place, middle, scene) - 1) {
      now.set(id, { ...marker, middle: nearer });
    }
  }
  return markers.map((marker) => now.get(marker.id) ?? marker);
}

/** How bad a leader line is: its length, more where it crosses labels. */
function detour(place: Point, middle: Point, scene: MarkerScene): number {
  return distance(place, middle) + CROSSING_PX * crossings(place, middle, scene);
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
    distance(place, middle) > reach ? Number.POSITIVE_INFINITY : detour(place, middle, scene) ** 2;
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

interface Turn {
  readonly wish: MarkerWish;
  readonly start: Point;
}

function failure({ wish }: Turn): { markers: MarkerPlace[]; failed: MarkerWish } {
  return { markers: [], failed: wish };
}

/** How many labels and controls the leader line would cross, but for those its place lies under. */
function crossings(place: Point, middle: Point, scene: MarkerScene): number {
  return scene.obstacles.filter(
    (rect) => !containsPoint(rect, place) && crossesRect(place, middle, rect),
  ).length;
}

/**
 * Push crowded markers apart, all at once, so that they fan out around their crowd.
 *
 * A marker that stood somewhere in the last frame starts there and is left in peace; the others
 * start on their true place. The answer may still hold overlaps; the caller mends them.
 */
function spread(
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

/** A free middle near `place`: near to `start` too, and with a leader line that crosses little. */
function nearestFree(
  place: Point,
  size: number,
  reach: number,
  start: Point,
  taken: readonly Rect[],
  scene: MarkerScene,
): Point | undefined {
  const { frame } = scene;
  const farthest = Math.min(reach, Math.hypot(frame.right - frame.left, frame.bottom - frame.top));
  let best: Point | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let radius = 0; radius <= farthest && radius * 0.5 < least; radius += RING_PX) {
    for (const point of ringAround(place, radius)) {
      if (!isFree(point, size, taken, scene)) continue;
      const crossed = crossings(place, point, scene);
      const price = 0.5 * radius + distance(point, start) + CROSSING_PX * crossed;
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

function isFree(middle: Point, size: number, taken: readonly Rect[], scene: MarkerScene): boolean {
  const box = square(middle, size);
  if (!contains(scene.frame, box)) return false;
  const roomy = inflate(box, GAP - 0.01);
  return ![taken, scene.obstacles, scene.covers].some((rects) => overlapsAny(roomy, rects));
}

function square(middle: Point, size: number): Rect {
  return boxAround(middle, { width: size, height: size });
}

function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce(translate, { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** A tiny shift that differs for each index, so that equal places can be pushed apart. */
function nudge(index: number): Point {
  const angle = index * 2.399963; // golden angle
  return { x: 0.01 * Math.cos(angle), y: 0.01 * Math.sin(angle) };
}
