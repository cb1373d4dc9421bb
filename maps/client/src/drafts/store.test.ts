import { beforeEach, expect, test } from "vitest";
import { type Draft, draftStore } from "./store";

/** A browser's store in memory; `room` is how many characters it takes. */
function storageOf(room = Number.POSITIVE_INFINITY): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => {
      if (value.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
  };
}

function draft(id: string, savedAt: number, text = "Hier fehlt eine Bank."): Draft {
  return {
    id,
    process: "ideen",
    processTitle: "Ideen für Herten",
    savedAt,
    fields: { titel: "Bank", text },
    place: { lon: 7.13, lat: 51.6, words: "Disteln, nahe Kaiserstraße" },
    address: "/mitmachen/ideen/neu?lon=7.13&lat=51.6",
  };
}

let storage: Storage;

beforeEach(() => {
  storage = storageOf();
});

test("a saved draft is found with words and place by another page", () => {
  draftStore(storage).save(draft("a", 1));

  expect(draftStore(storage).find("a")).toEqual(draft("a", 1));
});

test("several drafts are listed, the last saved one first", () => {
  const drafts = draftStore(storage);
  drafts.save(draft("a", 1));
  drafts.save(draft("b", 2));

  expect(drafts.list().map(({ id }) => id)).toEqual(["b", "a"]);
});

test("saving again replaces the draft", () => {
  const drafts = draftStore(storage);
  drafts.save(draft("a", 1));
  drafts.save(draft("a", 2, "Hier fehlt eine Bank mit Lehne."));

  expect(drafts.list()).toEqual([draft("a", 2, "Hier fehlt eine Bank mit Lehne.")]);
});

test("a removed draft is gone, the others stay", () => {
  const drafts = draftStore(storage);
  drafts.save(draft("a", 1));
  drafts.save(draft("b", 2));
  drafts.remove("a");

  expect(drafts.list().map(({ id }) => id)).toEqual(["b"]);
});

test("the last removed draft leaves nothing behind", () => {
  const drafts = draftStore(storage);
  drafts.save(draft("a", 1));
  drafts.remove("a");

  expect(storage.length).toBe(0);
});

test("all drafts go at once", () => {
  const drafts = draftStore(storage);
  drafts.save(draft("a", 1));
  drafts.save(draft("b", 2));
  drafts.removeAll();

  expect(storage.length).toBe(0);
});

test("a full store says no and keeps what it had", () => {
  const full = storageOf(400);
  const drafts = draftStore(full);

  expect(drafts.save(draft("a", 1))).toBe(true);
  expect(drafts.save(draft("b", 2))).toBe(false);
  expect(drafts.list().map(({ id }) => id)).toEqual(["a"]);
});

test("a browser without a store says no", () => {
  expect(draftStore(undefined).save(draft("a", 1))).toBe(false);
  expect(draftStore(undefined).list()).toEqual([]);
});

test.each([
  "no json",
  "7",
  "null",
  '{"version":1,"drafts":"x"}',
  '{"version":1,"drafts":[{"id":"a"},null]}',
  '{"version":9,"drafts":[]}',
])("what cannot be read (%j) counts as nothing", (text) => {
  storage.setItem("werkbank:drafts", text);

  expect(draftStore(storage).list()).toEqual([]);
});

test("a draft that leads to another host is not believed", () => {
  storage.setItem(
    "werkbank:drafts",
    JSON.stringify({ version: 1, drafts: [{ ...draft("a", 1), address: "//evil.example" }] }),
  );

  expect(draftStore(storage).list()).toEqual([]);
});
