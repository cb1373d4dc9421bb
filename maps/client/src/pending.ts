/** What was asked for and is not answered yet: quick steps add up instead of undoing each other. */
import { FORM, QUESTION_SCOPE, STRIP } from "./selectors";

/** The map came to rest and the form asks for its extent: no step to go back to. */
export const EXTENT_EVENT = "werkbank:extent";

const CARD = `${STRIP} [data-district]`;
const DISTRICT = "stadtteil";

interface Pending {
  /** Path and query that were asked for. */
  readonly url: string;
  /** The answer is a step that the back button takes back. */
  readonly isStep: boolean;
}

interface RequestConfig {
  path: string;
  readonly parameters: FormData;
  readonly elt: Element;
  readonly triggeringEvent?: Event | null;
}

interface RequestDetail {
  readonly requestConfig: RequestConfig;
  readonly pathInfo: { readonly finalRequestPath: string };
}

/**
 * Let only the last question be answered, and let it hold what was asked just before.
 *
 * `onLost` hears of a step back that found no network.
 */
export function followPending(page: Document, onLost: () => void): void {
  let pending: Pending | undefined;
  let restoring: XMLHttpRequest | undefined;
  const answered = (): void => {
    pending = undefined;
  };

  on<RequestConfig>(page, "htmx:configRequest", (config) => {
    if (pending !== undefined) addPending(config, pending.url, page);
  });
  on<RequestDetail>(page, "htmx:beforeRequest", ({ requestConfig, pathInfo }) => {
    restoring?.abort();
    const isStep = requestConfig.triggeringEvent?.type !== EXTENT_EVENT || pending?.isStep === true;
    pending = { url: pathInfo.finalRequestPath, isStep };
  });
  on<{ history: { type?: string } }>(page, "htmx:beforeHistoryUpdate", ({ history }) => {
    if (pending?.isStep === false) history.type = "replace";
  });
  // Not when it was overtaken (`htmx:sendAbort`): what overtakes it takes it over.
  for (const end of ["afterOnLoad", "sendError", "timeout", "validation:halted"]) {
    page.addEventListener(`htmx:${end}`, answered);
  }
  on<{ path: string; xhr: XMLHttpRequest }>(page, "htmx:historyCacheMiss", ({ path, xhr }) => {
    page
      .querySelector(QUESTION_SCOPE)
      ?.dispatchEvent(new CustomEvent("htmx:abort", { bubbles: true, detail: {} }));
    restoring?.abort();
    restoring = xhr;
    pending = { url: path, isStep: false };
    xhr.addEventListener("error", onLost);
    xhr.addEventListener("loadend", () => {
      if (restoring !== xhr) return;
      restoring = undefined;
      answered();
    });
  });
}

function on<Detail>(page: Document, name: string, listener: (detail: Detail) => void): void {
  page.addEventListener(name, (event) => listener((event as CustomEvent<Detail>).detail));
}

/** A card toggles its district in what was asked before; the form takes over its districts. */
function addPending(config: RequestConfig, url: string, page: ParentNode): void {
  const { elt, parameters } = config;
  const [, search = ""] = url.split("?", 2);
  if (elt instanceof HTMLElement && elt.matches(CARD)) {
    const order = [...page.querySelectorAll<HTMLElement>(CARD)].map(
      (card) => card.dataset.district,
    );
    const [path = ""] = config.path.split("?", 1);
    config.path = path + toggled(search, elt.dataset.district ?? "", order);
  } else if (elt.matches(FORM)) {
    parameters.delete(DISTRICT);
    for (const id of new URLSearchParams(search).getAll(DISTRICT)) parameters.append(DISTRICT, id);
  }
}

/** The search part of a URL with a district taken in, or out if it is in; in `order`. */
export function toggled(
  search: string,
  district: string,
  order: readonly (string | undefined)[],
): string {
  const query = new URLSearchParams(search);
  const chosen = new Set(query.getAll(DISTRICT));
  if (!chosen.delete(district)) chosen.add(district);
  query.delete(DISTRICT);
  const rank = (id: string): number => order.indexOf(id);
  const districts = [...chosen].toSorted((a, b) => rank(a) - rank(b));
  const text = new URLSearchParams([
    ...districts.map((id): [string, string] => [DISTRICT, id]),
    ...query,
  ]).toString();
  return text === "" ? "" : `?${text}`;
}
