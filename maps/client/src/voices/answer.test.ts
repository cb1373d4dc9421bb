import { expect, test } from "vitest";
import { filterFromSearch } from "../filter";
import { boxAround, filterAt } from "./answer";

test("a place is a few metres wide", () => {
  const [west, south, east, north] = boxAround(7.1, 51.6);

  expect((east - west) * 69_000).toBeLessThan(4);
  expect((north - south) * 111_000).toBeLessThan(5);
});

test("what is asked of a place is the filter there, instead of the extent of the map", () => {
  const { query } = filterAt(filterFromSearch("?art=comment&bbox=1,2,3,4"), "citizens", 7.1, 51.6);

  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
    art: "comment",
    bbox: "7.099980,51.599980,7.100020,51.600020",
  });
});

test.each([
  ["citizens", "", ["comment", "heart_place"]],
  ["notes", "", ["expert_note", "statement"]],
  ["notes", "?art=comment&art=statement", ["statement"]],
])("a sign of %s counts its own group, so its list holds no other: %s", (group, search, kinds) => {
  const { query } = filterAt(filterFromSearch(search), group, 7.1, 51.6);

  expect(new URLSearchParams(query).getAll("art")).toEqual(kinds);
});
