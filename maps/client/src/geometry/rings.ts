/** Areas on the screen as rings under the even-odd rule: a hole is one more ring. */
import type { Point, Rect } from "./screen";

/** Open ring: the last point is not the first again. Holes run against their outer ring. */
export type Ring = readonly Point[];
/** All rings of a polygon or multipolygon. */
export type Rings = readonly Ring[];

interface Edge {
  readonly inside: (point: Point) => boolean;
  readonly crossing: (a: Point, b: Point) => Point;
}

function vertical(x: number, inside: (point: Point) => boolean): Edge {
  return {
    inside,
    crossing: (a, b) => ({ x, y: a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x) }),
  };
}

function horizontal(y: number, inside: (point: Point) => boolean): Edge {
  return {
    inside,
    crossing: (a, b) => ({ x: a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y), y }),
  };
}

function clipRingToEdge(ring: Ring, edge: Edge): Point[] {
  const kept: Point[] = [];
  let before = ring[ring.length - 1];
  if (before === undefined) return kept;
  for (const point of ring) {
    if (edge.inside(point) !== edge.inside(before)) kept.push(edge.crossing(before, point));
    if (edge.inside(point)) kept.push(point);
    before = point;
  }
  return kept;
}

/**
 * The part of an area that lies in a rectangle (Sutherland–Hodgman, ring by ring).
 *
 * Parts that fall apart stay joined by edges of no width along the rectangle; area and
 * `isInside` are not affected by them.
 */
export function clipToRect(rings: Rings, rect: Rect): Rings {
  const edges = [
    vertical(rect.left, (point) => point.x >= rect.left),
    vertical(rect.right, (point) => point.x <= rect.right),
    horizontal(rect.top, (point) => point.y >= rect.top),
    horizontal(rect.bottom, (point) => point.y <= rect.bottom),
  ];
  return rings
    .map((ring) => edges.reduce<Ring>(clipRingToEdge, ring))
    .filter((ring) => ring.length >= 3);
}

/** Whether a point lies in the area (even-odd rule). */
export function isInside(rings: Rings, point: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    let before = ring[ring.length - 1];
    for (const corner of ring) {
      if (
        before !== undefined &&
        corner.y > point.y !== before.y > point.y &&
        point.x < ((before.x - corner.x) * (point.y - corner.y)) / (before.y - corner.y) + corner.x
      ) {
        inside = !inside;
      }
      before = corner;
    }
  }
  return inside;
}

/** Area of the outer rings less that of the holes, in square pixels, never negative. */
export function areaOf(rings: Rings): number {
  const signed = rings.map(signedArea);
  const outer = Math.sign(
    signed.reduce((most, area) => (Math.abs(area) > Math.abs(most) ? area : most), 0),
  );
  return Math.abs(signed.reduce((sum, area) => sum + area * outer, 0));
}

function signedArea(ring: Ring): number {
  let sum = 0;
  let before = ring[ring.length - 1];
  for (const corner of ring) {
    if (before !== undefined) sum += before.x * corner.y - corner.x * before.y;
    before = corner;
  }
  return sum / 2;
}

/** The smallest rectangle around the area, or undefined when it has no point. */
export function boundsOf(rings: Rings): Rect | undefined {
  let bounds: Rect | undefined;
  for (const ring of rings) {
    for (const { x, y } of ring) {
      bounds =
        bounds === undefined
          ? { left: x, top: y, right: x, bottom: y }
          : {
              left: Math.min(bounds.left, x),
              top: Math.min(bounds.top, y),
              right: Math.max(bounds.right, x),
              bottom: Math.max(bounds.bottom, y),
            };
    }
  }
  return bounds;
}

/** Distance from a point to the nearest edge of the area, in pixels. */
export function distanceToEdge(rings: Rings, point: Point): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    let before = ring[ring.length - 1];
    for (const corner of ring) {
      if (before !== undefined)
        nearest = Math.min(nearest, distanceToSegment(point, before, corner));
      before = corner;
    }
  }
  return nearest;
}

function distanceToSegment(point: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length2;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - (a.x + t * dx), point.y - (a.y + t * dy));
}
