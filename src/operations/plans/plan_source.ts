import { basename, dirname, resolve } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { inTitleCase, LatePattern } from '../../lib/index.ts';
import {
  type DocumentReading,
  type ImportOptions,
  type ReadDocumentCode,
  readDocument,
  type TaskFormat,
} from '../../plan/index.ts';
import {
  displayPath,
  readStandardInput,
  readTextOrUtf16,
  remedyFor,
  type TextRead,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

export type PlanSourceCode = ReadDocumentCode | 'plan-absent' | 'plan-unreadable' | 'plan-not-text';

/** A plan, or a document read as one, and its origin. */
export type PlanSource = DocumentReading & {
  /** Absolute; `undefined` for standard input. */
  readonly path: string | undefined;
  /** The original document. */
  readonly text: string;
};

/** Options for reading a document that is not a plan. */
export type ReadingOptions = ImportOptions & { readonly from?: TaskFormat | 'auto' };

/** The largest plan that is read, in bytes. */
const LARGEST = 256 * 1024 * 1024;

/**
 * Reads the plan that a user names, or any other document as one.
 *
 * @param file - relative to the working directory, or `-` for standard input
 */
export function readPlanSource(
  context: OperationContext,
  file: string,
  options: ReadingOptions = {},
): Result<PlanSource, PlanSourceCode> {
  const path = file === '-' ? undefined : resolve(context.cwd, file);
  const shown = path === undefined ? '<stdin>' : displayPath(context.cwd, path);
  const read =
    path === undefined ? readStandardInput(LARGEST, 'keep') : readTextOrUtf16(path, LARGEST, 'keep');
  if (read.kind !== 'text') return unreadable(read, shown);
  const reading = readDocument(read.text, shown, { ...options, title: titleOf(path) });
  return reading.ok ? success({ ...reading.value, path, text: read.text }) : reading;
}

/** The title of a document without a heading: the name of its file, or of its folder if the file has a generic name. */
function titleOf(path: string | undefined): string {
  if (path === undefined) return 'Imported tasks';
  const name = basename(path).replace(/\.\w+$/u, '');
  const base = /^(?:tasks?|todos?|plan|readme)$/iu.test(name) ? basename(dirname(path)) : name;
  const words = base.match(WORD.patternFor(base)) ?? [];
  return words.length === 0 || /^tasks?$/iu.test(base) ? 'Imported tasks' : inTitleCase(words.join('_'));
}

const WORD = new LatePattern(() => String.raw`[\p{L}\p{N}]+`, 'gu');

function unreadable(read: Exclude<TextRead, { kind: 'text' }>, file: string) {
  const problem = { severity: 'error', file } as const;
  switch (read.kind) {
    case 'absent':
      return failure<PlanSourceCode>('usage', {
        ...problem,
        code: 'plan-absent',
        message: 'There is no such file.',
        hint: 'Name a plan in Markdown, or - for standard input.',
      });
    case 'not-a-file':
      return failure<PlanSourceCode>('usage', {
        ...problem,
        code: 'plan-unreadable',
        message: 'It is not a file.',
        hint: 'Name a plan in Markdown, or - for standard input.',
      });
    case 'not-text':
      return failure<PlanSourceCode>('problems', {
        ...problem,
        ...read.at,
        code: 'plan-not-text',
        message: `A plan is UTF-8 text, and ${read.why}.`,
        hint: 'Convert it first, with its own encoding: iconv -f UTF-16 -t UTF-8 FILE > NEW',
      });
    case 'too-large':
      return failure<PlanSourceCode>('problems', {
        ...problem,
        code: 'plan-too-large',
        message: `It has more than ${read.limit / 2 ** 20} MiB, the most that a plan may have.`,
      });
    case 'unreadable':
      return failure<PlanSourceCode>('environment', {
        ...problem,
        code: 'plan-unreadable',
        message: `It cannot be read: ${read.why}.`,
        ...remedyFor(read.why),
      });
  }
}
