// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { browserMemory, focusNext, followKeys, type Memory } from "./queue";

const DIALOG = '<dialog id="keys-dialog"></dialog>';
const SWITCH = `<div id="queue-keys" hidden><input type="checkbox" id="keys-on" checked>
  <button id="keys-help"></button></div>`;
const LIST = `${SWITCH}<input id="q"><ol id="queue">${["1", "2", "3"]
  .map(
    (n) =>
      `<li class="queue__item" id="v${n}" data-acts><a href="/s/${n}?art=comment" data-act="open">${n}</a>
       <button data-act="publish">p</button></li>`,
  )
  .join("")}</ol>${DIALOG}`;
const VOICE = `${SWITCH}<a id="to-queue" href="#"></a><a id="to-next" href="#"></a>
  <h1 id="voice-title" tabindex="-1"></h1><button data-act="publish"></button>
  <details class="act" data-act="decline"><form class="act__body"><input type="hidden" name="version">
  <textarea id="words"></textarea></form></details>${DIALOG}`;

let kept: string | null;
let gone: string[];
let clicked: string[];
const memory: Memory = {
  get: () => kept,
  set: (value) => {
    kept = value;
  },
};

function show(html: string): void {
  document.body.innerHTML = html;
  for (const one of document.querySelectorAll<HTMLElement>("a, button")) {
    one.addEventListener("click", (event) => {
      event.preventDefault();
      clicked.push(one.id || `${one.dataset.act} ${one.closest("li")?.id ?? ""}`.trim());
    });
  }
}

function press(key: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event.defaultPrevented;
}

function focused(): string {
  return document.activeElement?.closest("li")?.id ?? document.activeElement?.id ?? "";
}

let stop: () => void = () => undefined;

function start(html: string): void {
  stop();
  show(html);
  stop = followKeys(document, memory, (href) => gone.push(href));
}

beforeEach(() => {
  kept = null;
  gone = [];
  clicked = [];
});

test("the switch shows itself once there are keys", () => {
  start(LIST);

  expect(document.getElementById("queue-keys")?.hidden).toBe(false);
});

test("j behind the last voice leads to the next page, k back to the voices", () => {
  start(`${LIST}<a id="further" data-act="further" href="#"></a>`);

  for (const key of ["j", "j", "j", "j"]) press(key);
  expect(focused()).toBe("further");

  press("k");
  expect(focused()).toBe("v3");
});

test("j walks down to the last voice, k up to the first", () => {
  start(LIST);
  const seen = ["j", "j", "j", "j", "k", "k", "k"].map((key) => {
    press(key);
    return focused();
  });

  expect(seen).toEqual(["v1", "v2", "v3", "v3", "v2", "v1", "v1"]);
});

test("o opens the voice that has the focus", () => {
  start(LIST);
  press("j");
  press("o");

  expect(clicked).toEqual(["open v1"]);
});

test("the first p goes to the button, the second one publishes", () => {
  start(LIST);
  press("j");
  press("p");
  expect(clicked).toEqual([]);

  press("p");

  expect(clicked).toEqual(["publish v1"]);
});

test.each([
  ["r", "kuerzen"],
  ["a", "ablehnen"],
  ["m", "zusammenfuehren"],
  ["f", "rueckfrage"],
])("%s opens the voice with the form %s and keeps the filter", (key, form) => {
  start(LIST);
  press("j");
  press(key);

  expect(gone).toEqual([`/s/1?art=comment&akt=${form}`]);
});

test("who may not decide gets no form by key", () => {
  start(LIST.replaceAll(" data-acts", ""));
  press("j");
  press("a");

  expect(gone).toEqual([]);
});

test("keys mean letters while somebody writes", () => {
  start(LIST);
  document.getElementById("q")?.focus();

  expect(press("j")).toBe(false);
  expect(focused()).toBe("q");
});

test("keys with Ctrl belong to the browser", () => {
  start(LIST);

  expect(press("p", { ctrlKey: true })).toBe(false);
});

test("switched off, no key does anything, and the browser remembers", () => {
  start(LIST);
  const toggle = document.getElementById("keys-on") as HTMLInputElement;
  toggle.checked = false;
  toggle.dispatchEvent(new Event("change"));

  expect(press("j")).toBe(false);
  expect(kept).toBe("off");

  start(LIST);
  expect((document.getElementById("keys-on") as HTMLInputElement).checked).toBe(false);
});

test("a question mark and the button open the help", () => {
  start(LIST);
  const dialog = document.getElementById("keys-dialog") as HTMLDialogElement;

  press("?");
  expect(dialog.open).toBe(true);

  expect(press("j")).toBe(false);
  dialog.close();
  document.getElementById("keys-help")?.click();
  expect(dialog.open).toBe(true);
});

test("on the page of a voice, j and k lead on and back", () => {
  start(VOICE);
  press("j");
  press("k");

  expect(clicked).toEqual(["to-next", "to-queue"]);
});

test("on the page of a voice, a key opens the form and goes to its first field", () => {
  start(VOICE);
  press("a");

  expect(document.querySelector("details")?.open).toBe(true);
  expect(document.activeElement?.id).toBe("words");
});

test("an act that the voice does not have does nothing", () => {
  start(VOICE);

  expect(press("m")).toBe(false);
});

test.each([
  ["?erledigt=9#v2", LIST, "v2"],
  ["?erledigt=9", LIST, "v1"],
  ["?erledigt=9", VOICE, "voice-title"],
  ["", VOICE, ""],
])("after a decision (%s) the focus is where the work goes on", (address, html, id) => {
  show(html);
  const url = new URL(`http://localhost/${address}`);
  focusNext(document, { search: url.search, hash: url.hash } as Location);

  expect(focused()).toBe(id);
});

test("a form that the address opened gets the focus", () => {
  show(VOICE.replace('data-act="decline"', 'data-act="decline" open'));
  focusNext(document, { search: "?akt=ablehnen", hash: "" } as Location);

  expect(focused()).toBe("words");
});

test("what is wrong with a form keeps the focus", () => {
  show(`<div tabindex="-1" autofocus></div>${VOICE}`);
  focusNext(document, { search: "?erledigt=9", hash: "" } as Location);

  expect(focused()).toBe("");
});

test("a browser without a store forgets, and nothing breaks", () => {
  const nothing = browserMemory(() => {
    throw new Error("switched off");
  });
  nothing.set("off");

  expect(nothing.get()).toBeNull();
});
