/** Points and rectangles on the screen, in CSS pixels, y pointing down. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The rectangle of a given size around its middle. */
export function boxAround(middle: Point, size: Size): Rect {
  return {
    left: middle.x - size.width / 2,
    top: middle.y - size.height / 2,
    right: middle.x + size.width / 2,
    bottom: middle.y + size.height / 2,
  };
}

/** The rectangle, larger by `by` on every side (smaller when `by` is negative). */
export function inflate(rect: Rect, by: number): Rect {
  return {
    left: rect.left - by,
    top: rect.top - by,
    right: rect.right + by,
    bottom: rect.bottom + by,
  };
}

/** Whether two rectangles share more than an edge. */
export function overlaps(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function overlapsAny(rect: Rect, others: Iterable<Rect>): boolean {
  for (const other of others) if (overlaps(rect, other)) return true;
  return false;
}

export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}

export function containsPoint(rect: Rect, point: Point): boolean {
  return (
    point.x >= rect.left && point.x <= rect.right && point.y >= rect.top && point.y <= rect.bottom
  );
}

/** The middle nearest to `middle` for which a box of `size` lies inside `frame`. */
export function clampMiddle(middle: Point, size: Size, frame: Rect): Point {
  return {
    x: clamp(middle.x, frame.left + size.width / 2, frame.right - size.width / 2),
    y: clamp(middle.y, frame.top + size.height / 2, frame.bottom - size.height / 2),
  };
}

/** `value` moved into [low, high]; the middle of both when the range is empty. */
export function clamp(value: number, low: number, high: number): number {
  if (low > high) return (low + high) / 2;
  return Math.min(Math.max(value, low), high);
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function translate(point: Point, by: Point): Point {
  return { x: point.x + by.x, y: point.y + by.y };
}

export function difference(a: Point, b: Point): Point {
  return { x: a.x - b.x, y: a.y - b.y };
}

/** Whether the straight line from `a` to `b` meets the rectangle (Liang–Barsky). */
export function crossesRect(a: Point, b: Point, rect: Rect): boolean {
  let enter = 0;
  let leave = 1;
  const sides = [
    [a.x - b.x, a.x - rect.left],
    [b.x - a.x, rect.right - a.x],
    [a.y - b.y, a.y - rect.top],
    [b.y - a.y, rect.bottom - a.y],
  ] as const;
  for (const [step, room] of sides) {
    if (step === 0) {
      if (room < 0) return false;
      continue;
    }
    const at = room / step;
    if (step < 0) enter = Math.max(enter, at);
    else leave = Math.min(leave, at);
  }
  return enter <= leave;
}
