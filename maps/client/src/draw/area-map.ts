/**
 * The area of a process, drawn: the map and the GeoJSON text say the same.
 *
 * The text is what the form sends. What is drawn is written into it at once, what is typed, pasted
 * or taken from a file is drawn. Shapes that no hand can change stay in it as they are.
 */
import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl";
import { showBbox } from "../camera";
import { canDrawMaps } from "../create-map";
import { element } from "../elements";
import { createPen, type Pen } from "./pen";
import { type PenMap, startPenMap } from "./pen-map";
import { bboxOfShapes, isByHand, meet, polygonOf, type Shape, shapesFrom, textOf } from "./shapes";
import { type Act, buttonsOf, sentenceOf, type Tools } from "./tools";
import { type Words, wordsOf } from "./words";

/** Where an area is shown whole, however small it is. */
const CLOSEST = 16;
const UNDO_LIMIT = 200;
/** What the server takes; a larger file is its to refuse. */
const FILE_BYTES = 1_000_000;
const FIXED = "area-fixed";

interface Fields {
  readonly text: HTMLTextAreaElement;
  readonly file: HTMLInputElement;
  /** Around the text and the file. */
  readonly fold: HTMLDetailsElement;
}

/** Show the map with its tools; where there is none, the text unfolds. */
export async function startAreaMap(form: HTMLFormElement, root: HTMLElement): Promise<void> {
  const host = root.querySelector<HTMLElement>("#area-map");
  const text = form.querySelector<HTMLTextAreaElement>('textarea[name="area"]');
  const file = form.querySelector<HTMLInputElement>('input[name="area_file"]');
  const fold = text?.closest("details");
  if (host === null || text === null || file === null || fold == null) return;
  const words = wordsOf(document.documentElement.lang, root.dataset.words);
  root.hidden = false;
  fold.open = false;
  let made: PenMap;
  try {
    made = await startPenMap(host, words);
  } catch {
    const tools = root.querySelector<HTMLElement>("[role=group]");
    if (tools !== null) tools.hidden = true;
    const key = canDrawMaps() ? "map_failed" : "map_unavailable";
    host.replaceWith(element("p", { class: "map-absent" }, [words.say(key)]));
    fold.open = true;
    return;
  }
  connect(form, root, { text, file, fold }, made, words);
  root.dataset.ready = "";
}

function connect(
  form: HTMLFormElement,
  root: HTMLElement,
  { text, file, fold }: Fields,
  { map, city, begin, keepClear }: PenMap,
  words: Words,
): void {
  const page = getComputedStyle(map.getContainer());
  const ink = page.getPropertyValue("--map-pin").trim();
  const fixedLayer = showFixed(map, ink);
  const before: string[] = [];
  let known = text.value;
  let fixed: readonly Shape[] = [];
  let trouble: "unreadable" | "elsewhere" | undefined;
  let due = false;
  let drawn = "";

  const tools: Tools = buttonsOf(root, (act) => acts[act]());
  const voice = speaker(root.querySelector<HTMLElement>("[role=status]"));
  const tell = (): void => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      const facts = { ...pen.state(), fixed: fixed.length, canUndo: before.length > 0, trouble };
      tools.follow(facts);
      // Not while a corner is dragged: names would flee from it.
      const state = `${known} ${facts.open}`;
      if (state !== drawn) keepClear(pen.corners());
      drawn = state;
      voice.say(sentenceOf(facts, words));
    });
  };
  const remember = (): void => {
    before.push(known);
    if (before.length > UNDO_LIMIT) before.shift();
  };
  const write = (): void => {
    trouble = undefined;
    const now = textOf([...fixed, ...pen.shapes()]);
    if (now === known) return;
    remember();
    known = now;
    text.value = now;
    file.value = ""; // it would count before what is drawn
  };
  const read = (): readonly Shape[] => {
    const found = shapesFrom(known);
    const shapes = found ?? [];
    const bbox = bboxOfShapes(shapes);
    const lies = map.getMaxBounds()?.toArray().flat() as [number, number, number, number];
    trouble =
      found === undefined
        ? "unreadable"
        : bbox !== undefined && !meet(bbox, lies)
          ? "elsewhere"
          : undefined;
    fixed = shapes.filter((shape) => !isByHand(shape));
    fixedLayer(fixed);
    pen.show(shapes.filter(isByHand));
    if (shapes.length === 0) pen.draw();
    tell();
    return shapes;
  };
  const look = (shapes: readonly Shape[]): void => {
    const bbox = bboxOfShapes(shapes);
    if (bbox !== undefined && trouble === undefined)
      showBbox(map, bbox, { automatic: true }, { closest: CLOSEST });
  };
  /** Take over what came from elsewhere than the map. */
  const take = (now: string): void => {
    if (now === known) return;
    remember();
    known = now;
    look(read());
  };

  const pen: Pen = createPen({
    map,
    byFinger: matchMedia("(pointer: coarse)").matches,
    colors: { ink, paper: page.getPropertyValue("--map-casing").trim() },
    onDrawn: write,
    onChange: tell,
  });
  const acts: Readonly<Record<Act, () => void>> = {
    draw: () => {
      if (pen.state().act === "change") pen.draw();
      else if (pen.state().open === 0) pen.change();
    },
    finish: () => {
      if (!pen.close()) pen.change();
    },
    undo: () => {
      if (pen.takeBack()) return;
      const last = before.pop();
      if (last === undefined) return;
      known = last;
      text.value = last;
      read();
    },
    corner: () => {
      if (!pen.removeCorner()) voice.note(words.say("last_corners"));
      tell();
    },
    area: () => pen.removeOne(),
    all: () => {
      fixed = [];
      fixedLayer(fixed);
      pen.show([]);
      write();
      pen.draw();
    },
  };

  text.addEventListener("input", () => take(text.value));
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    if (chosen === undefined || chosen.size > FILE_BYTES) return;
    void chosen.text().then((content) => {
      if (shapesFrom(content) === undefined) return; // the server says why
      text.value = content;
      file.value = "";
      take(content);
      voice.note(words.say("from_file", { name: chosen.name }));
      tell();
    });
  });
  // Whoever saves before closing the last polygon means it all the same.
  form.addEventListener("submit", () => pen.close());

  const shapes = read();
  if (trouble === "unreadable") fold.open = true;
  const bbox = bboxOfShapes(shapes);
  begin(bbox === undefined || trouble !== undefined ? city : bbox);
}

interface Speaker {
  readonly say: (sentence: string) => void;
  /** Say something before the next sentence, and leave it there until that one changes. */
  readonly note: (text: string) => void;
}

/** The line below the map; assistive technology reads out what changes. */
function speaker(line: HTMLElement | null): Speaker {
  let note = "";
  let beside: string | undefined;
  return {
    note: (text) => {
      note = text;
      beside = undefined;
    },
    say: (sentence) => {
      beside ??= sentence;
      if (beside !== sentence) note = "";
      const now = `${note} ${sentence}`.trim();
      if (line !== null && line.textContent !== now) line.textContent = now;
    },
  };
}

/** Draw what no hand can change; the colors are the pen's, the line is another. */
function showFixed(map: MapLibreMap, ink: string): (shapes: readonly Shape[]) => void {
  const collection = (shapes: readonly Shape[]): FeatureCollection => ({
    type: "FeatureCollection",
    features: shapes.map((shape) => ({
      type: "Feature",
      properties: {},
      geometry: polygonOf(shape),
    })),
  });
  map.addSource(FIXED, { type: "geojson", data: collection([]) });
  map.addLayer({
    id: `${FIXED}-fill`,
    type: "fill",
    source: FIXED,
    paint: { "fill-color": ink, "fill-opacity": 0.15 },
  });
  map.addLayer({
    id: `${FIXED}-line`,
    type: "line",
    source: FIXED,
    paint: { "line-color": ink, "line-width": 3, "line-dasharray": [3, 1.5] },
  });
  return (shapes) => {
    map.getSource<GeoJSONSource>(FIXED)?.setData(collection(shapes));
  };
}
