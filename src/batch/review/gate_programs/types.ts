import type { Severity } from '../types.ts';
import type { Target } from './make_target.ts';

/** A command of a gate, and the phases that have such a gate. */
export type OwnedGate = { readonly command: string; readonly phases: readonly string[] };

type Changed<Kind extends string, Text> = {
  readonly kind: Kind;
  /** From the root of the repository. */
  readonly path: string;
  /** The gates that run it. */
  readonly gates: readonly OwnedGate[];
  /** Another command reads what it prints, and what that comes to is what counts. */
  readonly isPiped: boolean;
  /** Whether a gate does nothing else, apart from what cannot fail. */
  readonly isAlone: boolean;
  /** `undefined` where it was not there. */
  readonly before: Text | undefined;
  readonly after: Text;
};

type Named = { readonly name: string };

/** A file that is started, or that such a file imports. */
export type FileProgram = Changed<'file' | 'imported', string>;

/** A script of `package.json`. */
export type ScriptProgram = Changed<'script', string> & Named;

/** A target of a `Makefile` or a `justfile`. */
export type TargetProgram = Changed<'target', Target> & Named;

/** What a gate runs, as it was before a phase and is after it, where the phase has changed it. */
export type GateProgram = FileProgram | ScriptProgram | TargetProgram;

/** Reads a file of the repository, before a phase or after it; `undefined` where it is not there, or too large. */
export type ReadSide = (side: 'before' | 'after', path: string) => Promise<string | undefined>;

/** What a change to a program comes to: how bad it is, and in which words. */
export type Judged = {
  readonly severity: Severity;
  /** The end of a sentence. */
  readonly why: string;
  /** Where it shows, in the program after the change. */
  readonly line?: number;
  /** The line that is gone, where that shows it: its code. */
  readonly gone?: string;
};
