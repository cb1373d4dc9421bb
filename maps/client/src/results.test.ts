import { expect, test } from "vitest";
import { speech } from "./messages";
import { resultText, visibleLayers } from "./results";

const GERMAN = speech("de", undefined);

test("results are told beside the number of all projects", () => {
  expect(resultText({ total: 12, withPlace: 12 }, "36", GERMAN)).toBe("12 von 36 Projekten");
});

test("projects without a place are told, since the map cannot show them", () => {
  expect(resultText({ total: 12, withPlace: 9 }, "36", GERMAN)).toBe(
    "12 von 36 Projekten, 3 ohne Ort auf der Karte",
  );
});

test.each([undefined, "", "x"])(
  "a page that says %j of all is believed the results alone",
  (all) => {
    expect(resultText({ total: 1, withPlace: 1 }, all, GERMAN)).toBe("1 Projekt");
  },
);

test("while the projects are unknown their lines of another filter are hidden too", () => {
  const chosen = new Set(["projects", "places"]);

  expect([...visibleLayers({ failed: true }, chosen)]).toEqual(["places"]);
  expect([...visibleLayers({ failed: false }, chosen)]).toEqual(["projects", "places"]);
});
