// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { wordsOf } from "../pin/words";
import { type Keeper, keepDraft } from "./keeper";
import { type Draft, type DraftStore, draftStore } from "./store";

const WORDS = wordsOf("de", undefined);

let form: HTMLFormElement;
let host: HTMLElement;
let store: DraftStore;
let ids: number;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
  ids = 0;
  document.body.innerHTML = `
    <form>
      <input name="titel"><textarea name="text"></textarea>
      <input type="radio" name="thema" value="green"><input type="radio" name="thema" value="mobility">
      <input name="mail"><input name="name"><input type="hidden" name="schluessel" value="k1">
    </form>
    <p></p>`;
  form = document.querySelector("form") as HTMLFormElement;
  host = document.querySelector("p") as HTMLElement;
  store = draftStore(localStorage);
});

afterEach(() => {
  vi.useRealTimers();
});

function keeper(kept: DraftStore = store): Keeper {
  return keepDraft({
    form,
    host,
    store: kept,
    words: WORDS,
    process: "ideen",
    processTitle: "Ideen für Herten",
    place: () => ({ lon: 7.13, lat: 51.6, words: "Disteln" }),
    address: () => "/mitmachen/ideen/neu?lon=7.13&lat=51.6",
    clock: () => 1_000,
    newId: () => `draft-${++ids}`,
    session: sessionStorage,
  });
}

function type(name: string, value: string): void {
  const field = form.elements.namedItem(name) as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

test("what is typed is saved with its place once it rests", async () => {
  keeper();
  type("titel", "Bank");
  expect(store.list()).toEqual([]);
  await vi.runAllTimersAsync();

  expect(store.list()).toMatchObject([
    { id: "draft-1", fields: { titel: "Bank" }, place: { words: "Disteln" }, savedAt: 1_000 },
  ]);
  expect(host.textContent).toContain("Entwurf gespeichert");
});

test("nothing about the person is saved", async () => {
  keeper();
  type("titel", "Bank");
  type("mail", "ich@example.org");
  type("name", "Erika");
  await vi.runAllTimersAsync();

  expect(Object.keys(store.list()[0]?.fields ?? {})).toEqual(["titel"]);
  expect(localStorage.getItem("werkbank:drafts")).not.toContain("example.org");
});

test("a theme alone is not worth keeping", async () => {
  keeper();
  (form.querySelector("[value=green]") as HTMLInputElement).checked = true;
  form.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.runAllTimersAsync();

  expect(store.list()).toEqual([]);
});

test("words taken back take the draft with them", async () => {
  keeper();
  type("titel", "Bank");
  await vi.runAllTimersAsync();
  type("titel", "");
  await vi.runAllTimersAsync();

  expect(store.list()).toEqual([]);
});

test("a page that goes away saves what is due", () => {
  keeper();
  type("titel", "Bank");
  dispatchEvent(new Event("pagehide"));

  expect(store.list()).toHaveLength(1);
});

test("a reload goes on with the same draft", async () => {
  keeper();
  type("titel", "Bank");
  await vi.runAllTimersAsync();
  keeper();
  type("titel", "Bank am Weg");
  await vi.runAllTimersAsync();

  expect(store.list().map(({ id }) => id)).toEqual(["draft-1"]);
});

test("a draft is taken up with all its fields", () => {
  const draft: Draft = {
    id: "old",
    process: "ideen",
    processTitle: "Ideen für Herten",
    savedAt: 5,
    fields: { titel: "Bank", text: "Hier fehlt eine.", thema: "mobility", unknown: "x" },
    place: { words: "Disteln" },
    address: "/mitmachen/ideen/neu",
  };
  keeper().take(draft);
  const data = new FormData(form);

  expect(["titel", "text", "thema"].map((name) => data.get(name))).toEqual([
    "Bank",
    "Hier fehlt eine.",
    "mobility",
  ]);
});

test("the key of an attempt stays with the words it was sent with, and goes with a change", async () => {
  const drafts = keeper();
  type("titel", "Bank");
  drafts.attempt("k1");
  expect(store.list()[0]?.sentWith).toBe("k1");
  type("titel", "Bank am Weg");
  await vi.runAllTimersAsync();

  expect(store.list()[0]?.sentWith).toBeUndefined();
});

test("what was sent is gone", async () => {
  const drafts = keeper();
  type("titel", "Bank");
  await vi.runAllTimersAsync();
  drafts.drop();

  expect(store.list()).toEqual([]);
});

test("the draft can be deleted beside the form", async () => {
  keeper();
  type("titel", "Bank");
  await vi.runAllTimersAsync();
  host.querySelector("button")?.click();

  expect(store.list()).toEqual([]);
  expect((form.elements.namedItem("titel") as HTMLInputElement).value).toBe("Bank");
});

test("a browser that keeps nothing says so once, and the form goes on", async () => {
  keeper(draftStore(undefined));
  type("titel", "Bank");
  await vi.runAllTimersAsync();
  expect(host.textContent).toContain("hebt keinen Entwurf auf");
  expect(host.querySelector("button")?.hidden).toBe(true);
});
