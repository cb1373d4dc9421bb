/** Draws the pictures of voices when the map first needs them. */
import type { Map as MapLibreMap } from "maplibre-gl";
import { radiusOf, type ShapeFacts, type Sign, type SignFacts, signOf } from "./signs";

/** Pictures are drawn this much finer than pixels of the page. */
const FINENESS = 2;
const HALO_PX = 1.5;
/** Edge of a single sign on the page, without halo. */
const SIGN_PX = 28;
const DASH = [3, 2];
const PILL = { width: 34, height: 22 };

/** Let the map ask for pictures; it keeps what it got. */
export function drawPictures(map: MapLibreMap, facts: SignFacts): void {
  map.setMissingStyleImageResolver((name) => {
    const sign = signOf(name);
    const picture = sign && draw(sign, facts);
    if (picture !== undefined) map.addImage(name, picture, { pixelRatio: FINENESS });
  });
}

function draw(sign: Sign, facts: SignFacts): ImageData | undefined {
  if (sign.many) return drawCount(sign, facts);
  const shape = facts.kinds[sign.kind];
  if (shape === undefined) return undefined;
  if (sign.form === "district") return drawPill(facts, shape.color, { theme: sign.theme });
  return drawShape(shape, facts.themes[sign.theme], facts, { hollow: sign.form === "street" });
}

/** A canvas of `width` by `height` pixels of the page and a halo around; its middle is 0, 0. */
function canvasOf(width: number, height: number): CanvasRenderingContext2D | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((width + 2 * HALO_PX) * FINENESS);
  canvas.height = Math.ceil((height + 2 * HALO_PX) * FINENESS);
  const context = canvas.getContext("2d") ?? undefined;
  context?.translate(canvas.width / 2, canvas.height / 2);
  context?.scale(FINENESS, FINENESS);
  return context;
}

function pixelsOf(context: CanvasRenderingContext2D): ImageData {
  const { width, height } = context.canvas;
  return context.getImageData(0, 0, width, height);
}

/** Fill a path with a halo around it; a hollow one is only outlined, with a broken line. */
function paint(
  context: CanvasRenderingContext2D,
  path: Path2D,
  { color, paper, hollow, scale }: { color: string; paper: string; hollow: boolean; scale: number },
): void {
  context.lineJoin = "round";
  context.strokeStyle = paper;
  context.lineWidth = (2 * HALO_PX) / scale;
  context.stroke(path);
  context.fillStyle = hollow ? paper : color;
  context.fill(path);
  if (!hollow) return;
  context.save();
  context.clip(path); // the line stays inside, so that the halo stays around
  context.strokeStyle = color;
  context.lineWidth = 4 / scale;
  context.setLineDash(DASH.map((part) => part / scale));
  context.stroke(path);
  context.restore();
}

function drawShape(
  shape: ShapeFacts,
  symbol: string | undefined,
  facts: SignFacts,
  { hollow }: { hollow: boolean },
): ImageData | undefined {
  const context = canvasOf(SIGN_PX, SIGN_PX);
  if (context === undefined) return undefined;
  const scale = SIGN_PX / facts.box;
  context.scale(scale, scale);
  context.translate(-facts.box / 2, -facts.box / 2);
  paint(context, new Path2D(shape.path), { color: shape.color, paper: facts.paper, hollow, scale });
  const [x, y] = shape.middle;
  const color = hollow ? shape.color : facts.paper;
  drawSymbol(context, symbol, { x, y, size: facts.symbol_size, color });
  return pixelsOf(context);
}

/** `x`, `y` is the symbol's middle. */
function drawSymbol(
  context: CanvasRenderingContext2D,
  symbol: string | undefined,
  { x, y, size, color }: { x: number; y: number; size: number; color: string },
): void {
  if (symbol === undefined) return;
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / 24, size / 24);
  context.fillStyle = color;
  context.fill(new Path2D(symbol), "evenodd");
  context.restore();
}

/** Several voices: a disc for votes, a diamond for notes; a pill for what has no point. */
function drawCount(sign: Sign & { many: true }, facts: SignFacts): ImageData | undefined {
  const color = facts.groups[sign.group] ?? facts.paper;
  const text = String(sign.count);
  if (sign.form === "district") return drawPill(facts, color, { text });
  const isNote = sign.group === "notes";
  const radius = radiusOf(sign.count) + (isNote ? 2 : 0);
  const context = canvasOf(2 * radius, 2 * radius);
  if (context === undefined) return undefined;
  const path = new Path2D();
  if (isNote) {
    path.moveTo(0, -radius);
    for (const [x, y] of [
      [radius, 0],
      [0, radius],
      [-radius, 0],
    ] as const) {
      path.lineTo(x, y);
    }
    path.closePath();
  } else path.arc(0, 0, radius, 0, 2 * Math.PI);
  const hollow = sign.form === "street";
  paint(context, path, { color, paper: facts.paper, hollow, scale: 1 });
  write(context, text, hollow ? color : facts.paper, isNote ? 11 : 13);
  return pixelsOf(context);
}

function drawPill(
  facts: SignFacts,
  color: string,
  { text, theme }: { text?: string; theme?: string },
): ImageData | undefined {
  const width = PILL.width + 6 * Math.max(0, (text?.length ?? 1) - 1);
  const context = canvasOf(width, PILL.height);
  if (context === undefined) return undefined;
  const path = new Path2D();
  path.roundRect(-width / 2, -PILL.height / 2, width, PILL.height, PILL.height / 2);
  paint(context, path, { color, paper: facts.paper, hollow: true, scale: 1 });
  if (text !== undefined) write(context, text, color, 13);
  if (theme !== undefined)
    drawSymbol(context, facts.themes[theme], { x: 0, y: 0, size: 14, color });
  return pixelsOf(context);
}

function write(context: CanvasRenderingContext2D, text: string, color: string, size: number): void {
  context.font = `600 ${size}px ${getComputedStyle(document.body).fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = color;
  context.fillText(text, 0, 0.5);
}
