import type { Position } from '../../diagnostics/index.ts';
import type { DocumentLine } from './document_lines.ts';

/** A phase as it was made of a document, as far as an account needs it. */
export type ImportedPhase = Position & {
  readonly id: string;
  readonly title: string;
  /** The work and its checks: title, goal, steps, gates. */
  readonly work: readonly string[];
  /** Everything else that it keeps. */
  readonly remarks: readonly string[];
  /** The text of the fields that are read for their meaning: the paths of its files, and whether it has hours. */
  readonly files: readonly string[];
  /** The lines that name those files: in a list below a field, only the names are read. */
  readonly fileLines: readonly number[];
  readonly hasHours: boolean;
  /** Whether it states its dependencies, or that it has none. */
  readonly statesNeeds: boolean;
  /** The phases that it comes after in the plan, stated or inferred, by index. */
  readonly after: readonly number[];
  /** Files that were taken from its text, since it does not say which it touches. */
  readonly guessedFiles: readonly string[];
};

/** A document, and the plan made of it. */
export type ImportedDocument = {
  /** With line feeds only. */
  readonly text: string;
  /** Whether it is a plan in the form that plans have, in which everything beside the phases is free. */
  readonly isOwn: boolean;
  /** Whether its only part is the whole document, wherever that begins. */
  readonly isWhole?: boolean;
  readonly phases: readonly ImportedPhase[];
  /** The lines beside the phases whose meaning was taken: constraints of the plan. */
  readonly taken: ReadonlySet<number>;
  /** The lines beside the phases that are the context of the plan. */
  readonly context: ReadonlySet<number>;
  /** The parts that are done already. */
  readonly done: readonly { readonly id: string | null; readonly title: string; readonly line: number }[];
  /** The beginnings, with their levels, of sections that were left out and reported. */
  readonly leftOut: readonly {
    readonly line: number;
    readonly level: number;
    readonly isUnknown: boolean;
    readonly why: string;
  }[];
};

/**
 * The fate of a line:
 *
 * - `work`: it is in a phase, as work or as a check on it
 * - `remark`: it is in a phase as something else
 * - `done`: it belongs to a part that is done
 * - `left-out`: it is in a section that is reported as left out
 * - `frame`: a heading, a label or a field, whose meaning was taken and not its words
 * - `beside`: it belongs to no part, and to no section that is reported as left out
 * - `lost`: it belongs to a part, and is nowhere in its phase
 */
export type Fate = 'work' | 'remark' | 'done' | 'left-out' | 'frame' | 'beside' | 'lost';

/** A line with its fate, and the phase or the part that it belongs to, by index. */
export type AccountedLine = DocumentLine & {
  readonly fate: Fate;
  /** The index among the phases. */
  readonly phase: number | undefined;
  /** The line of the heading above it; 0 for none. */
  readonly section: number;
};

/** A line with a claim about parts that the plan does not show. */
export type Claim = {
  /**
   * - `done`: parts that are taken for work are done, or all parts are
   * - `dated`: something was done on a day, which may be to come
   * - `already`: something within a part is done already
   * - `status`: the status of a part, in unknown words
   * - `not-now`: the part or the section below is not meant now; the line is a heading, or a part's own
   * - `later`: work that is optional, wanted in some case only, or only sketched
   * - `needs`: a part's dependencies or the order of parts, in words that were not read
   */
  readonly kind: 'done' | 'dated' | 'already' | 'status' | 'not-now' | 'later' | 'needs';
  readonly line: number;
  readonly text: string;
  /** The phases that it is about, by index; none if it is about the order of all. */
  readonly phases: readonly number[];
};
