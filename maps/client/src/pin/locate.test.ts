import { expect, test } from "vitest";
import { locate } from "./locate";

/** A device that answers with a position or fails with an error code of the specification. */
function device(answer: { accuracy: number } | { code: number }): Geolocation {
  return {
    getCurrentPosition: (found: PositionCallback, failed?: PositionErrorCallback | null) => {
      if ("code" in answer) {
        const codes = { PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 } as const;
        failed?.({ ...codes, code: answer.code, message: "" } as GeolocationPositionError);
      } else {
        const coords = { longitude: 7.13, latitude: 51.6, accuracy: answer.accuracy };
        found({ coords } as GeolocationPosition);
      }
    },
    watchPosition: () => 0,
    clearWatch: () => {},
  };
}

test("a found position comes with how far it can be trusted", async () => {
  expect(await locate(device({ accuracy: 250 }))).toEqual({
    kind: "found",
    lon: 7.13,
    lat: 51.6,
    accuracyM: 250,
  });
});

test.each([
  [1, "refused"],
  [2, "unavailable"],
  [3, "timeout"],
])("error %d is told as %s", async (code, kind) => {
  expect(await locate(device({ code }))).toEqual({ kind });
});

test("a browser that knows no positions is told as unavailable", async () => {
  expect(await locate(undefined)).toEqual({ kind: "unavailable" });
});
