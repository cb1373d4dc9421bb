import { expect, test } from "vitest";
import { positionFromHash, positionToHash } from "./position";

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
