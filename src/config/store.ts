import { join } from 'node:path';
import Conf from 'conf';
import { failure, type Result, success } from '../diagnostics/index.ts';
import { describeSystemError, makePrivateFolder, putAside } from '../platform/index.ts';
import type { SettingProblemCode } from './settings.ts';

/** Where the settings are kept, and whether what is there has to make room. */
export type ConfigPlace = { readonly folder: string; readonly name: string; readonly isDamaged: boolean };

/** Writes or takes out one setting through conf, which replaces the file in one step. */
export function changeConfig(
  place: ConfigPlace,
  setting: string,
  value: unknown,
): Result<{ readonly putAside: string | null }, SettingProblemCode> {
  const file = join(place.folder, `${place.name}.json`);
  try {
    makePrivateFolder(place.folder);
    // conf throws from its constructor when the file is not JSON.
    const aside = place.isDamaged ? putAside(file) : null;
    const conf = new Conf<Record<string, unknown>>({
      cwd: place.folder,
      configName: place.name,
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    });
    const [group = '', ...parts] = setting.split('.');
    const key = parts.join('.');
    const whole = key === '' ? value : withPart(conf.get(group), key, value);
    if (whole === undefined) conf.delete(group);
    else conf.set(group, whole);
    return success({ putAside: aside });
  } catch (error) {
    return failure('environment', {
      severity: 'error',
      code: 'settings-unwritable',
      message: `The settings can not be written: ${describeSystemError(error)}.`,
      file,
    });
  }
}

/** A group of settings with one of them changed; `undefined` when nothing is left of it. */
function withPart(group: unknown, key: string, value: unknown): object | undefined {
  const { [key]: _, ...others } = { ...(group as Readonly<Record<string, unknown>> | undefined) };
  const parts = value === undefined ? others : { ...others, [key]: value };
  return Object.keys(parts).length === 0 ? undefined : parts;
}
