import type { Severity } from '../finding.ts';
import type { Target } from './make_target.ts';

/** A gate's command, and the phases that have such a gate. */
export type OwnedGate = { readonly command: string; readonly phases: readonly string[] };

type Changed<Kind extends string, Text> = {
  readonly kind: Kind;
  /** From the root of the repository. */
  readonly path: string;
  /** The gates that run it. */
  readonly gates: readonly OwnedGate[];
  /** Another command reads its output, and only that command's result counts. */
  readonly isPiped: boolean;
  /** Whether a gate runs nothing else, apart from commands that cannot fail. */
  readonly isAlone: boolean;
  /** `undefined` where it did not exist. */
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

/** A gate's program before and after a phase that has changed it. */
export type GateProgram = FileProgram | ScriptProgram | TargetProgram;

/** Reads a file of the repository, before or after a phase; `undefined` where it is missing or too large. */
export type ReadSide = (side: 'before' | 'after', path: string) => Promise<string | undefined>;

/** The judgement of a change to a program: its severity and its description. */
export type Judged = {
  readonly severity: Severity;
  /** The end of a sentence. */
  readonly why: string;
  /** The line that shows it, in the program after the change. */
  readonly line?: number;
  /** The code of the removed line, where that shows it. */
  readonly gone?: string;
};
