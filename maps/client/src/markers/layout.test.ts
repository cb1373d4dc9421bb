import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  boxAround,
  contains,
  containsPoint,
  distance,
  overlapsAny,
  type Point,
  type Rect,
} from "../geometry/screen";
import { layoutMarkers } from "./layout";
import type { MarkerLayout, MarkerScene, MarkerWish } from "./scene";

const FRAME: Rect = { left: 0, top: 0, right: 600, bottom: 500 };

function scene(wishes: readonly MarkerWish[], more: Partial<MarkerScene> = {}): MarkerScene {
  return {
    wishes,
    frame: FRAME,
    obstacles: [],
    covers: [],
    markerSize: 26,
    badgeSize: 34,
    reach: 70,
    ...more,
  };
}

function wish(id: string, x: number, y: number, group = "mitte"): MarkerWish {
  return { id, group, place: { x, y } };
}

function boxesOf(layout: MarkerLayout): Rect[] {
  return [
    ...layout.markers.map(({ middle }) => boxAround(middle, { width: 26, height: 26 })),
    ...layout.badges.map(({ middle }) => boxAround(middle, { width: 34, height: 34 })),
  ];
}

test("a project on its own stands on its place", () => {
  const { markers } = layoutMarkers(scene([wish("1", 300, 200)]));

  expect(markers.map((marker) => marker.middle)).toEqual([{ x: 300, y: 200 }]);
});

test("a project under a label stands beside it", () => {
  const label = { left: 280, top: 190, right: 380, bottom: 215 };

  const { markers } = layoutMarkers(scene([wish("1", 300, 200)], { obstacles: [label] }));

  expect(overlapsAny(boxesOf({ markers, badges: [] })[0] as Rect, [label])).toBe(false);
});

test("a project under an open card is out of view", () => {
  const card = { left: 200, top: 100, right: 500, bottom: 400 };

  expect(layoutMarkers(scene([wish("1", 300, 200)], { covers: [card] }))).toEqual({
    markers: [],
    badges: [],
  });
});

test("a project outside the frame has no marker", () => {
  expect(layoutMarkers(scene([wish("1", 601, 200)])).markers).toEqual([]);
});

test("fourteen projects on one spot are told apart", () => {
  const crowd = Array.from({ length: 14 }, (_, index) => wish(`${index}`, 300, 250));

  const layout = layoutMarkers(scene(crowd));

  expect(layout.markers).toHaveLength(14);
  expect(layout.badges).toEqual([]);
});

test("a crowd without room joins the badge of its district, and the others stay", () => {
  const crowd = Array.from({ length: 60 }, (_, index) => wish(`${index}`, 300, 250));

  const layout = layoutMarkers(scene([...crowd, wish("far", 50, 50)]));

  expect(layout.badges.map(({ group, ids }) => [group, ids.length])).toEqual([["mitte", 60]]);
  expect(layout.markers.map((marker) => marker.id)).toEqual(["far"]);
});

test("crowds of two districts without room make two badges", () => {
  const crowd = Array.from({ length: 80 }, (_, index) =>
    wish(`${index}`, 300, 250, index % 2 === 0 ? "mitte" : "disteln"),
  );

  const groups = layoutMarkers(scene(crowd)).badges.map((badge) => badge.group);

  expect(groups.toSorted()).toEqual(["disteln", "mitte"]);
});

test("a marker that has room stays where it was while the map moves", () => {
  const lastShift = { x: 30, y: 10 };

  const { markers } = layoutMarkers(scene([{ ...wish("1", 300, 200), lastShift }]));

  expect(markers[0]?.middle).toEqual({ x: 330, y: 210 });
});

test("the chosen project is told apart even where its crowd is a badge", () => {
  const crowd = Array.from({ length: 60 }, (_, index) => wish(`${index}`, 300, 250));

  const layout = layoutMarkers(scene(crowd, { chosen: "7" }));

  expect(layout.markers.map((marker) => marker.id)).toEqual(["7"]);
  expect(layout.badges.map((badge) => badge.ids.length)).toEqual([59]);
});

test("markers of a crowd change places when that shortens their leader lines", () => {
  const crowd = Array.from({ length: 12 }, (_, index) =>
    wish(`${index}`, 300 + 3 * ((index * 7) % 12), 250 + 2 * ((index * 5) % 12)),
  );

  const { markers } = layoutMarkers(scene(crowd));

  for (const a of markers) {
    for (const b of markers) {
      const now = distance(a.place, a.middle) ** 2 + distance(b.place, b.middle) ** 2;
      const swapped = distance(a.place, b.middle) ** 2 + distance(b.place, a.middle) ** 2;
      expect(swapped).toBeGreaterThanOrEqual(now - 0.001);
    }
  }
});

test("a badge stays a badge while the map moves", () => {
  const crowd = [wish("1", 300, 200), wish("2", 310, 205), wish("3", 305, 215)];

  const layout = layoutMarkers(scene(crowd, { lastBadges: new Set(["mitte"]) }));

  expect(layout.badges.map((badge) => badge.ids)).toEqual([["1", "2", "3"]]);
});

const anyWishes = fc
  .array(
    fc.record({
      x: fc.integer({ min: -50, max: 650 }),
      y: fc.integer({ min: -50, max: 550 }),
      group: fc.constantFrom("mitte", "disteln", "suedost"),
      crowded: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((drawn) =>
    drawn.map(({ x, y, group, crowded }, index) =>
      crowded ? wish(`${index}`, 280 + x / 20, 240 + y / 20, group) : wish(`${index}`, x, y, group),
    ),
  );
const LABELS: readonly Rect[] = [
  { left: 250, top: 180, right: 380, bottom: 208 },
  { left: 20, top: 20, right: 120, bottom: 64 },
];
const anyScene = fc
  .tuple(anyWishes, fc.boolean())
  .map(([wishes, labelled]) => scene(wishes, { obstacles: labelled ? LABELS : [] }));
const anyShift = fc.record({
  x: fc.integer({ min: -25, max: 25 }),
  y: fc.integer({ min: -25, max: 25 }),
});

/** The scene one step on: markers remember where they stood, the map moved by `by`. */
function next(at: MarkerScene, by: Point): MarkerScene {
  const layout = layoutMarkers(at);
  const shifts = new Map(
    layout.markers.map(({ id, middle, place }) => [
      id,
      { x: middle.x - place.x, y: middle.y - place.y },
    ]),
  );
  return {
    ...at,
    lastBadges: new Set(layout.badges.map((badge) => badge.group)),
    wishes: at.wishes.map((one) => ({
      ...one,
      place: { x: one.place.x + by.x, y: one.place.y + by.y },
      lastShift: shifts.get(one.id),
    })),
  };
}

const anyFrame = fc
  .tuple(anyScene, fc.option(anyShift, { nil: undefined }))
  .map(([at, by]) => (by === undefined ? at : next(at, by)));

describe("for any projects", () => {
  test("nothing overlaps", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        const boxes = boxesOf(layoutMarkers(at));

        boxes.forEach((box, index) => {
          expect(overlapsAny(box, [...boxes.slice(index + 1), ...at.obstacles])).toBe(false);
        });
      }),
    );
  });

  test("everything lies in the frame", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        expect(boxesOf(layoutMarkers(at)).every((box) => contains(FRAME, box))).toBe(true);
      }),
    );
  });

  test("a marker farther from its place than its reach has no other of its district near", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        const groups = new Map(at.wishes.map(({ id, group }) => [id, group]));
        const { markers } = layoutMarkers(at);

        for (const far of markers.filter(({ middle, place }) => distance(middle, place) > 70.01)) {
          const near = markers.filter(
            ({ id, place }) =>
              id !== far.id &&
              groups.get(id) === groups.get(far.id) &&
              distance(place, far.place) < 26,
          );
          expect(near).toEqual([]);
        }
      }),
    );
  });

  test("every project in view is in exactly one marker or badge, others in none", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        const { markers, badges } = layoutMarkers(at);
        const shown = [...markers.map(({ id }) => id), ...badges.flatMap(({ ids }) => ids)];
        const inView = at.wishes.filter(({ place }) => containsPoint(FRAME, place));

        expect(shown.toSorted()).toEqual(inView.map(({ id }) => id).toSorted());
      }),
    );
  });

  test("a badge stands for several projects of one district, which has no other badge", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        const groups = new Map(at.wishes.map(({ id, group }) => [id, group]));
        const { badges } = layoutMarkers(at);

        for (const { group, ids } of badges) {
          expect(ids.length).toBeGreaterThan(1);
          expect(ids.every((id) => groups.get(id) === group)).toBe(true);
        }
        expect(new Set(badges.map(({ group }) => group)).size).toBe(badges.length);
      }),
    );
  });

  test("the same view gives the same layout", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        expect(layoutMarkers(at)).toEqual(layoutMarkers(at));
      }),
    );
  });
});
