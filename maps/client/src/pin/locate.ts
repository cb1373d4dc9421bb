/** My position: asked for on request only, and every way it can fail is told apart. */

export type Located =
  | {
      readonly kind: "found";
      readonly lon: number;
      readonly lat: number;
      /** Radius within which the device believes to be. */
      readonly accuracyM: number;
    }
  | { readonly kind: "refused" | "unavailable" | "timeout" };

/** A device this unsure does not know a spot. */
export const COARSE_M = 100;
const PATIENCE_MS = 12_000;
/** A position this old is still where somebody stands. */
const FRESH_MS = 30_000;

/** Ask the device where it is. Never rejects. */
export function locate(geolocation: Geolocation | undefined): Promise<Located> {
  if (geolocation === undefined) return Promise.resolve({ kind: "unavailable" });
  return new Promise((resolve) => {
    geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          kind: "found",
          lon: coords.longitude,
          lat: coords.latitude,
          accuracyM: coords.accuracy,
        }),
      (error) => resolve({ kind: reasonOf(error) }),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS },
    );
  });
}

function reasonOf(error: GeolocationPositionError): "refused" | "unavailable" | "timeout" {
  if (error.code === error.PERMISSION_DENIED) return "refused";
  return error.code === error.TIMEOUT ? "timeout" : "unavailable";
}
