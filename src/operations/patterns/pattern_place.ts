import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { PROJECT_PATTERNS } from '../../patterns/index.ts';
import { describeSystemError, displayPath, isWithin, readText, replaceFile } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { patternRoot } from './pattern_root.ts';

/** The layers that a pattern can be written to. */
export type WritableLayer = 'project' | 'user';

/** The path of a pattern, and the file there now. */
export type PatternPlace = {
  readonly path: string;
  readonly shown: string;
  readonly before: string | undefined;
};

/** Finds the file of a pattern in a writable layer. Writes nothing. */
export function patternPlace(
  { cwd, userFolder }: OperationContext,
  id: string,
  layer: WritableLayer,
): Result<PatternPlace, 'no-user-folder' | 'pattern-outside' | 'pattern-unreadable'> {
  const root = patternRoot(cwd);
  const base = layer === 'user' ? userFolder : root;
  if (base === null) return failure('environment', NO_USER_FOLDER);
  const path =
    layer === 'user' ? join(base, 'patterns', `${id}.yaml`) : join(root, PROJECT_PATTERNS, `${id}.yaml`);
  const shown = displayPath(cwd, path);
  if (!isWithin(base, path))
    return failure('problems', {
      severity: 'error',
      code: 'pattern-outside',
      message: 'A link leads out of the folder of patterns; nothing was written.',
      file: shown,
      hint: 'Remove the link.',
    });
  const read = readText(path, 1024 * 1024);
  if (read.kind === 'text' || read.kind === 'absent')
    return success({ path, shown, before: read.kind === 'text' ? read.text : undefined });
  return failure('problems', {
    severity: 'error',
    code: 'pattern-unreadable',
    message: 'The existing file cannot be read, and was left as it is.',
    file: shown,
    hint: 'Move it away.',
  });
}

/** Writes a pattern, all of it or nothing. */
export async function writePattern(
  { path, shown }: PatternPlace,
  text: string,
): Promise<Result<undefined, 'cannot-write'>> {
  try {
    await replaceFile(path, text);
    return success(undefined);
  } catch (error) {
    return failure('environment', {
      severity: 'error',
      code: 'cannot-write',
      message: `The pattern cannot be written: ${describeSystemError(error)}. It is as it was.`,
      file: shown,
      hint: 'Make room or give permission there.',
    });
  }
}

const NO_USER_FOLDER: Problem<'no-user-folder'> = {
  severity: 'error',
  code: 'no-user-folder',
  message: 'The environment names no home, so there is no user folder.',
  hint: 'Set HOME, or keep the pattern in the project: --to project',
};
