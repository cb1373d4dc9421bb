/** Pages on which one writes, or keeps what was sent: loaded only where there is such a thing. */
import { forgetCurrent } from "./drafts/keeper";
import { draftStore, ownStorage, windowStorage } from "./drafts/store";
import { offerCopies } from "./pin/copy";
import { wordsOf } from "./pin/words";
import { countBelow } from "./pin/words-step";
import { startWriting } from "./pin/writing";

const root = document.getElementById("writing");
if (root !== null) startWriting(root);
else startReceipt();

/** The private page: what can be copied, and what need not lie on this device any more. */
function startReceipt(): void {
  const main = document.querySelector<HTMLElement>("main");
  const words = wordsOf(document.documentElement.lang, main?.dataset.words);
  offerCopies(document, words);
  countBelow(document, words);
  if (main?.dataset.sent !== undefined) forgetCurrent(draftStore(ownStorage()), windowStorage());
}
