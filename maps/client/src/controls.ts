/** Buttons, scale bar and credits of the map. */
import { element, svgElement } from "./elements";
import type { MessageKey, Speech } from "./messages";

export interface ControlActions {
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly wholeCity: () => void;
}

export interface Controls {
  /** The group of buttons, for the room it takes. */
  readonly buttons: HTMLElement;
  readonly setZoomable: (zoomable: { readonly closer: boolean; readonly farther: boolean }) => void;
}

const ICONS = {
  zoom_in: "M12 5v14M5 12h14",
  zoom_out: "M5 12h14",
  whole_city: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
} as const satisfies Partial<Record<MessageKey, string>>;

export function createControls(
  host: HTMLElement,
  speech: Speech,
  actions: ControlActions,
): Controls {
  const closer = buttonOf("zoom_in", speech, actions.zoomIn);
  const farther = buttonOf("zoom_out", speech, actions.zoomOut);
  const home = buttonOf("whole_city", speech, actions.wholeCity);
  const buttons = element(
    "div",
    { class: "map-controls", role: "group", "aria-label": speech.say("controls") },
    [closer, farther, home],
  );
  host.append(buttons);
  return {
    buttons,
    setZoomable: (zoomable) => {
      // Not `disabled`: the button at hand would lose the focus.
      closer.setAttribute("aria-disabled", String(!zoomable.closer));
      farther.setAttribute("aria-disabled", String(!zoomable.farther));
    },
  };
}

function buttonOf(key: keyof typeof ICONS, speech: Speech, act: () => void): HTMLButtonElement {
  const name = speech.say(key);
  const icon = svgElement(
    "svg",
    {
      viewBox: "0 0 24 24",
      width: "22",
      height: "22",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": "2",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
      "aria-hidden": "true",
      focusable: "false",
    },
    [svgElement("path", { d: ICONS[key] })],
  );
  const button = element(
    "button",
    { type: "button", class: "map-controls__button", "aria-label": name, title: name },
    [icon],
  );
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") act();
  });
  return button;
}

export interface Footer {
  /** Whether only the word "Quellen" is shown, to be unfolded. */
  readonly foldCredits: (folded: boolean) => void;
  readonly setScale: (metersPerPixel: number) => void;
  /** Credits as the style gives them: text, with links at most. */
  readonly setCredits: (credits: readonly string[]) => void;
}

const SCALE_MAX_PX = 110;

/** The line below the map: scale bar, boundary note, and credits that a narrow map folds away. */
export function createFooter(host: HTMLElement, speech: Speech): Footer {
  const bar = element("span", { class: "map-scale__bar", "aria-hidden": "true" });
  const length = element("span", { class: "map-scale__length" });
  const scale = element("div", { class: "map-scale", role: "img" }, [bar, length]);
  const list = element("div", { class: "map-credits__list" });
  const credits = element("details", { class: "map-credits" }, [
    element("summary", {}, [speech.say("credits")]),
    list,
  ]);
  const note = element("p", { class: "map-note" }, [speech.say("boundary_note")]);
  host.append(element("div", { class: "map-footer" }, [scale, note, credits]));
  return {
    foldCredits: (folded) => {
      credits.open = !folded;
    },
    setScale: (metersPerPixel) => {
      const meters = roundLength(SCALE_MAX_PX * metersPerPixel);
      const text = lengthText(meters, speech);
      bar.style.inlineSize = `${(meters / metersPerPixel).toFixed(0)}px`;
      length.textContent = text;
      scale.setAttribute("aria-label", speech.say("scale", { length: text }));
    },
    setCredits: (texts) => {
      const unique = [...new Set(texts.filter((text) => text !== ""))];
      const parts = unique.flatMap((text) => [" · ", ...creditNodes(text)]);
      list.replaceChildren(...parts.slice(1));
    },
  };
}

/** The largest of 1, 2, 5, 10, 20, 50 … that is not longer than `meters`. */
export function roundLength(meters: number): number {
  const power = 10 ** Math.floor(Math.log10(meters));
  const first = meters / power;
  return power * (first >= 5 ? 5 : first >= 2 ? 2 : 1);
}

function lengthText(meters: number, speech: Speech): string {
  return meters >= 1000 ? `${speech.number(meters / 1000)} km` : `${speech.number(meters)} m`;
}

/** Text and https links of a credit; all other markup is dropped. */
export function creditNodes(html: string): Node[] {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return [...body.childNodes].map((node) => {
    const text = node.textContent ?? "";
    const href = node instanceof HTMLAnchorElement ? node.getAttribute("href") : null;
    if (href === null || !/^https:\/\//.test(href)) return document.createTextNode(text);
    return element("a", { href, rel: "noopener noreferrer external" }, [text]);
  });
}
