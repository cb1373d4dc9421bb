// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { createHighlight, followPointerAndFocus, pointedBy } from "./highlight";

beforeEach(() => {
  document.body.innerHTML = `
    <a id="card" data-district="mitte" href="#">Mitte</a>
    <section data-district="disteln"><ul><li id="item" data-project="glashaus"><a href="#">8</a></li></ul></section>
    <p id="other">x</p>`;
});

function classes(selector: string): string[] {
  return [...(document.querySelector(selector)?.classList ?? [])];
}

test("pointing at a district highlights it and mutes the others", () => {
  createHighlight(document).point({ kind: "district", id: "mitte" });

  expect(classes("#card")).toEqual(["is-highlighted"]);
  expect(classes("section")).toEqual(["is-muted"]);
  expect(classes("#item")).toEqual([]);
});

test("pointing at nothing takes it back", () => {
  const highlight = createHighlight(document);

  highlight.point({ kind: "district", id: "mitte" });
  highlight.point(undefined);

  expect(classes("#card")).toEqual([]);
  expect(classes("section")).toEqual([]);
});

test("going from a district to a project leaves no district marked", () => {
  const highlight = createHighlight(document);

  highlight.point({ kind: "district", id: "mitte" });
  highlight.point({ kind: "project", id: "glashaus" });

  expect(classes("#card")).toEqual([]);
  expect(classes("#item")).toEqual(["is-highlighted"]);
});

test("listeners hear of a change once", () => {
  const highlight = createHighlight(document);
  const listener = vi.fn();
  highlight.onChange(listener);

  highlight.point({ kind: "district", id: "mitte" });
  highlight.point({ kind: "district", id: "mitte" });

  expect(listener).toHaveBeenCalledTimes(1);
});

test("new elements are marked by renewing", () => {
  const highlight = createHighlight(document);
  highlight.point({ kind: "district", id: "mitte" });
  document.body.insertAdjacentHTML("beforeend", '<i id="new" data-district="mitte"></i>');

  highlight.renew();

  expect(classes("#new")).toEqual(["is-highlighted"]);
});

test("a project in a district's section is the project", () => {
  expect(pointedBy(document.querySelector("#item a"))).toEqual({ kind: "project", id: "glashaus" });
});

test("pointer and focus anywhere on the page are followed, until that is taken back", () => {
  const highlight = createHighlight(document);
  const takeBack = followPointerAndFocus(document, highlight);

  document.querySelector("#card")?.dispatchEvent(new Event("mouseover", { bubbles: true }));
  expect(highlight.pointed()).toEqual({ kind: "district", id: "mitte" });
  document.querySelector("#item")?.dispatchEvent(new Event("focusin", { bubbles: true }));
  expect(highlight.pointed()).toEqual({ kind: "project", id: "glashaus" });
  document.querySelector("#other")?.dispatchEvent(new Event("mouseover", { bubbles: true }));
  expect(highlight.pointed()).toBeUndefined();

  takeBack();
  document.querySelector("#card")?.dispatchEvent(new Event("mouseover", { bubbles: true }));
  expect(highlight.pointed()).toBeUndefined();
});
