/**
 * The signs of voices and the names of their pictures: pure data, shared by style and drawing.
 *
 * The map has no fonts and no sprites to fetch. Style layers name pictures such as
 * `voice/comment/climate` or `many/cluster/citizens/12`; each is drawn when it is first needed.
 */
import type { StyleSpecification } from "maplibre-gl";

/** What the server says of shapes and symbols; see `maps/voice_signs.py`. */
export interface SignFacts {
  /** Filled path of each theme in a box of 24 by 24, even-odd. */
  readonly themes: Readonly<Record<string, string>>;
  /** Edge of a symbol, in the box of the shape. */
  readonly symbol_size: number;
  /** Edge of the box that shapes are drawn in. */
  readonly box: number;
  readonly kinds: Readonly<Record<string, ShapeFacts>>;
  readonly groups: Readonly<Record<string, string>>;
  readonly paper: string;
}

export interface ShapeFacts {
  readonly path: string;
  /** Where the symbol's middle goes. */
  readonly middle: readonly [number, number];
  /** The place is at the tip below, and not in the middle. */
  readonly stands: boolean;
  readonly color: string;
}

/** How a sign is placed: `street` within a hundred metres, `district` without any point. */
export type Form = "voice" | "cluster" | "street" | "district";
const FORMS: readonly string[] = ["voice", "cluster", "street", "district"] satisfies Form[];

export type Sign =
  | {
      readonly many: false;
      readonly form: Form;
      readonly kind: string;
      readonly theme: string;
    }
  | { readonly many: true; readonly form: Form; readonly group: string; readonly count: number };

/** Name of the picture of a feature, as a style expression. */
export const PICTURE_OF_FEATURE = [
  "case",
  ["==", ["get", "count"], 1],
  ["concat", "voice/", ["get", "form"], "/", ["get", "kind"], "/", ["get", "theme"]],
  ["concat", "many/", ["get", "form"], "/", ["get", "group"], "/", ["to-string", ["get", "count"]]],
];

/** What a picture shows; undefined for a name of somebody else. */
export function signOf(name: string): Sign | undefined {
  const [what, form = "", third = "", fourth = "", ...rest] = name.split("/");
  if (rest.length > 0 || fourth === "" || !isForm(form)) return undefined;
  if (what === "voice") return { many: false, form, kind: third, theme: fourth };
  const count = Number(fourth);
  const counts = what === "many" && Number.isInteger(count) && count > 0;
  return counts ? { many: true, form, group: third, count } : undefined;
}

function isForm(text: string): text is Form {
  return FORMS.includes(text);
}

/** The server's facts in a style document; undefined in one without voices. */
export function signFactsOf(style: StyleSpecification): SignFacts | undefined {
  const metadata = style.metadata as Readonly<Record<string, unknown>> | undefined;
  return metadata?.["werkbank:voice-signs"] as SignFacts | undefined;
}

/** Radius of a sign that counts, in pixels: it grows with the number of digits. */
export function radiusOf(count: number): number {
  return 11 + 3 * String(count).length;
}
