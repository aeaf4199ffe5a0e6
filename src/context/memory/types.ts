import type { Problem } from '../../diagnostics/index.ts';

/** What a fact can be. */
export const FACT_KINDS = ['decision', 'lesson', 'failure', 'convention'] as const;

/** What a fact is. */
export type FactKind = (typeof FACT_KINDS)[number];

/** Lines of a file that a fact rests on, as they were when it was recorded. */
export type Citation = {
  /** From the project's root. */
  readonly path: string;
  /** Both from 1, the last one included. */
  readonly from: number;
  readonly to: number;
  /** What finds the lines again; `undefined` where somebody wrote the citation by hand. */
  readonly mark: SpanMark | undefined;
  /** What was checked out then; `undefined` without git. */
  readonly commit: string | undefined;
};

/** What lines are known again by. */
export type SpanMark = {
  /** Of the span without what means nothing. */
  readonly hash: string;
  /** How many of its lines are not blank. */
  readonly solid: number;
  /** Short hashes of the first line, and of the nearest ones outside; empty where there is none. */
  readonly first: string;
  readonly before: string;
  readonly after: string;
  /** Of the places in the file with the same lines, which one it was, from 1, and how many there were. */
  readonly copy: number;
  readonly copies: number;
};

/** Something that was learned about a project. */
export type Fact = {
  /** Its file's name without the ending. */
  readonly id: string;
  readonly kind: FactKind;
  readonly text: string;
  readonly cites: readonly Citation[];
  readonly prove: string | undefined;
  readonly source: string | undefined;
  /** The day; `undefined` where a file does not say. */
  readonly created: string | undefined;
};

/** A fact as it stands in its file. */
export type KeptFact = Fact & {
  /** From the project's root. */
  readonly file: string;
  /** Of the file's text. */
  readonly sha256: string;
  readonly isForgotten: boolean;
};

/** Whether what a fact rests on is still there. */
export type Standing = 'fresh' | 'stale' | 'ambiguous' | 'unpinned';

/** How a citation stands now. */
export type CitationStanding = {
  readonly standing: Standing;
  /** Where the lines are now, if they are anywhere. */
  readonly now: { readonly path: string; readonly from: number; readonly to: number } | undefined;
  /** Why it is not fresh, or how it was followed; empty where nothing has moved. */
  readonly why: string;
};

/** A fact, and how it stands now: as its worst citation. */
export type JudgedFact = {
  readonly fact: KeptFact;
  readonly standing: Standing;
  readonly why: string;
  /** One for each citation, in order. */
  readonly cites: readonly CitationStanding[];
};

/** What can be wrong with the memory. */
export type MemoryProblemCode =
  | 'memory-outside-project'
  | 'memory-unreadable'
  | 'fact-unreadable'
  | 'fact-front-matter'
  | 'fact-empty'
  | 'fact-order'
  | 'fact-too-long'
  | 'fact-hidden-text'
  | 'memory-too-many'
  | 'memory-not-written'
  | 'proofs-not-kept';

/** What is wrong with the memory. */
export type MemoryProblem = Problem<MemoryProblemCode>;

/** The longest text of a fact, in UTF-16 code units. */
export const LONGEST_FACT = 2000;
/** The most facts that are read. */
export const MOST_FACTS = 2000;
/** The most citations of a fact, and the most lines of each. */
export const MOST_CITES = 20;
export const LONGEST_SPAN = 1000;
/** The longest command that proves a fact, and the longest source. */
export const LONGEST_PROVE = 1000;
export const LONGEST_SOURCE = 300;
