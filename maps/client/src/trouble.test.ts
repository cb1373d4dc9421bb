// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { followTrouble, reasonOf } from "./trouble";

const PROBLEM = JSON.stringify({ detail: "Das Jahr liegt danach.", detail_en: "Year is later." });

test.each([
  ["a problem document in German", PROBLEM, "de", "Das Jahr liegt danach."],
  ["a problem document in English", PROBLEM, "en", "Year is later."],
  ["a problem page", '<main><p class="lead"> Nicht da. </p></main>', "de", "Nicht da."],
  ["a gateway's page", "<h1>502</h1>", "de", undefined],
  ["nothing", "", "de", undefined],
  ["data without a reason", "[1]", "de", undefined],
])("%s gives its reason", (_, answer, lang, reason) => {
  expect(reasonOf(answer, lang)).toBe(reason);
});

beforeEach(() => {
  document.documentElement.lang = "de";
  document.body.innerHTML = `<div id="panel"><form id="filter" data-unreachable="Keine Verbindung."
    data-failed="Nicht geklappt."><label for="von">von Jahr</label><input id="von" value="2025"></form></div>`;
});

function fail(name: string, responseText = ""): void {
  const detail = { xhr: { responseText } };
  document.dispatchEvent(new CustomEvent(`htmx:${name}`, { detail }));
}

function alerts(): (string | null)[] {
  return [...document.querySelectorAll("#panel [role=alert]")].map((line) => line.textContent);
}

test.each([
  ["responseError", PROBLEM, "Das Jahr liegt danach."],
  ["responseError", "<h1>502</h1>", "Nicht geklappt."],
  ["sendError", "", "Keine Verbindung."],
  ["timeout", "", "Keine Verbindung."],
])("%s %j is told in the panel, once, and the input stays", (name, answer, text) => {
  followTrouble(document);

  fail(name, answer);
  fail(name, answer);

  expect(alerts()).toEqual([text]);
  expect(document.querySelector<HTMLInputElement>("#von")?.value).toBe("2025");
});

test("a field that refuses its value is named with what the browser says of it", () => {
  followTrouble(document);
  const elt = document.querySelector("#von");

  const detail = { errors: [{ elt, message: "Zu klein." }] };
  document.dispatchEvent(new CustomEvent("htmx:validation:halted", { detail }));

  expect(alerts()).toEqual(["von Jahr: Zu klein."]);
});
