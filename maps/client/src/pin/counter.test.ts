// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { countCharacters, lengthOf, told } from "./counter";
import { wordsOf } from "./words";

const WORDS = wordsOf("de", undefined);
const LIMITS = { least: 20, most: 2000 };

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  [0, "empty", "Noch 20 Zeichen mindestens"],
  [19, "short", "Noch 1 Zeichen mindestens"],
  [20, "enough", "20 von 2.000 Zeichen"],
  [1_799, "enough", "1.799 von 2.000 Zeichen"],
  [1_800, "near", "Noch 200 Zeichen frei"],
  [2_000, "near", "Noch 0 Zeichen frei"],
  [2_003, "long", "3 Zeichen zu viel"],
])("%d characters are %s", (length, mood, text) => {
  expect(told(length, LIMITS, WORDS)).toMatchObject({ mood, text });
});

test("a sign of two code units is one character, and space around does not count", () => {
  expect(lengthOf("  Bank 🌳\n")).toBe(6);
});

test("what is typed is said aloud only where something changes", async () => {
  vi.useFakeTimers();
  document.body.innerHTML = "<textarea></textarea><p></p>";
  const field = document.querySelector("textarea") as HTMLTextAreaElement;
  const host = document.querySelector("p") as HTMLElement;
  countCharacters(field, host, LIMITS, WORDS);
  const said = host.querySelector("[aria-live]");
  const type = async (length: number): Promise<void> => {
    field.value = "x".repeat(length);
    field.dispatchEvent(new Event("input"));
    await vi.runAllTimersAsync();
  };

  await type(5);
  expect(said?.textContent).toBe("");
  await type(25);
  expect(said?.textContent).toBe("25 von 2.000 Zeichen");
  await type(40);
  expect(said?.textContent).toBe("25 von 2.000 Zeichen");
  expect(host.textContent).toContain("40 von 2.000 Zeichen");
});
