// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { extentFilter } from "./extent";
import type { Bbox } from "./filter";
import { EXTENT_EVENT } from "./pending";

const VIEW: Bbox = [7, 51, 7.5, 51.5];
const TEXT = "7.000000,51.000000,7.500000,51.500000";
const asked = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  asked.mockClear();
  document.body.innerHTML = `<form>
    <input type="checkbox" id="only-extent"><input type="hidden" name="bbox" id="bbox"></form>`;
  document.querySelector("form")?.addEventListener(EXTENT_EVENT, asked);
});

function box(): HTMLInputElement {
  return document.querySelector("#only-extent") as HTMLInputElement;
}

function field(): HTMLInputElement {
  return document.querySelector("#bbox") as HTMLInputElement;
}

function turn(checked: boolean): void {
  box().checked = checked;
  box().dispatchEvent(new Event("change", { bubbles: true }));
}

test("turning it on writes the extent before the form hears of it", () => {
  let heard = "";
  extentFilter(document, () => VIEW);
  document.querySelector("form")?.addEventListener("change", () => {
    heard = field().value;
  });

  turn(true);

  expect(heard).toBe(TEXT);
});

test("turning it off asks for everything again", () => {
  extentFilter(document, () => VIEW);
  turn(true);

  turn(false);

  expect(field().value).toBe("");
});

test("a map that came to rest asks once for its extent, and not as if the form had been sent", () => {
  const extent = extentFilter(document, () => VIEW);
  box().checked = true;

  extent.rested([1, 2, 3, 4]);
  extent.rested(VIEW);
  vi.runAllTimers();

  expect(asked).toHaveBeenCalledOnce();
  expect(field().value).toBe(TEXT);
});

test("without the wish for it a moved map asks for nothing", () => {
  extentFilter(document, () => VIEW).rested(VIEW);
  vi.runAllTimers();

  expect(asked).not.toHaveBeenCalled();
});

test("an extent that is asked for already is not asked for again", () => {
  const extent = extentFilter(document, () => VIEW);
  box().checked = true;
  field().value = TEXT;

  extent.rested(VIEW);
  vi.runAllTimers();

  expect(asked).not.toHaveBeenCalled();
});
