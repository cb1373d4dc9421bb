/** Waiting for an answer only so long, in browsers of some years too. */

/** A signal that aborts after a time, or when another one does. */
export function patience(afterMs: number, other?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const timer = setTimeout(stop, afterMs);
  other?.addEventListener("abort", stop, { once: true });
  controller.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  if (other?.aborted === true) stop();
  return controller.signal;
}
