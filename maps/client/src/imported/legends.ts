/** Legends of imported layers stand on the page while their layer is shown. */

export function showLegends(page: ParentNode, shown: ReadonlySet<string>): void {
  for (const legend of page.querySelectorAll<HTMLElement>("[data-legend-of]")) {
    legend.hidden = !shown.has(legend.dataset.legendOf ?? "");
  }
}
