/** Going on with a draft: the page of its place is opened, and its words are put back. */
import { currentDraft } from "../drafts/keeper";
import { type Draft, type DraftStore, windowStorage } from "../drafts/store";
import { control } from "./fields";

const RESUME = "werkbank:resume";

/** Open the page of a draft; it takes up the draft when it has loaded. */
export function resumeLater(draft: Draft): void {
  windowStorage()?.setItem(RESUME, draft.id);
  const here = location.pathname + location.search;
  if (draft.address === here) location.reload();
  else location.assign(draft.address);
}

/**
 * Whether this page follows on itself: reloaded, gone back to, in the other language or after a
 * form. Whoever comes from elsewhere is asked, since it may be somebody else.
 */
function isStillWriting(): boolean {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (entry?.type === "reload" || entry?.type === "back_forward") return true;
  const here = pathOf(location.href);
  return [here, here.replace(/neu$/, "pruefen")].includes(pathOf(document.referrer));
}

/** The path of an address without the language before it. */
function pathOf(address: string): string {
  try {
    return new URL(address).pathname.replace(/^\/en(?=\/)/, "");
  } catch {
    return "";
  }
}

/**
 * The draft to go on with on this page: the one that was asked for, or the one this window was
 * writing when the page was left and the form came back empty.
 */
export function resumable(
  store: DraftStore,
  process: string,
  form: HTMLFormElement,
): Draft | undefined {
  const session = windowStorage();
  const asked = store.find(session?.getItem(RESUME) ?? "");
  session?.removeItem(RESUME);
  const isEmpty = ["titel", "text"].every((name) => !control(form, name)?.value);
  const current = isEmpty && isStillWriting() ? currentDraft(store, session) : undefined;
  const draft = asked ?? current;
  return draft?.process === process ? draft : undefined;
}
