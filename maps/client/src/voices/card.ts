/** What the card says about a voice, or about several in one place. */
import type { CardContent } from "../card";
import type { PageFacts } from "../cards";
import type { MessageKey, Speech } from "../messages";
import type { Voice } from "./answer";

export interface VoiceNames {
  readonly district: (id: string) => string;
  /** The name of a theme, kind or answer: what the page calls them. */
  readonly word: (group: "theme" | "kind" | "answer", id: string) => string;
}

const EXCERPT = 240;

export function voiceCard(
  voice: Voice,
  names: VoiceNames,
  speech: Speech,
  { prefix }: PageFacts,
): CardContent {
  const { say } = speech;
  return {
    about: { kind: "voice", id: voice.reference },
    tone: "voice",
    kicker: `${names.word("kind", voice.kind)} · ${names.word("theme", voice.theme)}`,
    title: voice.title ?? say("voice_untitled"),
    rows: [
      { term: say("voice_place"), value: placeText(voice, names, speech) },
      { term: say("voice_received"), value: speech.day(voice.received_on) },
      { term: say("voice_answer"), value: names.word("answer", voice.answer) },
      ...(voice.supports > 0
        ? [{ term: say("voice_supports"), value: speech.number(voice.supports) }]
        : []),
    ],
    ...(voice.text !== null && { note: excerpt(voice.text) }),
    links: [{ text: say("voice_page"), href: `${prefix}/beitrag/${voice.reference}` }],
  };
}

/** Where it is, in words that say how exactly. */
export function placeText(
  { district, precision, place_label: label }: Voice,
  names: VoiceNames,
  { say }: Speech,
): string {
  const name = district === null ? say("citywide") : names.district(district);
  if (precision === "district") return say("voice_whole_district", { district: name });
  if (precision === "street") {
    return `${label === null ? say("voice_about_here") : say("voice_about", { place: label })}, ${name}`;
  }
  return label === null ? name : `${label}, ${name}`;
}

function excerpt(text: string): string {
  if (text.length <= EXCERPT) return text;
  const cut = text.slice(0, EXCERPT);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), EXCERPT - 20))} …`;
}

/** What the tiles tell about a sign. */
export interface SignProperties {
  readonly form: string;
  readonly group: string;
  readonly district: string;
  readonly count: number;
  readonly reference?: string;
  readonly kind?: string;
  readonly theme?: string;
}

/** In words, for the pointer: "Beitrag · Mobilität" or "12 Stimmen in Bertlich". */
export function signText(sign: SignProperties, names: VoiceNames, speech: Speech): string {
  const district = names.district(sign.district);
  if (sign.count === 1 && sign.kind !== undefined && sign.theme !== undefined) {
    const about = `${names.word("kind", sign.kind)} · ${names.word("theme", sign.theme)}`;
    return sign.form === "district"
      ? `${about}, ${speech.say("voice_whole_district", { district })}`
      : about;
  }
  return titleOf(sign, district, speech);
}

function titleOf({ form, group, count }: SignProperties, district: string, speech: Speech): string {
  const stem = group === "notes" ? "count_notes" : "count_voices";
  const counted = speech.count(stem, count);
  const place: Readonly<Record<string, MessageKey>> = {
    district: "counted_about_district",
    street: "counted_about_here",
  };
  return speech.say(place[form] ?? "counted_in_district", { counted, district });
}

/** Several voices at one place: the newest with their titles, and the way to the list. */
export function crowdCard(
  sign: SignProperties,
  newest: readonly Pick<Voice, "reference" | "title">[],
  list: { readonly text: string; readonly href: string },
  names: VoiceNames,
  speech: Speech,
  { prefix }: PageFacts,
): CardContent {
  const title = titleOf(sign, names.district(sign.district), speech);
  return {
    tone: "voice",
    title,
    rows: [],
    ...(sign.group === "notes" && { note: speech.say("notes_are_no_votes") }),
    links: [
      ...newest.map(({ reference, title: text }) => ({
        text: text ?? speech.say("voice_untitled"),
        href: `${prefix}/beitrag/${reference}`,
      })),
      list,
    ],
  };
}
