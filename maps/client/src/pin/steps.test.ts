// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { focusHeading, followSteps, type Steps } from "./steps";

let root: HTMLElement;
let steps: Steps;
let shown: string[];

beforeEach(() => {
  document.body.innerHTML = `
    <div id="writing" data-now="place">
      <section data-step="place"><h2 data-step-title tabindex="-1">Wo ist es?</h2></section>
      <section data-step="near" hidden></section>
      <section data-step="words" hidden><h2 data-step-title tabindex="-1">Ihre Worte</h2></section>
    </div>`;
  root = document.getElementById("writing") as HTMLElement;
  steps = followSteps(root);
  const told: string[] = [];
  shown = told;
  steps.onShow((step, back) => told.push(`${step}${back ? " back" : ""}`));
});

const visible = () =>
  [...root.querySelectorAll<HTMLElement>("[data-step]")]
    .filter((section) => !section.hidden)
    .map((section) => section.dataset.step);

function goBackTo(step: string): void {
  dispatchEvent(new PopStateEvent("popstate", { state: { writing: step } }));
}

test("the step that the server names comes first", () => {
  expect(visible()).toEqual(["place"]);
});

test("one step is shown at a time, and told", () => {
  steps.go("near");
  steps.go("words");

  expect(visible()).toEqual(["words"]);
  expect(shown).toEqual(["near", "words"]);
});

test("the browser's back shows the step before", () => {
  steps.go("words");
  goBackTo("place");

  expect(visible()).toEqual(["place"]);
  expect(shown).toEqual(["words", "place back"]);
});

test("going where one is already is no step", () => {
  const before = history.length;
  steps.go("place");

  expect(history.length).toBe(before);
  expect(shown).toEqual([]);
});

test("a foreign entry of the history changes nothing", () => {
  steps.go("words");
  dispatchEvent(new PopStateEvent("popstate", { state: null }));

  expect(visible()).toEqual(["words"]);
});

test("the heading of a step can be given the focus", () => {
  steps.go("words");
  focusHeading(root, "words");

  expect(document.activeElement?.textContent).toBe("Ihre Worte");
});
