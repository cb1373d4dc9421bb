/** How voices look on this page: signs in place of the plain circles that any program can draw. */
import type {
  ExpressionSpecification,
  LayerSpecification,
  SymbolLayerSpecification,
} from "maplibre-gl";
import { PICTURE_OF_FEATURE, type SignFacts } from "./signs";

export const VOICES = "voices";
export const VOICE_POINTS = "voices-points";
const VOICE_CLUSTERS = "voices-clusters";
const VOICE_RINGS = "voices-street";

/** Notes stand beside the votes of the same place, as a badge would. */
const BESIDE_PX = [17, 15] as const;
/** Below the name that stands at the same place. */
const BELOW_PX = [0, 30] as const;
/** The middle of a pin above its tip. */
const ABOVE_PX = [0, -15] as const;
const CHOSEN_SIZE = 1.35;
/** Farther away every district has one number, and its label says it. */
const SIGNS_FROM_ZOOM = 12;
/** What is about a whole district has no exact place, and gives way to what has. */
const BELOW_ALL = 0;

/**
 * The layers with signs for voices.
 *
 * Street rings stay; one symbol layer draws all else, once the whole city is not in view: before,
 * the districts' labels count. Larger clusters lie above smaller ones and above single voices, and
 * nothing gives way: a sign that hides would be a voice unheard.
 */
export function withVoiceSigns(
  layers: readonly LayerSpecification[],
  facts: SignFacts,
): LayerSpecification[] {
  return layers
    .filter(({ id }) => id !== VOICE_CLUSTERS)
    .map((layer) => {
      if (layer.id === VOICE_POINTS) return signLayer(facts);
      return layer.id === VOICE_RINGS ? { ...layer, minzoom: SIGNS_FROM_ZOOM } : layer;
    });
}

function signLayer(facts: SignFacts): SymbolLayerSpecification {
  return {
    id: VOICE_POINTS,
    type: "symbol",
    source: VOICES,
    "source-layer": VOICES,
    minzoom: SIGNS_FROM_ZOOM,
    layout: {
      "icon-image": PICTURE_OF_FEATURE as ExpressionSpecification,
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "icon-anchor": anchorOf(facts),
      "icon-offset": [
        "case",
        ["==", ["get", "form"], "district"],
        ["literal", BELOW_PX],
        ["all", ["==", ["get", "group"], "notes"], ["==", ["get", "form"], "cluster"]],
        ["literal", BESIDE_PX],
        ["literal", [0, 0]],
      ] as ExpressionSpecification,
      "symbol-sort-key": [
        "case",
        ["==", ["get", "form"], "district"],
        BELOW_ALL,
        ["get", "count"],
      ] as ExpressionSpecification,
      "icon-size": 1,
    },
  };
}

/** Pins stand on their place; all else lies around it. */
function anchorOf(facts: SignFacts): ExpressionSpecification {
  return [
    "case",
    [
      "all",
      ["==", ["get", "form"], "voice"],
      ["in", ["coalesce", ["get", "kind"], ""], ["literal", standingKinds(facts)]],
    ],
    "bottom",
    "center",
  ] as ExpressionSpecification;
}

function standingKinds(facts: SignFacts): string[] {
  return Object.entries(facts.kinds)
    .filter(([, shape]) => shape.stands)
    .map(([kind]) => kind);
}

/** How far the middle of a sign lies from its place, in pixels to the right and down. */
export function shiftOf(
  { form, group, kind }: Readonly<Record<string, unknown>>,
  facts: SignFacts,
): readonly [number, number] {
  if (form === "district") return BELOW_PX;
  if (form === "cluster" && group === "notes") return BESIDE_PX;
  return form === "voice" && standingKinds(facts).includes(String(kind)) ? ABOVE_PX : [0, 0];
}

/** Size of the signs while one voice is chosen. */
export function sizeWith(chosen: string | undefined): number | ExpressionSpecification {
  if (chosen === undefined) return 1;
  return [
    "case",
    ["==", ["coalesce", ["get", "reference"], ""], chosen],
    CHOSEN_SIZE,
    1,
  ] as ExpressionSpecification;
}
