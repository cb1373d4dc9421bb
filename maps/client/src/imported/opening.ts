/** Opening features of imported layers: by pointer and finger, and by the Enter key. */
import type { MapGeoJSONFeature } from "maplibre-gl";
import type { CardContent } from "../card";
import type { PageFacts } from "../cards";
import { element } from "../elements";
import type { Island } from "../parts";
import { importedAround } from "../pointing";
import { fetchFeature } from "./answer";
import { type FeatureSign, featureCard, featureName, missingCard } from "./card";
import { importedFrom } from "./facts";
import { featureMarks } from "./marks";

export interface FeatureOpening {
  /** What a feature is called. */
  readonly nameOf: (feature: MapGeoJSONFeature) => string;
  readonly hover: (feature: MapGeoJSONFeature | undefined) => void;
  readonly choose: (feature: MapGeoJSONFeature) => void;
  /** Open what is in the middle of the map; false when there is no feature. */
  readonly chooseMiddle: () => boolean;
  /** The card was opened or closed. */
  readonly follow: (about: CardContent["about"]) => void;
}

export function featureOpening(island: Island, page: PageFacts): FeatureOpening {
  const { map, card, speech, nameOf: districtName } = island;
  const marks = featureMarks(map);
  let running = new AbortController();
  map.getContainer().append(element("div", { class: "map-crosshair", "aria-hidden": "true" }));

  const choose = (feature: MapGeoJSONFeature): void => {
    const sign = signOf(island, feature);
    if (sign === undefined) return;
    running.abort();
    running = new AbortController();
    const { signal } = running;
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

  return {
    choose,
    nameOf: (feature) => {
      const sign = signOf(island, feature);
      return sign === undefined ? "" : featureName(sign, speech);
    },
    hover: (feature) => marks.hover(feature),
    chooseMiddle: () => {
      const { clientWidth, clientHeight } = map.getContainer();
      const found = importedAround(map, { x: clientWidth / 2, y: clientHeight / 2 });
      if (found !== undefined) choose(found);
      return found !== undefined;
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
