import { hoursInWords } from '../../lib/index.ts';

/** A plan as it is drawn: the contents of every kind of picture. Phases are counted from 0 in document order. */
export type PlanPicture = {
  readonly title: string;
  readonly phases: readonly PicturePhase[];
  /** One for each dependency, from the phase that has to be done to the one that waits for it. */
  readonly edges: readonly PictureEdge[];
  /** Pairs of phases that could run at the same time and may touch the same file. */
  readonly conflicts: readonly PictureConflict[];
};

/** A phase in a picture. */
export type PicturePhase = {
  readonly id: string;
  readonly title: string;
  /** `undefined` where the plan does not say. */
  readonly hours: number | undefined;
  /** 1-based; `undefined` for a phase in a cycle or dependent on one. */
  readonly stage: number | undefined;
  readonly isCritical: boolean;
  /** Its needs on a machine. */
  readonly needs: readonly string[];
};

/** A dependency in a picture. */
export type PictureEdge = {
  readonly from: number;
  readonly to: number;
  readonly isCritical: boolean;
  /** Whether it is one of those that make a cycle: taking it away would open that. */
  readonly isInCycle: boolean;
};

/** A file conflict in a picture. */
export type PictureConflict = {
  readonly phases: readonly [number, number];
  readonly files: readonly string[];
};

/** The name of a phase in a picture: `Phase 2a`. */
export function phaseName({ id }: PicturePhase): string {
  return `Phase ${id}`;
}

/** Hours as people write them, or nothing where the plan does not say. */
export function hoursText(hours: number | undefined): string {
  return hours === undefined ? '' : hoursInWords(hours);
}

/** The files of a conflict, short enough for a line in a picture: `src/a.ts and 2 more`. */
export function conflictText({ files }: PictureConflict): string {
  const [first = '', ...rest] = files;
  return rest.length === 0 ? first : `${first} and ${rest.length} more`;
}
