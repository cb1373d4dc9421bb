import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areaOf, clipToRect, isInside, type Ring, type Rings } from "../geometry/rings";
import {
  boxAround,
  contains,
  overlaps,
  overlapsAny,
  type Point,
  type Rect,
} from "../geometry/screen";
import {
  type FormName,
  type LabelPlace,
  type LabelScene,
  type LabelWish,
  layoutLabels,
} from "./layout";

const FRAME: Rect = { left: 0, top: 0, right: 600, bottom: 500 };
const SIZES: LabelWish["sizes"] = {
  line: { width: 150, height: 28 },
  stack: { width: 96, height: 44 },
  code: { width: 62, height: 28 },
  sign: { width: 30, height: 28 },
};

function box(left: number, top: number, right: number, bottom: number): Ring {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

function wish(id: string, area: Rings, last?: { form: FormName; middle: Point }): LabelWish {
  return { id, area, sizes: SIZES, last };
}

function scene(wishes: readonly LabelWish[], more: Partial<LabelScene> = {}): LabelScene {
  return { wishes, frame: FRAME, obstacles: [], avoid: [], settled: true, ...more };
}

function only(places: readonly LabelPlace[]): LabelPlace {
  const [place] = places;
  if (place === undefined || places.length !== 1)
    throw new Error(`one place, not ${places.length}`);
  return place;
}

describe("one district", () => {
  test("with room says its whole name on one line, inside", () => {
    const place = only(layoutLabels(scene([wish("a", [box(100, 100, 400, 400)])])));

    expect(place.form).toBe("line");
    expect(place.middle).toEqual({ x: 250, y: 250 });
  });

  test("as narrow as a stack says its name on two lines", () => {
    const place = only(layoutLabels(scene([wish("a", [box(100, 100, 200, 200)])])));

    expect(place.form).toBe("stack");
  });

  test("as narrow as a code says its code", () => {
    const around = wish("b", [box(0, 0, 600, 500), box(100, 100, 144, 140)]);

    const places = layoutLabels(scene([wish("a", [box(100, 100, 144, 140)]), around]));

    expect(places.find((place) => place.id === "a")?.form).toBe("code");
  });

  test("may write its name beyond the city, where it misleads nobody", () => {
    expect(only(layoutLabels(scene([wish("a", [box(100, 100, 165, 180)])]))).form).toBe("stack");
  });

  test("does not hide under its own name", () => {
    expect(only(layoutLabels(scene([wish("a", [box(100, 100, 190, 140)])]))).form).toBe("code");
  });

  test("of which only a sliver is in view keeps its sign beside it", () => {
    const place = only(layoutLabels(scene([wish("a", [box(-100, 200, 4, 300)])])));

    expect(place.form).toBe("sign");
    expect(place.middle.x).toBe(15);
    expect(place.middle.y).toBeGreaterThan(200);
    expect(place.middle.y).toBeLessThan(300);
  });

  test("out of view has no label", () => {
    expect(layoutLabels(scene([wish("a", [box(-100, 200, -1, 300)])]))).toEqual([]);
  });

  test("is labelled on its visible part", () => {
    const place = only(layoutLabels(scene([wish("a", [box(400, 100, 3000, 300)])])));

    expect(place.middle).toEqual({ x: 500, y: 200 });
  });

  test("stays where it was while it has room, though a better place exists", () => {
    const last = { form: "line", middle: { x: 190, y: 130 } } as const;
    const area = [box(100, 100, 400, 400)];

    const place = only(layoutLabels(scene([wish("a", area, last)], { settled: false })));

    expect(place.middle).toEqual(last.middle);
  });

  test("slides along the frame when the map takes it out", () => {
    const last = { form: "line", middle: { x: 40, y: 200 } } as const;
    const area = [box(-300, 100, 400, 300)];

    const place = only(layoutLabels(scene([wish("a", area, last)], { settled: false })));

    expect(place.middle).toEqual({ x: 75, y: 200 });
  });

  test("steps aside for projects", () => {
    const avoid = [
      { x: 250, y: 250 },
      { x: 260, y: 255 },
      { x: 240, y: 245 },
    ];

    const place = only(layoutLabels(scene([wish("a", [box(100, 100, 400, 400)])], { avoid })));

    expect(
      avoid.some((point) => overlaps(place.box, boxAround(point, { width: 1, height: 1 }))),
    ).toBe(false);
  });

  test("steps aside for a control", () => {
    const control = { left: 200, top: 200, right: 300, bottom: 300 };

    const place = only(
      layoutLabels(scene([wish("a", [box(100, 100, 400, 400)])], { obstacles: [control] })),
    );

    expect(overlaps(place.box, control)).toBe(false);
  });
});

test("two districts too near for both names still both have a label", () => {
  const places = layoutLabels(
    scene([wish("a", [box(100, 100, 150, 130)]), wish("b", [box(150, 100, 200, 130)])]),
  );

  expect(places.map((place) => place.id)).toEqual(["a", "b"]);
});

/** Nine districts between random lines, seen through a random window: in view, cut, out of view. */
const anyScene = fc
  .record({
    columns: fc.tuple(fc.integer({ min: 20, max: 900 }), fc.integer({ min: 20, max: 900 })),
    rows: fc.tuple(fc.integer({ min: 20, max: 900 }), fc.integer({ min: 20, max: 900 })),
    size: fc.integer({ min: 60, max: 2500 }),
    shift: fc.record({
      x: fc.integer({ min: -900, max: 500 }),
      y: fc.integer({ min: -900, max: 400 }),
    }),
    avoid: fc.array(
      fc.record({ x: fc.integer({ min: 0, max: 600 }), y: fc.integer({ min: 0, max: 500 }) }),
      { maxLength: 30 },
    ),
    settled: fc.boolean(),
  })
  .map(({ columns, rows, size, shift, avoid, settled }) => {
    const xs = [0, ...columns.map((x) => (x * size) / 1000), size].sort((a, b) => a - b);
    const ys = [0, ...rows.map((y) => (y * size) / 1000), size].sort((a, b) => a - b);
    const wishes: LabelWish[] = [];
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        const ring = box(
          (xs[column] ?? 0) + shift.x,
          (ys[row] ?? 0) + shift.y,
          (xs[column + 1] ?? 0) + shift.x,
          (ys[row + 1] ?? 0) + shift.y,
        );
        wishes.push(wish(`${row}${column}`, [ring]));
      }
    }
    const obstacles = [{ left: 540, top: 10, right: 590, bottom: 160 }];
    return scene(wishes, { avoid, obstacles, settled });
  });

function moved(at: LabelScene, by: Point): LabelScene {
  const last = new Map(layoutLabels(at).map((place) => [place.id, place]));
  const wishes = at.wishes.map((before) => {
    const place = last.get(before.id);
    return {
      ...before,
      area: before.area.map((ring) => ring.map(({ x, y }) => ({ x: x + by.x, y: y + by.y }))),
      last: place && {
        form: place.form,
        middle: { x: place.middle.x + by.x, y: place.middle.y + by.y },
      },
    };
  });
  return { ...at, wishes, settled: false };
}

const anyStep = fc.record({
  x: fc.integer({ min: -60, max: 60 }),
  y: fc.integer({ min: -60, max: 60 }),
});
/** A fresh layout, or one that goes on from the frame before. */
const anyFrame = fc
  .tuple(anyScene, fc.option(anyStep, { nil: undefined }))
  .map(([at, by]) => (by === undefined ? at : moved(at, by)));

describe("for any view of nine districts", () => {
  test("no two labels overlap, and none touches an obstacle", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        const places = layoutLabels(at);

        places.forEach((place, index) => {
          const others = places.slice(index + 1).map((other) => other.box);
          expect(overlapsAny(place.box, [...others, ...at.obstacles])).toBe(false);
        });
      }),
    );
  });

  test("every label lies in the frame", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        expect(layoutLabels(at).every((place) => contains(at.frame, place.box))).toBe(true);
      }),
    );
  });

  test("exactly the districts in view have a label", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        const inView = at.wishes.filter(({ area }) => areaOf(clipToRect(area, at.frame)) >= 1);

        expect(layoutLabels(at).map((place) => place.id)).toEqual(inView.map(({ id }) => id));
      }),
    );
  });

  test("a label that tells a name or a code stands on its own district", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        const areas = new Map(at.wishes.map(({ id, area }) => [id, area]));

        for (const place of layoutLabels(at)) {
          if (place.form === "sign") continue;
          expect(isInside(areas.get(place.id) ?? [], place.middle)).toBe(true);
        }
      }),
    );
  });

  test("the same view gives the same labels", () => {
    fc.assert(
      fc.property(anyFrame, (at) => {
        expect(layoutLabels(at)).toEqual(layoutLabels(at));
      }),
    );
  });

  test("a label whose place keeps its room does not jump while the map moves", () => {
    fc.assert(
      fc.property(anyScene, fc.integer({ min: -3, max: 3 }), (at, by) => {
        const frame = { left: -1000, top: -1000, right: 3500, bottom: 3500 };
        const wide = { ...at, frame, obstacles: [], settled: false };
        const before = new Map(layoutLabels(wide).map((place) => [place.id, place]));

        for (const place of layoutLabels(moved(wide, { x: by, y: by }))) {
          const last = before.get(place.id);
          if (last === undefined || last.form !== place.form) continue;
          expect(place.middle.x - last.middle.x).toBeCloseTo(by, 6);
          expect(place.middle.y - last.middle.y).toBeCloseTo(by, 6);
        }
      }),
    );
  });
});
