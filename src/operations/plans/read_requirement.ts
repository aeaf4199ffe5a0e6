import { resolve } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { printable } from '../../lib/index.ts';
import { displayPath, readStandardInput, readText, type TextRead } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** The source of a requirement; at most one of the two. */
export type RequirementSource = {
  /** The words of the command line: text, `@file`, `-` for standard input, or `@@text` for text that begins with `@`. */
  readonly words: readonly string[];
  /** Relative to the working directory, or `-` for standard input. */
  readonly file?: string | undefined;
  /** The word for it in messages; only commands that take a requirement have `--file`. */
  readonly name?: 'requirement' | 'question' | 'task';
};

export type RequirementProblemCode =
  | 'requirement-twice'
  | 'requirement-absent'
  | 'requirement-unreadable'
  | 'requirement-not-text'
  | 'requirement-too-large';

/** The largest requirement that is read, in bytes. */
const LARGEST = 1024 * 1024;

/** Reads a requirement, without characters that a terminal would act on; empty if there is none. */
export function readRequirement(
  { cwd }: OperationContext,
  { words, file, name = 'requirement' }: RequirementSource,
): Result<string, RequirementProblemCode> {
  const [first = ''] = words;
  if (words.length > 0 && file !== undefined) {
    return failure('usage', {
      severity: 'error',
      code: 'requirement-twice',
      message: 'The requirement is given both as words and as a file.',
      hint: 'Remove one of the two.',
    });
  }
  const isReference = words.length === 1 && (first === '-' || /^@[^@]/u.test(first));
  const named = file ?? (isReference ? first.replace(/^@/u, '') : undefined);
  if (named === undefined) return success(printable(words.join(' ').replace(/^@@/u, '@')));
  if (named === '-') return textOf(readStandardInput(LARGEST), { file: '<stdin>', name });
  const path = resolve(cwd, named);
  return textOf(readText(path, LARGEST), { file: displayPath(cwd, path), name });
}

function textOf(
  read: TextRead,
  { file, name }: { readonly file: string; readonly name: NonNullable<RequirementSource['name']> },
): Result<string, RequirementProblemCode> {
  const refused = (code: RequirementProblemCode, message: string) =>
    failure('usage', {
      severity: 'error',
      code,
      message,
      file,
      hint: `Give the ${name} as words, as @FILE, ${name === 'requirement' ? 'with --file FILE, ' : ''}or as - for standard input.`,
    });
  switch (read.kind) {
    case 'text':
      return success(printable(read.text));
    case 'absent':
      return refused('requirement-absent', 'There is no such file.');
    case 'not-a-file':
      return refused('requirement-unreadable', 'It is not a file.');
    case 'not-text':
      return refused('requirement-not-text', `A ${name} is UTF-8 text, and ${read.why}.`);
    case 'too-large':
      return refused('requirement-too-large', `A ${name} has at most ${read.limit} bytes.`);
    case 'unreadable':
      return refused('requirement-unreadable', `It cannot be read: ${read.why}.`);
  }
}
