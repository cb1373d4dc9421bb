// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { wordsOf } from "../pin/words";
import { offerDrafts } from "./offer";
import { type Draft, draftStore } from "./store";

const STORE = draftStore(localStorage);

let host: HTMLElement;
let resumed: string[];

beforeEach(() => {
  localStorage.clear();
  resumed = [];
  document.body.innerHTML = '<div id="host" hidden></div>';
  host = document.getElementById("host") as HTMLElement;
});

function keep(id: string, savedAt: number, fields: Draft["fields"]): void {
  STORE.save({
    id,
    process: "ideen",
    processTitle: "Ideen für Herten",
    savedAt,
    fields,
    place: { words: "Disteln, nahe Kaiserstraße" },
    address: "/mitmachen/ideen/neu",
  });
}

function offer(): void {
  offerDrafts({
    host,
    store: STORE,
    words: wordsOf("de", undefined),
    resume: ({ id }) => resumed.push(id),
  });
}

const press = (name: string): void => {
  const found = [...host.querySelectorAll("button")].find(
    (one) => one.textContent === name && !one.hidden,
  );
  if (found === undefined) throw new Error(`no button ${name}`);
  found.click();
};

test("without a draft nothing is offered", () => {
  offer();

  expect(host.hidden).toBe(true);
});

test("drafts are counted, and shown with place and time", () => {
  keep("a", Date.UTC(2026, 10, 23, 9), { titel: "Bank" });
  keep("b", Date.UTC(2026, 10, 23, 10), { text: "Hier fehlt ein Zebrastreifen." });
  offer();
  press("2 Entwürfe auf diesem Gerät");
  const rows = [...host.querySelectorAll("li")].map((row) => row.textContent);

  expect(rows[0]).toContain("Hier fehlt ein Zebrastreifen.");
  expect(rows[1]).toContain("Ideen für Herten · Disteln, nahe Kaiserstraße · 23.11.2026");
});

test("one can go on with a draft", () => {
  keep("a", 1, { titel: "Bank" });
  offer();
  press("1 Entwurf auf diesem Gerät");
  press("Weiterschreiben");

  expect(resumed).toEqual(["a"]);
});

test("one draft is deleted, the others stay", () => {
  keep("a", 1, { titel: "Bank" });
  keep("b", 2, { titel: "Baum" });
  offer();
  press("2 Entwürfe auf diesem Gerät");
  press("Löschen");

  expect(STORE.list().map(({ id }) => id)).toEqual(["a"]);
});

test("all drafts are deleted at once, and that is told", () => {
  keep("a", 1, { titel: "Bank" });
  keep("b", 2, { titel: "Baum" });
  offer();
  press("2 Entwürfe auf diesem Gerät");
  press("Alle löschen");

  expect(STORE.list()).toEqual([]);
  expect(host.textContent).toContain("liegt kein Entwurf mehr");
});

test("what a draft says is text, never markup", () => {
  keep("a", 1, { titel: "<img src=x onerror=alert(1)>" });
  offer();
  press("1 Entwurf auf diesem Gerät");

  expect(host.querySelector("img")).toBeNull();
});
