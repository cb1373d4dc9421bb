/** Opening features of imported layers: by pointer and finger, and by the Enter key. */
import type { MapGeoJSONFeature } from "maplibre-gl";
import type { CardContent } from "../card";
import type { PageFacts } from "../cards";
import { element } from "../elements";
import type { Island } from "../parts";
import { districtAt, importedAround } from "../pointing";
import { fetchFeature } from "./answer";
import { type FeatureSign, featureCard, featureName, missingCard } from "./card";
import { fetchSpot, rastersAt, type Spot, spotCard } from "./cells";
import { importedFrom } from "./facts";
import { featureMarks } from "./marks";

export interface FeatureOpening {
  /** What a feature is called. */
  readonly nameOf: (feature: MapGeoJSONFeature) => string;
  readonly hover: (feature: MapGeoJSONFeature | undefined) => void;
  readonly choose: (feature: MapGeoJSONFeature) => void;
  /** Whether a raster with values is shown at a spot. */
  readonly hasCells: (spot: Spot) => boolean;
  /** Open what the rasters say at a spot. */
  readonly chooseSpot: (spot: Spot) => void;
  /** Open what is in the middle of the map; false when neither feature nor value is there. */
  readonly chooseMiddle: () => boolean;
  /** The card was opened or closed. */
  readonly follow: (about: CardContent["about"]) => void;
}

export function featureOpening(island: Island, page: PageFacts): FeatureOpening {
  const { map, card, speech, nameOf: districtName } = island;
  const marks = featureMarks(map);
  let running = new AbortController();
  map.getContainer().append(element("div", { class: "map-crosshair", "aria-hidden": "true" }));

  const anew = (): AbortSignal => {
    running.abort();
    running = new AbortController();
    return running.signal;
  };

  const choose = (feature: MapGeoJSONFeature): void => {
    const sign = signOf(island, feature);
    if (sign === undefined) return;
    const signal = anew();
    const show = (content: CardContent): void => {
      if (signal.aborted) return;
      card.show(content, undefined);
      marks.choose(feature);
    };
    fetchFeature(sign.facts.feature, sign.n, signal).then(
      (answer) => show(featureCard(sign, answer, { speech, districtName }, page)),
      () => show(missingCard(sign, speech, page)),
    );
  };

  const shownAt = (spot: Spot) => rastersAt(map, island.plainStyle, spot);
  const chooseSpot = async (spot: Spot): Promise<void> => {
    const signal = anew();
    const values = await fetchSpot(shownAt(spot), spot, signal);
    if (signal.aborted) return;
    const district = districtAt(island.districts, spot.lng, spot.lat);
    card.show(spotCard(values, district, speech, page), undefined);
  };

  return {
    choose,
    hasCells: (spot) => shownAt(spot).length > 0,
    chooseSpot: (spot) => void chooseSpot(spot),
    nameOf: (feature) => {
      const sign = signOf(island, feature);
      return sign === undefined ? "" : featureName(sign, speech);
    },
    hover: (feature) => marks.hover(feature),
    chooseMiddle: () => {
      const { clientWidth, clientHeight } = map.getContainer();
      const found = importedAround(map, { x: clientWidth / 2, y: clientHeight / 2 });
      const middle = map.getCenter();
      if (found !== undefined) choose(found);
      else if (shownAt(middle).length > 0) void chooseSpot(middle);
      else return false;
      return true;
    },
    follow: (about) => {
      if (about?.kind !== "feature") marks.choose(undefined);
    },
  };
}

function signOf(
  { plainStyle }: Pick<Island, "plainStyle">,
  { source, properties }: MapGeoJSONFeature,
): FeatureSign | undefined {
  const found = importedFrom(plainStyle, source);
  if (found === undefined) return undefined;
  const [layer, facts] = found;
  const label = String(properties.label ?? "").trim();
  return { layer, facts, n: Number(properties.n), label: label === "" ? undefined : label };
}
