/** The writing page, brought to life: its steps, the map beside them, drafts and sending. */
import { forgetCurrent, type Keeper, keepDraft } from "../drafts/keeper";
import { offerDrafts } from "../drafts/offer";
import { type DraftStore, draftStore, ownStorage, windowStorage } from "../drafts/store";
import { element } from "../elements";
import { type CheckActions, dressCheck, submit } from "./check-step";
import { fieldValue, pointIn, setValue } from "./fields";
import { mapBeside } from "./map-beside";
import { askNearby, dressNearby } from "./near-step";
import type { ChosenPlace } from "./place-step";
import { startProof } from "./proof-step";
import { resumable, resumeLater } from "./resume";
import { formOf, type Spot, spotOf } from "./spot";
import { focusHeading, followSteps, type Step, type Steps } from "./steps";
import { type Words, wordsOf } from "./words";
import { dressFields, focusWords, keepInSight } from "./words-step";

/** What the page's parts share. */
interface Page {
  readonly root: HTMLElement;
  readonly form: HTMLFormElement;
  readonly words: Words;
  readonly steps: Steps;
  readonly spot: Spot;
  readonly store: DraftStore;
  readonly keeper: Keeper;
}

/** Start the page. A summary that came without its form can only be sent. */
export function startWriting(root: HTMLElement): void {
  const words = wordsOf(document.documentElement.lang, root.dataset.words);
  const store = draftStore(ownStorage());
  const form = formOf(root);
  if (form === null) {
    startSummary(root, words, store);
    return;
  }
  const steps = followSteps(root);
  const spot = spotOf(form);
  const keeper = keepDraft({
    form,
    host: lineBelow(form),
    store,
    words,
    process: root.dataset.process ?? "",
    processTitle: root.dataset.processTitle ?? "",
    place: () => ({ ...pointIn(form), words: spot.words() }),
    address: () => location.pathname + location.search,
    clock: () => Date.now(),
    newId: () => crypto.getRandomValues(new Uint32Array(2)).join("-"),
    session: windowStorage(),
  });
  const measure = fillScreen(root);
  const page: Page = { root, form, words, steps, spot, store, keeper };
  dressFields(form, words);
  keepInSight(form);
  followForm(page);
  followNearby(page);
  followMap(page);
  followDrafts(page);
  steps.onShow(measure);
}

/** Tell the style sheet what stands above: on a phone the first step fills the rest. */
function fillScreen(root: HTMLElement): () => void {
  const measure = (): void => {
    const top = Math.round(root.getBoundingClientRect().top + scrollY);
    root.style.setProperty("--wb-writing-top", `${top}px`);
  };
  measure();
  addEventListener("resize", measure);
  void document.fonts.ready.then(measure);
  return measure;
}

/** The line below the form's buttons that tells of the draft. */
function lineBelow(form: HTMLFormElement): HTMLElement {
  const line = element("p", { class: "draft-line" });
  (form.querySelector(".form-actions") ?? form).after(line);
  return line;
}

/** The map, and what each step does when it is shown. */
function followMap(page: Page): void {
  const { root, form, steps } = page;
  const map = mapBeside(root, page.words, {
    isWanted: () => root.dataset.way !== "liste",
    point: () => pointIn(form),
    onHere: (place) => goOn(page, place),
    onMoved: (place) => {
      if (steps.now() === "place") return;
      page.spot.set(place);
      page.keeper.touch();
      history.replaceState(history.state, "", addressOf(page));
      tellAddress();
    },
  });
  const show = (step: Step, back: boolean): void => {
    map.refresh();
    if (step === "words" && !back) focusWords(form);
    else focusHeading(root, step);
  };
  steps.onShow(show);
  map.refresh();
}

/** From a place on the map to what others said there, or to the words. */
async function goOn(page: Page, place: ChosenPlace): Promise<void> {
  const { root, words, steps, spot, keeper, form } = page;
  spot.set(place);
  keeper.touch();
  const address = addressOf(page);
  const { section, anybody } = await askNearby(address);
  const shown = root.querySelector('[data-step="near"]');
  shown?.replaceChildren(...(section?.childNodes ?? []));
  const line = shown?.querySelector("[data-place-words]");
  if (line) line.textContent = spot.words();
  form.querySelector(".near-unknown")?.remove();
  if (section === undefined) {
    form.prepend(element("p", { class: "near-unknown muted" }, [words.say("near_failed")]));
  }
  steps.go(anybody ? "near" : "words", address);
  tellAddress();
}

function followNearby({ root, words, steps }: Page): void {
  const section = root.querySelector<HTMLElement>('[data-step="near"]');
  if (section === null) return;
  dressNearby(section, words, {
    onWrite: () => steps.go("words"),
    onChangePlace: () => steps.go("place"),
  });
}

/** The link to the other language follows the address. */
function tellAddress(): void {
  document.dispatchEvent(new CustomEvent("werkbank:filtered"));
}

/** The address of the page with its place: a reload or a shared link leads here. */
function addressOf({ root, form }: Page): string {
  const query = new URLSearchParams(location.search);
  for (const name of ["q", "schritt", "stadtteil", "genau", "ort"]) query.delete(name);
  for (const name of ["weg", "lon", "lat"]) query.set(name, fieldValue(form, name));
  return `${root.dataset.address ?? location.pathname}?${query}`;
}

function followForm(page: Page): void {
  const { form, words, steps } = page;
  const actions = checkActions(page);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.hasAttribute("data-change-place")) {
      steps.go("place");
      return;
    }
    page.keeper.flush();
    void submit(form, event.submitter ?? form.querySelector("button[type=submit]"), words, actions);
  });
  // A key from an attempt whose answer never came holds for the same words only.
  form.addEventListener("input", () => form.querySelector('[name="schluessel"]')?.remove());
}

function checkActions(page: Page): CheckActions {
  const { root, form, words, steps, spot, keeper } = page;
  const actions: CheckActions = {
    onCheck: (section) => {
      root.querySelector('[data-step="check"]')?.remove();
      dressCheck(section, form, words, actions);
      root.append(section);
      if (steps.now() === "check") focusHeading(root, "check");
      else steps.go("check");
      startProof(section, words);
    },
    onFlaws: (answer) => {
      const renewed = formOf(answer);
      if (renewed !== null) form.replaceChildren(...renewed.childNodes);
      form.querySelector(".form-actions")?.after(keeper.line);
      dressFields(form, words);
      spot.renew();
      const summary = answer.querySelector<HTMLElement>(".form-summary");
      root.querySelector(".form-summary")?.remove();
      if (summary !== null) form.before(summary);
      steps.go("words");
      summary?.focus();
    },
    onAttempt: keeper.attempt,
    onSent: (url) => {
      keeper.drop();
      leave(url);
    },
    onChange: (field) => {
      steps.go("words");
      document.getElementById(field)?.focus();
    },
  };
  return actions;
}

function followDrafts(page: Page): void {
  const { root, form, store, words, keeper, steps } = page;
  const host = element("div", { class: "drafts-offer", hidden: "" });
  root.querySelector('[data-step="place"]')?.before(host);
  const process = root.dataset.process ?? "";
  const draft = resumable(store, process, form);
  if (draft !== undefined) {
    keeper.take(draft);
    if (draft.sentWith !== undefined) {
      form.append(element("input", { type: "hidden", name: "schluessel" }));
      setValue(form, "schluessel", draft.sentWith);
    }
    if (steps.now() === "near") steps.go("words");
  }
  const look = offerDrafts({ host, store, words, resume: resumeLater });
  steps.onShow(() => {
    look();
    host.hidden ||= steps.now() !== "place";
  });
  host.hidden ||= steps.now() !== "place" || draft !== undefined;
}

/** A summary that the server sent as a page of its own. */
function startSummary(root: HTMLElement, words: Words, store: DraftStore): void {
  const section = root.querySelector<HTMLElement>('[data-step="check"]');
  if (section === null) return;
  const actions: CheckActions = {
    onCheck: (renewed) => {
      root.querySelector('[data-step="check"]')?.replaceWith(renewed);
      dressCheck(renewed, null, words, actions);
      renewed.querySelector<HTMLElement>("[data-step-title]")?.focus();
      startProof(renewed, words);
    },
    onFlaws: () => section.querySelector<HTMLFormElement>("#edit-form")?.submit(),
    onAttempt: () => {},
    onSent: (url) => {
      forgetCurrent(store, windowStorage());
      leave(url);
    },
    onChange: () => {},
  };
  dressCheck(section, null, words, actions);
  startProof(section, words);
}

/** Go where it was sent to. Who comes back finds the page as new, not the words once more. */
function leave(url: string): void {
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.reload();
  });
  location.replace(url);
}
