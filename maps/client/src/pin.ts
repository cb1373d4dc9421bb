/** Pages on which one writes, or keeps what was sent: loaded only where there is such a thing. */
import { offerCopies } from "./pin/copy";
import { wordsOf } from "./pin/words";
import { startWriting } from "./pin/writing";

const root = document.getElementById("writing");
if (root !== null) startWriting(root);
const kept = document.querySelector<HTMLElement>("[data-words]");
offerCopies(document, wordsOf(document.documentElement.lang, kept?.dataset.words));
