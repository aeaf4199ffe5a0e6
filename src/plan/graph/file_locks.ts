import { targetsOf } from './adjacency.ts';
import type { TouchedFiles } from './touched_files.ts';

/** Locks on the files that phases may touch. A reason to wait is a number; `isFree` says when it has passed. */
export type FileLocks = {
  /** The reason that a phase has to wait, or -1 when its files are free. */
  blocker(phase: number): number;
  isFree(reason: number): boolean;
  take(phase: number): void;
  /** Gives back a phase's files, and calls `freed` with each reason that has passed. */
  release(phase: number, freed: (reason: number) => void): void;
};

/**
 * Locks over overlapping patterns. For each pattern it counts the holders, and the holders of it or something narrower; so a
 * phase looks at its own patterns and wider ones, and never through all that a wide one covers.
 */
export function fileLocks({ patterns, ofPhase, wider }: TouchedFiles): FileLocks {
  const held = new Int32Array(patterns.length);
  const heldWithin = new Int32Array(patterns.length);

  return {
    blocker(phase) {
      for (const pattern of targetsOf(ofPhase, phase)) {
        if ((heldWithin[pattern] as number) > 0) return 2 * pattern + 1;
        for (const above of targetsOf(wider, pattern)) if ((held[above] as number) > 0) return 2 * above;
      }
      return -1;
    },
    isFree,
    take: (phase) => count(phase, 1),
    release(phase, freed) {
      count(phase, -1);
      for (const pattern of targetsOf(ofPhase, phase)) {
        if (isFree(2 * pattern)) freed(2 * pattern);
        for (const above of targetsOf(wider, pattern)) if (isFree(2 * above + 1)) freed(2 * above + 1);
      }
    },
  };

  function isFree(reason: number): boolean {
    return (reason % 2 === 0 ? held : heldWithin)[reason >> 1] === 0;
  }

  function count(phase: number, step: 1 | -1): void {
    for (const pattern of targetsOf(ofPhase, phase)) {
      held[pattern] = (held[pattern] as number) + step;
      for (const above of targetsOf(wider, pattern)) heldWithin[above] = (heldWithin[above] as number) + step;
    }
  }
}
