/** htmx, set up for pages that forbid all that is inline. */
import htmx from "htmx.org";
import { PANEL, STRIP } from "./selectors";

const SWAP = "outerHTML show:none";
const TIMEOUT_MS = 20_000;

/** Configure htmx: nothing inline, nothing evaluated, no pages kept in the browser's store. */
export function configureHtmx(): void {
  htmx.config.includeIndicatorStyles = false;
  htmx.config.allowEval = false;
  htmx.config.allowScriptTags = false;
  // Not `style`: pages forbid inline styles, and there are none to settle.
  htmx.config.attributesToSettle = ["class", "width", "height"];
  htmx.config.historyCacheSize = 0;
  // The whole page is asked for on "back", not a fragment: the same answer as on a first visit.
  htmx.config.historyRestoreAsHxRequest = false;
  htmx.config.scrollIntoViewOnBoost = false;
  // What a field refuses, the browser says beside it.
  htmx.config.reportValidityOfForms = true;
  htmx.config.timeout = TIMEOUT_MS;
}

/** Follow a link that changes the filter as a click on a card does. */
export function goInPanel(url: string): void {
  if (document.querySelector(PANEL) === null) {
    location.assign(url);
    return;
  }
  // From the strip, whose `hx-sync` makes it one question with cards and form.
  const how = { source: STRIP, target: PANEL, select: PANEL, swap: SWAP, push: "true" };
  // Overtaken or failed: the panel's events tell.
  htmx.ajax("get", url, how).catch(() => {});
}
