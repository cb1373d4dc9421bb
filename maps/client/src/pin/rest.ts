/** Waiting until something rests: only the last of several quick calls is done. */

export interface Resting {
  /** Do it once nobody has called for a while. */
  readonly call: () => void;
  /** Do it now, if it is due at all. */
  readonly flush: () => void;
  readonly cancel: () => void;
}

export function whenResting(afterMs: number, act: () => void): Resting {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    call: () => {
      cancel();
      timer = setTimeout(() => {
        timer = undefined;
        act();
      }, afterMs);
    },
    flush: () => {
      if (timer === undefined) return;
      cancel();
      act();
    },
    cancel,
  };
}
