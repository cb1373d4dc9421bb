import { expect, test } from "vitest";
import { speech } from "./messages";

test("a text of the page is said with its values", () => {
  const { say } = speech("en", '{"scale": "Scale: {length}"}');

  expect(say("scale", { length: "500 m" })).toBe("Scale: 500 m");
});

test("what the page leaves out is said in German", () => {
  expect(speech("en", "{}").say("close")).toBe("Schließen");
});

test.each(["", "no json", "null", '{"close": 3}'])("unusable texts %j change nothing", (json) => {
  expect(speech("de", json).say("close")).toBe("Schließen");
});

test("numbers choose their form and are written in the page's language", () => {
  const { count } = speech("de", undefined);

  expect(count("result", 1)).toBe("1 Projekt");
  expect(count("result", 0)).toBe("0 Projekte");
  expect(count("result", 1200)).toBe("1.200 Projekte");
});

test.each([
  ["2024", "2024"],
  ["2024-04", "April 2024"],
  ["2024-04-09", "9. April 2024"],
  ["unbekannt", "unbekannt"],
])("day %j is written as %j", (value, written) => {
  expect(speech("de", undefined).day(value)).toBe(written);
});
