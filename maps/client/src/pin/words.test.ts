import { expect, test } from "vitest";
import { wordsOf } from "./words";

test("a text of the page is said with its values", () => {
  const { say } = wordsOf("en", '{"near": "{district}, near {place}"}');

  expect(say("near", { district: "Disteln", place: "Kaiserstraße" })).toBe(
    "Disteln, near Kaiserstraße",
  );
});

test("what the page leaves out is said in German", () => {
  expect(wordsOf("en", "{}").say("here")).toBe("Hier");
});

test("numbers choose their form", () => {
  const { count } = wordsOf("de", undefined);

  expect(count("drafts", 1)).toBe("1 Entwurf auf diesem Gerät");
  expect(count("drafts", 2)).toBe("2 Entwürfe auf diesem Gerät");
});

test.each([
  [0.4, "1 m"],
  [7.2, "8 m"],
  [344, "340 m"],
  [1000, "1 km"],
  [2_345, "2,3 km"],
])("%d metres are said as %j", (meters, said) => {
  expect(wordsOf("de", undefined).distance(meters)).toBe(said);
});
