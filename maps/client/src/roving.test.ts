// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { element } from "./elements";
import { type RovingGroup, rovingGroup } from "./roving";

let group: RovingGroup;
let buttons: HTMLButtonElement[];

beforeEach(() => {
  const container = element("div");
  buttons = ["1", "2", "3"].map((id) => element("button", { id, tabindex: "-1" }));
  container.append(...buttons);
  document.body.replaceChildren(container);
  group = rovingGroup(container);
  group.update(buttons);
});

function press(key: string): Event {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  document.activeElement?.dispatchEvent(event);
  return event;
}

function stops(): string[] {
  return buttons.filter((button) => button.tabIndex === 0).map((button) => button.id);
}

test("the first button is the tab stop", () => {
  expect(stops()).toEqual(["1"]);
});

test.each([
  ["ArrowRight", "2"],
  ["ArrowDown", "2"],
  ["ArrowLeft", "3"],
  ["End", "3"],
  ["Home", "1"],
])("%s from the first leads to %s, which becomes the tab stop", (key, id) => {
  buttons[0]?.focus();

  press(key);

  expect(document.activeElement?.id).toBe(id);
  expect(stops()).toEqual([id]);
});

test("the map does not hear the keys that walk", () => {
  let heard = 0;
  document.body.addEventListener("keydown", () => {
    heard += 1;
  });
  buttons[0]?.focus();

  expect(press("ArrowRight").defaultPrevented).toBe(true);
  press("+");

  expect(heard).toBe(1);
});

test("the button last visited stays the tab stop while it is there", () => {
  buttons[1]?.focus();

  group.update([...buttons].reverse());
  expect(stops()).toEqual(["2"]);
  group.update(buttons.filter((button) => button.id !== "2"));
  expect(stops()).toEqual(["1"]);
});
