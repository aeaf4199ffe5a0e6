import type { LineLog } from '../../src/batch/store/journal/index.ts';

/** Everything outside a simulated runner that survives its crash. */
export type World = {
  /** The journal's file. */
  bytes: Buffer;
  /** The length of it that would survive a power cut. */
  synced: number;
  head: string | undefined;
  /** The head before it last moved, which a power cut may bring back. */
  previousHead: string | undefined;
  readonly commits: Map<string, { readonly parent: string; readonly merges: string }>;
  /** The commits that refs hold: the attempts' work. */
  readonly pins: Set<string>;
  readonly worktrees: Set<string>;
  /** Tokens of the running processes. */
  readonly processes: Set<string>;
  /** Counted up by every effect. */
  steps: number;
  /** The step at which to crash. */
  crashAt: number;
  /** The kind of crash: the runner is killed, killed in the middle of a line, or the power is cut. */
  crash: 'kill' | 'torn' | 'power';
};

/** The runner has crashed. */
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

/** Ends all processes, and loses what was not flushed to the disk: lines, and the last move of the head. */
function cutPower(world: World): void {
  world.processes.clear();
  if (world.bytes.length > world.synced) {
    // Half of what was not flushed, so that a line may be torn as well.
    world.bytes = world.bytes.subarray(0, world.synced + ((world.bytes.length - world.synced) >> 1));
  }
  if (world.previousHead !== undefined) world.head = world.previousHead;
}

/** The journal's file, through a runner's interface. */
export function logOf(world: World): LineLog {
  return {
    append(line, durability) {
      const bytes = Buffer.from(`${line}\n`);
      if (world.crash === 'torn' && world.steps + 1 === world.crashAt)
        world.bytes = appended(world.bytes, bytes.subarray(0, bytes.length >> 1));
      step(world);
      world.bytes = appended(world.bytes, bytes);
      if (durability === 'durable') world.synced = world.bytes.length;
    },
  };
}

/** Memory that a journal's file has to itself, with room for more. */
const rooms = new WeakSet<ArrayBufferLike>();

/** Appends in place while there is room: a copy for each line would cost by the square of the journal's length. */
function appended(bytes: Buffer, more: Buffer): Buffer {
  const length = bytes.length + more.length;
  let room = bytes.buffer;
  if (!rooms.has(room) || room.byteLength < length) {
    const larger = Buffer.allocUnsafeSlow(2 * length);
    larger.set(bytes);
    room = larger.buffer;
    rooms.add(room);
  }
  const file = Buffer.from(room, 0, length);
  file.set(more, bytes.length);
  return file;
}

/** Moves the head by compare-and-swap. */
export function moveHead(world: World, from: string | undefined, to: string): void {
  step(world);
  if (world.head !== from) throw new Error(`the head is at ${world.head}, not at ${from}`);
  world.previousHead = world.head;
  world.head = to;
}

/** Makes a commit that merges an attempt's work; nothing refers to it yet. */
export function mergeCommit(world: World, merges: string): string {
  step(world);
  const commit = world.commits.size.toString(16).padStart(40, 'a');
  world.commits.set(commit, { parent: world.head as string, merges });
  return commit;
}

/** The merges in the head's history, the oldest first. */
export function mergedIn(world: World): string[] {
  const merges: string[] = [];
  for (let commit = world.head; commit !== undefined && commit !== BASE; ) {
    const { parent, merges: merged } = world.commits.get(commit) as { parent: string; merges: string };
    merges.unshift(merged);
    commit = parent;
  }
  return merges;
}

/** Whether a commit is another one or its ancestor. */
export function isAncestor(world: World, ancestor: string | undefined, of: string): boolean {
  for (let commit: string | undefined = of; commit !== undefined; commit = world.commits.get(commit)?.parent)
    if (commit === ancestor) return true;
  return false;
}
