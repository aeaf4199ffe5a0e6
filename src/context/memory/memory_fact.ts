import type { Problem } from '../../diagnostics/index.ts';

/** The kinds of facts. */
export const FACT_KINDS = ['decision', 'lesson', 'failure', 'convention'] as const;

/** The kind of a fact. */
export type FactKind = (typeof FACT_KINDS)[number];

/** Lines of a file that a fact rests on, as they were when it was recorded. */
export type Citation = {
  /** From the project's root. */
  readonly path: string;
  /** Both from 1, the last one included. */
  readonly from: number;
  readonly to: number;
  /** The mark by which the lines are found again; `undefined` if a person wrote the citation by hand. */
  readonly mark: SpanMark | undefined;
  /** The commit checked out then; `undefined` without git. */
  readonly commit: string | undefined;
};

/** The mark by which lines are recognized. */
export type SpanMark = {
  /** Hash of the span without insignificant white space. */
  readonly hash: string;
  /** Number of its lines that are not blank. */
  readonly solid: number;
  /** Short hashes of the first line, and of the nearest ones outside; empty if there is none. */
  readonly first: string;
  readonly before: string;
  readonly after: string;
  /** Its number, from 1, among the places in the file with the same lines, and how many there were. */
  readonly copy: number;
  readonly copies: number;
};

/** A lesson about a project. */
export type Fact = {
  /** Its file's name without the ending. */
  readonly id: string;
  readonly kind: FactKind;
  readonly text: string;
  readonly cites: readonly Citation[];
  readonly prove: string | undefined;
  readonly source: string | undefined;
  /** The day; `undefined` if a file does not say. */
  readonly created: string | undefined;
};

/** A fact as kept in its file. */
export type KeptFact = Fact & {
  /** From the project's root. */
  readonly file: string;
  /** Hash of the file's text. */
  readonly sha256: string;
  readonly isForgotten: boolean;
};

/** Whether the lines that a fact rests on still exist. */
export type Freshness = 'fresh' | 'stale' | 'ambiguous' | 'unpinned';

/** The current state of a citation. */
export type JudgedCitation = {
  readonly standing: Freshness;
  /** The current place of the lines, if they exist. */
  readonly now: { readonly path: string; readonly from: number; readonly to: number } | undefined;
  /** Why it is not fresh, or how it was followed; empty if nothing has moved. */
  readonly why: string;
};

/** A fact and its current state: that of its worst citation. */
export type JudgedFact = {
  readonly fact: KeptFact;
  readonly standing: Freshness;
  readonly why: string;
  /** One for each citation, in order. */
  readonly cites: readonly JudgedCitation[];
};

/** Codes of the problems that the memory can have. */
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

/** A problem of the memory. */
export type MemoryProblem = Problem<MemoryProblemCode>;

/** The longest text of a fact, in UTF-16 code units. */
export const LONGEST_FACT = 2000;
/** The most facts that are read. */
export const MAX_FACTS = 2000;
/** The most citations of a fact, and the most lines of each. */
export const MAX_CITATIONS = 20;
export const LONGEST_SPAN = 1000;
/** The longest command that proves a fact, and the longest source. */
export const LONGEST_PROOF_COMMAND = 1000;
export const LONGEST_SOURCE = 300;
