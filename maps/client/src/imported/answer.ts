/** What the server tells about one feature of an imported layer. */
import { fetchJson } from "../answers";

export type Value = string | number | boolean | null;

export interface FeatureField {
  readonly id: string;
  /** What the column is called. */
  readonly alias: string;
  readonly kind: "text" | "integer" | "number" | "date" | "boolean";
  /** For staff only. */
  readonly personal: boolean;
  readonly value: Value;
}

export interface FeatureAnswer {
  /** Those that may be shown, in the order of the file. */
  readonly fields: readonly FeatureField[];
  readonly districts: readonly { readonly id: string; readonly share: number }[];
}

/** Ask for the feature `n`; `address` has its place as `{n}`. */
export async function fetchFeature(
  address: string,
  n: number,
  signal: AbortSignal,
): Promise<FeatureAnswer> {
  return await fetchJson<FeatureAnswer>(address.replace("{n}", String(n)), signal);
}
