/** The card that says what was chosen on the map: a panel on wide screens, a sheet on phones. */
import { element } from "./elements";

export interface CardContent {
  /** What is shown, for the elements that point at the same: `data-district` and so on. */
  readonly about?: {
    readonly kind: "district" | "project" | "voice" | "feature" | "spot";
    readonly id: string;
  };
  /** Whose colour its edge has; that of the district or of projects otherwise. */
  readonly tone?: "voice" | "feature";
  /** A short line above the title. */
  readonly kicker?: string;
  readonly sign?: Node;
  readonly title: string;
  readonly rows: readonly { readonly term: string; readonly value: string }[];
  /** A sentence below the rows. */
  readonly note?: string;
  readonly links: readonly {
    readonly text: string;
    readonly href: string;
    readonly own?: boolean;
  }[];
}

export interface Card {
  readonly show: (content: CardContent, opener: HTMLElement | undefined) => void;
  /** Close the card; the focus goes back to what opened it, if it was in the card. */
  readonly close: () => void;
  readonly isOpen: () => boolean;
  /** What the open card is about. */
  readonly about: () => CardContent["about"];
  /** The card's element, for the room it takes; undefined while closed. */
  readonly box: () => HTMLElement | undefined;
}

export interface CardTexts {
  readonly close: string;
}

/**
 * Make a closed card in `host`.
 *
 * `goTo` is called for links marked `own`, which change the filter of this page; `fallback`
 * takes the focus when the opener is gone; `onChange` is called after each opening and closing.
 */
export function createCard(
  host: HTMLElement,
  texts: CardTexts,
  {
    goTo,
    fallback,
    onChange,
  }: { goTo: (href: string) => void; fallback: HTMLElement; onChange: () => void },
): Card {
  const title = element("h2", { class: "map-card__title", id: "map-card-title" });
  const body = element("div", { class: "map-card__body" });
  const closer = element("button", {
    type: "button",
    class: "map-card__close",
    "aria-label": texts.close,
    title: texts.close,
  });
  const card = element(
    "section",
    {
      class: "map-card",
      role: "dialog",
      "aria-labelledby": title.id,
      tabindex: "-1",
      hidden: "",
    },
    [closer, body],
  );
  let opener: HTMLElement | undefined;
  let about: CardContent["about"];
  host.append(card);

  const close = (): void => {
    if (card.hidden) return;
    const hadFocus = card.contains(document.activeElement);
    card.hidden = true;
    about = undefined;
    onChange();
    if (hadFocus) (canTakeFocus(opener) ? opener : fallback).focus({ preventScroll: true });
    opener = undefined;
  };
  closer.addEventListener("click", close);
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });

  return {
    close,
    isOpen: () => !card.hidden,
    about: () => about,
    box: () => (card.hidden ? undefined : card),
    show: (content, by) => {
      opener = by;
      about = content.about;
      title.replaceChildren(...(content.sign ? [content.sign] : []), content.title);
      body.replaceChildren(...partsOf(content, title, goTo));
      card.className = "map-card";
      if (content.about?.kind === "district") card.classList.add(`district-${content.about.id}`);
      if (content.tone !== undefined) card.classList.add(`map-card--${content.tone}`);
      card.hidden = false;
      card.focus({ preventScroll: true });
      onChange();
    },
  };
}

function canTakeFocus(opener: HTMLElement | undefined): opener is HTMLElement {
  return opener?.isConnected === true && !opener.hidden;
}

function partsOf(content: CardContent, title: HTMLElement, goTo: (href: string) => void): Node[] {
  const parts: Node[] = [];
  if (content.kicker !== undefined) {
    parts.push(element("p", { class: "map-card__kicker" }, [content.kicker]));
  }
  parts.push(title);
  if (content.rows.length > 0) {
    const rows = content.rows.flatMap(({ term, value }) => [
      element("dt", {}, [term]),
      element("dd", {}, [value]),
    ]);
    parts.push(element("dl", { class: "map-card__facts" }, rows));
  }
  if (content.note !== undefined) {
    parts.push(element("p", { class: "map-card__note" }, [content.note]));
  }
  if (content.links.length > 0) {
    const items = content.links.map((link) => element("li", {}, [linkOf(link, goTo)]));
    parts.push(element("ul", { class: "map-card__links" }, items));
  }
  return parts;
}

function linkOf(link: CardContent["links"][number], goTo: (href: string) => void): HTMLElement {
  const made = element("a", { class: "kern-link", href: link.href }, [link.text]);
  if (link.own === true) {
    made.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      goTo(link.href);
    });
  }
  return made;
}
