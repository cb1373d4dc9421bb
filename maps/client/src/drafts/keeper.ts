/** Keeping what is being written: saved while one types, gone when it was sent. */
import { element } from "../elements";
import { whenResting } from "../pin/rest";
import type { Words } from "../pin/words";
import type { Draft, DraftPlace, DraftStore, Fields } from "./store";

export interface KeeperPlan {
  readonly form: HTMLFormElement;
  /** Where it is told that a draft was saved. */
  readonly host: HTMLElement;
  readonly store: DraftStore;
  readonly words: Words;
  readonly process: string;
  readonly processTitle: string;
  readonly place: () => DraftPlace;
  readonly address: () => string;
  readonly clock: () => number;
  readonly newId: () => string;
  /** Remembers over a reload which draft this window writes. */
  readonly session: Session | undefined;
}

type Session = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface Keeper {
  /** Where it is told. */
  readonly line: HTMLElement;
  /** Save at once what is due. */
  readonly flush: () => void;
  /** Save again: the place changed. */
  readonly touch: () => void;
  /** Take up a draft: fill the form with it and go on saving under its id. */
  readonly take: (draft: Draft) => void;
  /** The form is being sent with this key. */
  readonly attempt: (key: string) => void;
  /** It was sent, or is not wanted any more. */
  readonly drop: () => void;
}

/** What is kept of the form: words about the matter, never about the person. */
export const KEPT = ["art", "titel", "text", "thema", "genau", "ort", "projekt"] as const;
/** Without these there is nothing worth keeping. */
const WORDS = ["titel", "text"] as const;
const REST_MS = 600;
const CURRENT = "werkbank:draft";

/** The draft that this window writes, if it still lies on this device. */
export function currentDraft(store: DraftStore, session: Session | undefined): Draft | undefined {
  return store.find(session?.getItem(CURRENT) ?? "");
}

/** Remove the draft that this window writes: it was sent. */
export function forgetCurrent(store: DraftStore, session: Session | undefined): void {
  store.remove(session?.getItem(CURRENT) ?? "");
  session?.removeItem(CURRENT);
}

export function keepDraft(plan: KeeperPlan): Keeper {
  const { form, host, store, words } = plan;
  const current = currentDraft(store, plan.session);
  let id = current?.process === plan.process ? current.id : undefined;
  let refused = false;
  const told = element("span", { role: "status" });
  const drop = element("button", { type: "button", class: "draft-line__drop", hidden: "" }, [
    words.say("draft_delete"),
  ]);
  host.append(told, " ", drop);

  const forget = (): void => {
    resting.cancel();
    if (id !== undefined) store.remove(id);
    id = undefined;
    plan.session?.removeItem(CURRENT);
    drop.hidden = true;
  };
  const save = (sentWith?: string): void => {
    const fields = fieldsOf(form);
    if (WORDS.every((name) => !fields[name])) {
      forget();
      told.textContent = "";
      return;
    }
    id ??= plan.newId();
    const draft: Draft = {
      id,
      process: plan.process,
      processTitle: plan.processTitle,
      savedAt: plan.clock(),
      fields,
      place: plan.place(),
      address: plan.address(),
      ...(sentWith !== undefined && { sentWith }),
    };
    const kept = store.save(draft);
    if (kept) plan.session?.setItem(CURRENT, id);
    drop.hidden = !kept;
    if (kept) told.textContent = words.say("draft_saved");
    else if (!refused) told.textContent = words.say("draft_not_saved"); // once is enough
    refused = !kept;
  };
  const resting = whenResting(REST_MS, () => save());

  form.addEventListener("input", resting.call);
  document.addEventListener("visibilitychange", resting.flush);
  addEventListener("pagehide", resting.flush);
  drop.addEventListener("click", () => {
    forget();
    told.textContent = words.say("drafts_gone");
    form.querySelector<HTMLElement>(`[name="${WORDS[0]}"]`)?.focus();
  });
  return {
    line: host,
    flush: resting.flush,
    touch: () => {
      if (id !== undefined) save();
    },
    take: (draft) => {
      id = draft.id;
      plan.session?.setItem(CURRENT, draft.id);
      fill(form, draft.fields);
      resting.cancel(); // what was just filled in is what was saved
      drop.hidden = false;
      told.textContent = words.say("draft_taken_up");
    },
    attempt: (key) => {
      resting.cancel();
      save(key);
    },
    drop: forget,
  };
}

/** The kept fields of a form as they stand. */
export function fieldsOf(form: HTMLFormElement): Fields {
  const data = new FormData(form);
  return Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = data.get(name);
      return typeof value === "string" && value !== "" ? [[name, value]] : [];
    }),
  );
}

/** Put kept values into a form. What it does not know, or no longer offers, is left out. */
export function fill(form: HTMLFormElement, fields: Fields): void {
  for (const name of KEPT) {
    const value = fields[name];
    const controls = [...form.querySelectorAll<Control>(`[name="${name}"]`)];
    if (value === undefined) continue;
    for (const control of controls) {
      if (isRadio(control)) control.checked = control.value === value;
      else control.value = value;
    }
    controls[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function isRadio(control: Control): control is HTMLInputElement {
  return control.type === "radio";
}
