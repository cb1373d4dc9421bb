/** District labels as elements over the map. */
import type { District } from "../answers";
import { element, signFromMarkup, svgElement } from "../elements";
import type { Size } from "../geometry/screen";
import type { Speech } from "../messages";
import { rovingGroup } from "../roving";
import type { FormName, LabelPlace, LabelWish } from "./layout";

const FORMS: readonly FormName[] = ["line", "stack", "code", "sign"];
const SIGN_SIZE = 20;

export interface Labels {
  /** Measured size of each district's label in each form; measured anew by `measure`. */
  readonly sizes: (district: string) => LabelWish["sizes"];
  readonly measure: () => void;
  readonly draw: (places: readonly LabelPlace[]) => void;
  /** Mark the districts that the filter asks for. */
  readonly choose: (districts: readonly string[]) => void;
  /** Name the labels for assistive technology, with the number of projects in the filter
      where it is known. */
  readonly name: (byDistrict: Readonly<Record<string, number>>, speech: Speech) => void;
  /** Show the number of voices on each label that has one; labels are to be measured then. */
  readonly count: (voices: Readonly<Record<string, number>>, speech: Speech) => void;
}

/** Make the labels of all districts in `layer`; they show after the first `draw`. */
export function createLabels(layer: HTMLElement, districts: readonly District[]): Labels {
  const labels = new Map(districts.map((district) => [district.id, labelOf(district)]));
  const sizes = new Map<string, LabelWish["sizes"]>();
  const group = rovingGroup(layer);
  layer.append(...labels.values());

  const measure = (): void => {
    for (const [id, label] of labels) sizes.set(id, sizesOf(label));
  };
  measure();

  return {
    measure,
    sizes: (district) => sizes.get(district) ?? NO_SIZES,
    draw: (places) => {
      const byId = new Map(places.map((place) => [place.id, place]));
      for (const [id, label] of labels) drawLabel(label, byId.get(id));
      group.update([...labels.values()].filter((label) => !label.hidden));
    },
    choose: (chosen) => {
      for (const [id, label] of labels) label.classList.toggle("is-chosen", chosen.includes(id));
    },
    name: (byDistrict, speech) => {
      for (const { id } of districts) {
        const more = labels.get(id)?.querySelector(".map-label__more");
        const count = byDistrict[id];
        if (more)
          more.textContent = count === undefined ? "" : `, ${speech.count("result", count)}`;
      }
    },
    count: (voices, speech) => {
      for (const { id } of districts) {
        const pill = labels.get(id)?.querySelector<HTMLElement>(".map-label__voices");
        if (pill) drawCount(pill, voices[id], speech);
      }
    },
  };
}

const NOTHING: Size = { width: 0, height: 0 };
const NO_SIZES: LabelWish["sizes"] = {
  line: NOTHING,
  stack: NOTHING,
  code: NOTHING,
  sign: NOTHING,
};

function labelOf(district: District): HTMLButtonElement {
  return element(
    "button",
    {
      type: "button",
      class: `map-label district-${district.id}`,
      "data-district": district.id,
      tabindex: "-1",
      hidden: "",
    },
    [
      element("span", { class: "map-label__sign" }, [signFromMarkup(district.sign, SIGN_SIZE)]),
      element("span", { class: "map-label__code" }, [district.code]),
      element("span", { class: "map-label__name" }, [district.name]),
      element("span", { class: "map-label__voices", hidden: "" }, [
        bubble(),
        element("span", { class: "map-label__number", "aria-hidden": "true" }),
        element("span", { class: "map-label__said" }),
      ]),
      element("span", { class: "map-label__more" }),
    ],
  );
}

/** A speech bubble: the number beside it counts voices. */
function bubble(): SVGSVGElement {
  return svgElement(
    "svg",
    {
      viewBox: "0 0 24 24",
      width: "10",
      height: "10",
      fill: "currentColor",
      "aria-hidden": "true",
      focusable: "false",
    },
    [svgElement("path", { d: "M1 2h22v14.5H12L5.500 22.500v-6H1Z" })],
  );
}

function drawCount(pill: HTMLElement, count: number | undefined, speech: Speech): void {
  pill.hidden = count === undefined;
  if (count === undefined) return;
  pill.classList.toggle("is-none", count === 0);
  const [, number, said] = pill.children;
  if (number) number.textContent = speech.number(count);
  if (said) said.textContent = `, ${speech.count("count_voices", count)}`;
}

function sizesOf(label: HTMLElement): LabelWish["sizes"] {
  const { hidden } = label;
  const shown = label.dataset.form;
  label.hidden = false;
  const entries = FORMS.map((form) => {
    label.dataset.form = form;
    const { width, height } = label.getBoundingClientRect();
    return [form, { width: Math.ceil(width), height: Math.ceil(height) }];
  });
  label.hidden = hidden;
  if (shown !== undefined) label.dataset.form = shown;
  return Object.fromEntries(entries);
}

function drawLabel(label: HTMLElement, place: LabelPlace | undefined): void {
  label.hidden = place === undefined;
  if (place === undefined) return;
  label.dataset.form = place.form;
  // Whole pixels: text on half pixels is blurred.
  label.style.transform = `translate(${Math.round(place.box.left)}px, ${Math.round(place.box.top)}px)`;
}
