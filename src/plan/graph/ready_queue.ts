import { fileLocks } from './file_locks.ts';
import { type Heap, heap } from './heap.ts';
import { indexSet } from './index_set.ts';
import type { Precedence } from './precedence.ts';
import type { TouchedFiles } from './touched_files.ts';

/** The phases whose dependencies are done, given out in order of precedence as their files become free. */
export type ReadyQueue = {
  /** A phase may start as far as its dependencies go. */
  add(phase: number): void;
  /** The phase to start now, its files taken; `undefined` when every ready phase has to wait for a file. */
  next(): number | undefined;
  /** A phase runs already: takes its files. */
  resume(phase: number): void;
  /** A phase has ended: its files are free. */
  end(phase: number): void;
};

/** The facts that stay fixed while a plan is carried out. */
export type PlannedWork = { readonly precedence: Precedence; readonly touched: TouchedFiles };

/** The state that {@link chooseNext} chooses from. */
export type QueueState = {
  /** The phases whose dependencies are done, in any order. */
  readonly ready: Iterable<number>;
  readonly running: Iterable<number>;
  /** Number of further phases that may run. */
  readonly free: number;
};

/**
 * Which phases to start now, in this order: the ready ones by precedence, except those that would touch a file that a running or
 * just chosen phase may touch.
 */
export function chooseNext(work: PlannedWork, { ready, running, free }: QueueState): number[] {
  const queue = readyQueue(work);
  for (const phase of running) queue.resume(phase);
  for (const phase of ready) queue.add(phase);
  const chosen: number[] = [];
  while (chosen.length < free) {
    const phase = queue.next();
    if (phase === undefined) break;
    chosen.push(phase);
  }
  return chosen;
}

/**
 * An empty queue. A phase that meets a taken file is set aside until that file is free, so that waiting phases are not looked at
 * again and again.
 *
 * Where a file is free and phases wait for it, the first of these is among the candidates; when it has been dealt with and the
 * file is still free, the next one follows. So the result is the same as from a search through all of them.
 */
export function readyQueue({ precedence: { phases, rank }, touched }: PlannedWork): ReadyQueue {
  const locks = fileLocks(touched);
  const candidates = indexSet(phases.length);
  const waiting = new Map<number, Heap>();
  const candidateReasons = new Map<number, number>();

  return {
    add: (phase) => candidates.add(rank[phase] as number),
    resume: locks.take,
    end: (phase) => locks.release(phase, wake),
    next() {
      for (let place = candidates.takeSmallest(); place >= 0; place = candidates.takeSmallest()) {
        const phase = phases[place] as number;
        const reason = locks.blocker(phase);
        if (reason < 0) locks.take(phase);
        else setAside(place, reason);
        const awaited = candidateReasons.get(place);
        candidateReasons.delete(place);
        if (awaited !== undefined && locks.isFree(awaited)) wake(awaited);
        if (reason < 0) return phase;
      }
      return undefined;
    },
  };

  function setAside(place: number, reason: number): void {
    const queue = waiting.get(reason) ?? heap((a, b) => a < b);
    waiting.set(reason, queue);
    queue.push(place);
  }

  function wake(reason: number): void {
    const place = waiting.get(reason)?.pop();
    if (place === undefined) return;
    candidateReasons.set(place, reason);
    candidates.add(place);
  }
}
