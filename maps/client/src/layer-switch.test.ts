// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { onLayerSwitch, shownLayers } from "./layer-switch";

test("the checked layers are shown", () => {
  document.body.innerHTML = `<input type="hidden" name="ebenen" value="none">
    <input type="checkbox" name="ebenen" value="projects" checked>
    <input type="checkbox" name="ebenen" value="places">`;

  expect([...shownLayers(document)]).toEqual(["projects"]);
});

test("a page without switches shows projects, voices and colors", () => {
  document.body.innerHTML = "";

  expect([...shownLayers(document)]).toEqual(["projects", "voices", "colours"]);
});

test("a turned switch is heard at once, other boxes are not", () => {
  document.body.innerHTML = `<input type="checkbox" name="ebenen" value="places">
    <input type="checkbox" name="status" value="done">`;
  const listener = vi.fn();
  onLayerSwitch(document, listener);

  for (const box of document.querySelectorAll("input")) {
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  expect(listener).toHaveBeenCalledExactlyOnceWith(new Set(["places"]));
});
