/** What the card says about a feature of an imported layer. */
import type { CardContent } from "../card";
import type { PageFacts } from "../cards";
import type { Speech } from "../messages";
import type { FeatureAnswer, FeatureField } from "./answer";
import { type ImportedFacts, titleOf } from "./facts";

/** A feature as the tiles know it. */
export interface FeatureSign {
  readonly layer: string;
  readonly facts: ImportedFacts;
  readonly n: number;
  readonly label: string | undefined;
}

export interface FeatureWords {
  readonly speech: Speech;
  readonly districtName: (id: string) => string;
}

/** What a feature is called: its own name, else its number in the layer. */
export function featureName({ label, n }: FeatureSign, { say, number }: Speech): string {
  return label ?? say("feature_number", { number: number(n + 1) });
}

/** All fields that say something, in the order of the file; the others are counted. */
export function featureCard(
  sign: FeatureSign,
  { fields, districts }: FeatureAnswer,
  { speech, districtName }: FeatureWords,
  page: PageFacts,
): CardContent {
  const told = fields.filter(({ value }) => value !== null && value !== "");
  const silent = fields.length - told.length;
  const rows = told.map((field) => ({
    term: field.personal ? speech.say("field_personal", { name: field.alias }) : field.alias,
    value: valueText(field, speech),
  }));
  const names = districts
    .toSorted((a, b) => b.share - a.share)
    .map(({ id }) => districtName(id))
    .join(", ");
  return {
    ...frameOf(sign, speech, page),
    rows: names === "" ? rows : [...rows, { term: speech.say("feature_districts"), value: names }],
    ...(silent > 0 && { note: speech.count("feature_silent", silent) }),
  };
}

/** Where the server says nothing: what the tiles know, and a sentence. */
export function missingCard(sign: FeatureSign, speech: Speech, page: PageFacts): CardContent {
  return { ...frameOf(sign, speech, page), rows: [], note: speech.say("feature_missing") };
}

function frameOf(
  sign: FeatureSign,
  speech: Speech,
  { prefix }: PageFacts,
): Pick<CardContent, "about" | "tone" | "kicker" | "title" | "links"> {
  return {
    about: { kind: "feature", id: `${sign.layer}/${sign.n}` },
    tone: "feature",
    kicker: titleOf(sign.facts, speech.lang),
    title: featureName(sign, speech),
    links: [{ text: speech.say("feature_layer"), href: prefix + sign.facts.page }],
  };
}

function valueText({ value, kind }: FeatureField, speech: Speech): string {
  if (typeof value === "boolean") return speech.say(value ? "yes" : "no");
  if (typeof value === "number") return plainNumber(value, speech.lang);
  return kind === "date" ? speech.day(String(value)) : String(value);
}

/** With thousands apart from 10,000 on: below, it may be a year. */
function plainNumber(value: number, lang: string): string {
  const format = { useGrouping: "min2", maximumFractionDigits: 6 } as const;
  return new Intl.NumberFormat(lang, format).format(value);
}
