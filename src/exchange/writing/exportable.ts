import type { ComponentKind } from '../../framework/index.ts';
import type { ReadingProblemCode } from '../reading/reading_format.ts';

/** The forms of an export. */
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

/** A framework, a component or a prompt to export. */
export type Exportable = {
  readonly name: string;
  /** Its purpose and its use case, in one sentence each. */
  readonly description: string;
  readonly useWhen: string | undefined;
  /** The role that does it; empty if none is described. */
  readonly persona: string;
  readonly prompt: string;
  readonly inputs: readonly ExportedInput[];
  /** Its origin: `framework Api_Audit` or `goal TEACH`. */
  readonly source: string;
  /** The fields an import needs to recreate the component; absent for anything else. */
  readonly component?: { readonly kind: ComponentKind; readonly license: string | undefined };
};

/** Several prompts that belong together. */
export type ExportableGroup = {
  readonly name: string;
  readonly description: string;
  /** The prompts, each under the name that it has within the group. */
  readonly members: readonly Exportable[];
};

/** An input of the framework, and its slot. */
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
  /** Relative to the folder of such files, with `/`. */
  readonly path: string;
  readonly text: string;
  /**
   * - `whole`: the export owns the whole file
   * - `block`: a marked block in a file written by people
   * - `entry`: an entry in the list of plugins, which may hold others
   */
  readonly part: 'whole' | 'block' | 'entry';
};

export type ExportProblemCode = ReadingProblemCode | 'export-name' | 'export-too-long';
