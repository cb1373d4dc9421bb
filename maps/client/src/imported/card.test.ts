import { expect, test } from "vitest";
import { speech } from "../messages";
import type { FeatureAnswer, FeatureField } from "./answer";
import { type FeatureSign, featureCard, featureName, missingCard } from "./card";

const GERMAN = speech("de", undefined);
const PAGE = { prefix: "/en", path: "/karte" };
const SIGN: FeatureSign = {
  layer: "trees",
  facts: {
    title: { de: "Baumkataster", en: "Trees" },
    source: "import-trees",
    raster: false,
    feature: "/api/layers/trees/features/{n}",
    page: "/ebenen/trees",
  },
  n: 0,
  label: "Linde",
};

function field(value: FeatureField["value"], more: Partial<FeatureField> = {}): FeatureField {
  return { id: "f", alias: "Feld", kind: "text", personal: false, value, ...more };
}

function rowsOf(...fields: FeatureField[]): readonly { term: string; value: string }[] {
  return cardOf({ fields, districts: [] }).rows;
}

function cardOf(answer: FeatureAnswer): ReturnType<typeof featureCard> {
  const words = { speech: GERMAN, districtName: (id: string) => id.toUpperCase() };
  return featureCard(SIGN, answer, words, PAGE);
}

test("a feature is called by its name, else by its number from one on", () => {
  expect(featureName(SIGN, GERMAN)).toBe("Linde");
  expect(featureName({ ...SIGN, label: undefined }, GERMAN)).toBe("Objekt 1");
});

test("the card names the layer and leads to its page in the page's language", () => {
  const card = cardOf({ fields: [], districts: [] });

  expect(card.kicker).toBe("Baumkataster");
  expect(card.links.map(({ href }) => href)).toEqual(["/en/ebenen/trees"]);
});

test.each([
  [field("Königstraße"), "Königstraße"],
  [field(1987, { kind: "integer" }), "1987"],
  [field(12345.25, { kind: "number" }), "12.345,25"],
  [field(0, { kind: "integer" }), "0"],
  [field(false, { kind: "boolean" }), "nein"],
  [field("2024-04-09", { kind: "date" }), "9. April 2024"],
])("%j is told as %j", (one, text) => {
  expect(rowsOf(one)).toEqual([{ term: "Feld", value: text }]);
});

test("fields that say nothing are counted", () => {
  const card = cardOf({ fields: [field(null), field(""), field("x")], districts: [] });

  expect(card.rows).toHaveLength(1);
  expect(card.note).toBe("2 Felder ohne Angabe");
});

test("what is for staff only is marked", () => {
  expect(rowsOf(field("Frau Muster", { personal: true }))[0]?.term).toBe("Feld (nur intern)");
});

test("districts come by their share", () => {
  const districts = [
    { id: "mitte", share: 0.2 },
    { id: "disteln", share: 0.8 },
  ];

  expect(cardOf({ fields: [], districts }).rows).toEqual([
    { term: "Stadtteile", value: "DISTELN, MITTE" },
  ]);
});

test("without an answer the card says so and still leads to the layer", () => {
  const card = missingCard(SIGN, GERMAN, PAGE);

  expect(card.title).toBe("Linde");
  expect(card.note).toContain("nicht laden");
  expect(card.links).toHaveLength(1);
});
