/** Where the server asks for a proof: the device computes it by itself, and the page says so. */
import type { Challenge } from "altcha/lib";
import { fetchJson } from "../answers";
import { element } from "../elements";
import type { Words } from "./words";

/** Start on the proof that a summary asks for, if it asks for one. */
export function startProof(section: HTMLElement, words: Words): void {
  const host = section.querySelector<HTMLElement>("#proof");
  const field = section.querySelector<HTMLInputElement>("#altcha");
  const form = field?.form;
  const button = form?.querySelector<HTMLButtonElement>(".form-actions button");
  if (!host || !field || !button) return;
  const bar = element("progress", { class: "proof__bar", "aria-hidden": "true" });
  const said = element("p", { class: "proof__said" });
  const again = element(
    "button",
    { type: "button", class: "kern-btn kern-btn--secondary", hidden: "" },
    [element("span", { class: "kern-label" }, [words.say("proof_again")])],
  );
  host.replaceChildren(said, bar, again);

  const run = async (): Promise<void> => {
    again.hidden = true;
    bar.hidden = false;
    button.disabled = true;
    said.textContent = words.say("proof_working");
    try {
      const [{ solve }, challenge] = await Promise.all([
        import("./proof"),
        fetchJson<Challenge>(host.dataset.challengeUrl ?? ""),
      ]);
      field.value = await solve(challenge);
      said.textContent = words.say("proof_done");
    } catch {
      said.textContent = words.say("proof_failed");
      again.hidden = false;
    }
    bar.hidden = true;
    // Without a proof the server says what to do; nobody is left with a dead button.
    button.disabled = false;
  };
  again.addEventListener("click", () => void run());
  void run();
}
