import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Conf from 'conf';
import { applyEdits, modify } from 'jsonc-parser';
import { failure, type Result, success } from '../diagnostics/index.ts';
import { plainValue, readJsonText } from '../lib/index.ts';
import {
  describeSystemError,
  lockOwner,
  makePrivateFolder,
  moveAside,
  readText,
  remedyFor,
  removeFile,
  type TextRead,
  waitForLock,
} from '../platform/index.ts';
import { LARGEST_CONFIG } from './config_text.ts';
import { leftOver } from './left_over.ts';
import type { SettingProblemCode } from './settings.ts';

/** The location of the settings, and whether an existing file has to be moved away, which is checked once nobody else writes. */
export type ConfigPlace = {
  readonly folder: string;
  readonly name: string;
  readonly isDamaged: (read: TextRead) => boolean;
};

/**
 * Writes or removes one setting through conf, which replaces the file in one step. One process does that at a time, and first
 * reads what the others have written. Comments and unknown keys are preserved.
 */
export async function changeConfig(
  place: ConfigPlace,
  setting: string,
  value: unknown,
): Promise<Result<{ readonly putAside: string | null }, SettingProblemCode>> {
  const file = join(place.folder, `${place.name}.json`);
  const unwritable = (why: string, hint?: string) =>
    failure('environment', {
      severity: 'error',
      code: 'settings-unwritable',
      message: `The settings cannot be written: ${why}. Nothing was changed.`,
      file,
      ...(hint === undefined ? {} : { hint }),
    } as const);
  try {
    makePrivateFolder(place.folder);
    const lock = await waitForLock(join(place.folder, LOCK), AbortSignal.timeout(LONGEST_WAIT));
    if (lock === undefined) {
      const { pid, host } = lockOwner(join(place.folder, LOCK)) ?? {};
      return unwritable(
        `another process is changing them${pid === undefined ? '' : `, number ${pid} on ${host}`}`,
        'Try again when it has ended.',
      );
    }
    try {
      return success(change(file, place, setting, value));
    } finally {
      lock.release();
    }
  } catch (error) {
    const why = describeSystemError(error);
    return unwritable(why, remedyFor(why).hint);
  }
}

const LOCK = 'config.lock';
/** In milliseconds; nothing that holds the lock takes long. */
const LONGEST_WAIT = 10_000;

function change(
  file: string,
  { folder, name, isDamaged }: ConfigPlace,
  setting: string,
  value: unknown,
): { readonly putAside: string | null } {
  for (const left of leftOver(file)) removeFile(left);
  const read = readText(file, LARGEST_CONFIG);
  // The file may well be undamaged.
  if (read.kind === 'unreadable') throw new Error(read.why);
  const aside = isDamaged(read) ? moveAside(file) : null;
  const before = aside === null && read.kind === 'text' ? read.text : '{}\n';
  const [group = '', ...parts] = setting.split('.');
  const key = parts.join('.');
  const conf = new Conf<Record<string, unknown>>({
    cwd: folder,
    configName: name,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    deserialize: (text) => valueIn(text) as Record<string, unknown>,
    serialize: (wanted) => edited(before, key === '' ? [group] : [group, key], wanted),
  });
  const whole = key === '' ? value : withPart(conf.get(group), key, value);
  if (whole === undefined) conf.delete(group);
  else conf.set(group, whole);
  return { putAside: aside };
}

/** The text with one value changed, comments preserved; rewritten from scratch if the edit does not yield the wanted settings. */
function edited(before: string, path: readonly string[], wanted: Readonly<Record<string, unknown>>): string {
  const [group = '', key] = path;
  const value = key === undefined ? wanted[group] : (wanted[group] as Record<string, unknown> | undefined);
  const isGroupGone = key !== undefined && value === undefined;
  const at = isGroupGone ? [group] : [...path];
  const next = key === undefined || isGroupGone ? value : (value as Record<string, unknown>)[key];
  const edits = modify(before, at, next, {
    formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' },
  });
  const text = applyEdits(before, edits);
  return isDeepStrictEqual(normal(valueIn(text)), normal(wanted))
    ? text
    : `${JSON.stringify(wanted, null, 2)}\n`;
}

function valueIn(text: string): unknown {
  const read = readJsonText(text);
  return 'root' in read ? plainValue(read.root) : undefined;
}

/** Removes differences that JSON cannot express. */
function normal(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** A group of settings with one of them changed; `undefined` if none is left. */
function withPart(group: unknown, key: string, value: unknown): object | undefined {
  const { [key]: _, ...others } = { ...(group as Readonly<Record<string, unknown>> | undefined) };
  const parts = value === undefined ? others : { ...others, [key]: value };
  return Object.keys(parts).length === 0 ? undefined : parts;
}
