// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { createNotice } from "./notice";

test("a notice stands on the map until an empty one takes it away", () => {
  const host = document.createElement("div");
  const notice = createNotice(host, () => {});

  notice.say("Keine Projekte.");
  expect(host.querySelector<HTMLElement>("p:not([hidden])")?.textContent).toBe("Keine Projekte.");

  notice.say("");
  expect(host.querySelector("p:not([hidden])")).toBeNull();
});

test("labels keep clear of it only while it stands there", () => {
  const changed = vi.fn();
  const notice = createNotice(document.createElement("div"), changed);
  expect(notice.boxes()).toHaveLength(0);

  notice.say("Keine Projekte.");
  notice.say("Keine Projekte.");

  expect(notice.boxes()).toHaveLength(1);
  expect(changed).toHaveBeenCalledOnce();
});
