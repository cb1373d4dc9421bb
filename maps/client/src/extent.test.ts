// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { extentFilter } from "./extent";
import type { Bbox } from "./filter";

const VIEW: Bbox = [7, 51, 7.5, 51.5];
const TEXT = "7.000000,51.000000,7.500000,51.500000";
const submitted = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  submitted.mockClear();
  document.body.innerHTML = `<form hx-push-url="true">
    <input type="checkbox" id="only-extent"><input type="hidden" name="bbox" id="bbox"></form>`;
  document.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    submitted();
  });
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

test("a map that came to rest asks once for its extent, and is no step to go back to", () => {
  const extent = extentFilter(document, () => VIEW);
  box().checked = true;

  extent.rested([1, 2, 3, 4]);
  extent.rested(VIEW);
  vi.runAllTimers();

  expect(submitted).toHaveBeenCalledOnce();
  expect(field().value).toBe(TEXT);
  expect(document.querySelector("form")?.hasAttribute("hx-push-url")).toBe(false);
});

test("without the wish for it a moved map asks for nothing", () => {
  extentFilter(document, () => VIEW).rested(VIEW);
  vi.runAllTimers();

  expect(submitted).not.toHaveBeenCalled();
});

test("an extent that is asked for already is not asked for again", () => {
  const extent = extentFilter(document, () => VIEW);
  box().checked = true;
  field().value = TEXT;

  extent.rested(VIEW);
  vi.runAllTimers();

  expect(submitted).not.toHaveBeenCalled();
});
