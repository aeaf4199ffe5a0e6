import type { Fact } from './fact.ts';
import type { Sources } from './sources.ts';

/** A detector of facts of one sort. It reads only its sources, and runs nothing. */
export type Detector = {
  readonly name: string;
  readonly detect: (sources: Sources) => readonly Fact[];
};
