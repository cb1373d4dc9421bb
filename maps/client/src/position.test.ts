import { expect, test } from "vitest";
import { layerFromHash, positionFromHash, positionToHash } from "./position";

test("a written position is read as the same", () => {
  const position = { zoom: 13.25, lat: 51.59312, lon: 7.13801 };

  expect(positionFromHash(positionToHash(position))).toEqual(position);
});

test.each(["", "#after-map", "#karte=1/2", "#karte=99/51/7", "#karte=12/91/7", "#karte=1.2.3/4/5"])(
  "%j holds no position",
  (hash) => {
    expect(positionFromHash(hash)).toBeUndefined();
  },
);

test("a link names a layer that is to be seen whole", () => {
  expect(layerFromHash("#karte=spielplaetze-2")).toBe("spielplaetze-2");
  expect(positionFromHash("#karte=spielplaetze-2")).toBeUndefined();
});

test.each(["", "#after-map", "#karte=", "#karte=12/51/7", "#karte=<b>"])(
  "%j names none",
  (hash) => {
    expect(layerFromHash(hash)).toBeUndefined();
  },
);
