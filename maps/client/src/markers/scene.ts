/** What the marker layout is given and what it answers. */
import type { Point, Rect } from "../geometry/screen";

export interface MarkerWish {
  readonly id: string;
  /** The district a badge would count it for. */
  readonly group: string;
  /** True place on the screen. */
  readonly place: Point;
  /** How far from its place it stood in the last frame. */
  readonly lastShift?: Point | undefined;
}

export interface MarkerScene {
  readonly wishes: readonly MarkerWish[];
  readonly frame: Rect;
  /** Labels and controls: markers stand beside them. */
  readonly obstacles: readonly Rect[];
  /** Cards: what lies under them is out of view. */
  readonly covers: readonly Rect[];
  /** Width and height of a marker and of a badge. */
  readonly markerSize: number;
  readonly badgeSize: number;
  /** How far a marker may stand from its place. */
  readonly reach: number;
  /** The project whose card is open: it chooses its room first and never joins a badge. */
  readonly chosen?: string | undefined;
  /** Groups that stood as badges in the last frame and stay so while the map moves. */
  readonly lastBadges?: ReadonlySet<string> | undefined;
}

export interface MarkerPlace {
  readonly id: string;
  readonly middle: Point;
  readonly place: Point;
}

export interface BadgePlace {
  readonly group: string;
  readonly ids: readonly string[];
  readonly middle: Point;
  /** The middle of the true places it stands for. */
  readonly place: Point;
}

export interface MarkerLayout {
  readonly markers: readonly MarkerPlace[];
  readonly badges: readonly BadgePlace[];
}
