// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { saveByKey } from "./desk";

let sent: number;
let form: HTMLFormElement;

beforeEach(() => {
  document.body.innerHTML = "<form><textarea></textarea></form>";
  form = document.querySelector("form") as HTMLFormElement;
  sent = 0;
  form.requestSubmit = () => {
    sent += 1;
  };
});

function press(init: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  form.querySelector("textarea")?.dispatchEvent(event);
  return event;
}

test("Ctrl and Enter save the card", () => {
  saveByKey(form);

  expect(press({ key: "Enter", ctrlKey: true }).defaultPrevented).toBe(true);

  expect(sent).toBe(1);
});

test("Enter alone starts a new line", () => {
  saveByKey(form);

  expect(press({ key: "Enter" }).defaultPrevented).toBe(false);

  expect(sent).toBe(0);
});

test("taken back, nothing is saved by key", () => {
  saveByKey(form)();

  press({ key: "Enter", ctrlKey: true });

  expect(sent).toBe(0);
});
