import { join } from 'node:path';
import { failure, type Problem, type Result } from '../diagnostics/index.ts';
import { readText } from '../platform/index.ts';
import type { ConfigFile } from './generated/config.ts';
import { validateConfig } from './generated/validators.js';
import type { SettingName, SettingProblemCode } from './settings.ts';

/** A user's settings as they stand in the file, and what is wrong with the file, which is never fatal. */
export type ReadConfig = {
  readonly config: ConfigFile;
  readonly problems: readonly Problem<SettingProblemCode>[];
};

const NAME = 'config';

/** The file that settings are kept in. */
export function configPath(userFolder: string): string {
  return join(userFolder, `${NAME}.json`);
}

/** Reads a user's settings. A file that is damaged counts as empty and is named; changing a setting puts it aside. */
export function readConfig(userFolder: string | null): ReadConfig {
  if (userFolder === null) return { config: {}, problems: [] };
  const file = configPath(userFolder);
  const read = readText(file, 1024 * 1024);
  if (read.kind === 'absent') return { config: {}, problems: [] };
  const parsed = read.kind === 'text' ? parse(read.text) : undefined;
  if (parsed) return { config: parsed, problems: [] };
  const damaged = {
    severity: 'warning',
    code: 'settings-damaged',
    message: 'The settings file can not be used, so none of its settings count.',
    file,
    hint: 'Mend it by hand, or set a setting again: the file is then put aside, and a new one begun.',
  } as const;
  return { config: {}, problems: [damaged] };
}

/**
 * Changes one setting; `undefined` takes it out. The value has been checked for it; what stands behind a dot in the name
 * is a part of what stands before it. The file is the user's alone: mode 0600 in a folder of mode 0700.
 *
 * @returns where a damaged file was put, if there was one
 */
export async function writeSetting(
  userFolder: string | null,
  name: SettingName | `executors.${string}`,
  value: unknown,
): Promise<Result<{ readonly putAside: string | null }, SettingProblemCode>> {
  if (userFolder === null) return failure('environment', NO_USER_FOLDER);
  const { changeConfig } = await import('./store.ts');
  return changeConfig(
    { folder: userFolder, name: NAME, isDamaged: readConfig(userFolder).problems.length > 0 },
    name,
    value,
  );
}

/** Why nothing can be kept. */
export const NO_USER_FOLDER: Problem<SettingProblemCode> = {
  severity: 'error',
  code: 'no-user-folder',
  message: 'There is no home folder to keep settings in.',
  hint: 'Set HOME or XDG_CONFIG_HOME to an absolute path.',
};

function parse(text: string): ConfigFile | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isConfig(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isConfig(value: unknown): value is ConfigFile {
  return validateConfig(value);
}
