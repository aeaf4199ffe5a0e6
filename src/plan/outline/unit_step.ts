import type { TextLine } from '../document/blocks.ts';
import type { RawField } from '../document/fields.ts';
import type { StatedStatus } from '../words/status_words.ts';

/** A step of a part of a plan: its text, and the lines below it. */
export type UnitStep = {
  readonly line: number;
  readonly column: number;
  /** `undefined` for one without a box. */
  readonly isDone: boolean | undefined;
  text: string;
  readonly below: string[];
  /** Whether it is a heading. */
  isPart: boolean;
  /** The number of items below it with an open box, with a ticked one, and with none. */
  readonly boxesBelow: { open: number; done: number; others: number };
};

/** A step that begins on a line, with nothing below it yet. */
export function newStep({ text, line, column }: TextLine, isDone: boolean | undefined): UnitStep {
  const boxesBelow = { open: 0, done: 0, others: 0 };
  return { line, column, isDone, text, below: [], isPart: false, boxesBelow };
}

/** The text below the heading of a part of a plan. */
export type UnitBody = {
  /** Fields that the program knows, and others. */
  readonly fields: readonly RawField[];
  /** The paragraphs before the first list. */
  readonly intro: readonly string[];
  readonly steps: readonly UnitStep[];
  /** Paragraphs that are neither. */
  readonly notes: readonly { readonly name: string; readonly text: string }[];
  /** Commands that its text says to run, in code spans after "Run:". */
  readonly runs: readonly string[];
  readonly status: 'done' | 'cancelled' | 'open' | undefined;
  /** The first statement below the heading about the part's progress, in words of people, and its line. */
  readonly stated: (StatedStatus & { readonly line: number; readonly text: string }) | undefined;
  /** Lines that give nothing but its dependencies, or its place beside others: "depends on 2". */
  readonly remarks: readonly TextLine[];
};
