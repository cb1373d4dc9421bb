// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { followPanel, selectorFor, tidyParameters } from "./panel";

function tidied(...pairs: [string, string][]): [string, string][] {
  const parameters = new FormData();
  for (const [key, value] of pairs) parameters.append(key, value);
  tidyParameters(parameters);
  return [...parameters.entries()] as [string, string][];
}

describe("parameters", () => {
  test("that are empty are left out", () => {
    expect(tidied(["q", ""], ["status", "done"], ["von", ""])).toEqual([["status", "done"]]);
  });

  test("that are repeated keep all their values", () => {
    expect(tidied(["status", "done"], ["status", "idea"])).toHaveLength(2);
  });

  test("say 'no layer' only when there is none", () => {
    expect(tidied(["ebenen", "none"], ["ebenen", "places"])).toEqual([["ebenen", "places"]]);
    expect(tidied(["ebenen", "none"])).toEqual([["ebenen", "none"]]);
  });
});

describe("a question", () => {
  beforeEach(() => {
    document.body.innerHTML = '<div id="panel"></div><div id="preview"></div>';
    followPanel(document, () => undefined);
  });

  function asked(target: string): string[] {
    const parameters = new FormData();
    parameters.append("q", "");
    const detail = { parameters, target: document.querySelector(target) };
    document.dispatchEvent(new CustomEvent("htmx:configRequest", { detail }));
    return [...parameters.keys()];
  }

  test("of the panel leaves out what is empty, another keeps every field", () => {
    expect(asked("#panel")).toEqual([]);
    expect(asked("#preview")).toEqual(["q"]);
  });
});

describe("an element is found again", () => {
  test.each([
    '<input id="q" name="q">',
    '<a data-district="mitte" href="/x"></a>',
    '<button data-show-on-map="glashaus"></button>',
    '<input name="status" value="done">',
    '<a href="/projekte/x"></a>',
  ])("%s", (markup) => {
    document.body.innerHTML = `<a></a><input><button></button>${markup}`;
    const element = document.body.lastElementChild as Element;

    expect(document.querySelector(selectorFor(element) ?? "none")).toBe(element);
  });
});

describe("a swapped panel", () => {
  const OLD =
    '<div id="panel"><a data-district="mitte" href="/a">1</a><details id="more"></details></div>';
  const NEW =
    '<div id="panel"><a data-district="mitte" href="/b">2</a><details id="more"></details></div>';

  beforeEach(() => {
    document.body.innerHTML = OLD;
  });

  function swap(panel = NEW): void {
    document.dispatchEvent(new Event("htmx:beforeSwap"));
    document.body.innerHTML = panel;
    document.dispatchEvent(new Event("htmx:afterSwap"));
    document
      .querySelector("#panel")
      ?.dispatchEvent(new Event("htmx:afterSettle", { bubbles: true }));
  }

  test("keeps the focus on what means the same", () => {
    followPanel(document, () => {});
    document.querySelector("a")?.focus();

    swap();

    expect(document.activeElement?.textContent).toBe("2");
  });

  test("does not lose what was typed meanwhile, and asks for it next", () => {
    const field = '<div id="panel"><input type="search" id="q"></div>';
    document.body.innerHTML = field;
    followPanel(document, () => {});
    const before = document.querySelector("input") as HTMLInputElement;
    before.focus();
    before.value = "park";
    let asked = "";
    document.addEventListener("input", (event) => {
      asked = (event.target as HTMLInputElement).value;
    });

    swap(field);

    expect(document.querySelector("input")?.value).toBe("park");
    expect(asked).toBe("park");
  });

  test("leaves what was unfolded unfolded", () => {
    followPanel(document, () => {});
    (document.querySelector("#more") as HTMLDetailsElement).open = true;

    swap();

    expect((document.querySelector("#more") as HTMLDetailsElement).open).toBe(true);
  });

  test("is told to the map", () => {
    followPanel(document, () => {});
    let told: unknown;
    document.addEventListener("werkbank:filtered", (event) => {
      told = (event as CustomEvent).detail;
    });

    swap();

    expect(told).toEqual({ restored: false });
  });

  test("follows a link that the map gives it", () => {
    const gone: string[] = [];
    followPanel(document, (url) => gone.push(url));

    document.dispatchEvent(new CustomEvent("werkbank:go", { detail: { url: "/karte?q=x" } }));

    expect(gone).toEqual(["/karte?q=x"]);
  });

  test("is what 'back' restores, not the whole page", () => {
    followPanel(document, () => {});

    swap();

    expect(document.querySelector("#panel")?.hasAttribute("hx-history-elt")).toBe(true);
  });
});
