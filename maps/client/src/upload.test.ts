import { describe, expect, it } from "vitest";
import { bytesOf, percentSent } from "./upload";

describe("bytesOf", () => {
  it("adds up all files", () => {
    expect(bytesOf([{ size: 2 }, { size: 40 }])).toBe(42);
  });
});

describe("percentSent", () => {
  it("says 100 only once all is sent", () => {
    expect(percentSent(999, 1000)).toBe(99);
    expect(percentSent(1000, 1000)).toBe(100);
  });

  it("says nothing is sent of what has no size", () => {
    expect(percentSent(0, 0)).toBe(0);
  });
});
