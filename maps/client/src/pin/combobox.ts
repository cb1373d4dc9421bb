/**
 * A search field that proposes as one types: the combobox of ARIA 1.2, with a list below.
 *
 * The focus stays in the field; arrow keys walk through the list, Enter takes what is marked,
 * Escape closes the list, and empties the field when it is closed.
 */
import { element } from "../elements";
import { whenResting } from "./rest";

export interface Option {
  readonly name: string;
  /** What tells it from others of the same name. */
  readonly note: string;
}

export interface ComboboxPlan<Found extends Option> {
  readonly input: HTMLInputElement;
  /** Where the list stands. */
  readonly host: HTMLElement;
  /** Name of the list. */
  readonly label: string;
  readonly ask: (text: string, signal: AbortSignal) => Promise<readonly Found[]>;
  readonly choose: (found: Found) => void;
  /** Told after each answer: how many there are, or undefined when none came. */
  readonly tell: (count: number | undefined) => void;
}

export interface Combobox {
  readonly close: () => void;
}

const REST_MS = 200;
const SHORTEST = 2;

export function combobox<Found extends Option>(plan: ComboboxPlan<Found>): Combobox {
  const { input, host, label, ask, choose, tell } = plan;
  const id = `${input.id}-options`;
  const list = element("ul", {
    id,
    class: "options",
    role: "listbox",
    "aria-label": label,
    hidden: "",
  });
  host.append(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", id],
    ["aria-expanded", "false"],
    ["autocomplete", "off"],
  ] as const) {
    input.setAttribute(name, value);
  }

  let found: readonly Found[] = [];
  let marked = -1;
  let asking: AbortController | undefined;

  const mark = (index: number): void => {
    marked = index;
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(at === index));
      if (at === index) option.scrollIntoView({ block: "nearest" });
    }
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${id}-${index}`);
  };
  const show = (shown: boolean): void => {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) mark(-1);
  };
  const close = (): void => {
    resting.cancel();
    asking?.abort();
    show(false);
  };
  const take = (index: number): void => {
    const chosen = found[index];
    if (chosen === undefined) return;
    input.value = chosen.name;
    close();
    choose(chosen);
  };
  const fill = (now: readonly Found[]): void => {
    found = now;
    list.replaceChildren(...now.map((one, index) => optionOf(one, `${id}-${index}`)));
    show(now.length > 0);
    mark(-1);
  };
  const search = async (): Promise<void> => {
    asking?.abort();
    const text = input.value.trim();
    if (text.length < SHORTEST) {
      fill([]);
      return;
    }
    const mine = new AbortController();
    asking = mine;
    try {
      const answer = await ask(text, mine.signal);
      if (mine.signal.aborted) return;
      fill(answer);
      tell(answer.length);
    } catch {
      if (mine.signal.aborted) return;
      fill([]);
      tell(undefined);
    }
  };
  const resting = whenResting(REST_MS, () => void search());

  /** What each key does, by whether the list is open; what is not here is the field's own. */
  const keys: Readonly<Record<string, (open: boolean) => boolean>> = {
    ArrowDown: (open) => {
      if (open) mark(marked >= found.length - 1 ? 0 : marked + 1);
      else show(found.length > 0 && input.value !== "");
      return true;
    },
    ArrowUp: (open) => {
      if (open) mark(marked <= 0 ? found.length - 1 : marked - 1);
      return open;
    },
    Enter: (open) => {
      // The first one where none is marked: what somebody sees on top is what they mean.
      if (open) take(Math.max(0, marked));
      return open;
    },
    Escape: (open) => {
      if (open) show(false);
      else input.value = "";
      return true;
    },
  };
  input.addEventListener("input", resting.call);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (keys[event.key]?.(!list.hidden) === true) event.preventDefault();
  });
  input.addEventListener("blur", () => {
    // A finger on the list takes the focus for a moment; `mousedown` below prevents that.
    close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = (event.target as Element).closest("[role=option]");
    if (option !== null) take([...list.children].indexOf(option));
  });
  return { close };
}

function optionOf(option: Option, id: string): HTMLElement {
  return element("li", { id, class: "options__one", role: "option", "aria-selected": "false" }, [
    element("span", { class: "options__name" }, [option.name]),
    " ",
    element("span", { class: "options__note" }, [option.note]),
  ]);
}
