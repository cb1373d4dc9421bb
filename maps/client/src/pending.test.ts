// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EXTENT_EVENT, followPending, toggled } from "./pending";

const ORDER = ["bertlich", "mitte", "suedost"];

test.each([
  ["a district is taken in", "status=done", "mitte", "?stadtteil=mitte&status=done"],
  ["a chosen one is taken out", "stadtteil=mitte&status=done", "mitte", "?status=done"],
  ["the last one leaves nothing", "stadtteil=mitte", "mitte", ""],
  [
    "several stand in the order of the cards",
    "stadtteil=suedost",
    "bertlich",
    "?stadtteil=bertlich&stadtteil=suedost",
  ],
])("%s", (_, search, district, expected) => {
  expect(toggled(search, district, ORDER)).toBe(expected);
});

interface Config {
  path: string;
  parameters: FormData;
  elt: Element;
  triggeringEvent?: Event;
}

describe("of several questions", () => {
  const onLost = vi.fn();
  let listeners: [string, EventListener][] = [];

  beforeEach(() => {
    document.body.innerHTML = `<main id="main"><ul id="strip">
        ${ORDER.map((id) => `<a data-district="${id}"></a>`).join("")}</ul>
      <form id="filter"></form><a id="reset"></a></main>`;
    listeners = [];
    const add = document.addEventListener.bind(document);
    vi.spyOn(document, "addEventListener").mockImplementation((name: string, listener: unknown) => {
      listeners.push([name, listener as EventListener]);
      add(name, listener as EventListener);
    });
    followPending(document, onLost);
    onLost.mockClear();
  });

  afterEach(() => {
    for (const [name, listener] of listeners) document.removeEventListener(name, listener);
    vi.restoreAllMocks();
  });

  function tell(name: string, detail: unknown = {}): void {
    document.dispatchEvent(new CustomEvent(`htmx:${name}`, { detail }));
  }

  /** Ask as htmx does; returns the path and parameters after all had their say. */
  function ask(selector: string, path: string, given: Partial<Config> = {}): Config {
    const elt = document.querySelector(selector) as Element;
    const config: Config = { path, parameters: new FormData(), elt, ...given };
    tell("configRequest", config);
    const query = new URLSearchParams([...config.parameters] as [string, string][]).toString();
    const finalRequestPath = query === "" ? config.path : `${config.path}?${query}`;
    tell("beforeRequest", { requestConfig: config, pathInfo: { finalRequestPath } });
    return config;
  }

  function historyType(): string | undefined {
    const history = { type: "push" };
    tell("beforeHistoryUpdate", { history });
    return history.type;
  }

  test("two cards give both districts", () => {
    ask('[data-district="mitte"]', "/karte?stadtteil=mitte");

    const second = ask('[data-district="bertlich"]', "/karte?stadtteil=bertlich");

    expect(second.path).toBe("/karte?stadtteil=bertlich&stadtteil=mitte");
  });

  test("the form takes over the district of a card", () => {
    ask('[data-district="mitte"]', "/karte?stadtteil=mitte");
    const parameters = new FormData();
    parameters.append("status", "done");

    const second = ask("#filter", "/karte", { parameters });

    expect([...second.parameters]).toEqual([
      ["status", "done"],
      ["stadtteil", "mitte"],
    ]);
  });

  test("a link that resets the filter takes over nothing", () => {
    ask('[data-district="mitte"]', "/karte?stadtteil=mitte");

    expect(ask("#reset", "/karte").path).toBe("/karte");
  });

  test.each(["afterOnLoad", "sendError", "timeout", "validation:halted"])(
    "one that ended with %s leaves nothing to take over",
    (end) => {
      ask('[data-district="mitte"]', "/karte?stadtteil=mitte");
      tell(end);

      const second = ask('[data-district="bertlich"]', "/karte?stadtteil=bertlich");

      expect(second.path).toBe("/karte?stadtteil=bertlich");
    },
  );

  test("one for the map's extent is no step to go back to", () => {
    ask("#filter", "/karte", { triggeringEvent: new Event(EXTENT_EVENT) });

    expect(historyType()).toBe("replace");
  });

  test("a step stays a step when the map's extent overtakes it", () => {
    ask('[data-district="mitte"]', "/karte?stadtteil=mitte");
    ask("#filter", "/karte", { triggeringEvent: new Event(EXTENT_EVENT) });

    expect(historyType()).toBe("push");
  });

  test("a failed one for the extent does not swallow the next step", () => {
    ask("#filter", "/karte", { triggeringEvent: new Event(EXTENT_EVENT) });
    tell("sendError");
    ask("#filter", "/karte", { triggeringEvent: new Event("change") });

    expect(historyType()).toBe("push");
  });

  test("a step back calls off what was asked before it", () => {
    const aborted = vi.fn();
    document.querySelector("#main")?.addEventListener("htmx:abort", aborted);

    tell("historyCacheMiss", { path: "/karte", xhr: new XMLHttpRequest() });

    expect(aborted).toHaveBeenCalledOnce();
  });

  test("a question calls off a step back that is on its way", () => {
    const xhr = new XMLHttpRequest();
    const abort = vi.spyOn(xhr, "abort").mockImplementation(() => {});
    tell("historyCacheMiss", { path: "/karte?stadtteil=suedost", xhr });

    const next = ask('[data-district="mitte"]', "/karte?stadtteil=mitte");

    expect(abort).toHaveBeenCalledOnce();
    expect(next.path).toBe("/karte?stadtteil=mitte&stadtteil=suedost");
  });

  test("a step back without network is told", () => {
    const xhr = new XMLHttpRequest();
    tell("historyCacheMiss", { path: "/karte", xhr });

    xhr.dispatchEvent(new Event("error"));

    expect(onLost).toHaveBeenCalledOnce();
  });
});
