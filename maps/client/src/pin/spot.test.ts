// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import type { ChosenPlace } from "./place-step";
import { type Spot, spotOf } from "./spot";

let form: HTMLFormElement;
let spot: Spot;

beforeEach(() => {
  document.body.innerHTML = `
    <form id="voice-form">
      <span id="place-said"></span>
      <input type="hidden" name="weg"><input type="hidden" name="lon"><input type="hidden" name="lat">
      <input type="hidden" name="stadtteil" value="mitte"><input name="ort">
      <input type="radio" name="genau" value="spot" checked><input type="radio" name="genau" value="street">
      <input type="radio" name="genau" value="district">
    </form>`;
  form = document.querySelector("form") as HTMLFormElement;
  spot = spotOf(form);
});

function place(more: Partial<ChosenPlace> = {}): ChosenPlace {
  return {
    lon: 7.13,
    lat: 51.6,
    words: "Disteln, nahe Kaiserstraße",
    label: undefined,
    coarse: false,
    ...more,
  };
}

const value = (name: string) => new FormData(form).get(name);

function type(name: string, text: string): void {
  const field = form.querySelector(`[name=${name}]`) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

test("a place on the map replaces what was chosen from the list", () => {
  spot.set(place());

  expect([value("weg"), value("lon"), value("lat"), value("stadtteil")]).toEqual([
    "karte",
    "7.130000",
    "51.600000",
    "",
  ]);
  expect(spot.words()).toBe("Disteln, nahe Kaiserstraße");
});

test("a name that was searched goes with its place", () => {
  spot.set(place({ label: "Goetheschule" }));
  expect(value("ort")).toBe("Goetheschule");
  spot.set(place({ lon: 7.14 }));
  expect(value("ort")).toBe("");
});

test("a name that was typed stays wherever the pin goes", () => {
  spot.set(place({ label: "Goetheschule" }));
  type("ort", "Spielplatz am Bach");
  spot.set(place({ lon: 7.14, label: "Waldschule" }));

  expect(value("ort")).toBe("Spielplatz am Bach");
});

test("a place shown from far away suggests about here", () => {
  spot.set(place({ coarse: true }));

  expect(value("genau")).toBe("street");
});

test("a precision chosen by hand stays", () => {
  const radio = form.querySelector("[value=district]") as HTMLInputElement;
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  spot.set(place({ coarse: true }));

  expect(value("genau")).toBe("district");
});
