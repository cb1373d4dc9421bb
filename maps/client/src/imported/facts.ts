/** What the style document says about the layers that staff brought in. */
import type { StyleSpecification } from "maplibre-gl";
import type { Bbox } from "../filter";

/** The layer inside the tiles of whatever staff brought in. */
export const FEATURES = "features";
/** Begins the names of all sources and layers of what staff brought in. */
export const IMPORTED_PREFIX = "import-";

export interface ImportedFacts {
  readonly title: Readonly<Record<string, string>>;
  /** The source that holds it. */
  readonly source: string;
  readonly raster: boolean;
  /** Address of what is known of one feature, with `{n}`. */
  readonly feature: string;
  /** Path of its page without language prefix. */
  readonly page: string;
}

/** The layers that staff brought in, by id. */
export function importedOf(style: StyleSpecification): Readonly<Record<string, ImportedFacts>> {
  const metadata = style.metadata as Readonly<Record<string, unknown>> | undefined;
  const found = metadata?.["werkbank:imported"];
  return (found as Record<string, ImportedFacts> | undefined) ?? {};
}

/** The layer, with its id, whose features or pictures a source holds. */
export function importedFrom(
  style: StyleSpecification,
  source: string,
): readonly [id: string, facts: ImportedFacts] | undefined {
  return Object.entries(importedOf(style)).find(([, facts]) => facts.source === source);
}

/** How far a layer reaches; undefined for an unknown one, and for one without any place. */
export function extentOf(style: StyleSpecification, id: string | undefined): Bbox | undefined {
  const source = style.sources[importedOf(style)[id ?? ""]?.source ?? ""];
  return source !== undefined && "bounds" in source ? source.bounds : undefined;
}

/** Titles come in German at least. */
export function titleOf({ title }: ImportedFacts, lang: string): string {
  return title[lang] ?? title.de ?? "";
}
