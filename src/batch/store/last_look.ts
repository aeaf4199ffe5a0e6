import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { describeSystemError, displayPath, entryKind, readJson, replaceFile } from '../../platform/index.ts';
import type { LastLook } from '../generated/last-look.ts';
import type { Project } from './folder/index.ts';
import { writeIgnores } from './folder/state_ignores.ts';

export type { LastLook };

const FILE = 'last-look.json';
const LARGEST = 1024 * 1024;

/** Reads up to which event a person has been informed; an unreadable file counts as missing, and is reported. */
export async function readLastLook(
  { state }: Project,
  cwd: string,
): Promise<{ readonly look: LastLook | undefined; readonly problems: readonly Problem[] }> {
  const path = join(state, FILE);
  if (entryKind(path) === 'absent') return { look: undefined, problems: [] };
  const look = readJson(path, LARGEST);
  const { validateLastLook } = await import('../generated/validators.js');
  const isLook = (value: unknown): value is LastLook => validateLastLook(value);
  if (isLook(look) && !Number.isNaN(Date.parse(look.at))) return { look, problems: [] };
  const problem: Problem<'last-look-unreadable'> = {
    severity: 'warning',
    code: 'last-look-unreadable',
    message: 'The time of the last look cannot be read, so everything is shown.',
    file: displayPath(cwd, path),
    hint: 'The file is written again; nothing else depends on it.',
  };
  return { look: undefined, problems: [problem] };
}

/** Writes up to which event a person has been informed; a failure to write does not affect the report itself. */
export async function writeLastLook(
  { state }: Project,
  look: LastLook,
  cwd: string,
): Promise<Problem<'last-look-not-kept'>[]> {
  try {
    await writeIgnores(state);
    await replaceFile(join(state, FILE), `${JSON.stringify(look, null, 2)}\n`);
    return [];
  } catch (error) {
    return [
      {
        severity: 'warning',
        code: 'last-look-not-kept',
        message: `What you have seen cannot be recorded: ${describeSystemError(error)}.`,
        file: displayPath(cwd, join(state, FILE)),
        hint: 'Give permission there, or give the start: --since.',
      },
    ];
  }
}
