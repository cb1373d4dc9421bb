/** htmx, set up for pages that forbid all that is inline. */
import htmx from "htmx.org";
import { PANEL } from "./panel";

const SWAP = "outerHTML show:none";

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
}

/** Follow a link that changes the filter as a click on a card does. */
export function goInPanel(url: string): void {
  if (document.querySelector(PANEL) === null) {
    location.assign(url);
    return;
  }
  void htmx.ajax("get", url, { target: PANEL, select: PANEL, swap: SWAP, push: "true" });
}
