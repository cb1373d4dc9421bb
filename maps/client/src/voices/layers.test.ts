import { createExpression, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { LayerSpecification } from "maplibre-gl";
import { describe, expect, test } from "vitest";
import { shiftOf, sizeWith, withVoiceSigns } from "./layers";
import { PICTURE_OF_FEATURE, type SignFacts, signOf } from "./signs";

const FACTS: SignFacts = {
  themes: { climate: "M0 0Z" },
  symbol_size: 14,
  box: 32,
  kinds: {
    comment: { path: "M0 0Z", middle: [16, 13], stands: true, color: "#1b3a6b" },
    statement: { path: "M0 0Z", middle: [16, 16], stands: false, color: "#4f2a63" },
  },
  groups: { citizens: "#1b3a6b", notes: "#4f2a63" },
  paper: "#ffffff",
};
const CIRCLES = ["voices-street", "voices-clusters", "voices-points"].map(
  (id): LayerSpecification => ({ id, type: "circle", source: "voices", "source-layer": "voices" }),
);
const LAYERS = withVoiceSigns(
  [{ id: "paper", type: "background" }, ...CIRCLES, { id: "last", type: "background" }],
  FACTS,
);
const SIGNS = LAYERS.find(({ id }) => id === "voices-points");

const VOICE = {
  form: "voice",
  group: "citizens",
  district: "mitte",
  count: 1,
  reference: "482759316",
  kind: "comment",
  theme: "climate",
};
const CLUSTER = { form: "cluster", group: "citizens", district: "mitte", count: 12 };

/** What an expression says of a feature. */
function said(expression: unknown, properties: object, property = "icon-image"): unknown {
  const made = createExpression(expression, property);
  if (made.result === "error") throw new Error(made.value.map(({ message }) => message).join());
  return made.value.evaluate({ zoom: 14 }, { type: "Point", properties } as never);
}

function layoutOf(property: string): unknown {
  return (SIGNS?.layout as Record<string, unknown> | undefined)?.[property];
}

describe("the layers of voices", () => {
  test("are one of rings and one of signs, where the circles were", () => {
    expect(LAYERS.map(({ id, type }) => [id, type])).toEqual([
      ["paper", "background"],
      ["voices-street", "circle"],
      ["voices-points", "symbol"],
      ["last", "background"],
    ]);
  });

  test("are valid", () => {
    const source = { type: "vector" as const, tiles: ["https://herten.example/{z}/{x}/{y}.mvt"] };
    const style = { version: 8 as const, sources: { voices: source }, layers: LAYERS };

    expect(validateStyleMin(style)).toEqual([]);
  });

  test("start where the labels of districts no longer count alone", () => {
    const voices = LAYERS.filter(({ id }) => id.startsWith("voices"));

    expect(voices.map(({ minzoom }) => minzoom)).toEqual([12, 12]);
  });

  test("let no sign hide another", () => {
    expect([layoutOf("icon-allow-overlap"), layoutOf("icon-ignore-placement")]).toEqual([
      true,
      true,
    ]);
  });
});

describe("a feature's picture", () => {
  test.each([
    [VOICE, { many: false, form: "voice", kind: "comment", theme: "climate" }],
    [
      { ...VOICE, form: "street" },
      { many: false, form: "street", kind: "comment", theme: "climate" },
    ],
    [CLUSTER, { many: true, form: "cluster", group: "citizens", count: 12 }],
    [
      { ...CLUSTER, form: "district", group: "notes" },
      { many: true, form: "district", group: "notes", count: 12 },
    ],
  ])("shows what it is: %j", (properties, sign) => {
    expect(signOf(String(said(PICTURE_OF_FEATURE, properties)))).toEqual(sign);
  });

  test.each([
    [VOICE, "bottom"],
    [{ ...VOICE, kind: "statement" }, "center"],
    [{ ...VOICE, form: "street" }, "center"],
    [CLUSTER, "center"],
  ])("stands on its place if it is a pin: %j", (properties, anchor) => {
    expect(said(layoutOf("icon-anchor"), properties, "icon-anchor")).toBe(anchor);
  });

  test.each([VOICE, CLUSTER, { ...CLUSTER, group: "notes" }, { ...CLUSTER, form: "district" }])(
    "lies where labels are told it lies: %j",
    (properties) => {
      const [right, down] = shiftOf(properties, FACTS);
      const offset = said(layoutOf("icon-offset"), properties, "icon-offset") as number[];
      const stands = said(layoutOf("icon-anchor"), properties, "icon-anchor") === "bottom";

      expect(stands ? [right, down < 0] : [right, down]).toEqual(
        stands ? [offset[0], true] : offset,
      );
    },
  );

  test("is larger while its voice is chosen", () => {
    const sizes = ["482759316", "111111111"].map((chosen) =>
      said(sizeWith(chosen), VOICE, "icon-size"),
    );

    expect(sizes).toEqual([1.35, 1]);
  });

  test("is of one size while none is chosen", () => {
    expect(sizeWith(undefined)).toBe(1);
  });
});
