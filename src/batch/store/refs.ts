/*
 * Every name that the program gives something in a repository. What is under `refs/orchestrator/` is nobody else's; one branch of each
 * batch shows the user where it has got to.
 */

const OWN = 'refs/orchestrator/';
const BATCHES = `${OWN}batches/`;
const BRANCH = 'orchestrator-batch-';

/** What all the program's own refs begin with. */
export const OWN_REFS = OWN;

/** What all refs of a batch but its branch begin with. */
export function batchRefs(batch: number): string {
  return `${BATCHES}${batch}/`;
}

/** Where the commit is kept that a batch has got to; what the program goes by. */
export function headRef(batch: number): string {
  return `${batchRefs(batch)}head`;
}

/** Where the commit is kept that a batch began at. */
export function baseRef(batch: number): string {
  return `${batchRefs(batch)}base`;
}

/** Where it is kept that a batch is just being brought to the user's branch. */
export function deliveryRef(batch: number): string {
  return `${batchRefs(batch)}delivery`;
}

/** What the refs of a batch's attempts begin with. */
export function attemptsPrefix(batch: number): string {
  return `${batchRefs(batch)}attempts/`;
}

/** An attempt, as the journal names it. */
export type AttemptName = { readonly batch: number; readonly phase: string; readonly attempt: number };

/**
 * The ref that keeps what an attempt left. Phases have refs of their own whatever their ids are, also where the file system
 * takes capitals for small letters: a dot is written `__`, a capital `_` and the small letter, neither of which an id has.
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

/** Under which ref what was handed over is kept here until it is taken back. */
export function submissionRef(batch: number): string {
  return `${OWN}submitted/${batch}`;
}

/** The ref under which a bundle has what an attempt left. */
export function handoverRef(prp: string): string {
  return `${OWN}handover/${prp}`;
}

/** The ref under which that is kept here while it is judged. */
export function importRef(batch: number, prp: string): string {
  return `${OWN}imports/${batch}/${prp}`;
}

/** The ref under which a place has the commit that an attempt begins at, or what it left. */
export function placeRef(
  project: string,
  of: { readonly batch: number; readonly prp: string; readonly attempt: number; readonly token: string },
): string {
  return `${OWN}${project}/${of.batch}/${of.prp}/${of.attempt}/${of.token}`;
}

/** A ref that is pushed to a place to see whether that can be done. @param id - that nobody else has */
export function probeRef(id: string): string {
  return `${OWN}doctor/${id}`;
}

/** Whether a ref is the program's to move: its own, or the branch of a batch. */
export function isOwnRef(ref: string): boolean {
  return ref.startsWith(OWN) || /^refs\/heads\/orchestrator-batch-\d+$/u.test(ref);
}

/** What `git for-each-ref` is asked for to list {@link batchesIn}. */
export const REFS_OF_BATCHES: readonly string[] = [
  BATCHES,
  ...['heads/', 'remotes/*/'].flatMap((where) => [`refs/${where}${BRANCH}*`, `refs/${where}${BRANCH}*/**`]),
];

/** The numbers of the batches that refs are of, as they are written: by pins and the like, by branches, and by branches of remotes. */
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
