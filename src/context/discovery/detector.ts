import type { Fact } from './fact.ts';
import type { Sources } from './sources.ts';

/** Something that finds facts of one sort. It looks at nothing but its sources, and runs nothing. */
export type Detector = {
  readonly name: string;
  readonly detect: (sources: Sources) => readonly Fact[];
};
