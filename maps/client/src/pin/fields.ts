/** The form's fields as the page and its scripts name them: those of its addresses, in German. */
import type { LonLat } from "./area";

export const FORM = "#voice-form";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The control of a name; of radio buttons the first. */
export function control<Kind extends Control = HTMLInputElement>(
  form: HTMLFormElement,
  name: string,
): Kind | null {
  return form.querySelector<Kind>(`[name="${name}"]`);
}

export function fieldValue(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value : "";
}

export function setValue(form: HTMLFormElement, name: string, value: string): void {
  const found = control(form, name);
  if (found !== null) found.value = value;
}

/** Check the radio button with this value, where there is one. */
export function choose(form: HTMLFormElement, name: string, value: string): void {
  const found = form.querySelector<HTMLInputElement>(`[name="${name}"][value="${value}"]`);
  if (found !== null) found.checked = true;
}

/** About 10 cm. */
const DIGITS = 6;

export function degreesText(degrees: number): string {
  return degrees.toFixed(DIGITS);
}

/** The point that the form carries, if it carries one. */
export function pointIn(form: HTMLFormElement): LonLat | undefined {
  const [lon, lat] = [fieldValue(form, "lon"), fieldValue(form, "lat")];
  if (lon === "" || lat === "") return undefined;
  const point = { lon: Number(lon), lat: Number(lat) };
  return Number.isFinite(point.lon) && Number.isFinite(point.lat) ? point : undefined;
}
