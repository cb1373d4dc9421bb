import { expect, test } from "vitest";
import { featureMarks } from "./marks";

function board(): { marked: () => string[]; marks: ReturnType<typeof featureMarks> } {
  const states = new Map<string, boolean>();
  const map = {
    getSource: () => ({}),
    setFeatureState: (at: { source: string; id?: unknown }, state: { hover: boolean }) => {
      states.set(`${at.source}/${at.id}`, state.hover);
    },
  };
  return {
    marks: featureMarks(map as never),
    marked: () => [...states].filter(([, on]) => on).map(([key]) => key),
  };
}

const FIRST = { source: "import-trees", id: 0 };
const SECOND = { source: "import-trees", id: 1 };

test("the mark follows the pointer, also from the feature with number 0", () => {
  const { marks, marked } = board();

  marks.hover(FIRST);
  marks.hover(SECOND);

  expect(marked()).toEqual(["import-trees/1"]);
});

test("what the card tells about stays marked when the pointer moves on", () => {
  const { marks, marked } = board();

  marks.hover(FIRST);
  marks.choose(FIRST);
  marks.hover(undefined);

  expect(marked()).toEqual(["import-trees/0"]);
});

test("nothing stays marked when the card closes and the pointer is elsewhere", () => {
  const { marks, marked } = board();

  marks.choose(FIRST);
  marks.choose(undefined);

  expect(marked()).toEqual([]);
});
