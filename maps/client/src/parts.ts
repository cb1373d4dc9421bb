/** What the map island is made of: the parts that its modules hand to each other. */
import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import type { District, ProjectAnswer } from "./answers";
import type { Card } from "./card";
import type { Footer } from "./controls";
import type { Filter } from "./filter";
import type { Highlight } from "./highlight";
import type { Labels } from "./labels/draw";
import type { Speech } from "./messages";
import type { Notice } from "./notice";
import type { Overlay } from "./overlay";

export interface IslandPlan {
  /** The page's element, with addresses and texts in its data attributes. */
  readonly root: HTMLElement;
  readonly map: MapLibreMap;
  readonly speech: Speech;
  readonly districts: readonly District[];
  /** The style as it came, without filter and base map. */
  readonly plainStyle: StyleSpecification;
  /** The page's live region. */
  readonly status: HTMLElement | null;
}

/** What the island remembers. */
export interface State {
  filter: Filter;
  answer: ProjectAnswer;
  /** The projects of the filter could not be fetched: the map shows none and counts none. */
  failed: boolean;
  /** The view follows from the filter; the user did not choose it. */
  automatic: boolean;
}

export interface Island extends IslandPlan {
  readonly state: State;
  readonly card: Card;
  readonly overlay: Overlay;
  readonly highlight: Highlight;
  readonly footer: Footer;
  readonly notice: Notice;
  readonly labels: Labels;
  /** The name of a district, or of what belongs to the whole city. */
  readonly nameOf: (district: string) => string;
}
