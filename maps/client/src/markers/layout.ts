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
import { containsPoint, distance, type Point, translate } from "../geometry/screen";
import { crossings, isFree, nearestFree, square } from "./room";
import type { BadgePlace, MarkerLayout, MarkerPlace, MarkerScene, MarkerWish } from "./scene";
import { spread } from "./spread";
import { tidied } from "./tidy";

/** Projects of one district closer than this many markers are one crowd. */
const CROWD = 2.6;
/** How many that found no room may choose first in another try, before a crowd must join. */
const SECOND_TRIES = 8;

/** Places for all projects whose true place is in the frame. */
export function layoutMarkers(scene: MarkerScene): MarkerLayout {
  const wishes = scene.wishes.filter((wish) => isInView(wish.place, scene));
  const crowds: Crowds = new Map();
  const strays = new Set<string>();
  const first: string[] = scene.chosen === undefined ? [] : [scene.chosen];
  for (const group of scene.lastBadges ?? []) joinLastCrowd(group, wishes, scene, crowds);
  // Each failure lets one more go first, join a badge or stray, so this ends.
  for (;;) {
    const badges = placeBadges(crowds, scene);
    const joined = new Set([...crowds.values()].flat().map((wish) => wish.id));
    const alone = wishes.filter((wish) => !joined.has(wish.id));
    const attempt = placeMarkers(alone, badges, { first, strays }, scene);
    if (attempt.failed === undefined) return { markers: attempt.markers, badges };
    if (first.length < SECOND_TRIES && !first.includes(attempt.failed.id)) {
      first.splice(scene.chosen === undefined ? 0 : 1, 0, attempt.failed.id);
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
  const seed = wishes.find(
    (wish) => wish.group === group && wish.lastShift === undefined && wish.id !== scene.chosen,
  );
  if (seed === undefined) return;
  const crowd = crowdAround(seed, wishes, scene);
  if (crowd.length > 1) crowds.set(group, crowd);
}

/** Let one that found no room join a badge with its crowd. False when it has none. */
function joinCrowd(
  failed: MarkerWish,
  alone: readonly MarkerWish[],
  scene: MarkerScene,
  crowds: Crowds,
): boolean {
  if (failed.id === scene.chosen) return false;
  const badge = crowds.get(failed.group);
  if (badge !== undefined) {
    crowds.set(failed.group, [...badge, failed]);
    return true;
  }
  const crowd = crowdAround(failed, alone, scene);
  if (crowd.length < 2) return false;
  crowds.set(failed.group, crowd);
  return true;
}

/** All projects of the seed's district that hang together with it, each close to the next. */
function crowdAround(
  seed: MarkerWish,
  wishes: readonly MarkerWish[],
  scene: MarkerScene,
): MarkerWish[] {
  const crowd = [seed];
  const rest = new Set(
    wishes.filter(({ id, group }) => group === seed.group && id !== seed.id && id !== scene.chosen),
  );
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

interface Attempt {
  readonly markers: readonly MarkerPlace[];
  /** The first that found no room; then nothing is placed. */
  readonly failed?: MarkerWish;
}

/** Place all; tell the first that found no room. */
function placeMarkers(
  wishes: readonly MarkerWish[],
  badges: readonly BadgePlace[],
  turns: Turns,
  scene: MarkerScene,
): Attempt {
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
      isFree(start, scene.markerSize, taken, scene) &&
      crossings(wish.place, start, scene.obstacles) === 0;
    if (stands) take(wish, start);
    else waiting.push(turn);
  }
  const sizes = sizesOfGroups(wishes);
  // Small districts first: if somebody finds no room, let it be one of a crowd. Strays last.
  const rankOf = ({ wish }: Turn): number =>
    turns.strays.has(wish.id) ? Number.POSITIVE_INFINITY : (sizes.get(wish.group) ?? 0);
  for (const turn of waiting.toSorted((a, b) => compare(rankOf(a), rankOf(b)))) {
    if (!search(turn)) return failure(turn);
  }
  const markers = wishes.map(({ id, place }) => ({ id, place, middle: middles.get(id) ?? place }));
  const movable = new Set(
    wishes.filter((wish) => wish.lastShift === undefined).map(({ id }) => id),
  );
  const badgeBoxes = badges.map((badge) => square(badge.middle, scene.badgeSize));
  return { markers: tidied(markers, movable, badgeBoxes, scene) };
}

function sizesOfGroups(wishes: readonly MarkerWish[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { group } of wishes) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}

/** Order by number; infinite ones are equal. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

interface Turn {
  readonly wish: MarkerWish;
  readonly start: Point;
}

function failure({ wish }: Turn): Attempt {
  return { markers: [], failed: wish };
}

function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce(translate, { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
