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
  const draft = asked ?? (isEmpty ? currentDraft(store, session) : undefined);
  return draft?.process === process ? draft : undefined;
}
