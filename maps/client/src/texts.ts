/** Texts with places for values, handed over by the page in its own language. */

export type Values = Readonly<Record<string, string | number>>;

/** The page's texts (JSON) for the keys of `known`, and `known` where the page says nothing. */
export function textsFrom<Key extends string>(
  known: Readonly<Record<Key, string>>,
  json: string | undefined,
): Record<Key, string> {
  return { ...known, ...given(known, json) };
}

/** The text with its `{name}`s replaced. */
export function filled(text: string, values: Values): string {
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
