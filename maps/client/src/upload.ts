/** The form for geodata: files are dropped or chosen, and one sees how far they are. */

const MEGABYTE = 1_000_000;

interface Parts {
  readonly drop: HTMLElement;
  readonly input: HTMLInputElement;
  readonly names: HTMLElement;
  readonly progress: HTMLElement;
  readonly bar: HTMLProgressElement;
  readonly said: HTMLElement;
  readonly submit: HTMLButtonElement;
  readonly stop: HTMLButtonElement;
  readonly trouble: HTMLElement;
}

/** Return how many bytes files have together. */
export function bytesOf(files: Iterable<{ readonly size: number }>): number {
  let bytes = 0;
  for (const file of files) bytes += file.size;
  return bytes;
}

/** Return the whole per cent that have been sent; 100 only once all are. */
export function percentSent(loaded: number, total: number): number {
  return total > 0 ? Math.floor((100 * loaded) / total) : 0;
}

function find<T extends Element>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (found === null) throw new Error(`missing: ${selector}`);
  return found;
}

function partsOf(form: HTMLFormElement): Parts {
  return {
    drop: find(form, ".upload__drop"),
    input: find(form, "input[type=file]"),
    names: find(form, ".upload__names"),
    progress: find(form, ".upload__progress"),
    bar: find(form, "progress"),
    said: find(form, ".upload__progress [role=status]"),
    submit: find(form, "button[type=submit]"),
    stop: find(form, ".upload__stop"),
    trouble: find(form.ownerDocument, "#upload-trouble"),
  };
}

/** Show what is wrong in the words of the server's own page. */
function showAnswer(parts: Parts, html: string, otherwise: string): void {
  const page = new DOMParser().parseFromString(html, "text/html");
  const told = page.querySelector("#upload-trouble") ?? noteOf(page);
  if (told === null || told.textContent?.trim() === "") complain(parts, otherwise);
  else parts.trouble.replaceChildren(...told.childNodes);
}

/** Return what a page about a problem says, without its heading of a page and its ways out. */
export function noteOf(page: Document): HTMLElement | null {
  const main = page.querySelector("main");
  const words = main?.querySelector(".lead")?.textContent ?? "";
  if (main === null || words === "") return null;
  const note = page.createElement("div");
  const title = page.createElement("h2");
  const line = page.createElement("p");
  title.textContent = main.querySelector("h1")?.textContent ?? "";
  line.textContent = words;
  note.className = "form-summary";
  note.append(title, line);
  const signIn = main.querySelector('a[href$="/anmelden"]');
  if (signIn !== null) note.append(signIn);
  const told = page.createElement("div");
  told.append(note);
  return told;
}

function complain(parts: Parts, words: string): void {
  const note = document.createElement("div");
  note.className = "form-summary";
  const line = document.createElement("p");
  line.textContent = words;
  note.append(line);
  parts.trouble.replaceChildren(note);
}

function setSending(parts: Parts, sending: boolean): void {
  parts.progress.hidden = !sending;
  parts.stop.hidden = !sending;
  parts.submit.disabled = sending;
}

function send(form: HTMLFormElement, parts: Parts, goTo: (url: string) => void): XMLHttpRequest {
  const words = form.dataset;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.upload.addEventListener("progress", (event) => {
    const percent = percentSent(event.loaded, event.total);
    parts.bar.value = percent;
    const sent = percent === 100;
    parts.said.textContent = (sent ? words.sent : `${words.sending}: ${percent} %`) ?? "";
  });
  request.addEventListener("load", () => {
    setSending(parts, false);
    if (request.status < 400) goTo(request.responseURL);
    else showAnswer(parts, request.responseText, words.lost ?? "");
  });
  request.addEventListener("error", () => {
    setSending(parts, false);
    complain(parts, words.lost ?? "");
  });
  request.addEventListener("abort", () => setSending(parts, false));
  parts.trouble.replaceChildren();
  parts.bar.value = 0;
  setSending(parts, true);
  request.send(new FormData(form));
  return request;
}

function followDrops(parts: Parts): void {
  const over = (event: DragEvent): void => {
    event.preventDefault();
    parts.drop.classList.toggle("is-over", event.type === "dragover");
  };
  parts.drop.addEventListener("dragover", over);
  parts.drop.addEventListener("dragleave", over);
  parts.drop.addEventListener("drop", (event) => {
    over(event);
    if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return;
    parts.input.files = event.dataTransfer.files;
    parts.input.dispatchEvent(new Event("change"));
  });
}

/** Bring the form to life; without this it is a plain form that does the same. */
export function startUpload(form: HTMLFormElement, window: Window): void {
  const parts = partsOf(form);
  const limit = Number(form.dataset.limitMb) * MEGABYTE;
  let request: XMLHttpRequest | undefined;
  followDrops(parts);
  parts.input.addEventListener("change", () => {
    parts.names.textContent = [...(parts.input.files ?? [])].map((file) => file.name).join(", ");
  });
  parts.stop.addEventListener("click", () => request?.abort());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (bytesOf(parts.input.files ?? []) > limit) complain(parts, form.dataset.tooLarge ?? "");
    else request = send(form, parts, (url) => window.location.assign(url));
  });
}
