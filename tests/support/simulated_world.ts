import type { LineLog } from '../../src/batch/store/journal/index.ts';

/** What is outside of a simulated runner, and is still there when it crashes. */
export type World = {
  /** The journal's file. */
  bytes: Buffer;
  /** How much of it would survive a power cut. */
  synced: number;
  head: string | undefined;
  /** The head before it last moved, which a power cut may bring back. */
  previousHead: string | undefined;
  readonly commits: Map<string, { readonly parent: string; readonly merges: string }>;
  /** The commits that refs hold: what attempts left. */
  readonly pins: Set<string>;
  readonly worktrees: Set<string>;
  /** Tokens of the processes that run. */
  readonly processes: Set<string>;
  /** Counted up by every effect. */
  steps: number;
  /** When to crash, in steps. */
  crashAt: number;
  /** How: the runner is killed, killed in the middle of a line, or the power is cut. */
  crash: 'kill' | 'torn' | 'power';
};

/** The runner is no more. */
export class Crash extends Error {}

/** The commit that batches begin at. */
export const BASE = 'b'.repeat(40);

export function newWorld(): World {
  return {
    bytes: Buffer.alloc(0),
    synced: 0,
    head: undefined,
    previousHead: undefined,
    commits: new Map(),
    pins: new Set(),
    worktrees: new Set(),
    processes: new Set(),
    steps: 0,
    crashAt: Number.POSITIVE_INFINITY,
    crash: 'kill',
  };
}

/** Called before every effect: each is a place to crash at. */
export function step(world: World): void {
  world.steps += 1;
  if (world.steps !== world.crashAt) return;
  if (world.crash === 'power') cutPower(world);
  throw new Crash();
}

/** Processes end, and what was not taken to the disk is lost: lines, and where the head moved last. */
function cutPower(world: World): void {
  world.processes.clear();
  if (world.bytes.length > world.synced) {
    // Half of what was not synchronised, so that a line may be torn as well.
    world.bytes = world.bytes.subarray(0, world.synced + ((world.bytes.length - world.synced) >> 1));
  }
  if (world.previousHead !== undefined) world.head = world.previousHead;
}

/** The journal's file, as far as a runner can write it. */
export function logOf(world: World): LineLog {
  return {
    append(line, durability) {
      const bytes = Buffer.from(`${line}\n`);
      if (world.crash === 'torn' && world.steps + 1 === world.crashAt)
        world.bytes = Buffer.concat([world.bytes, bytes.subarray(0, bytes.length >> 1)]);
      step(world);
      world.bytes = Buffer.concat([world.bytes, bytes]);
      if (durability === 'durable') world.synced = world.bytes.length;
    },
  };
}

/** Moves the head by compare-and-swap. */
export function moveHead(world: World, from: string | undefined, to: string): void {
  step(world);
  if (world.head !== from) throw new Error(`the head is at ${world.head}, not at ${from}`);
  world.previousHead = world.head;
  world.head = to;
}

/** Makes a commit that merges what an attempt left; nothing refers to it yet. */
export function mergeCommit(world: World, merges: string): string {
  step(world);
  const commit = world.commits.size.toString(16).padStart(40, 'a');
  world.commits.set(commit, { parent: world.head as string, merges });
  return commit;
}

/** What the head's history merges, the first first. */
export function mergedIn(world: World): string[] {
  const merges: string[] = [];
  for (let commit = world.head; commit !== undefined && commit !== BASE; ) {
    const { parent, merges: merged } = world.commits.get(commit) as { parent: string; merges: string };
    merges.unshift(merged);
    commit = parent;
  }
  return merges;
}

/** Whether a commit is another or one before it. */
export function isAncestor(world: World, ancestor: string | undefined, of: string): boolean {
  for (let commit: string | undefined = of; commit !== undefined; commit = world.commits.get(commit)?.parent)
    if (commit === ancestor) return true;
  return false;
}
