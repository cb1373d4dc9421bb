import { describe, expect, test } from "vitest";
import { speech, wordOf } from "../messages";
import type { Voice } from "./answer";
import { crowdCard, type SignProperties, signText, type VoiceNames, voiceCard } from "./card";

const GERMAN = speech("de", undefined);
const PAGE = { prefix: "/en", path: "/karte" };
const NAMES: VoiceNames = {
  district: (id) => (id === "mitte" ? "Herten-Mitte" : id),
  word: (group, id) => wordOf(GERMAN, group, id),
};
const VOICE: Voice = {
  reference: "482759316",
  kind: "heart_place",
  theme: "climate",
  answer: "taken_up",
  title: "Mehr Schatten",
  text: "Auf dem Platz ist es heiß.",
  district: "mitte",
  precision: "spot",
  place_label: null,
  received_on: "2026-10-01",
  supports: 0,
  lon: 7.13,
  lat: 51.59,
};
const SIGN: SignProperties = { form: "cluster", group: "citizens", district: "mitte", count: 3 };

function rowsOf(voice: Voice): Record<string, string> {
  const { rows } = voiceCard(voice, NAMES, GERMAN, PAGE);
  return Object.fromEntries(rows.map(({ term, value }) => [term, value]));
}

describe("the card of a voice", () => {
  test("says kind, theme and answer in words", () => {
    expect(voiceCard(VOICE, NAMES, GERMAN, PAGE)).toMatchObject({
      kicker: "Herzensort · Klimaanpassung",
      title: "Mehr Schatten",
      note: "Auf dem Platz ist es heiß.",
      links: [{ href: "/en/beitrag/482759316" }],
    });
    expect(rowsOf(VOICE)["Antwort der Stadt"]).toBe("aufgenommen");
  });

  test.each([
    [{}, "Herten-Mitte"],
    [{ place_label: "Antonius-Denkmal" }, "Antonius-Denkmal, Herten-Mitte"],
    [{ precision: "street" }, "ungefährer Ort, auf 100 m, Herten-Mitte"],
    [{ precision: "street", place_label: "Ewaldstraße" }, "ungefähr: Ewaldstraße, Herten-Mitte"],
    [{ precision: "district" }, "ganzer Stadtteil Herten-Mitte"],
    [{ precision: "city", district: null }, "Stadtweit"],
  ])("says how exactly the place is known: %j", (change, place) => {
    expect(rowsOf({ ...VOICE, ...change }).Ort).toBe(place);
  });

  test("says supports only when there are any", () => {
    expect(rowsOf(VOICE).Unterstützt).toBeUndefined();
    expect(rowsOf({ ...VOICE, supports: 12 }).Unterstützt).toBe("12");
  });

  test("cuts a long text at a word", () => {
    const { note } = voiceCard({ ...VOICE, text: "Baum ".repeat(200) }, NAMES, GERMAN, PAGE);

    expect(note).toMatch(/Baum …$/);
    expect(note?.length).toBeLessThan(245);
  });
});

describe("the words for a sign", () => {
  test.each([
    [{ count: 1, form: "voice", kind: "comment", theme: "mobility" }, "Beitrag · Mobilität"],
    [{}, "3 Stimmen in Herten-Mitte"],
    [{ group: "notes" }, "3 Hinweise und Stellungnahmen in Herten-Mitte"],
    [{ form: "street" }, "3 Stimmen ungefähr hier, Herten-Mitte"],
    [{ form: "district" }, "3 Stimmen zum ganzen Stadtteil Herten-Mitte"],
    [
      { count: 1, form: "district", kind: "comment", theme: "mobility" },
      "Beitrag · Mobilität, ganzer Stadtteil Herten-Mitte",
    ],
  ])("%j", (change, words) => {
    expect(signText({ ...SIGN, ...change }, NAMES, GERMAN)).toBe(words);
  });
});

describe("the card of a place with several voices", () => {
  const list = { text: "alle 3 in der Liste", href: "/en/stimmen?bbox=1,2,3,4" };

  test("names the newest and leads to all", () => {
    const newest = [{ reference: "1", title: "Bank" }];

    expect(crowdCard(SIGN, newest, list, NAMES, GERMAN, PAGE).links).toEqual([
      { text: "Bank", href: "/en/beitrag/1" },
      list,
    ]);
  });

  test("says that notes are no votes", () => {
    const notes = { ...SIGN, group: "notes" };

    expect(crowdCard(notes, [], list, NAMES, GERMAN, PAGE).note).toMatch(/nie als Stimmen/);
    expect(crowdCard(SIGN, [], list, NAMES, GERMAN, PAGE).note).toBeUndefined();
  });
});
