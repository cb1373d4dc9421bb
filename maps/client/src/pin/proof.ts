/**
 * The proof of work (ALTCHA): the device computes a little where the server asks for it.
 *
 * Only ALTCHA's solver and its workers are used: its widget writes styles into the page, which
 * our pages forbid.
 */
import { type Challenge, solveChallengeWorkers } from "altcha/lib";
import pbkdf2Url from "altcha/workers/pbkdf2?worker&url";
import shaUrl from "altcha/workers/sha?worker&url";

/** A phone keeps a core for the page. */
const MOST_WORKERS = 4;
const PATIENCE_MS = 90_000;

/** Solve the challenge; what the server takes as proof. Rejects when that cannot be done. */
export async function solve(challenge: Challenge): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) throw new Error("no cryptography here");
  const solution = await solveChallengeWorkers({
    challenge,
    concurrency: Math.min(MOST_WORKERS, navigator.hardwareConcurrency ?? 1),
    createWorker: (algorithm) => new Worker(workerFor(algorithm), { type: "module" }),
    timeout: PATIENCE_MS,
  });
  if (solution === null) throw new Error("no solution in time");
  return btoa(JSON.stringify({ challenge, solution }));
}

function workerFor(algorithm: string): string {
  return algorithm.startsWith("PBKDF2") ? pbkdf2Url : shaUrl;
}
