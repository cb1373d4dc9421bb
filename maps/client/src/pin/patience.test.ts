import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { patience } from "./patience";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("patience ends after its time", () => {
  const signal = patience(100);
  vi.advanceTimersByTime(99);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.aborted).toBe(true);
});

test("patience ends with another", () => {
  const other = new AbortController();
  const signal = patience(100, other.signal);
  other.abort();

  expect(signal.aborted).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test("there is none where the other has ended already", () => {
  expect(patience(100, AbortSignal.abort()).aborted).toBe(true);
});
