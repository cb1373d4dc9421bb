/** The quick desk: Ctrl and Enter save a card from wherever the cursor stands. */
export function saveByKey(form: HTMLFormElement): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  };
  form.addEventListener("keydown", onKey);
  return () => form.removeEventListener("keydown", onKey);
}

/** Bring the page of the quick desk to life. */
export function startDesk(page: Document): void {
  const form = page.querySelector<HTMLFormElement>("#desk-form");
  if (form !== null) saveByKey(form);
}
