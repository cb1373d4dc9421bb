/**
 * What the map for drawing an area says by itself, in the language of the page.
 *
 * As in `messages.ts`: the page hands over its texts, and a key it leaves out is said in German.
 */
import { type Sayings, sayingsOf } from "../texts";

const GERMAN = {
  map_title: "Karte zum Zeichnen des Gebiets",
  map_help: "Pfeiltasten verschieben, + und − zoomen. Zeichnen geht mit Maus, Stift oder Finger",
  map_unavailable:
    "Die Karte braucht WebGL, das dieser Browser nicht anbietet. Nehmen Sie Stadtteile, einen Umkreis oder GeoJSON.",
  map_failed:
    "Die Karte lässt sich gerade nicht laden. Nehmen Sie Stadtteile, einen Umkreis oder GeoJSON.",
  first_corner: "Klicken oder tippen Sie in die Karte: Jeder Klick setzt eine Ecke.",
  more_corners_one: "{count} Ecke. Eine Fläche braucht mindestens drei.",
  more_corners_other: "{count} Ecken. Eine Fläche braucht mindestens drei.",
  closing: "{count} Ecken. Zum Schließen die erste Ecke oder „Fertig“ wählen.",
  areas_one: "{count} Fläche.",
  areas_other: "{count} Flächen.",
  move: "Ziehen Sie an den Ecken; die kleinen Punkte dazwischen werden zu neuen Ecken.",
  choose: "Wählen Sie eine Fläche, um ihre Ecken zu ändern.",
  corner: "Ecke gewählt.",
  last_corners: "Drei Ecken müssen bleiben. Entfernen Sie sonst die ganze Fläche.",
  fixed:
    "Was Löcher oder sehr viele Ecken hat, bleibt, wie es ist; ändern lässt es sich als GeoJSON.",
  unreadable:
    "Dieses GeoJSON lässt sich nicht zeichnen. Was daran falsch ist, steht nach dem Speichern hier.",
  elsewhere: "Die Fläche liegt außerhalb der Karte, weit von Herten.",
  from_file: "„{name}“ ist eingetragen.",
} as const;

export type WordKey = keyof typeof GERMAN;
export type Words = Sayings<WordKey>;

/** What the page says in `lang`, from its own texts (JSON) as far as they go. */
export function wordsOf(lang: string, json: string | undefined): Words {
  return sayingsOf<WordKey>(lang, GERMAN, json);
}
