// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { followKeys, LEAP_PX, STEP_PX } from "./keys";

let canvas: HTMLElement;
let done: string[];

beforeEach(() => {
  canvas = document.createElement("div");
  done = [];
  followKeys([canvas], {
    step: (right, down) => done.push(`step ${right} ${down}`),
    zoom: (by) => done.push(`zoom ${by}`),
    home: () => done.push("home"),
    here: () => done.push("here"),
  });
});

function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  canvas.dispatchEvent(event);
  return event;
}

test.each([
  ["ArrowLeft", `step ${-STEP_PX} 0`],
  ["ArrowDown", `step 0 ${STEP_PX}`],
  ["+", "zoom 1"],
  ["-", "zoom -1"],
  ["Home", "home"],
  ["Enter", "here"],
])("%s means %s, and nothing else happens", (key, meaning) => {
  expect(press(key).defaultPrevented).toBe(true);
  expect(done).toEqual([meaning]);
});

test("with Shift an arrow leaps", () => {
  press("ArrowUp", { shiftKey: true });

  expect(done).toEqual([`step 0 ${-LEAP_PX}`]);
});

test.each(["Tab", "Escape", "a"])("%s is left alone", (key) => {
  expect(press(key).defaultPrevented).toBe(false);
  expect(done).toEqual([]);
});

test("shortcuts of the browser are left alone", () => {
  expect(press("+", { ctrlKey: true }).defaultPrevented).toBe(false);
  expect(done).toEqual([]);
});
