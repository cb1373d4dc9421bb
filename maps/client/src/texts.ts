/** Texts with places for values, handed over by the page in its own language. */

export type Values = Readonly<Record<string, string | number>>;

/** What the keys that end in `_one` and `_other` have in common: they are chosen by number. */
type Stem<Key extends string> = Key extends `${infer Start}_one` ? Start : never;

export interface Sayings<Key extends string> {
  readonly lang: string;
  readonly say: (key: Key, values?: Values) => string;
  /** The text for a number, which it may name as `{count}`. */
  readonly count: (stem: Stem<Key>, count: number, values?: Values) => string;
  readonly number: (value: number) => string;
}

/** What can be said in `lang`: the page's texts (JSON), and `known` where it hands over none. */
export function sayingsOf<Key extends string>(
  lang: string,
  known: Readonly<Record<Key, string>>,
  json: string | undefined,
  numbers = new Intl.NumberFormat(lang),
): Sayings<Key> {
  const texts = textsFrom(known, json);
  const plural = new Intl.PluralRules(lang);
  const say = (key: Key, values: Values = {}): string => filled(texts[key], values);
  return {
    lang,
    say,
    count: (stem, count, values = {}) => {
      const form = plural.select(count) === "one" ? "one" : "other";
      return say(`${stem}_${form}` as Key, { ...values, count: numbers.format(count) });
    },
    number: (value) => numbers.format(value),
  };
}

function textsFrom<Key extends string>(
  known: Readonly<Record<Key, string>>,
  json: string | undefined,
): Record<Key, string> {
  return { ...known, ...given(known, json) };
}

/** The text with its `{name}`s replaced. */
function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

function given<Key extends string>(
  known: Readonly<Record<Key, string>>,
  json: string | undefined,
): Partial<Record<Key, string>> {
  if (json === undefined || json === "") return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return {};
  }
  if (typeof parsed !== "object" || parsed === null) return {};
  return Object.fromEntries(
    Object.entries(parsed).filter(([key, text]) => key in known && typeof text === "string"),
  ) as Partial<Record<Key, string>>;
}
