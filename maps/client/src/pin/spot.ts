/** The place in the form: point, words and label are three things, and none overwrites what was typed. */
import { choose, control, degreesText, FORM, setValue } from "./fields";
import type { ChosenPlace } from "./place-step";

export interface Spot {
  /** Take over a place that was shown on the map. */
  readonly set: (place: ChosenPlace) => void;
  /** Where it is, in words, as the page says it. */
  readonly words: () => string;
  /** Ask for the fields anew: the server sent others. */
  readonly renew: () => void;
}

/** What is called by name and not typed by hand may change with the point. */
const FOUND = "found";

export function spotOf(form: HTMLFormElement): Spot {
  let precisionChosen = false;
  const said = (): HTMLElement | null => form.querySelector("#place-said");
  const renew = (): void => {
    const label = control(form, "ort");
    label?.addEventListener("input", () => {
      delete label.dataset[FOUND];
    });
    for (const radio of form.querySelectorAll('[name="genau"]')) {
      radio.addEventListener("input", () => {
        precisionChosen = true;
      });
    }
  };
  renew();
  return {
    renew,
    words: () => said()?.textContent?.trim() ?? "",
    set: (place) => {
      setValue(form, "weg", "karte");
      setValue(form, "lon", degreesText(place.lon));
      setValue(form, "lat", degreesText(place.lat));
      setValue(form, "stadtteil", "");
      const line = said();
      if (line !== null) line.textContent = place.words;
      const label = control(form, "ort");
      if (label !== null && (label.value === "" || FOUND in label.dataset)) {
        label.value = place.label ?? "";
        label.dataset[FOUND] = "";
      }
      if (!precisionChosen) choose(form, "genau", place.coarse ? "street" : "spot");
    },
  };
}

/** The form of the page, if this page has one. */
export function formOf(page: ParentNode): HTMLFormElement | null {
  return page.querySelector<HTMLFormElement>(FORM);
}
