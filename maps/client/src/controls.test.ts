// @vitest-environment happy-dom
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { createControls, createFooter, creditNodes, roundLength } from "./controls";
import { element } from "./elements";
import { speech } from "./messages";

const GERMAN = speech("de", undefined);

test.each([
  [7, 5],
  [999, 500],
  [1000, 1000],
  [2600, 2000],
])("the scale bar for %d m shows %d m", (meters, shown) => {
  expect(roundLength(meters)).toBe(shown);
});

test("the scale bar is never longer than its room, nor shorter than two fifths of it", () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), (meters) => {
      expect(roundLength(meters)).toBeLessThanOrEqual(meters * (1 + 1e-9));
      expect(roundLength(meters)).toBeGreaterThan(meters * 0.39);
    }),
  );
});

describe("credits", () => {
  test("keep text and https links and drop other markup", () => {
    const line = element(
      "p",
      {},
      creditNodes(
        '© <a href="https://example.org/" onclick="x()">BKG</a> <a href="javascript:x">y</a><img src="z">',
      ),
    );

    expect(line.innerHTML).toBe(
      '© <a href="https://example.org/" rel="noopener noreferrer external">BKG</a> y',
    );
  });

  test("are said once each, beside the note on boundaries", () => {
    const host = element("div");

    createFooter(host, GERMAN).setCredits(["A", "", "A", "B"]);

    expect(host.querySelector(".map-note")?.textContent).toBe(
      "Grenzen generalisiert, nicht amtlich",
    );
    expect(host.querySelector(".map-credits__list")?.textContent).toBe("A · B");
  });
});

test("the scale is told in words", () => {
  const host = element("div");

  createFooter(host, GERMAN).setScale(25);

  expect(host.querySelector(".map-scale")?.getAttribute("aria-label")).toBe("Maßstab: 2 km");
});

test("buttons are named in the page's language, and act", () => {
  const host = element("div");
  const actions = { zoomIn: vi.fn(), zoomOut: vi.fn(), wholeCity: vi.fn() };
  createControls(host, GERMAN, actions);

  host.querySelector<HTMLElement>('[aria-label="Vergrößern"]')?.click();

  expect(actions.zoomIn).toHaveBeenCalledOnce();
});

test("at the closest zoom the button stays reachable but does nothing", () => {
  const host = element("div");
  const zoomIn = vi.fn();
  const controls = createControls(host, GERMAN, { zoomIn, zoomOut: vi.fn(), wholeCity: vi.fn() });

  controls.setZoomable({ closer: false, farther: true });
  const button = host.querySelector<HTMLButtonElement>('[aria-label="Vergrößern"]');
  button?.click();

  expect(button?.disabled).toBe(false);
  expect(button?.getAttribute("aria-disabled")).toBe("true");
  expect(zoomIn).not.toHaveBeenCalled();
});
