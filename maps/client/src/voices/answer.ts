/** What the server answers about voices. */
import { fetchJson } from "../answers";
import { type Bbox, bboxToText, type Filter, withFilter } from "../filter";

/** A single voice, as the card shows it. */
export interface Voice {
  readonly reference: string;
  readonly kind: string;
  readonly theme: string;
  readonly answer: string;
  readonly title: string | null;
  readonly text: string | null;
  readonly district: string | null;
  readonly precision: string | null;
  readonly place_label: string | null;
  readonly received_on: string;
  readonly supports: number;
  readonly lon: number | null;
  readonly lat: number | null;
}

interface VoiceCollection {
  readonly features: readonly {
    readonly properties: Pick<Voice, "reference" | "kind" | "title">;
  }[];
}

/** One voice, under the reference it was asked for: the answer writes it in groups. */
export async function fetchVoice(
  address: string,
  reference: string,
  signal: AbortSignal,
): Promise<Voice> {
  const voice = await fetchJson<Voice>(`${address}/${reference}`, signal);
  return { ...voice, reference };
}

/** How far around a place voices count as being there, in degrees: about two metres. */
const AROUND = 0.00002;

/** The extent of one place. */
export function boxAround(lon: number, lat: number): Bbox {
  return [lon - AROUND, lat - AROUND, lon + AROUND, lat + AROUND];
}

/** Who speaks, by kind. Notes and statements are no votes: they have signs of their own. */
const KINDS_OF: Readonly<Record<string, readonly string[]>> = {
  citizens: ["comment", "heart_place"],
  notes: ["expert_note", "statement"],
};

/** The filter for one place; it asks for the same voices as the sign of a group there. */
export function filterAt(filter: Filter, group: string, lon: number, lat: number): Filter {
  const bbox = boxAround(lon, lat);
  const query = new URLSearchParams(filter.query);
  const asked = query.getAll("art");
  query.delete("art");
  for (const kind of KINDS_OF[group] ?? asked) {
    if (asked.length === 0 || asked.includes(kind)) query.append("art", kind);
  }
  query.set("bbox", bboxToText(bbox));
  return { ...filter, bbox, query: query.toString() };
}

/** The newest voices under a filter, at most `limit`. */
export async function fetchNewest(
  address: string,
  filter: Filter,
  limit: number,
  signal: AbortSignal,
): Promise<readonly Pick<Voice, "reference" | "kind" | "title">[]> {
  const asked = withFilter(`${address}?limit=${limit}`, filter);
  const { features } = await fetchJson<VoiceCollection>(asked, signal);
  return features.map(({ properties }) => properties);
}
