import { join } from 'node:path';
import { failure, type Problem, type Result } from '../diagnostics/index.ts';
import { entryKind, readText, type TextRead } from '../platform/index.ts';
import { damagedConfig, LARGEST_CONFIG, NO_CONFIG, parseConfig, type ReadConfig } from './config_text.ts';
import { leftOver } from './left_over.ts';
import type { SettingName, SettingProblemCode } from './settings.ts';

const NAME = 'config';

/** Path of the settings file. */
export function configPath(userFolder: string): string {
  return join(userFolder, `${NAME}.json`);
}

/** Reads a user's settings. Unreadable parts are reported with their location; the caller decides what they put in doubt. */
export function readConfig(userFolder: string | null): ReadConfig {
  if (userFolder === null) return NO_CONFIG;
  const file = configPath(userFolder);
  return configOf(readText(file, LARGEST_CONFIG), file);
}

function configOf(read: TextRead, file: string): ReadConfig {
  if (read.kind === 'text') return parseConfig(read.text, file);
  // A dangling link, to an unmounted disk for example, may have led to settings.
  if (read.kind === 'absent')
    return entryKind(file) === 'absent' ? NO_CONFIG : damagedConfig(file, LEADS_NOWHERE);
  return read.kind === 'not-text'
    ? damagedConfig(file, read.why, read.at)
    : damagedConfig(file, whyNot(read));
}

const LEADS_NOWHERE = 'it is a link that leads nowhere';

function whyNot(read: Exclude<TextRead, { kind: 'text' | 'absent' | 'not-text' }>): string {
  switch (read.kind) {
    case 'not-a-file':
      return 'it is not a file';
    case 'too-large':
      return `it has ${read.bytes} bytes, and at most ${read.limit} are read`;
    case 'unreadable':
      return read.why;
  }
}

/**
 * Changes one setting; `undefined` removes it. The value is already validated; the part of the name after a dot is a member of
 * the part before it. The file is the user's alone: mode 0600 in a folder of mode 0700.
 *
 * @returns the path that a damaged file was moved to, if there was one
 */
export async function writeSetting(
  userFolder: string | null,
  name: SettingName | `executors.${string}` | `places.${string}`,
  value: unknown,
): Promise<Result<{ readonly putAside: string | null }, SettingProblemCode>> {
  if (userFolder === null) return failure('environment', NO_USER_FOLDER);
  const { changeConfig } = await import('./store.ts');
  return changeConfig(
    {
      folder: userFolder,
      name: NAME,
      isDamaged: (read) => configOf(read, configPath(userFolder)).damage !== null,
    },
    name,
    value,
  );
}

/** The problem when there is no folder to keep settings in. */
export const NO_USER_FOLDER: Problem<SettingProblemCode> = {
  severity: 'error',
  code: 'no-user-folder',
  message: 'There is no home folder to store settings in.',
  hint: 'Set HOME or XDG_CONFIG_HOME to an absolute path.',
};

/** Temporary files that a killed change left beside the settings file; the next change removes them. */
export function leftOverSettings(userFolder: string): readonly Problem<SettingProblemCode>[] {
  return leftOver(configPath(userFolder)).map((file) => ({
    severity: 'warning',
    code: 'settings-left-over',
    message: 'A change of the settings was interrupted and left this file; it may contain a key.',
    file,
    hint: 'The next `orchestrator config set` removes it; or remove it by hand.',
  }));
}
