import { resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { TaskSource } from '../../plan/index.ts';
import {
  displayPath,
  readStandardInput,
  readTextOrUtf16,
  remedyFor,
  type TextRead,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

export type TaskSourceCode =
  | 'task-list-absent'
  | 'task-list-not-text'
  | 'task-list-too-large'
  | 'task-list-unreadable';

/** A task list and its origin. */
export type NamedTaskSource = TaskSource & {
  /** Absolute; `undefined` for standard input. */
  readonly path: string | undefined;
};

/** The largest task list that is read, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/**
 * Reads the task list that a user names.
 *
 * @param file - relative to the working directory, or `-` for standard input
 */
export function readTaskSource(
  context: OperationContext,
  file: string,
): Result<NamedTaskSource, TaskSourceCode> {
  const path = file === '-' ? undefined : resolve(context.cwd, file);
  const shown = path === undefined ? '<stdin>' : displayPath(context.cwd, path);
  const read = path === undefined ? readStandardInput(LARGEST) : readTextOrUtf16(path, LARGEST);
  if (read.kind !== 'text') return unreadable(read, shown);
  return success({ text: read.text.replace(/\r\n?/gu, '\n'), file: shown, path });
}

function unreadable(read: Exclude<TextRead, { kind: 'text' }>, file: string) {
  const problem = (code: TaskSourceCode, message: string): Problem<TaskSourceCode> => ({
    severity: 'error',
    code,
    message,
    file,
  });
  const hint = 'Name a file with a task list, or - for standard input.';
  switch (read.kind) {
    case 'absent':
      return failure('usage', { ...problem('task-list-absent', 'There is no such file.'), hint });
    case 'not-a-file':
      return failure('usage', { ...problem('task-list-unreadable', 'It is not a file.'), hint });
    case 'not-text':
      return failure('problems', {
        ...problem('task-list-not-text', `A task list is UTF-8 text, and ${read.why}.`),
        ...read.at,
        hint: 'Convert it first, with its own encoding: iconv -f UTF-16 -t UTF-8 FILE > NEW',
      });
    case 'too-large': {
      const most = `${read.limit / 2 ** 20} MiB`;
      return failure(
        'problems',
        problem('task-list-too-large', `It has more than ${most}, the most that a task list may have.`),
      );
    }
    case 'unreadable':
      return failure('environment', {
        ...problem('task-list-unreadable', `It cannot be read: ${read.why}.`),
        ...remedyFor(read.why),
      });
  }
}
