/** The town hall's queue by keyboard alone: single keys that stay out of fields and can be
 * switched off (WCAG 2.1.4). Without script, the same is there as links, forms and buttons. */

const STORE_KEY = "werkbank:keys";
const FIELDS = "input, textarea, select, [contenteditable]";
const FILLED_IN = "input:not([type=hidden]), textarea, select";

/** What a key asks for, by the word that stands in `data-act`. */
const ACTS: Readonly<Record<string, string>> = {
  r: "redact",
  a: "decline",
  m: "merge",
  f: "ask",
};

/** The form that the address of a voice opens with `akt`. */
const FORMS: Readonly<Record<string, string>> = {
  redact: "kuerzen",
  decline: "ablehnen",
  merge: "zusammenfuehren",
  ask: "rueckfrage",
};

type Handler = (key: string) => boolean;

/** What the browser keeps between pages; nothing where it may not. */
export interface Memory {
  readonly get: () => string | null;
  readonly set: (value: string) => void;
}

/** Listen to keys on the pages of queue and voice. Returns a function that takes it all back. */
export function followKeys(page: Document, memory: Memory, go: (href: string) => void): () => void {
  const toggle = page.querySelector<HTMLInputElement>("#keys-on");
  const dialog = page.querySelector<HTMLDialogElement>("#keys-dialog");
  const help = page.querySelector<HTMLButtonElement>("#keys-help");
  const bar = page.querySelector<HTMLElement>("#queue-keys");
  const list = page.querySelector<HTMLElement>("#queue");
  const handle = list === null ? voiceKeys(page) : listKeys(list, go);

  const onKey = (event: KeyboardEvent): void => {
    if (toggle?.checked === false || isTaken(event) || dialog?.open === true) return;
    if (event.key === "?") dialog?.showModal();
    else if (!handle(event.key)) return;
    event.preventDefault();
  };
  const onToggle = (): void => memory.set(toggle?.checked === false ? "off" : "on");
  const onHelp = (): void => dialog?.showModal();

  if (toggle !== null) toggle.checked = memory.get() !== "off";
  page.addEventListener("keydown", onKey);
  toggle?.addEventListener("change", onToggle);
  help?.addEventListener("click", onHelp);
  if (bar !== null) bar.hidden = false; // now that there are keys
  return () => {
    page.removeEventListener("keydown", onKey);
    toggle?.removeEventListener("change", onToggle);
    help?.removeEventListener("click", onHelp);
  };
}

/** Bring the page of the queue or of a voice to life. */
export function startQueue(page: Document, view: Window): void {
  const go = (href: string): void => view.location.assign(href);
  followKeys(
    page,
    browserMemory(() => view.localStorage),
    go,
  );
  focusNext(page, view.location);
}

/** After a decision the page is a new one: focus where the work goes on. */
export function focusNext(page: Document, where: Location): void {
  if (page.querySelector("[autofocus]") !== null) return; // what is wrong is said first
  const open = page.querySelector<HTMLElement>(".act[open] .act__body");
  if (open !== null && where.search.includes("akt=")) {
    open.querySelector<HTMLElement>(FILLED_IN)?.focus();
  } else if (where.search.includes("erledigt=")) {
    const item = where.hash === "" ? null : page.getElementById(where.hash.slice(1));
    const first = item ?? page.querySelector(".queue__item");
    const target = first === null ? page.getElementById("voice-title") : titleLink(first);
    target?.focus();
  }
}

function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  return event.target instanceof Element && event.target.closest(FIELDS) !== null;
}

function titleLink(item: Element): HTMLElement | null {
  return item.querySelector<HTMLElement>("[data-act='open']");
}

/** The first press goes to the button, the second one presses it. */
function approach(button: HTMLElement | null): boolean {
  if (button === null) return false;
  if (button.ownerDocument.activeElement === button) button.click();
  else button.focus();
  return true;
}

/** Behind the last voice of a page, the way to the next page: Enter follows it. */
function further(list: HTMLElement): boolean {
  const link = list.ownerDocument.querySelector<HTMLElement>("[data-act='further']");
  link?.focus();
  return true;
}

function isFurther(element: Element | null): boolean {
  return element instanceof HTMLElement && element.dataset.act === "further";
}

function listKeys(list: HTMLElement, go: (href: string) => void): Handler {
  const items = [...list.querySelectorAll<HTMLElement>(".queue__item")];
  const at = (): number =>
    items.findIndex((item) => item.contains(list.ownerDocument.activeElement));
  const step = (by: number): boolean => {
    const now = at();
    if (by > 0 && now === items.length - 1) return further(list);
    const isBehind = now < 0 && isFurther(list.ownerDocument.activeElement);
    if (isBehind && by > 0) return true;
    const from = isBehind ? items.length : now;
    const next = items[from < 0 ? 0 : Math.min(Math.max(from + by, 0), items.length - 1)];
    if (next === undefined) return false;
    titleLink(next)?.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };
  const openForm = (item: HTMLElement, act: string): boolean => {
    const link = titleLink(item);
    const form = FORMS[act];
    if (!(link instanceof HTMLAnchorElement) || form === undefined) return false;
    if (item.dataset.acts === undefined) return false;
    const href = link.getAttribute("href") ?? "";
    go(`${href}${href.includes("?") ? "&" : "?"}akt=${form}`);
    return true;
  };
  return (key) => {
    if (key === "j") return step(1);
    if (key === "k") return step(-1);
    const item = items[at()];
    if (item === undefined) return false;
    if (key === "o") {
      titleLink(item)?.click();
      return true;
    }
    if (key === "p") return approach(item.querySelector<HTMLElement>("[data-act='publish']"));
    const act = ACTS[key];
    return act !== undefined && openForm(item, act);
  };
}

function voiceKeys(page: Document): Handler {
  const press = (id: string): boolean => {
    const link = page.getElementById(id);
    link?.click();
    return link !== null;
  };
  return (key) => {
    if (key === "j") return press("to-next");
    if (key === "k") return press("to-queue");
    if (key === "p") return approach(page.querySelector<HTMLElement>("[data-act='publish']"));
    const details = page.querySelector<HTMLDetailsElement>(
      `details[data-act='${ACTS[key] ?? ""}']`,
    );
    if (details === null) return false;
    details.open = true;
    details.querySelector<HTMLElement>(FILLED_IN)?.focus();
    return true;
  };
}

/** The browser's store, which may be switched off. */
export function browserMemory(store: () => Storage): Memory {
  return {
    get: () => {
      try {
        return store().getItem(STORE_KEY);
      } catch {
        return null;
      }
    },
    set: (value) => {
      try {
        store().setItem(STORE_KEY, value);
      } catch {
        // It is asked again on the next page.
      }
    },
  };
}
