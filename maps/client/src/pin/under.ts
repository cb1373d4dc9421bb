/** What is under the mark, in words: its district and what is near, or how far outside it lies. */
import { type District, fetchJson } from "../answers";
import { districtAt } from "../pointing";
import { type LonLat, metersOutside, type Parts } from "./area";
import { patience } from "./patience";
import type { Words } from "./words";

export interface Under {
  /** Where it is, in words. */
  readonly words: string;
  /** Metres outside the area; 0 inside. */
  readonly outsideM: number;
  readonly district: District | undefined;
}

interface Nearby {
  readonly landmark: { readonly name: string } | null;
}

/** Longer than this nobody waits for a name. */
const PATIENCE_MS = 1_500;

export interface Ground {
  readonly districts: readonly District[];
  /** Where the process takes pins. */
  readonly parts: Parts;
  readonly nearbyUrl: string;
}

/** What the browser knows by itself. */
export function underneath(point: LonLat, { districts, parts }: Ground, words: Words): Under {
  const outsideM = metersOutside(parts, point);
  const district = districtAt(districts, point.lon, point.lat);
  return { district, outsideM, words: wordsFor(district, outsideM, words) };
}

function wordsFor(district: District | undefined, outsideM: number, words: Words): string {
  if (outsideM === 0) return district?.name ?? "";
  const distance = words.distance(outsideM);
  return district === undefined
    ? words.say("outside_city", { distance })
    : words.say("outside_area", { distance, district: district.name });
}

/** The same with what is near, as the server knows it; without, where it does not answer. */
export async function named(
  point: LonLat,
  under: Under,
  { nearbyUrl }: Ground,
  words: Words,
  signal: AbortSignal,
): Promise<Under> {
  if (under.district === undefined || under.outsideM > 0) return under;
  const query = new URLSearchParams({ lon: point.lon.toFixed(6), lat: point.lat.toFixed(6) });
  try {
    const waiting = patience(PATIENCE_MS, signal);
    const { landmark } = await fetchJson<Nearby>(`${nearbyUrl}?${query}`, waiting);
    if (landmark === null) return under;
    const said = words.say("near", { district: under.district.name, place: landmark.name });
    return { ...under, words: said };
  } catch {
    return under;
  }
}
