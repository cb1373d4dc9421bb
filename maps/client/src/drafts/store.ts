/**
 * Drafts that stay in this browser: words and place, nothing about the person.
 *
 * Every change reads what other windows wrote meanwhile. A browser that forbids or has run out
 * of room makes `save` say no; what is in the form stays there.
 */

/** Where a draft belongs. All degrees; label and point are two things. */
export interface DraftPlace {
  readonly lon?: number;
  readonly lat?: number;
  /** Where it is, in words: what the page said, or what was typed. */
  readonly words: string;
}

/** Values of the form's own fields, by name. */
export type Fields = Readonly<Record<string, string>>;

export interface Draft {
  readonly id: string;
  /** Id of the process it answers, and what the page calls it. */
  readonly process: string;
  readonly processTitle: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly fields: Fields;
  readonly place: DraftPlace;
  /** Address of the page with its place, to go on there. */
  readonly address: string;
  /** The key of an attempt to send exactly these fields, of which no answer came. */
  readonly sentWith?: string;
}

export interface DraftStore {
  /** All drafts, the last saved one first. */
  readonly list: () => readonly Draft[];
  readonly find: (id: string) => Draft | undefined;
  /** Whether the browser kept it. */
  readonly save: (draft: Draft) => boolean;
  readonly remove: (id: string) => void;
  readonly removeAll: () => void;
}

const KEY = "werkbank:drafts";
const VERSION = 1;

/** Drafts in `storage`; undefined where the browser gives none. */
export function draftStore(storage: Storage | undefined): DraftStore {
  const read = (): readonly Draft[] => {
    try {
      return draftsIn(storage?.getItem(KEY) ?? null);
    } catch {
      return [];
    }
  };
  const write = (drafts: readonly Draft[]): boolean => {
    try {
      if (storage === undefined) return false;
      if (drafts.length === 0) storage.removeItem(KEY);
      else storage.setItem(KEY, JSON.stringify({ version: VERSION, drafts }));
      return true;
    } catch {
      return false; // full, or forbidden
    }
  };
  return {
    list: () => read().toSorted((one, other) => other.savedAt - one.savedAt),
    find: (id) => read().find((draft) => draft.id === id),
    save: (draft) => write([...read().filter(({ id }) => id !== draft.id), draft]),
    remove: (id) => {
      write(read().filter((draft) => draft.id !== id));
    },
    removeAll: () => {
      write([]);
    },
  };
}

/** The browser's own store; a browser may forbid even to ask for it. */
export function ownStorage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/** What this window remembers until it is closed. */
export function windowStorage(): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

function draftsIn(text: string | null): readonly Draft[] {
  const parsed: unknown = JSON.parse(text ?? "null");
  if (typeof parsed !== "object" || parsed === null) return [];
  const { version, drafts } = parsed as Record<string, unknown>;
  return version === VERSION && Array.isArray(drafts) ? drafts.filter(isDraft) : [];
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const { id, process, processTitle, savedAt, fields, place, address } = value as Draft;
  return (
    [id, process, processTitle, address].every((text) => typeof text === "string") &&
    address.startsWith("/") &&
    !address.startsWith("//") &&
    typeof savedAt === "number" &&
    isRecord(fields) &&
    Object.values(fields).every((text) => typeof text === "string") &&
    isRecord(place)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
