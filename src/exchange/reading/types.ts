import type { Problem } from '../../diagnostics/index.ts';
import type { ComponentKind } from '../../framework/index.ts';

/** What can be told of a prompt file that is read. */
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

/** A value of front matter, as far as a prompt has use for it. */
export type LenientValue = { readonly value: unknown /** From 1, in the file. */; readonly line: number };

/** Front matter by key. */
export type LenientFields = ReadonlyMap<string, LenientValue>;

/** A prompt file as text, before anybody knows what it is. */
export type PromptText = {
  /** As a person would name it: what problems carry. */
  readonly file: string;
  /** Absolute, with `/`: what it is called, and what its folders are. */
  readonly path: string;
  readonly text: string;
  /** Its front matter; empty where it has none. */
  readonly fields: LenientFields;
  /** What follows the front matter. */
  readonly body: string;
  /** The line, from 1, at which the body begins. */
  readonly bodyLine: number;
};

/** A prompt, whatever file it came in. All of it is data. */
export type ReadPrompt = {
  /** What the file calls it, or else what the file is called. */
  readonly name: string;
  /** What it is or does, in the file's words; empty where it does not say. */
  readonly description: string;
  /** When it is to be used, where the file says so apart from the description. */
  readonly useWhen?: string;
  readonly license?: string;
  /** What becomes of it, in order: at least one part. */
  readonly parts: readonly PromptPart[];
  /** The fields that have been made use of. */
  readonly used: readonly string[];
  readonly problems: readonly Problem<ReadingProblemCode>[];
};

/** A part of a prompt, and the kind of component that it is most like. */
export type PromptPart = { readonly kind: ComponentKind; readonly text: string; readonly reason: string };

/** How prompts stand in files of one tool. One file of this folder each. */
export type ReadingFormat = {
  readonly name: ReadingFormatName;
  /** What a person calls such a file. */
  readonly called: string;
  /** Why the file is one, or `undefined` where it is none. */
  readonly recognise: (prompt: PromptText) => string | undefined;
  readonly read: (prompt: PromptText) => ReadPrompt;
  /**
   * The body with blanks for what the format itself has there and no text of the prompt is, as long as it was; left out, all of it is text.
   */
  readonly told?: (body: string) => string;
  /** What the tool would do with marks in the text, which are told and never obeyed. */
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

/** A mark that a tool reads as more than text. */
export type MarkRule = {
  readonly code: 'prompt-inclusion' | 'prompt-argument';
  /** With the flags `g` and `u`. */
  readonly pattern: RegExp;
  /** What it is there, in a few words. */
  readonly what: string;
};
