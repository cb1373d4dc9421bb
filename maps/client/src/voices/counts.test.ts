// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { voiceCounts } from "./counts";

beforeEach(() => {
  document.body.innerHTML = `
    <a data-district="mitte"><span data-count="3"></span><span data-voices="12"></span></a>
    <a data-district="disteln"><span data-voices="0"></span></a>
    <section data-district="mitte"><span data-voices="99"></span></section>
    <a data-district="citywide"></a>
    <b data-voices="7"></b>`;
});

test("every district has the number of its card", () => {
  expect(voiceCounts(document)).toEqual({ mitte: 12, disteln: 0 });
});
