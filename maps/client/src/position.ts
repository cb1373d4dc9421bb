/**
 * The map's view in the URL's fragment. `#karte=zoom/lat/lon` is a position, which a shared link
 * restores; `#karte=id` a layer that staff brought in, which a link to the map shows whole.
 */

export interface Position {
  readonly zoom: number;
  readonly lat: number;
  readonly lon: number;
}

const KEY = "karte";

/** Read a position from a fragment; undefined when it holds none or an impossible one. */
export function positionFromHash(hash: string): Position | undefined {
  const match = /^#karte=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(hash);
  if (match === null) return undefined;
  const [zoom, lat, lon] = match.slice(1).map(Number);
  if (zoom === undefined || lat === undefined || lon === undefined) return undefined;
  const possible = zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return possible ? { zoom, lat, lon } : undefined;
}

/** Read the id of a layer whose extent a link asks for: `#karte=id`. */
export function layerFromHash(hash: string): string | undefined {
  return /^#karte=([a-z0-9-]+)$/.exec(hash)?.[1];
}

/** Write a position as a fragment: zoom to 0.01, place to about a metre. */
export function positionToHash({ zoom, lat, lon }: Position): string {
  return `#${KEY}=${zoom.toFixed(2)}/${lat.toFixed(5)}/${lon.toFixed(5)}`;
}
