/** The last step: everything once more, then it is sent. Nothing typed is lost on the way. */
import { element } from "../elements";
import { choose, fieldValue } from "./fields";
import { type Answer, once, post } from "./send";
import type { Words } from "./words";

export interface CheckActions {
  /** The server's summary, or its refusal to send yet, came. */
  readonly onCheck: (section: HTMLElement) => void;
  /** The form came back with what is not right yet. */
  readonly onFlaws: (page: Document) => void;
  /** It is being sent with this key. */
  readonly onAttempt: (key: string) => void;
  readonly onSent: (url: string) => void;
  /** A field is to be changed, by its id. */
  readonly onChange: (field: string) => void;
}

const CHECK = '[data-step="check"]';
const SEND_FORM = "#send-form";

/** Post a form of this page and show what came back. */
export async function submit(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  words: Words,
  actions: CheckActions,
): Promise<void> {
  await once(submitter, async () => {
    tell(form, words.say("busy"), "status");
    const isSending = form.matches(SEND_FORM);
    if (isSending) actions.onAttempt(fieldValue(form, "schluessel"));
    const answer = await post(form, submitter);
    tell(form, "", "status");
    show(answer, form, words, actions);
  });
}

function show(
  answer: Answer,
  form: HTMLFormElement,
  words: Words,
  { onCheck, onFlaws, onSent }: CheckActions,
): void {
  if (answer.kind === "elsewhere") {
    onSent(answer.url);
    return;
  }
  if (answer.kind === "unreachable") {
    tell(form, words.say("unreachable"), "alert");
    return;
  }
  const page = answer.kind === "page" ? answer.page : undefined;
  const section = page?.querySelector<HTMLElement>(CHECK);
  if (section) onCheck(section);
  else if (page?.querySelector("#voice-form")) onFlaws(page);
  else {
    const reason = page?.querySelector("main .lead")?.textContent?.trim();
    tell(form, reason || words.say("refused", { status: answer.status }), "alert");
  }
}

/** Say below the form's buttons what is going on, or what went wrong. */
function tell(form: HTMLFormElement, text: string, role: "status" | "alert"): void {
  const actions = form.querySelector(".form-actions") ?? form;
  form.querySelector(".send-told")?.remove();
  if (text === "") return;
  const line = element("p", { class: `send-told send-told--${role}`, role });
  actions.after(line);
  line.textContent = text;
}

/** Let the buttons of a summary work in the page: send, change, show the place more coarsely. */
export function dressCheck(
  section: HTMLElement,
  writing: HTMLFormElement | null,
  words: Words,
  actions: CheckActions,
): void {
  if (writing !== null) {
    const sending = section.querySelector<HTMLFormElement>(SEND_FORM);
    if (sending !== null) choose(writing, "genau", fieldValue(sending, "genau"));
  }
  section.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const submitter = event.submitter;
    if (form.id === "edit-form") {
      if (writing === null || !(submitter instanceof HTMLButtonElement)) return;
      event.preventDefault();
      actions.onChange(new URL(submitter.formAction).hash.slice(1));
      return;
    }
    event.preventDefault();
    void submit(form, submitter, words, actions);
  });
}
