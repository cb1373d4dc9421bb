/** Opening voices: from a sign on the map, and from the list beside it. */
import type { MapGeoJSONFeature, Map as MapLibreMap } from "maplibre-gl";
import { prefersLessMotion, showBbox } from "../camera";
import type { CardContent } from "../card";
import type { PageFacts } from "../cards";
import { withFilter } from "../filter";
import { type MercatorPoint, toMercator } from "../geometry/mercator";
import { wordOf } from "../messages";
import type { Island } from "../parts";
import { fetchNewest, fetchVoice, filterAt, type Voice } from "./answer";
import { crowdCard, type SignProperties, signText, type VoiceNames, voiceCard } from "./card";
import { sizeWith, VOICE_POINTS } from "./layers";

/** From this zoom on a sign that counts stands for one place, and coming nearer parts nothing. */
const SINGLE_ZOOM = 16;
const NEARER = 2;
const NEAR_ZOOM = 16.5;
const MOVE_MS = 500;
/** How many of a place's voices the card names. */
const NAMED = 5;

export interface VoiceOpening {
  /** What a sign is called. */
  readonly nameOf: (sign: MapGeoJSONFeature) => string;
  /** A click or tap on a sign: opens it, or comes nearer. */
  readonly choose: (sign: MapGeoJSONFeature) => void;
  /** Show a voice of the list on the map. */
  readonly show: (reference: string, opener: HTMLElement) => void;
  /** The card was opened or closed. */
  readonly follow: (about: CardContent["about"]) => void;
}

export function voiceOpening(island: Island, page: PageFacts): VoiceOpening {
  const { root, map, speech, nameOf, card, overlay } = island;
  const address = root.dataset.voicesUrl ?? "/api/voices";
  const names: VoiceNames = {
    district: nameOf,
    word: (group, id) => wordOf(speech, group, id),
  };
  let running = new AbortController();

  /** Ask the server; what was overtaken is dropped, and failure is said on the card. */
  const ask = async <Answer>(
    question: (signal: AbortSignal) => Promise<Answer>,
    then: (answer: Answer) => void,
    otherwise: CardContent,
  ): Promise<void> => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    try {
      const answer = await question(signal);
      if (!signal.aborted) then(answer);
    } catch {
      if (!signal.aborted) card.show(otherwise, undefined);
    }
  };

  const open = (
    reference: string,
    opener: HTMLElement | undefined,
    then: (voice: Voice) => void = () => {},
  ): void => {
    void ask(
      (signal) => fetchVoice(address, reference, signal),
      (voice) => {
        card.show(voiceCard(voice, names, speech, page), opener);
        overlay.setChosenPlace(placeOf(voice));
        then(voice);
      },
      {
        about: { kind: "voice", id: reference },
        tone: "voice",
        title: speech.say("voice_missing"),
        rows: [],
        links: [{ text: speech.say("voice_page"), href: `${page.prefix}/beitrag/${reference}` }],
      },
    );
  };

  const listPlace = (sign: SignProperties, [lon = 0, lat = 0]: readonly number[]): void => {
    const here = filterAt(island.state.filter, sign.group, lon, lat);
    const list = {
      text: speech.say("all_in_list", { count: speech.number(sign.count) }),
      href: withFilter(`${page.prefix}/stimmen`, here),
    };
    void ask(
      (signal) => fetchNewest(address, here, NAMED, signal),
      (newest) => card.show(crowdCard(sign, newest, list, names, speech, page), undefined),
      crowdCard(sign, [], list, names, speech, page),
    );
  };

  return {
    nameOf: (sign) => signText(propertiesOf(sign), names, speech),
    choose: (feature) => {
      const sign = propertiesOf(feature);
      const place = feature.geometry.type === "Point" ? feature.geometry.coordinates : [];
      if (sign.reference !== undefined) open(sign.reference, undefined);
      else if (sign.form === "district") listDistrict(island, sign, names, page);
      else if (sign.form === "cluster" && map.getZoom() < SINGLE_ZOOM) comeNearer(map, place);
      else listPlace(sign, place);
    },
    show: (reference, opener) => {
      root.scrollIntoView({ block: "nearest", behavior: prefersLessMotion() ? "auto" : "smooth" });
      open(reference, opener, (voice) => lookAt(island, voice));
    },
    follow: (about) => {
      const chosen = about?.kind === "voice" ? about.id : undefined;
      if (chosen === undefined) overlay.setChosenPlace(undefined);
      if (map.getLayer(VOICE_POINTS) !== undefined) {
        map.setLayoutProperty(VOICE_POINTS, "icon-size", sizeWith(chosen));
      }
      for (const line of document.querySelectorAll<HTMLElement>("[data-voice]")) {
        line.classList.toggle("is-chosen", line.dataset.voice === chosen);
      }
    },
  };
}

function placeOf({ lon, lat }: Voice): MercatorPoint | undefined {
  return lon === null || lat === null ? undefined : toMercator(lon, lat);
}

function propertiesOf(feature: MapGeoJSONFeature): SignProperties {
  return feature.properties as unknown as SignProperties;
}

/** Come so near that the sign falls apart: two zooms. */
function comeNearer(map: MapLibreMap, [lon, lat]: readonly number[]): void {
  if (lon === undefined || lat === undefined) return;
  map.easeTo({
    center: [lon, lat],
    zoom: Math.min(Math.floor(map.getZoom()) + NEARER, NEAR_ZOOM),
    duration: prefersLessMotion() ? 0 : MOVE_MS,
  });
}

/** What is about a whole district has no place to be listed by. */
function listDistrict(
  island: Island,
  sign: SignProperties,
  names: VoiceNames,
  page: PageFacts,
): void {
  const query = new URLSearchParams(island.state.filter.query);
  query.delete("bbox");
  query.set("stadtteil", sign.district);
  const list = {
    text: island.speech.say("district_in_list", { district: names.district(sign.district) }),
    href: `${page.prefix}/stimmen?${query}`,
  };
  island.card.show(crowdCard(sign, [], list, names, island.speech, page), undefined);
}

/** Bring a voice's place into view, beside or above the card. */
function lookAt({ root, map, card, districts }: Island, { lon, lat, district }: Voice): void {
  const sheet = card.box();
  const covers = sheet !== undefined && sheet.offsetWidth >= 0.9 * root.offsetWidth;
  const covered = covers ? sheet.offsetHeight : 0;
  if (lon !== null && lat !== null) {
    map.easeTo({
      center: [lon, lat],
      zoom: Math.max(map.getZoom(), NEAR_ZOOM),
      offset: [0, -covered / 2],
      duration: prefersLessMotion() ? 0 : MOVE_MS,
    });
    return;
  }
  const area = districts.find(({ id }) => id === district);
  if (area !== undefined) showBbox(map, area.bbox, {}, { bottom: covered });
}
