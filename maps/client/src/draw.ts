/** The form of a process: the chosen way to name its area shows, and a map for drawing one. */

/** Bring the choice of an area to life. */
export function startAreaForm(form: HTMLFormElement): void {
  const parts = [...form.querySelectorAll<HTMLElement>("[data-area-part]")];
  const root = form.querySelector<HTMLElement>("#area-draw");
  let started = false;
  const follow = (): void => {
    const chosen = form.querySelector<HTMLInputElement>('input[name="area_kind"]:checked')?.value;
    for (const part of parts) part.hidden = part.dataset.areaPart !== chosen;
    if (chosen !== "polygon" || started || root === null) return;
    started = true;
    void import("./draw/area-map").then((map) => map.startAreaMap(form, root));
  };
  form.addEventListener("change", follow);
  // A browser that goes back brings its own choice along.
  addEventListener("pageshow", follow);
  follow();
}
