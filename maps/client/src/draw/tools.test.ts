import { expect, test } from "vitest";
import { type Act, type Facts, isUseful, sentenceOf } from "./tools";
import { wordsOf } from "./words";

const NOTHING: Facts = {
  act: "draw",
  open: 0,
  shapes: 0,
  chosen: false,
  corner: undefined,
  fixed: 0,
  canUndo: false,
  trouble: undefined,
};
const GERMAN = wordsOf("de", undefined);

test.each<[string, Partial<Facts>, Act[]]>([
  ["nothing is there", {}, ["draw"]],
  ["two corners are set", { open: 2 }, ["draw", "undo", "area", "all"]],
  ["three corners are set", { open: 3 }, ["draw", "finish", "undo", "area", "all"]],
  [
    "a polygon is chosen",
    { act: "change", shapes: 1, chosen: true, canUndo: true },
    ["draw", "undo", "area", "all"],
  ],
  [
    "one of its corners, too",
    { act: "change", shapes: 1, chosen: true, corner: 0 },
    ["draw", "corner", "area", "all"],
  ],
  ["another one may be drawn", { shapes: 1 }, ["draw", "finish", "all"]],
  ["only what stays is there", { act: "change", fixed: 1 }, ["draw", "all"]],
])("when %s, these buttons do something", (_, facts, useful) => {
  const acts: Act[] = ["draw", "finish", "undo", "corner", "area", "all"];

  expect(acts.filter((act) => isUseful(act, { ...NOTHING, ...facts }))).toEqual(useful);
});

test.each<[Partial<Facts>, string]>([
  [{}, "Jeder Klick setzt eine Ecke"],
  [{ open: 1 }, "1 Ecke. "],
  [{ open: 2 }, "2 Ecken. "],
  [{ open: 4 }, "Zum Schließen"],
  [{ act: "change", shapes: 1, chosen: true }, "1 Fläche. Ziehen Sie"],
  [{ act: "change", shapes: 2 }, "2 Flächen. Wählen Sie"],
  [{ act: "change", shapes: 1, chosen: true, corner: 0 }, "1 Fläche. Ecke gewählt."],
  [{ act: "change", fixed: 1 }, "bleibt, wie es ist"],
  [{ trouble: "unreadable" }, "lässt sich nicht zeichnen"],
])("the sentence below the map follows what is drawn", (facts, part) => {
  expect(sentenceOf({ ...NOTHING, ...facts }, GERMAN)).toContain(part);
});
