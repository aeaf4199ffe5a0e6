import type { ComponentKind } from '../../framework/index.ts';
import type { ReadingProblemCode } from '../reading/types.ts';

/** What something is exported as. */
export type ExportForm = 'skill' | 'agent' | 'command' | 'agents-md' | 'plugin' | 'dotprompt' | 'promptfoo';

export const EXPORT_FORMS: readonly ExportForm[] = [
  'skill',
  'agent',
  'command',
  'agents-md',
  'plugin',
  'dotprompt',
  'promptfoo',
];

/** A framework, a component or a prompt as it is exported. */
export type Exportable = {
  readonly name: string;
  /** What it is for, and the case that it is for, in a sentence each. */
  readonly description: string;
  readonly useWhen: string | undefined;
  /** Who is to do it; empty where nothing says so. */
  readonly persona: string;
  readonly prompt: string;
  readonly inputs: readonly ExportedInput[];
  /** Where it came from: `framework Api_Audit` or `goal TEACH`. */
  readonly source: string;
  /** What an import needs to make the same component of it again; nothing where it is none. */
  readonly component?: { readonly kind: ComponentKind; readonly license: string | undefined };
};

/** An input of the framework, and the slot that stands for it. */
export type ExportedInput = {
  readonly name: string;
  readonly kind: string;
  readonly required: boolean;
  readonly describe: string;
  readonly default?: string | null;
  readonly slot: string;
};

/** A file of an export. */
export type ExportedFile = {
  /** From the folder of such files, with `/`. */
  readonly path: string;
  readonly text: string;
  /**
   * - `whole`: all of the file is the export's
   * - `block`: it is a marked block in a file of people's
   * - `entry`: it is an entry in the list of plugins, which may hold others
   */
  readonly part: 'whole' | 'block' | 'entry';
};

export type ExportProblemCode = ReadingProblemCode | 'export-name' | 'export-too-long';
