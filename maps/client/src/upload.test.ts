// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { bytesOf, noteOf, percentSent } from "./upload";

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

describe("noteOf", () => {
  const page = (html: string): Document => new DOMParser().parseFromString(html, "text/html");

  it("says the problem and the way to sign in, and nothing else of the page", () => {
    const note = noteOf(
      page(
        '<main><h1>Bitte anmelden</h1><p class="lead">Zu lange fort.</p>' +
          '<ul><li><a href="/anmelden">Anmelden</a></li><li><a href="/">Start</a></li></ul></main>',
      ),
    );

    expect(note?.textContent).toBe("Bitte anmeldenZu lange fort.Anmelden");
    expect(note?.querySelector("h1")).toBeNull();
  });

  it("says nothing for a page of somebody else", () => {
    expect(noteOf(page("<h1>502 Bad Gateway</h1>"))).toBeNull();
  });
});
