import { describe, expect, test } from "vitest";
import {
  bboxFromText,
  bboxToText,
  filterFromSearch,
  searchForDistrict,
  tileFilter,
  withFilter,
} from "./filter";

describe("filterFromSearch", () => {
  test("reads repeated districts in their order", () => {
    expect(filterFromSearch("?stadtteil=mitte&stadtteil=bertlich").districts).toEqual([
      "mitte",
      "bertlich",
    ]);
  });

  test("ignores what is empty and what is no filter", () => {
    expect(filterFromSearch("?q=&von=&ebenen=places&status=done").query).toBe("status=done");
  });

  test("does not depend on the order of different parameters", () => {
    expect(filterFromSearch("?q=park&status=done").query).toBe(
      filterFromSearch("?status=done&q=park").query,
    );
  });

  test("reads the extent", () => {
    expect(filterFromSearch("?bbox=7.1,51.5,7.2,51.6").bbox).toEqual([7.1, 51.5, 7.2, 51.6]);
  });
});

test.each(["", "1,2,3", "1,2,3,x", "1,2,3,", "1,2,3,4,5"])("%j is no extent", (text) => {
  expect(bboxFromText(text)).toBeUndefined();
});

test("an extent is written with six digits", () => {
  expect(bboxToText([7.1234567, 51.5, 7.2, 51.6])).toBe("7.123457,51.500000,7.200000,51.600000");
});

describe("withFilter", () => {
  const filter = filterFromSearch("?status=done&q=wei%C3%9F");

  test("appends the filter to an address", () => {
    expect(withFilter("/api/projects", filter)).toBe("/api/projects?status=done&q=wei%C3%9F");
  });

  test("replaces an older filter and keeps other parameters", () => {
    expect(withFilter("/tiles/x.mvt?v=7&status=idea", filter)).toBe(
      "/tiles/x.mvt?v=7&status=done&q=wei%C3%9F",
    );
  });

  test("leaves the places of a tile address alone", () => {
    expect(withFilter("/tiles/{z}/{x}/{y}.mvt", filter)).toMatch(
      /^\/tiles\/\{z\}\/\{x\}\/\{y\}\.mvt\?/,
    );
  });

  test("an empty filter adds nothing", () => {
    expect(withFilter("/api/projects", filterFromSearch(""))).toBe("/api/projects");
  });
});

test.each([
  ["projects", "thema=climate&status=done"],
  ["voices", "thema=climate&art=comment&verfahren=ideen&antwort=open"],
])("tiles of %s are asked for without the extent and without what they ignore", (layer, query) => {
  const search = "?thema=climate&status=done&art=comment&verfahren=ideen&antwort=open&bbox=1,2,3,4";

  expect(tileFilter(filterFromSearch(search), layer).query).toBe(query);
});

test("showing one district only keeps the other wishes but not the extent", () => {
  const search = searchForDistrict(
    "?stadtteil=mitte&stadtteil=disteln&status=done&bbox=1,2,3,4&ebenen=places",
    "bertlich",
  );

  expect(search).toBe("?stadtteil=bertlich&status=done&ebenen=places");
});
