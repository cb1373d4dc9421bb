import { expect, test } from "vitest";
import { bboxAround, bboxOf, toDistricts, toProjects } from "./answers";

const PROPERTIES = {
  id: "glashaus",
  number: 8,
  name: "Glashaus",
  name_en: "Glass house",
  status: "done",
  districts: [
    { id: "disteln", share: 0.2 },
    { id: "mitte", share: 0.8 },
  ],
  citywide: false,
  cost_eur: null,
  label_point: [7.1, 51.6],
  url: "/projekte/glashaus",
} as const;
const COUNTS = { total: 1, with_geometry: 1, by_district: { mitte: 1 } };

function answerWith(
  properties: Partial<Record<keyof typeof PROPERTIES, unknown>>,
  geometry: unknown = { type: "Point", coordinates: [7.1, 51.6] },
): Parameters<typeof toProjects>[0] {
  const feature = { type: "Feature", geometry, properties: { ...PROPERTIES, ...properties } };
  return { type: "FeatureCollection", features: [feature], counts: COUNTS } as never;
}

test("a project belongs first to the district with the largest share", () => {
  expect(toProjects(answerWith({}), "de").projects[0]?.districts).toEqual(["mitte", "disteln"]);
});

test("a city-wide project belongs to the city last", () => {
  const [project] = toProjects(answerWith({ citywide: true, districts: [] }), "de").projects;

  expect(project?.districts).toEqual(["citywide"]);
});

test("a project without a place has none", () => {
  const [project] = toProjects(answerWith({ label_point: null }, null), "de").projects;

  expect(project?.place).toBeUndefined();
  expect(project?.bbox).toBeUndefined();
});

test("unknown costs are unknown, not zero", () => {
  expect(toProjects(answerWith({}), "de").projects[0]?.costEur).toBeUndefined();
  expect(toProjects(answerWith({ cost_eur: 0 }), "de").projects[0]?.costEur).toBe(0);
});

test("English pages show the English name where there is one", () => {
  expect(toProjects(answerWith({}), "en").projects[0]?.name).toBe("Glass house");
  expect(toProjects(answerWith({ name_en: null }), "en").projects[0]?.name).toBe("Glashaus");
});

test("districts come with their extent", () => {
  const ring = [
    [7, 51],
    [7.2, 51],
    [7.2, 51.5],
    [7, 51],
  ];
  const [district] = toDistricts({
    type: "FeatureCollection",
    features: [
      {
        type: "Feature",
        geometry: { type: "MultiPolygon", coordinates: [[ring]] },
        properties: { id: "mitte", code: "MIT", name: "Herten-Mitte" },
      },
    ],
  });

  expect(district?.bbox).toEqual([7, 51, 7.2, 51.5]);
});

test("the extent of a line spans its points", () => {
  const coordinates = [
    [7.2, 51.1],
    [7.0, 51.4],
  ];

  expect(bboxOf({ type: "LineString", coordinates })).toEqual([7.0, 51.1, 7.2, 51.4]);
});

test("nothing has no extent", () => {
  expect(bboxAround([])).toBeUndefined();
});
