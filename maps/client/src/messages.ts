/**
 * What the map says, in the language of the page.
 *
 * The page hands over its texts in `data-messages`; a key it leaves out is said in German.
 * `{name}` stands for a value. Keys that end in `_one` and `_other` are chosen by number.
 */
import { type Sayings, sayingsOf } from "./texts";

const GERMAN = {
  map_title: "Karte der Stadtteile, Projekte und Stimmen",
  map_help:
    "Pfeiltasten verschieben, + und − zoomen, Pos1 zeigt die ganze Stadt, Eingabe öffnet, was in der Mitte liegt",
  map_unavailable:
    "Die Karte braucht WebGL, das dieser Browser nicht anbietet. Die Liste zeigt dasselbe.",
  map_failed: "Die Karte lässt sich gerade nicht laden. Die Liste zeigt dasselbe.",
  map_incomplete: "Ein Teil der Karte lässt sich gerade nicht laden.",
  projects_missing: "Die Projekte lassen sich gerade nicht laden. Die Karte zeigt darum keine.",
  controls: "Kartenausschnitt",
  zoom_in: "Vergrößern",
  zoom_out: "Verkleinern",
  whole_city: "Ganze Stadt zeigen",
  scale: "Maßstab: {length}",
  credits: "Quellen der Karte",
  boundary_note: "Grenzen generalisiert, nicht amtlich",
  cooperative_wheel: "Mit Strg und Mausrad die Karte zoomen",
  cooperative_wheel_mac: "Mit ⌘ und Mausrad die Karte zoomen",
  cooperative_touch: "Mit zwei Fingern die Karte bewegen",
  districts: "Stadtteile auf der Karte",
  projects: "Projekte auf der Karte",
  project_marker: "Projekt {number}: {name}, {status}",
  badge_one: "+{count} Projekt in {district}, vergrößern",
  badge_other: "+{count} Projekte in {district}, vergrößern",
  result_one: "{count} Projekt",
  result_other: "{count} Projekte",
  result_of: "{count} von {total} Projekten",
  result_without_place: "{count} ohne Ort auf der Karte",
  close: "Schließen",
  project_number: "Projekt {number}",
  project_districts: "Stadtteile",
  project_cost: "Kosten",
  project_period: "Zeitraum",
  project_accuracy: "Ort auf {meters} m genau",
  project_page: "Zum Projekt",
  period_from: "ab {from}",
  period_to: "bis {to}",
  not_given: "keine Angabe",
  count_projects_one: "{count} Projekt in dieser Auswahl",
  count_projects_other: "{count} Projekte in dieser Auswahl",
  district_page: "Stadtteilseite",
  only_this_district: "nur diesen Stadtteil zeigen",
  citywide: "Stadtweit",
  status_idea: "Idee",
  status_planned: "Geplant",
  status_under_way: "In Umsetzung",
  status_done: "Abgeschlossen",
  status_dropped: "Aufgegeben",
  count_voices_one: "{count} Stimme",
  count_voices_other: "{count} Stimmen",
  count_notes_one: "{count} Hinweis oder Stellungnahme",
  count_notes_other: "{count} Hinweise und Stellungnahmen",
  counted_in_district: "{counted} in {district}",
  counted_about_district: "{counted} zum ganzen Stadtteil {district}",
  counted_about_here: "{counted} ungefähr hier, {district}",
  notes_are_no_votes: "Sie stehen für sich und zählen nie als Stimmen.",
  all_in_list: "alle {count} in der Liste",
  district_in_list: "alles aus {district} in der Liste",
  voice_untitled: "ohne Überschrift",
  voice_place: "Ort",
  voice_received: "Eingegangen",
  voice_answer: "Antwort der Stadt",
  voice_supports: "Unterstützt",
  voice_page: "Zur Stimme und zur Antwort",
  voice_whole_district: "ganzer Stadtteil {district}",
  voice_about: "ungefähr: {place}",
  voice_about_here: "ungefährer Ort, auf 100 m",
  voice_missing: "Diese Stimme lässt sich gerade nicht laden.",
  feature_number: "Objekt {number}",
  feature_districts: "Stadtteile",
  feature_silent_one: "{count} Feld ohne Angabe",
  feature_silent_other: "{count} Felder ohne Angabe",
  field_personal: "{name} (nur intern)",
  feature_missing: "Die Angaben zu diesem Objekt lassen sich gerade nicht laden.",
  feature_layer: "Zur Ebene und ihrer Herkunft",
  spot_value: "Wert hier: {value}",
  spot_values: "Werte hier",
  spot_none: "kein Wert",
  spot_district: "Stadtteil",
  spot_missing: "Nicht alle Werte lassen sich gerade laden.",
  yes: "ja",
  no: "nein",
  kind_comment: "Beitrag",
  kind_heart_place: "Herzensort",
  kind_expert_note: "Hinweis von Kennern",
  kind_statement: "Stellungnahme",
  theme_city_centre: "Innenstadt",
  theme_climate: "Klimaanpassung",
  theme_mobility: "Mobilität",
  theme_urban_renewal: "Stadterneuerung",
  theme_brownfield: "Flächenrevitalisierung",
  theme_heritage: "Denkmal und Geschichte",
  theme_open_space: "Freiraum und Plätze",
  theme_education: "Bildung und Kultur",
  theme_sport_leisure: "Sport und Freizeit",
  theme_tourism: "Tourismus",
  theme_economy: "Wirtschaft und Energie",
  theme_housing: "Wohnen",
  theme_participation: "Beteiligung",
  answer_open: "noch ohne Antwort",
  answer_taken_up: "aufgenommen",
  answer_decided: "entschieden",
  answer_measure: "in Umsetzung",
  answer_done: "umgesetzt",
  answer_refused: "abgelehnt, mit Begründung",
} as const;

export type MessageKey = keyof typeof GERMAN;

export interface Speech extends Sayings<MessageKey> {
  readonly money: (value: number) => string;
  /** A day, month or year given as `YYYY[-MM[-DD]]`. */
  readonly day: (value: string) => string;
}

/** What a theme, a kind of voice or an answer is called; its id where it has no name. */
export function wordOf(
  { say }: Pick<Speech, "say">,
  group: "theme" | "kind" | "answer",
  id: string,
): string {
  const key = `${group}_${id}`;
  return key in GERMAN ? say(key as MessageKey) : id;
}

/** What the map says in `lang`, from the page's own texts (JSON) as far as they go. */
export function speech(lang: string, json: string | undefined): Speech {
  const money = new Intl.NumberFormat(lang, {
    style: "currency",
    currency: "EUR",
    maximumFractionDigits: 0,
  });
  return {
    ...sayingsOf<MessageKey>(lang, GERMAN, json),
    money: (value) => money.format(value),
    day: (value) => formatDay(lang, value),
  };
}

const DAY_FORMATS: Readonly<Record<number, Intl.DateTimeFormatOptions>> = {
  1: { year: "numeric" },
  2: { month: "long", year: "numeric" },
  3: { day: "numeric", month: "long", year: "numeric" },
};

function formatDay(lang: string, value: string): string {
  const parts = value.split("-").map(Number);
  const [year, month = 1, day = 1] = parts;
  const format = DAY_FORMATS[parts.length];
  if (format === undefined || year === undefined || parts.some(Number.isNaN)) return value;
  const date = new Date(Date.UTC(year, month - 1, day));
  return new Intl.DateTimeFormat(lang, { ...format, timeZone: "UTC" }).format(date);
}
