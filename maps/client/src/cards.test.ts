// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { Project } from "./answers";
import { districtCard, periodText, projectCard } from "./cards";
import { speech } from "./messages";

const GERMAN = speech("de", undefined);
const PROJECT: Project = {
  id: "glashaus",
  number: 8,
  name: "Glashaus",
  status: "done",
  districts: ["mitte", "disteln"],
  place: undefined,
  bbox: undefined,
  accuracyM: undefined,
  costEur: undefined,
  periodFrom: undefined,
  periodTo: undefined,
  url: "/projekte/glashaus",
};

test.each([
  ["2020", "2023-04", "2020 – April 2023"],
  ["2020", "2020", "2020"],
  ["2020", undefined, "ab 2020"],
  [undefined, "2020", "bis 2020"],
  [undefined, undefined, "keine Angabe"],
])("a period from %s to %s is %s", (periodFrom, periodTo, text) => {
  expect(periodText({ ...PROJECT, periodFrom, periodTo }, GERMAN)).toBe(text);
});

test("a project's card names all its districts and says what is not known", () => {
  const card = projectCard(PROJECT, (id) => id.toUpperCase(), GERMAN, { prefix: "/en", path: "" });

  expect(card.rows.map(({ value }) => value)).toEqual([
    "MITTE, DISTELN",
    "keine Angabe",
    "keine Angabe",
  ]);
  expect(card.links[0]?.href).toBe("/en/projekte/glashaus");
});

test("a project that costs nothing is not one of unknown cost", () => {
  const free = { ...PROJECT, costEur: 0 };

  const card = projectCard(free, String, GERMAN, { prefix: "", path: "" });

  expect(card.rows.at(-1)?.value).toBe("0\u00a0€");
});

test("a district's card counts nothing while the projects are not known", () => {
  const district = { id: "mitte", code: "MIT", name: "Mitte", sign: "", area: [] };
  const facts = { prefix: "", path: "/karte" };

  const card = districtCard({ ...district, bbox: [0, 0, 1, 1] }, undefined, "", GERMAN, facts);

  expect(card.note).toBeUndefined();
});

test("a district's card leads to its page and to the filter for it alone", () => {
  const district = { id: "mitte", code: "MIT", name: "Mitte", sign: "", area: [] };

  const card = districtCard({ ...district, bbox: [0, 0, 1, 1] }, 0, "?stadtteil=mitte", GERMAN, {
    prefix: "",
    path: "/karte",
  });

  expect(card.note).toBe("0 Projekte in dieser Auswahl");
  expect(card.links.map(({ href }) => href)).toEqual([
    "/stadtteile/mitte",
    "/karte?stadtteil=mitte",
  ]);
});
