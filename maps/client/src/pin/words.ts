/**
 * What the writing page says by itself, in the language of the page.
 *
 * As in `messages.ts`: the page hands over its texts, and a key it leaves out is said in German.
 */
import { type Sayings, sayingsOf } from "../texts";

export const GERMAN = {
  map_title: "Karte für Ihren Punkt",
  map_help_cross:
    "Pfeiltasten bewegen das Fadenkreuz, mit Umschalt weiter. + und − zoomen, Pos1 zeigt die ganze Stadt, Eingabe heißt: hier",
  map_help_pin:
    "Pfeiltasten bewegen den Punkt, mit Umschalt weiter. + und − zoomen, Pos1 zeigt die ganze Stadt, Eingabe heißt: hier",
  map_unavailable:
    "Die Karte braucht WebGL, das dieser Browser nicht anbietet. Suchen Sie den Ort, oder wählen Sie ihn ohne Karte.",
  map_failed:
    "Die Karte lässt sich gerade nicht laden. Suchen Sie den Ort, oder wählen Sie ihn ohne Karte.",
  here: "Hier",
  pin: "Ihr Punkt",
  others: "Blass: was andere hier gesagt haben",
  no_pin: "Klicken Sie in die Karte, oder suchen Sie den Ort.",
  near: "{district}, nahe {place}",
  outside_city: "{distance} außerhalb von Herten",
  outside_area: "{district}: {distance} außerhalb des Gebiets, um das es hier geht",
  outside_cure_cross:
    "Schieben Sie die Karte zurück. Geht es um einen ganzen Stadtteil, schreiben Sie ohne Karte.",
  outside_cure_pin:
    "Setzen Sie den Punkt hinein. Geht es um einen ganzen Stadtteil, schreiben Sie ohne Karte.",
  position_asking: "Ihr Gerät sucht Ihren Standort …",
  position_found: "Ihr Standort, auf {distance} genau.",
  position_coarse:
    "Ihr Gerät kennt Ihren Standort nur auf {distance} genau. Rücken Sie den Punkt zurecht; sonst steht er als „ungefähr hier“.",
  position_refused:
    "Der Standort ist nicht freigegeben. Das macht nichts: Suchen Sie den Ort, oder zeigen Sie ihn auf der Karte.",
  position_unavailable:
    "Ihr Gerät kann seinen Standort gerade nicht bestimmen. Suchen Sie den Ort, oder zeigen Sie ihn auf der Karte.",
  position_timeout:
    "Ihr Gerät hat seinen Standort nicht rechtzeitig gefunden. Suchen Sie den Ort, oder zeigen Sie ihn auf der Karte.",
  position_outside:
    "Sie sind gerade {distance} außerhalb des Gebiets. Suchen Sie den Ort, oder zeigen Sie ihn auf der Karte.",
  search_one: "{count} Treffer",
  search_other: "{count} Treffer",
  search_none: "Kein Ort und keine Straße heißt so. Probieren Sie einen Teil des Namens.",
  search_failed: "Die Suche antwortet gerade nicht. Zeigen Sie den Ort auf der Karte.",
  search_chosen: "{name} gewählt.",
  search_only_district:
    "{name}: Wir kennen nur den Stadtteil. Zeigen Sie die Stelle auf der Karte.",
  near_failed:
    "Ob hier schon jemand geschrieben hat, lässt sich gerade nicht nachsehen. Sie können trotzdem schreiben.",
  supported: "Danke. Ihre Unterstützung ist gezählt.",
  support_failed: "Das ist nicht angekommen. Versuchen Sie es noch einmal.",
  unreachable:
    "Keine Verbindung. Ihre Worte sind noch da. Versuchen Sie es noch einmal, sobald Sie wieder im Netz sind; zweimal ankommen kann Ihr Beitrag nicht.",
  refused: "Der Server hat das nicht angenommen (Antwort {status}). Ihre Worte sind noch da.",
  busy: "Einen Augenblick …",
  too_short_one: "Noch {count} Zeichen mindestens",
  too_short_other: "Noch {count} Zeichen mindestens",
  enough: "{count} von {limit} Zeichen",
  left_one: "Noch {count} Zeichen frei",
  left_other: "Noch {count} Zeichen frei",
  too_long_one: "{count} Zeichen zu viel",
  too_long_other: "{count} Zeichen zu viel",
  drafts_one: "{count} Entwurf auf diesem Gerät",
  drafts_other: "{count} Entwürfe auf diesem Gerät",
  drafts_title: "Entwürfe auf diesem Gerät",
  drafts_note:
    "Sie liegen nur in diesem Browser. Nichts wird von allein gesendet. Teilen Sie das Gerät mit anderen, dann löschen Sie, was niemand lesen soll.",
  drafts_gone: "Auf diesem Gerät liegt kein Entwurf mehr.",
  draft_saved: "Entwurf gespeichert, nur auf diesem Gerät",
  draft_not_saved:
    "Dieser Browser hebt keinen Entwurf auf. Das Formular geht trotzdem; lassen Sie die Seite offen, bis Sie gesendet haben.",
  draft_untitled: "Ohne Überschrift",
  draft_no_place: "noch ohne Ort",
  draft_go_on: "Weiterschreiben",
  draft_delete: "Löschen",
  draft_delete_name: "Entwurf „{title}“ löschen",
  drafts_delete_all: "Alle löschen",
  draft_taken_up: "Ihr Entwurf ist wieder da.",
  close: "Schließen",
  proof_working:
    "Ihr Gerät löst eine kleine Rechenaufgabe, damit hier Menschen schreiben und keine Programme. Das dauert meist wenige Sekunden.",
  proof_done: "Die Rechenaufgabe ist gelöst. Sie können senden.",
  proof_failed: "Die Rechenaufgabe ließ sich nicht lösen.",
  proof_again: "Noch einmal versuchen",
  copied: "Kopiert",
  copy_failed: "Das Kopieren ging nicht. Markieren Sie den Text, und kopieren Sie ihn selbst.",
} as const;

export type WordKey = keyof typeof GERMAN;

export interface Words extends Sayings<WordKey> {
  /** Metres or kilometres, as exact as somebody would say them. */
  readonly distance: (meters: number) => string;
  /** A moment, in the browser's time. */
  readonly moment: (milliseconds: number) => string;
}

/** What the page says in `lang`, from its own texts (JSON) as far as they go. */
export function wordsOf(lang: string, json: string | undefined): Words {
  const numbers = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
  const moments = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" });
  return {
    ...sayingsOf<WordKey>(lang, GERMAN, json, numbers),
    distance: (meters) => distanceText(meters, numbers),
    moment: (milliseconds) => moments.format(milliseconds),
  };
}

const KILOMETRE = 1000;

function distanceText(meters: number, numbers: Intl.NumberFormat): string {
  if (meters >= KILOMETRE) return `${numbers.format(meters / KILOMETRE)} km`;
  const rounded = meters < 10 ? Math.ceil(meters) : Math.round(meters / 10) * 10;
  return `${numbers.format(rounded)} m`;
}
