/** Searching a place by its name: our own places, streets and districts. */
import { fetchJson } from "../answers";
import type { LonLat } from "./area";
import { combobox, type Option } from "./combobox";
import type { Words } from "./words";

interface Hit {
  readonly kind: "district" | "street" | "place";
  readonly name: string;
  readonly district: string;
  readonly district_name: string;
  readonly lon: number | null;
  readonly lat: number | null;
}

interface Found extends Option {
  readonly hit: Hit;
}

/** What was chosen. Of many streets only the district is known, and no point. */
export interface Searched {
  readonly name: string;
  readonly district: string;
  readonly point: LonLat | undefined;
}

/** Let the step's search field propose as one types, and tell on the page what came of it. */
export function offerSearch(
  section: HTMLElement,
  words: Words,
  choose: (searched: Searched) => void,
): void {
  const input = section.querySelector<HTMLInputElement>("[data-place-search]");
  const form = input?.form;
  const host = input?.parentElement;
  const told = section.querySelector<HTMLElement>("[data-search-told]");
  if (!input || !form || !host) return;
  const url = input.dataset.placeSearch || "/api/places";
  const tell = (text: string): void => {
    if (told !== null) told.textContent = text;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  combobox<Found>({
    input,
    host,
    label: input.labels?.[0]?.textContent?.trim() ?? "",
    ask: async (text, signal) => {
      const query = new URLSearchParams({ q: text });
      const { hits } = await fetchJson<{ hits: readonly Hit[] }>(`${url}?${query}`, signal);
      return hits.map((hit) => ({
        hit,
        name: hit.name,
        note: hit.kind === "district" ? "" : hit.district_name,
      }));
    },
    choose: ({ hit: { kind, name, district, lon, lat } }) => {
      const point = lon === null || lat === null ? undefined : { lon, lat };
      const key = point || kind === "district" ? "search_chosen" : "search_only_district";
      tell(words.say(key, { name }));
      choose({ name, district, point });
    },
    tell: (count) => {
      if (count === undefined) tell(words.say("search_failed"));
      else tell(count === 0 ? words.say("search_none") : words.count("search", count));
    },
  });
}
