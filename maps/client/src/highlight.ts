/** Which district or project is pointed at, and the elements of the page that show it. */

/** At most one of both is pointed at. */
export interface Pointed {
  readonly kind: "district" | "project";
  readonly id: string;
}

export interface Highlight {
  readonly pointed: () => Pointed | undefined;
  readonly point: (at: Pointed | undefined) => void;
  /** Called after each change. */
  readonly onChange: (listener: (pointed: Pointed | undefined) => void) => void;
  /** Mark the page's elements anew, after some were replaced. */
  readonly renew: () => void;
}

/**
 * Remember what is pointed at and mark it: elements with the same `data-district` or
 * `data-project` get the class `is-highlighted`, others of the same kind `is-muted`.
 */
export function createHighlight(page: ParentNode): Highlight {
  let pointed: Pointed | undefined;
  const listeners: ((pointed: Pointed | undefined) => void)[] = [];
  return {
    pointed: () => pointed,
    point: (at) => {
      if (at?.kind === pointed?.kind && at?.id === pointed?.id) return;
      if (pointed !== undefined && pointed.kind !== at?.kind) mark(page, pointed.kind, undefined);
      pointed = at;
      if (at !== undefined) mark(page, at.kind, at.id);
      for (const listener of listeners) listener(at);
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
    renew: () => {
      if (pointed !== undefined) mark(page, pointed.kind, pointed.id);
    },
  };
}

function mark(page: ParentNode, kind: Pointed["kind"], id: string | undefined): void {
  for (const found of page.querySelectorAll<HTMLElement>(`[data-${kind}]`)) {
    const same = found.dataset[kind] === id;
    found.classList.toggle("is-highlighted", id !== undefined && same);
    found.classList.toggle("is-muted", id !== undefined && !same);
  }
}

/** What an element stands for: the nearest project or district around it. */
export function pointedBy(target: EventTarget | null): Pointed | undefined {
  if (!(target instanceof Element)) return undefined;
  const found = target.closest<HTMLElement>("[data-project], [data-district]");
  if (found === null) return undefined;
  const { project, district } = found.dataset;
  if (project !== undefined) return { kind: "project", id: project };
  return district === undefined ? undefined : { kind: "district", id: district };
}

/**
 * Point at what the pointer or the focus is on, anywhere on the page.
 *
 * Returns a function that takes it all back.
 */
export function followPointerAndFocus(page: Document, highlight: Highlight): () => void {
  const enter = (event: Event): void => highlight.point(pointedBy(event.target));
  const leave = (event: MouseEvent | FocusEvent): void => {
    if (event.relatedTarget === null) highlight.point(undefined);
  };
  page.addEventListener("mouseover", enter);
  page.addEventListener("mouseout", leave);
  page.addEventListener("focusin", enter);
  page.addEventListener("focusout", leave);
  return () => {
    page.removeEventListener("mouseover", enter);
    page.removeEventListener("mouseout", leave);
    page.removeEventListener("focusin", enter);
    page.removeEventListener("focusout", leave);
    highlight.point(undefined);
  };
}
