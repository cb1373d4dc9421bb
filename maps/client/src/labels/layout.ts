/**
 * Where each district's label stands: a pure function from areas to rectangles.
 *
 * Promises, each a test: every district of which a part is in view has a label; no label touches
 * another or an obstacle; every label lies in the frame; the same input gives the same answer;
 * a label that still has its room stays where it was.
 */
import {
  areaOf,
  boundsOf,
  clipToRect,
  distanceToEdge,
  isInside,
  type Rings,
} from "../geometry/rings";
import {
  boxAround,
  clampMiddle,
  contains,
  containsPoint,
  distance,
  inflate,
  overlapsAny,
  type Point,
  type Rect,
  type Size,
} from "../geometry/screen";

/** From most to least told. `line` and `stack` both hold sign, code and name. */
export type FormName = "line" | "stack" | "code" | "sign";

export interface LabelPlace {
  readonly id: string;
  readonly form: FormName;
  readonly middle: Point;
  readonly box: Rect;
}

export interface LabelWish {
  readonly id: string;
  /** The district's area on the screen, in or out of view. */
  readonly area: Rings;
  /** Measured size of the label in each form. */
  readonly sizes: Readonly<Record<FormName, Size>>;
  /** Where and how it stood in the last frame, moved along with the map. */
  readonly last?: { readonly form: FormName; readonly middle: Point } | undefined;
}

export interface LabelScene {
  readonly wishes: readonly LabelWish[];
  /** Labels stay in here. */
  readonly frame: Rect;
  /** Controls and cards; no label touches them. */
  readonly obstacles: readonly Rect[];
  /** Places a label had better not cover: the projects. */
  readonly avoid: readonly Point[];
  /** The map rests: labels may leave a poor place for a better one. */
  readonly settled: boolean;
}

/** Clear space between two labels, in pixels. */
const GAP = 3;
/** Extra space a label wants before it grows while the map moves, so that it does not flicker. */
const GROWTH_GAP = 6;
/** Smallest part of a district in view, in square pixels, that still is a part in view. */
const VISIBLE_AREA = 1;
const GRID_STEPS = 9;
/** Share of a label's box that may lie outside its district. A sign may lie anywhere near. */
const OUTSIDE_LIMIT: Readonly<Record<FormName, number>> = {
  line: 0.4,
  stack: 0.45,
  code: 0.5,
  sign: 1,
};
/** A standing label may grow worse by this much before it gives way. */
const OUTSIDE_PATIENCE = 0.12;
/** A name takes no more room than this share of its district in view: it would hide it. */
const NAME_SHARE = 1;
const NAME_SHARE_PATIENCE = 1.2;
/** How much a part of a label beyond the city counts, beside 1 for a part on another district. */
const BEYOND_THE_CITY = 0.35;
const COST_OUTSIDE = 120;
const COST_COVERED = 12;
const COST_FAR = 30;
/** A project this near to a label's box counts as covered: its marker has a size. */
const COVER_PX = 16;
/** How much cheaper another place must be before a resting label moves there. */
const WORTH_MOVING = 12;

interface Subject {
  readonly wish: LabelWish;
  readonly visible: Rings;
  readonly bounds: Rect;
  /** The other districts in view. */
  readonly others: readonly Pick<Subject, "visible" | "bounds">[];
  readonly area: number;
  readonly middles: readonly Point[];
  readonly home: Point;
  readonly reach: number;
}

/** Places for the labels of all districts that are in view, in the order of the wishes. */
export function layoutLabels(scene: LabelScene): LabelPlace[] {
  const alone = scene.wishes
    .map((wish) => subjectOf(wish, scene.frame))
    .filter((subject) => subject !== undefined);
  const subjects = alone.map((subject) => ({
    ...subject,
    others: alone.filter((other) => other !== subject),
  }));
  const bySize = [...subjects].sort((a, b) => a.area - b.area);
  const placed = new Map<string, LabelPlace>();

  for (const subject of subjects) keep(subject, scene, placed);
  for (const subject of bySize) {
    if (!placed.has(subject.wish.id)) placeSign(subject, scene, placed);
  }
  for (const forms of [["code"], ["line", "stack"]] as const) {
    for (const subject of bySize) grow(subject, forms, scene, placed);
  }
  if (scene.settled) for (const subject of bySize) improve(subject, scene, placed);
  return subjects
    .map((subject) => placed.get(subject.wish.id))
    .filter((place) => place !== undefined);
}

function subjectOf(wish: LabelWish, frame: Rect): Omit<Subject, "others"> | undefined {
  const visible = clipToRect(wish.area, frame);
  const bounds = boundsOf(visible);
  const area = areaOf(visible);
  if (bounds === undefined || area < VISIBLE_AREA) return undefined;
  const middles = gridIn(bounds).filter((point) => isInside(visible, point));
  const home = roomiest(visible, middles) ?? {
    x: (bounds.left + bounds.right) / 2,
    y: (bounds.top + bounds.bottom) / 2,
  };
  const reach = Math.max(1, bounds.right - bounds.left, bounds.bottom - bounds.top);
  return { wish, visible, bounds, area, middles, home, reach };
}

function gridIn(bounds: Rect): Point[] {
  const points: Point[] = [];
  for (let row = 0; row < GRID_STEPS; row++) {
    for (let column = 0; column < GRID_STEPS; column++) {
      points.push({
        x: bounds.left + ((column + 0.5) / GRID_STEPS) * (bounds.right - bounds.left),
        y: bounds.top + ((row + 0.5) / GRID_STEPS) * (bounds.bottom - bounds.top),
      });
    }
  }
  return points;
}

/** The point farthest from every edge; the first of equals. */
function roomiest(visible: Rings, middles: readonly Point[]): Point | undefined {
  let best: Point | undefined;
  let most = -1;
  for (const middle of middles) {
    const clearance = distanceToEdge(visible, middle);
    if (clearance > most + 1e-9) {
      most = clearance;
      best = middle;
    }
  }
  return best;
}

/** Leave a label where it was, or slide it along the frame, if it still has room there. */
function keep(subject: Subject, scene: LabelScene, placed: Map<string, LabelPlace>): void {
  const { last, sizes } = subject.wish;
  if (last === undefined) return;
  const middle = clampMiddle(last.middle, sizes[last.form], scene.frame);
  const limit = OUTSIDE_LIMIT[last.form] + OUTSIDE_PATIENCE;
  if (last.form !== "sign" && !isInside(subject.visible, middle)) return;
  if (last.form === "sign" && distance(middle, subject.home) > subject.reach) return;
  if (outsideShare(subject, middle, last.form) > limit) return;
  if (hides(subject, last.form, NAME_SHARE_PATIENCE)) return;
  const place = placeAt(subject, last.form, middle);
  if (isFree(place, scene, placed, GAP)) placed.set(place.id, place);
}

/** A sign always finds room: in the district, else as near to it as possible. */
function placeSign(subject: Subject, scene: LabelScene, placed: Map<string, LabelPlace>): void {
  const size = subject.wish.sizes.sign;
  const best = cheapest(subject, ["sign"], scene, placed, GAP);
  if (best !== undefined) {
    placed.set(best.id, best);
    return;
  }
  for (const middle of nearestFirst(
    clampMiddle(subject.home, size, scene.frame),
    size,
    scene.frame,
  )) {
    const place = placeAt(subject, "sign", middle);
    if (isFree(place, scene, placed, GAP)) {
      placed.set(place.id, place);
      return;
    }
  }
}

function grow(
  subject: Subject,
  forms: readonly FormName[],
  scene: LabelScene,
  placed: Map<string, LabelPlace>,
): void {
  const now = placed.get(subject.wish.id);
  if (now === undefined || tellsAsMuch(now.form, forms)) return;
  const gap = scene.settled || subject.wish.last === undefined ? GAP : GROWTH_GAP;
  const best = cheapest(subject, forms, scene, placed, gap);
  if (best !== undefined) placed.set(best.id, best);
}

/** At rest, move a label whose place has become much poorer than the best one. */
function improve(subject: Subject, scene: LabelScene, placed: Map<string, LabelPlace>): void {
  const now = placed.get(subject.wish.id);
  if (now === undefined) return;
  const forms: readonly FormName[] =
    now.form === "line" || now.form === "stack" ? ["line", "stack"] : [now.form];
  const best = cheapest(subject, forms, scene, placed, GAP);
  if (best === undefined) return;
  const gain = cost(subject, now, scene) - cost(subject, best, scene);
  if (gain > WORTH_MOVING) placed.set(best.id, best);
}

const TELLS: Readonly<Record<FormName, number>> = { sign: 0, code: 1, stack: 2, line: 2 };

function tellsAsMuch(form: FormName, forms: readonly FormName[]): boolean {
  return forms.every((other) => TELLS[form] >= TELLS[other]);
}

/** The cheapest free place in any of the forms; undefined when none is acceptable. */
function cheapest(
  subject: Subject,
  forms: readonly FormName[],
  scene: LabelScene,
  placed: ReadonlyMap<string, LabelPlace>,
  gap: number,
): LabelPlace | undefined {
  let best: LabelPlace | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const form of forms.filter((one) => !hides(subject, one, NAME_SHARE))) {
    for (const wanted of candidates(subject)) {
      const middle = clampMiddle(wanted, subject.wish.sizes[form], scene.frame);
      const place = placeAt(subject, form, middle);
      // What is quick to know first: most places are out by it.
      const atLeast = costOfSpot(subject, place, scene);
      if (atLeast >= least || !isFree(place, scene, placed, gap)) continue;
      if (form !== "sign" && !isInside(subject.visible, middle)) continue;
      const outside = outsideShare(subject, middle, form);
      const price = atLeast + COST_OUTSIDE * outside;
      if (outside > OUTSIDE_LIMIT[form] || price >= least - 1e-9) continue;
      least = price;
      best = place;
    }
  }
  return best;
}

/** Whether a name would cover more than `share` of its district in view. */
function hides(subject: Subject, form: FormName, share: number): boolean {
  const { width, height } = subject.wish.sizes[form];
  return TELLS[form] === TELLS.line && width * height > share * subject.area;
}

function candidates(subject: Subject): Point[] {
  const last = subject.wish.last?.middle;
  return [...(last === undefined ? [] : [last]), subject.home, ...subject.middles];
}

function cost(subject: Subject, place: LabelPlace, scene: LabelScene): number {
  const outside = outsideShare(subject, place.middle, place.form);
  return costOfSpot(subject, place, scene) + COST_OUTSIDE * outside;
}

/** What a place costs by what it covers and how far it is from the district's roomiest point. */
function costOfSpot(subject: Subject, { box, middle }: LabelPlace, scene: LabelScene): number {
  const around = inflate(box, COVER_PX);
  const covered = scene.avoid.filter((point) => containsPoint(around, point)).length;
  return COST_COVERED * covered + (COST_FAR * distance(middle, subject.home)) / subject.reach;
}

/**
 * How much of a label's box lies outside the visible part of its district, 0 to 1, from 15 samples.
 *
 * What lies on another district could be taken for its name and counts in full; what lies beyond
 * the city misleads nobody and counts little.
 */
function outsideShare(subject: Subject, middle: Point, form: FormName): number {
  const { width, height } = subject.wish.sizes[form];
  let outside = 0;
  for (const right of [-0.46, -0.23, 0, 0.23, 0.46]) {
    for (const down of [-0.42, 0, 0.42]) {
      const sample = { x: middle.x + right * width, y: middle.y + down * height };
      if (isInside(subject.visible, sample)) continue;
      const foreign = subject.others.some(
        (other) => containsPoint(other.bounds, sample) && isInside(other.visible, sample),
      );
      outside += foreign ? 1 : BEYOND_THE_CITY;
    }
  }
  return outside / 15;
}

function placeAt(subject: Subject, form: FormName, middle: Point): LabelPlace {
  const box = boxAround(middle, subject.wish.sizes[form]);
  return { id: subject.wish.id, form, middle, box };
}

function isFree(
  place: LabelPlace,
  scene: LabelScene,
  placed: ReadonlyMap<string, LabelPlace>,
  gap: number,
): boolean {
  const roomy = inflate(place.box, gap);
  if (!contains(scene.frame, place.box) || overlapsAny(roomy, scene.obstacles)) return false;
  for (const other of placed.values()) {
    if (other.id !== place.id && overlapsAny(roomy, [other.box])) return false;
  }
  return true;
}

/** Middles on growing rings around `start`, as far as the frame goes. */
function* nearestFirst(start: Point, size: Size, frame: Rect): Generator<Point> {
  const step = Math.max(4, Math.min(size.width, size.height) / 3);
  const farthest = Math.hypot(frame.right - frame.left, frame.bottom - frame.top);
  yield start;
  for (let radius = step; radius <= farthest; radius += step) {
    const spots = Math.ceil((2 * Math.PI * radius) / step);
    for (let spot = 0; spot < spots; spot++) {
      const angle = (2 * Math.PI * spot) / spots;
      yield clampMiddle(
        { x: start.x + radius * Math.cos(angle), y: start.y + radius * Math.sin(angle) },
        size,
        frame,
      );
    }
  }
}
