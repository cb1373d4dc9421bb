/** How many voices each district has under the filter: the page's cards say it already. */

const CARD = "[data-district] [data-voices]";

/** Voices by district; empty on a page without cards. */
export function voiceCounts(page: ParentNode): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const said of page.querySelectorAll<HTMLElement>(CARD)) {
    const district = said.closest<HTMLElement>("[data-district]")?.dataset.district;
    const count = Number(said.dataset.voices);
    if (district !== undefined && Number.isInteger(count)) counts[district] ??= count;
  }
  return counts;
}
