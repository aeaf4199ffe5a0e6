/*
 * All names that the program uses in a repository. Everything under `refs/orchestrator/` is its own; one branch per batch shows
 * the user the batch's head.
 */

const OWN = 'refs/orchestrator/';
const BATCHES = `${OWN}batches/`;
const BRANCH = 'orchestrator-batch-';

/** The prefix of all the program's own refs. */
export const OWN_REFS = OWN;

/** Returns the prefix of all refs of a batch except its branch. */
export function batchRefs(batch: number): string {
  return `${BATCHES}${batch}/`;
}

/** The ref of a batch's head; the one the program relies on. */
export function headRef(batch: number): string {
  return `${batchRefs(batch)}head`;
}

/** The ref of the commit where a batch began. */
export function baseRef(batch: number): string {
  return `${batchRefs(batch)}base`;
}

/** The ref that marks a batch being delivered to the user's branch. */
export function deliveryRef(batch: number): string {
  return `${batchRefs(batch)}delivery`;
}

/** Returns the prefix of the refs of a batch's attempts. */
export function attemptsPrefix(batch: number): string {
  return `${batchRefs(batch)}attempts/`;
}

/** An attempt, as the journal names it. */
export type AttemptName = { readonly batch: number; readonly phase: string; readonly attempt: number };

/**
 * Returns the ref that keeps an attempt's work. Phases have distinct refs whatever their ids, even on a file system that ignores
 * case: a dot is written `__`, a capital `_` and the small letter, neither of which occurs in an id.
 */
export function attemptRef({ batch, phase, attempt }: AttemptName): string {
  const name = phase.replace(/[.A-Z]/gu, (letter) => (letter === '.' ? '__' : `_${letter.toLowerCase()}`));
  return `${attemptsPrefix(batch)}${name}-${attempt}`;
}

/** The name of the branch that shows a batch's head to the user. Flat: no ref can be under another ref. */
export function visibleBranch(batch: number): string {
  return `${BRANCH}${batch}`;
}

/** The ref of {@link visibleBranch}. */
export function visibleRef(batch: number): string {
  return `refs/heads/${visibleBranch(batch)}`;
}

/** The ref that keeps a handed-over commit here until it is taken back. */
export function submissionRef(batch: number): string {
  return `${OWN}submitted/${batch}`;
}

/** The ref of an attempt's work in a bundle. */
export function handoverRef(prp: string): string {
  return `${OWN}handover/${prp}`;
}

/** The ref that keeps it here while it is judged. */
export function importRef(batch: number, prp: string): string {
  return `${OWN}imports/${batch}/${prp}`;
}

/** The ref, at a place, of the commit an attempt begins at, or of its work. */
export function placeRef(
  project: string,
  of: { readonly batch: number; readonly prp: string; readonly attempt: number; readonly token: string },
): string {
  return `${OWN}${project}/${of.batch}/${of.prp}/${of.attempt}/${of.token}`;
}

/** A ref that is pushed to a place to test whether pushing works. @param id - a unique id */
export function probeRef(id: string): string {
  return `${OWN}doctor/${id}`;
}

/** Whether the program may move a ref: its own, or the branch of a batch. */
export function isOwnRef(ref: string): boolean {
  return ref.startsWith(OWN) || /^refs\/heads\/orchestrator-batch-\d+$/u.test(ref);
}

/** The patterns for `git for-each-ref` to list {@link batchesIn}. */
export const REFS_OF_BATCHES: readonly string[] = [
  BATCHES,
  ...['heads/', 'remotes/*/'].flatMap((where) => [`refs/${where}${BRANCH}*`, `refs/${where}${BRANCH}*/**`]),
];

/** The batch numbers in refs, as written: in pins and other own refs, in branches, and in branches of remotes. */
export function batchesIn(refs: readonly string[]): {
  readonly pinned: readonly string[];
  readonly branches: readonly string[];
  readonly fetched: readonly string[];
} {
  const found = (pattern: RegExp) => refs.flatMap((ref) => pattern.exec(ref)?.[1] ?? []);
  return {
    pinned: found(/^refs\/orchestrator\/batches\/(\d+)\//u),
    branches: found(/^refs\/heads\/orchestrator-batch-(\d+)(?:\/|$)/u),
    fetched: found(/^refs\/remotes\/[^/]+\/orchestrator-batch-(\d+)(?:\/|$)/u),
  };
}
