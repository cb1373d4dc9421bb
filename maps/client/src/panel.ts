/** The panel beside the map: swapped as a whole by htmx, with focus, URL and history kept right. */
import { followPending } from "./pending";
import { PANEL } from "./selectors";
import { followTrouble, tellUnreachable } from "./trouble";

/** What the panel tells the map. */
export interface FilteredDetail {
  /** The view was restored by the browser's back or forward button. */
  readonly restored: boolean;
}

interface RequestConfig {
  readonly parameters: FormData;
  /** What the answer replaces. */
  readonly target: Element;
}

/** Join the panel of this page, if it has one, to the URL and to the map. `go` follows a link. */
export function followPanel(page: Document, go: (url: string) => void): void {
  markHistoryElement(page);
  followPending(page, () => tellUnreachable(page));
  followTrouble(page);
  page.addEventListener("htmx:configRequest", (event) => {
    const { parameters, target } = (event as CustomEvent<RequestConfig>).detail;
    // Only here they become the URL: other forms count on every field of theirs.
    if (target.closest(PANEL) !== null) tidyParameters(parameters);
  });
  keepFocus(page);
  keepUnfolded(page);
  page.addEventListener("htmx:beforeRequest", () => setBusy(page, true));
  page.addEventListener("htmx:afterRequest", () => setBusy(page, false));
  page.addEventListener("htmx:afterSettle", (event) => {
    if (!(event.target instanceof Element) || event.target.closest(PANEL) === null) return;
    markHistoryElement(page);
    tell(page, { restored: false });
  });
  page.addEventListener("htmx:historyRestore", () => tell(page, { restored: true }));
  page.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
  page.addEventListener("werkbank:go", (event) => {
    go((event as CustomEvent<{ url: string }>).detail.url);
  });
}

function tell(page: Document, detail: FilteredDetail): void {
  page.dispatchEvent(new CustomEvent("werkbank:filtered", { detail }));
}

/** Only the panel is restored on "back", so that the map beside it stays. */
function markHistoryElement(page: Document): void {
  page.querySelector(PANEL)?.setAttribute("hx-history-elt", "");
}

function setBusy(page: Document, busy: boolean): void {
  const panel = page.querySelector(PANEL);
  if (busy) panel?.setAttribute("aria-busy", "true");
  else panel?.removeAttribute("aria-busy");
}

/** A layer choice that a form sends so that "none at all" can be said in a URL. */
const NO_LAYERS = "none";

/** Leave out what asks for nothing, so that the URL says only what was chosen. */
export function tidyParameters(parameters: FormData): void {
  for (const key of new Set(parameters.keys())) {
    const given = parameters.getAll(key);
    const meant = given.filter((value) => value !== "");
    const some = meant.some((value) => value !== NO_LAYERS);
    const kept = key === "ebenen" && some ? meant.filter((value) => value !== NO_LAYERS) : meant;
    if (kept.length === given.length) continue;
    parameters.delete(key);
    for (const value of kept) parameters.append(key, value);
  }
}

/** Keep the focus where it was when the panel is swapped: on the element that means the same. */
function keepFocus(page: Document): void {
  let wanted: string | undefined;
  let typed: string | undefined;
  page.addEventListener("htmx:beforeSwap", () => {
    const { activeElement } = page;
    const inPanel = activeElement?.closest(PANEL) != null;
    wanted = inPanel && activeElement !== null ? selectorFor(activeElement) : undefined;
    typed = isTextField(activeElement) ? activeElement.value : undefined;
  });
  page.addEventListener("htmx:afterSettle", () => {
    if (wanted === undefined) return;
    const found = page.querySelector<HTMLElement>(`${PANEL} ${wanted}`);
    if (found !== page.activeElement) found?.focus({ preventScroll: true });
    if (typed !== undefined && isTextField(found)) goOnTyping(found, typed);
    wanted = undefined;
  });
}

function isTextField(element: Element | null): element is HTMLInputElement {
  return element instanceof HTMLInputElement && ["search", "text"].includes(element.type);
}

/** What was typed while the answer was on its way is not lost, but asked for next. */
function goOnTyping(field: HTMLInputElement, typed: string): void {
  if (field.value === typed) return;
  field.value = typed;
  field.setSelectionRange(typed.length, typed.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Keep open in the new panel what was open in the old one. */
function keepUnfolded(page: Document): void {
  let open: readonly string[] = [];
  const folds = (): HTMLDetailsElement[] => [
    ...page.querySelectorAll<HTMLDetailsElement>(`${PANEL} details[id]`),
  ];
  page.addEventListener("htmx:beforeSwap", () => {
    open = folds()
      .filter((fold) => fold.open)
      .map((fold) => fold.id);
  });
  page.addEventListener("htmx:afterSwap", () => {
    for (const fold of folds()) if (open.includes(fold.id)) fold.open = true;
  });
}

/** A selector that finds the same element in the next version of the panel. */
export function selectorFor(element: Element): string | undefined {
  if (element.id !== "") return `#${CSS.escape(element.id)}`;
  const tag = element.localName;
  for (const name of ["data-show-on-map", "data-show-voice", "data-district", "data-project"]) {
    const value = element.getAttribute(name);
    if (value !== null) return `${tag}[${name}="${CSS.escape(value)}"]`;
  }
  const name = element.getAttribute("name");
  const value = element.getAttribute("value");
  if (name !== null) {
    const same = value === null ? "" : `[value="${CSS.escape(value)}"]`;
    return `${tag}[name="${CSS.escape(name)}"]${same}`;
  }
  const href = element.getAttribute("href");
  return href === null ? undefined : `${tag}[href="${CSS.escape(href)}"]`;
}
