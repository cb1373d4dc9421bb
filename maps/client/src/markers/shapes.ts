/** The mark of each status: told apart by shape, as in the legend. The number stands inside. */
import type { Status } from "../answers";
import { svgElement } from "../elements";

/** Edge of the view box. */
const BOX = 26;
const DIAMOND = "M13 0.8 25.2 13 13 25.2 0.8 13Z";

/** Disc: done. Half disc: under way. Ring: planned. Dashed diamond: idea. Crossed: dropped. */
export function statusShape(status: Status): SVGSVGElement {
  return svgElement(
    "svg",
    {
      class: "map-marker__shape",
      viewBox: `0 0 ${BOX} ${BOX}`,
      width: String(BOX),
      height: String(BOX),
      "aria-hidden": "true",
      focusable: "false",
    },
    partsOf(status),
  );
}

function partsOf(status: Status): SVGElement[] {
  switch (status) {
    case "done":
      return [disc("marker-ink")];
    case "under_way":
      return [disc("marker-paper"), path("M13 2a11 11 0 0 0 0 22Z", "marker-half"), ring()];
    case "planned":
      return [disc("marker-paper"), ring()];
    case "idea":
      return [path(DIAMOND, "marker-paper"), path(DIAMOND, "marker-line marker-dashed")];
    case "dropped":
      return [
        disc("marker-paper"),
        ring(),
        path("M5.5 5.5 20.5 20.5M20.5 5.5 5.5 20.5", "marker-cross"),
      ];
  }
}

function disc(name: string): SVGElement {
  return svgElement("circle", { cx: "13", cy: "13", r: "12", class: name });
}

function ring(): SVGElement {
  return svgElement("circle", { cx: "13", cy: "13", r: "11", class: "marker-line" });
}

function path(d: string, name: string): SVGElement {
  return svgElement("path", { d, class: name });
}
