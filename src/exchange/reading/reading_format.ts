import type { Problem } from '../../diagnostics/index.ts';
import type { ComponentKind } from '../../framework/index.ts';

/** Codes of the problems found in a prompt file. */
export type ReadingProblemCode =
  | 'prompt-conflict'
  | 'prompt-cut'
  | 'prompt-empty'
  | 'prompt-front-matter'
  | 'prompt-hidden-comment'
  | 'prompt-hidden-text'
  | 'prompt-inclusion'
  | 'prompt-argument'
  | 'prompt-byte-order-mark'
  | 'prompt-field-list'
  | 'prompt-field-unused'
  | 'prompt-slot'
  | 'prompt-syntax'
  | 'prompt-unknown'
  | 'prompt-unnamed';

/** A value of front matter, not yet checked. */
export type LenientValue = { readonly value: unknown /** From 1, in the file. */; readonly line: number };

/** Front matter by key. */
export type LenientFields = ReadonlyMap<string, LenientValue>;

/** A prompt file as text, before its format is known. */
export type PromptText = {
  /** The name a person would use; used in problems. */
  readonly file: string;
  /** Absolute, with `/`; formats are recognised by its name and folders. */
  readonly path: string;
  readonly text: string;
  /** Its front matter; empty if it has none. */
  readonly fields: LenientFields;
  /** The text after the front matter. */
  readonly body: string;
  /** The line, from 1, at which the body begins. */
  readonly bodyLine: number;
};

/** A prompt read from a file of any format. All of it is data. */
export type ReadPrompt = {
  /** The name given in the file, or else the file's own name. */
  readonly name: string;
  /** The description in the file's words; empty if there is none. */
  readonly description: string;
  /** When to use it, if the file says so apart from the description. */
  readonly useWhen?: string;
  readonly license?: string;
  /** The parts that become components, in order; at least one. */
  readonly parts: readonly PromptPart[];
  /** The fields that were used. */
  readonly used: readonly string[];
  readonly problems: readonly Problem<ReadingProblemCode>[];
};

/** A part of a prompt, and the kind of component that it resembles most. */
export type PromptPart = { readonly kind: ComponentKind; readonly text: string; readonly reason: string };

/** The format of one tool's prompt files. Each has a file in this folder. */
export type ReadingFormat = {
  readonly name: ReadingFormatName;
  /** The name of such a file in messages. */
  readonly called: string;
  /** Returns the reason why a file has this format, or `undefined` if it does not. */
  readonly recognise: (prompt: PromptText) => string | undefined;
  readonly read: (prompt: PromptText) => ReadPrompt;
  /** The body with the format's own syntax replaced by blanks, of the same length; without it, all of the body is text. */
  readonly visibleText?: (body: string) => string;
  /** Marks in the text that the tool would interpret; they are reported and never obeyed. */
  readonly marks: readonly MarkRule[];
};

export type ReadingFormatName =
  | 'skill'
  | 'agent'
  | 'command'
  | 'copilot-prompt'
  | 'cursor-rule'
  | 'gemini-command'
  | 'dotprompt'
  | 'fabric-pattern'
  | 'text';

/** A mark that a tool interprets. */
export type MarkRule = {
  readonly code: 'prompt-inclusion' | 'prompt-argument';
  /** With the flags `g` and `u`. */
  readonly pattern: RegExp;
  /** Its meaning, in a few words. */
  readonly what: string;
};
