/** A sentence on the map about what it cannot show. The page's live region says it aloud. */
import { element } from "./elements";

export interface Notice {
  /** Show this sentence; an empty one takes the notice away. */
  readonly say: (text: string) => void;
  /** What it covers of the map. */
  readonly boxes: () => readonly HTMLElement[];
}

/** `onChange` is called when it comes, goes or changes its size. */
export function createNotice(host: HTMLElement, onChange: () => void): Notice {
  const box = element("p", { class: "map-notice", hidden: "" });
  host.append(box);
  return {
    say: (text) => {
      if (box.textContent === text) return;
      box.textContent = text;
      box.hidden = text === "";
      onChange();
    },
    boxes: () => (box.hidden ? [] : [box]),
  };
}
