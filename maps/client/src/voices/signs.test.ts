import { expect, test } from "vitest";
import { radiusOf, signOf } from "./signs";

test.each([
  [
    "voice/voice/comment/climate",
    { many: false, form: "voice", kind: "comment", theme: "climate" },
  ],
  [
    "voice/street/statement/housing",
    { many: false, form: "street", kind: "statement", theme: "housing" },
  ],
  ["many/cluster/citizens/12", { many: true, form: "cluster", group: "citizens", count: 12 }],
  ["many/district/notes/2", { many: true, form: "district", group: "notes", count: 2 }],
])("the picture %s is known by its name", (name, sign) => {
  expect(signOf(name)).toEqual(sign);
});

test.each([
  "",
  "marker",
  "base-map/icon",
  "voice/voice/comment",
  "voice/heart/comment/climate",
  "many/cluster/citizens/many",
  "many/cluster/citizens/0",
  "many/cluster/citizens/1/2",
])("%j is somebody else's picture", (name) => {
  expect(signOf(name)).toBeUndefined();
});

test("a sign grows with its number", () => {
  expect([1, 12, 123, 1234].map(radiusOf)).toEqual([14, 17, 20, 23]);
});
