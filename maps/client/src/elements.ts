/** Making elements without markup strings. */

type Attributes = Readonly<Record<string, string | undefined>>;
type Children = readonly (Node | string)[];

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element; attributes that are undefined are left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  children: Children = [],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** An SVG element. */
export function svgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  children: readonly Node[] = [],
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(SVG, tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

function setAttributes(made: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
}

const DRAWN = new Set(["path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "g"]);
const DRAWN_ATTRIBUTES =
  /^(d|cx|cy|r|rx|ry|x|y|x1|y1|x2|y2|width|height|points|transform|fill|fill-rule|opacity|stroke(-[a-z]+)?)$/;

/**
 * A sign from the inside of its SVG (view box 24 by 24), drawn in the color of the text.
 *
 * Only shapes and their geometry are taken over: what else the markup holds stays outside.
 */
export function signFromMarkup(markup: string, size: number): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(
    `<svg xmlns="${SVG}">${markup}</svg>`,
    "image/svg+xml",
  );
  return svgElement(
    "svg",
    {
      class: "sign",
      viewBox: "0 0 24 24",
      width: String(size),
      height: String(size),
      fill: "none",
      stroke: "currentColor",
      "stroke-width": "1.75",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
      "aria-hidden": "true",
      focusable: "false",
    },
    shapesOf(parsed.documentElement),
  );
}

function shapesOf(parent: Element): Node[] {
  return [...parent.children]
    .filter((child) => DRAWN.has(child.localName))
    .map((child) => {
      const copy = document.createElementNS(SVG, child.localName);
      for (const { name, value } of child.attributes) {
        if (DRAWN_ATTRIBUTES.test(name)) copy.setAttribute(name, value);
      }
      copy.append(...shapesOf(child));
      return copy;
    });
}
