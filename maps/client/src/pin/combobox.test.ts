// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { combobox, type Option } from "./combobox";

const HITS: readonly Option[] = [
  { name: "Kaiserstraße", note: "Straße in Disteln" },
  { name: "Kaiserhof", note: "Ort in Herten-Mitte" },
];

let input: HTMLInputElement;
let asked: string[];
let chosen: string[];
let told: (number | undefined)[];
let answer: () => Promise<readonly Option[]>;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<div id="host"><input id="ort"></div>';
  input = document.querySelector("input") as HTMLInputElement;
  asked = [];
  chosen = [];
  told = [];
  answer = () => Promise.resolve(HITS);
  combobox({
    input,
    host: document.querySelector("#host") as HTMLElement,
    label: "Orte",
    ask: (text) => {
      asked.push(text);
      return answer();
    },
    choose: ({ name }) => chosen.push(name),
    tell: (count) => told.push(count),
  });
});

afterEach(() => {
  vi.useRealTimers();
});

async function type(text: string): Promise<void> {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.runAllTimersAsync();
}

function press(key: string): void {
  input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

const marked = () =>
  document.getElementById(input.getAttribute("aria-activedescendant") ?? "none")?.textContent;
const open = () => input.getAttribute("aria-expanded");

test("what is typed is asked once it rests", async () => {
  input.value = "Ka";
  input.dispatchEvent(new Event("input"));
  await type("Kai");

  expect(asked).toEqual(["Kai"]);
  expect(told).toEqual([2]);
  expect(open()).toBe("true");
});

test("a single letter is not asked", async () => {
  await type("K");

  expect(asked).toEqual([]);
  expect(open()).toBe("false");
});

test("arrow keys walk through the list and round its ends", async () => {
  await type("Kai");
  press("ArrowDown");
  expect(marked()).toContain("Kaiserstraße");
  press("ArrowUp");
  expect(marked()).toContain("Kaiserhof");
  press("ArrowDown");
  expect(marked()).toContain("Kaiserstraße");
});

test("Enter takes what is marked and closes the list", async () => {
  await type("Kai");
  press("ArrowDown");
  press("ArrowDown");
  press("Enter");

  expect(chosen).toEqual(["Kaiserhof"]);
  expect(input.value).toBe("Kaiserhof");
  expect(open()).toBe("false");
});

test("Enter takes the first where none is marked", async () => {
  await type("Kai");
  press("Enter");

  expect(chosen).toEqual(["Kaiserstraße"]);
});

test("Escape closes the list, and empties the field when it is closed", async () => {
  await type("Kai");
  press("Escape");
  expect([open(), input.value]).toEqual(["false", "Kai"]);
  press("Escape");
  expect(input.value).toBe("");
});

test("a tap takes an entry", async () => {
  await type("Kai");
  document.querySelectorAll<HTMLElement>("[role=option]")[1]?.click();

  expect(chosen).toEqual(["Kaiserhof"]);
});

test("no answer is told, and leaves nothing to choose", async () => {
  answer = () => Promise.reject(new Error("offline"));
  await type("Kai");

  expect(told).toEqual([undefined]);
  expect(open()).toBe("false");
});

test("an overtaken answer changes nothing", async () => {
  let late: (hits: readonly Option[]) => void = () => {};
  answer = () =>
    new Promise((resolve) => {
      late = resolve;
    });
  await type("Kai");
  answer = () => Promise.resolve([]);
  await type("Kais");
  late(HITS);
  await vi.runAllTimersAsync();

  expect(told).toEqual([0]);
  expect(open()).toBe("false");
});
