/** What went wrong with a question to the server, said where the answer would have been. */
import { element } from "./elements";
import { FORM, PANEL } from "./selectors";

const LINE = "panel-trouble";

/** Say in the panel when a question was refused or got no answer. The next answer replaces it. */
export function followTrouble(page: Document): void {
  page.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    tellInPanel(page, reasonOf(xhr.responseText, page.documentElement.lang) ?? words(page).failed);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    page.addEventListener(name, () => tellUnreachable(page));
  }
  // The browser's own bubble goes as soon as the focus leaves the field.
  page.addEventListener("htmx:validation:halted", (event) => {
    const [first] = (event as CustomEvent<{ errors: readonly Refusal[] }>).detail.errors;
    if (first !== undefined) tellInPanel(page, `${labelOf(first.elt)}: ${first.message}`);
  });
}

/** What a field refuses, in the words of the browser. */
interface Refusal {
  readonly elt: Element;
  readonly message: string;
}

function labelOf(field: Element): string {
  return (field instanceof HTMLInputElement && field.labels?.[0]?.textContent?.trim()) || field.id;
}

export function tellUnreachable(page: Document): void {
  tellInPanel(page, words(page).unreachable);
}

/** The page's own sentences, on its form. */
function words(page: Document): { failed: string; unreachable: string } {
  const given = page.querySelector<HTMLElement>(FORM)?.dataset;
  return { failed: given?.failed ?? "", unreachable: given?.unreachable ?? "" };
}

function tellInPanel(page: Document, text: string): void {
  const panel = page.querySelector(PANEL);
  if (panel === null || text === "") return;
  const line = element("p", { class: `${LINE} kern-alert kern-alert--danger`, role: "alert" });
  panel.querySelector(`.${LINE}`)?.remove();
  panel.prepend(line);
  line.textContent = text;
  // It sticks to the panel's upper edge; only a panel out of sight must come into it.
  const { top, bottom } = panel.getBoundingClientRect();
  if (bottom < 0 || top > innerHeight) line.scrollIntoView({ block: "center" });
}

/** The server's own reason in `lang`: from its problem document, as data or as a page. */
export function reasonOf(answer: string, lang: string): string | undefined {
  const reason = reasonInData(answer, lang) ?? reasonOnPage(answer);
  return reason === "" ? undefined : reason;
}

function reasonInData(answer: string, lang: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { detail, detail_en: english } = parsed as Record<string, unknown>;
  const said = lang === "en" ? (english ?? detail) : detail;
  return typeof said === "string" ? said : undefined;
}

function reasonOnPage(answer: string): string | undefined {
  const parsed = new DOMParser().parseFromString(answer, "text/html");
  return parsed.querySelector("main .lead")?.textContent?.trim();
}
