// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { type Card, type CardContent, createCard } from "./card";
import { element } from "./elements";

const CONTENT: CardContent = {
  about: { kind: "district", id: "mitte" },
  title: "Herten-Mitte",
  rows: [{ term: "Kosten", value: "keine Angabe" }],
  links: [
    { text: "Seite", href: "/stadtteile/mitte" },
    { text: "nur dieser", href: "/karte?stadtteil=mitte", own: true },
  ],
};
const goTo = vi.fn();
const onChange = vi.fn();
let card: Card;
let opener: HTMLElement;
let fallback: HTMLElement;

beforeEach(() => {
  vi.clearAllMocks();
  const host = element("div");
  opener = element("button");
  fallback = element("div", { tabindex: "0" });
  document.body.replaceChildren(host, opener, fallback);
  card = createCard(host, { close: "Schließen" }, { goTo, fallback, onChange });
});

test("an open card is a named dialog with the focus", () => {
  card.show(CONTENT, opener);

  const box = card.box();
  expect(document.activeElement).toBe(box);
  expect(document.getElementById(box?.getAttribute("aria-labelledby") ?? "")?.textContent).toBe(
    "Herten-Mitte",
  );
  expect(box?.classList.contains("district-mitte")).toBe(true);
});

test("closing returns the focus to what opened the card", () => {
  card.show(CONTENT, opener);

  card.box()?.querySelector("button")?.click();

  expect(card.isOpen()).toBe(false);
  expect(document.activeElement).toBe(opener);
});

test("Esc closes, and only the card hears it", () => {
  const outside = vi.fn();
  document.body.addEventListener("keydown", outside);
  card.show(CONTENT, opener);

  card.box()?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));

  expect(card.isOpen()).toBe(false);
  expect(outside).not.toHaveBeenCalled();
});

test("when the opener is gone, the focus goes to the map", () => {
  card.show(CONTENT, opener);
  opener.remove();

  card.close();

  expect(document.activeElement).toBe(fallback);
});

test("closing from elsewhere leaves the focus where it is", () => {
  card.show(CONTENT, undefined);
  opener.focus();

  card.close();

  expect(document.activeElement).toBe(opener);
});

test("a link of the page's own filter is followed without leaving the page", () => {
  card.show(CONTENT, opener);

  const [page, own] = card.box()?.querySelectorAll("a") ?? [];
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  own?.dispatchEvent(click);

  expect(click.defaultPrevented).toBe(true);
  expect(goTo).toHaveBeenCalledExactlyOnceWith("/karte?stadtteil=mitte");
  expect(page?.getAttribute("href")).toBe("/stadtteile/mitte");
});

test("an open card says what it is about, a closed one nothing", () => {
  card.show(CONTENT, opener);
  expect(card.about()).toEqual({ kind: "district", id: "mitte" });

  card.close();
  expect(card.about()).toBeUndefined();
});

test("opening and closing are told", () => {
  card.show(CONTENT, opener);
  card.close();
  card.close();

  expect(onChange).toHaveBeenCalledTimes(2);
});
