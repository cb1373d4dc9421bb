/** The drafts on this device, offered to whoever comes back: to go on with, or to delete. */
import { element } from "../elements";
import type { Words } from "../pin/words";
import type { Draft, DraftStore } from "./store";

export interface OfferPlan {
  /** Where the offer stands; hidden while there is nothing to offer. */
  readonly host: HTMLElement;
  readonly store: DraftStore;
  readonly words: Words;
  readonly resume: (draft: Draft) => void;
}

/** Offer the drafts. Returns a function that looks again what there is. */
export function offerDrafts({ host, store, words, resume }: OfferPlan): () => void {
  const opener = element("button", { type: "button", class: "drafts__open" });
  const list = element("ul", { class: "drafts__list" });
  const told = element("p", { class: "drafts__told", role: "status" });
  const title = element("h2", { id: "drafts-title" }, [words.say("drafts_title")]);
  const all = button("kern-btn kern-btn--tertiary", words.say("drafts_delete_all"));
  const close = button("kern-btn kern-btn--secondary", words.say("close"));
  const dialog = element("dialog", { class: "drafts", "aria-labelledby": title.id }, [
    title,
    element("p", { class: "muted" }, [words.say("drafts_note")]),
    list,
    told,
    element("div", { class: "drafts__foot" }, [close, all]),
  ]);
  host.replaceChildren(opener, dialog);

  const look = (): void => {
    const drafts = store.list();
    host.hidden = drafts.length === 0 && !dialog.open;
    all.hidden = drafts.length < 2;
    opener.textContent = words.count("drafts", drafts.length);
    list.replaceChildren(...drafts.map(row));
    told.textContent = drafts.length === 0 ? words.say("drafts_gone") : "";
  };
  const row = (draft: Draft): HTMLElement => {
    const name = draft.fields.titel || excerpt(draft.fields.text) || words.say("draft_untitled");
    const go = button("kern-btn kern-btn--primary", words.say("draft_go_on"));
    const drop = button("kern-btn kern-btn--tertiary", words.say("draft_delete"));
    drop.setAttribute("aria-label", words.say("draft_delete_name", { title: name }));
    go.addEventListener("click", () => {
      dialog.close();
      resume(draft);
    });
    drop.addEventListener("click", () => {
      store.remove(draft.id);
      look();
      (list.querySelector<HTMLElement>("button") ?? close).focus();
    });
    const where = draft.place.words || words.say("draft_no_place");
    return element("li", { class: "drafts__one" }, [
      element("p", { class: "drafts__name" }, [name]),
      element("p", { class: "muted" }, [
        `${draft.processTitle} · ${where} · ${words.moment(draft.savedAt)}`,
      ]),
      element("div", { class: "drafts__acts" }, [go, drop]),
    ]);
  };
  opener.addEventListener("click", () => {
    look();
    dialog.showModal();
  });
  close.addEventListener("click", () => dialog.close());
  all.addEventListener("click", () => {
    store.removeAll();
    look();
    close.focus();
  });
  dialog.addEventListener("close", look);
  look();
  return look;
}

const EXCERPT = 60;

function excerpt(text: string | undefined): string {
  const line = (text ?? "").trim().replaceAll(/\s+/g, " ");
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT)} …` : line;
}

function button(classes: string, label: string): HTMLButtonElement {
  return element("button", { type: "button", class: classes }, [
    element("span", { class: "kern-label" }, [label]),
  ]);
}
