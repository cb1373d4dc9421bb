// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { showLegends } from "./legends";

test("the legends of the layers that are shown stand on the page", () => {
  document.body.innerHTML = `<div data-legend-of="trees" hidden></div><div data-legend-of="roads"></div>`;

  showLegends(document, new Set(["trees", "projects"]));

  const shown = [...document.querySelectorAll<HTMLElement>("[data-legend-of]")]
    .filter(({ hidden }) => !hidden)
    .map(({ dataset }) => dataset.legendOf);
  expect(shown).toEqual(["trees"]);
});
