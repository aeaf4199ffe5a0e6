import type { ExecutorProblemCode } from '../../batch/index.ts';
import {
  checkSettingName,
  configPath,
  keptSetting,
  leftOverSettings,
  NO_USER_FOLDER,
  originOf,
  parseSetting,
  readConfig,
  resolveSettings,
  SETTING_NAMES,
  SETTINGS,
  type SettingProblemCode,
  writeSetting,
} from '../../config/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { forgetEndpoints } from '../endpoint_memory.ts';
import { changeExecutor, executorOf, getExecutor, listExecutors } from './executor_settings.ts';
import { changePlace, getPlace, isOfPlace, listPlaces } from './place_settings.ts';
import type { ChangedSetting, KeyElsewhere, ShownSetting } from './setting_report.ts';

/** All settings, each with the source of its value. */
export function listSettings({ env, userFolder }: OperationContext): {
  readonly settings: readonly ShownSetting[];
  readonly problems: readonly Problem[];
} {
  const resolved = resolveSettings({ flags: {}, env, userFolder });
  const settings = SETTING_NAMES.map((name): ShownSetting => {
    const { value, source, from } = resolved.all[name];
    const { kind, summary } = SETTINGS[name];
    const { config } = readConfig(userFolder);
    const credential = keptSetting(config, name);
    const origin = typeof credential === 'object' && source === 'user' ? `, for ${credential.origin}` : '';
    const shown = kind !== 'secret' ? value : source === 'default' ? null : '(set, not shown)';
    return { name, value: shown, source, from: `${from}${origin}`, summary };
  });
  const left = userFolder === null ? [] : leftOverSettings(userFolder);
  return {
    settings: [...settings, ...listExecutors(userFolder), ...listPlaces(userFolder)],
    problems: [...resolved.problems, ...left],
  };
}

/** Reads one setting. */
export function getSetting(
  context: OperationContext,
  wanted: string,
): Result<ShownSetting, SettingProblemCode> {
  if (executorOf(wanted) !== undefined) return getExecutor(context.userFolder, wanted);
  if (isOfPlace(wanted)) return getPlace(context.userFolder, wanted);
  const name = checkSettingName(wanted);
  if (!name.ok) return name;
  const found = listSettings(context).settings.find((setting) => setting.name === name.value);
  return found ? success(found) : failure('usage', unknown(wanted));
}

/** Whether the user has left a feature on that can be switched off permanently. */
export function isSwitchedOn(context: OperationContext, name: 'prompts' | 'spinner'): boolean {
  const setting = getSetting(context, name);
  return !setting.ok || setting.value.value !== false;
}

/**
 * Saves a setting. A key, and a command that prints one, are tied to the endpoint that is configured now.
 *
 * @param text - `undefined` removes the setting
 */
export async function changeSetting(
  { env, userFolder, log }: OperationContext,
  wanted: string,
  text: string | undefined,
): Promise<Result<ChangedSetting, ExecutorProblemCode | SettingProblemCode>> {
  if (executorOf(wanted) !== undefined) return changeExecutor({ userFolder, log }, wanted, text);
  if (isOfPlace(wanted)) return changePlace({ userFolder, log }, wanted, text);
  const name = checkSettingName(wanted);
  if (!name.ok) return name;
  const value = text === undefined ? undefined : parseSetting(name.value, text);
  if (value && !value.ok) return value;
  const { kind } = SETTINGS[name.value];
  const resolved = resolveSettings({ flags: {}, env, userFolder });
  const origin =
    kind === 'secret' || kind === 'command' ? originOf(String(resolved.all.baseUrl.value)) : null;
  const kept =
    value === undefined
      ? undefined
      : origin !== null
        ? { value: String(value.value), origin }
        : kind === 'paths' || kind === 'hosts'
          ? String(value.value).split(', ')
          : value.value;
  const written = await writeSetting(userFolder, name.value, kept);
  if (!written.ok) return written;
  if (NAMES_A_MODEL.has(name.value)) forgetEndpoints({ userFolder, log });
  const { source, from } = resolved.all[name.value];
  const file = configPath(userFolder ?? '');
  log(`wrote ${file}: ${name.value}`);
  return success({
    name: name.value,
    file,
    origin: text === undefined ? null : origin,
    putAside: written.value.putAside,
    overruledBy: source === 'environment' ? from : null,
    keysElsewhere: name.value === 'baseUrl' ? keysElsewhere(userFolder) : [],
  });
}

/** Settings whose change invalidates findings about an endpoint. */
const NAMES_A_MODEL: ReadonlySet<string> = new Set([
  'baseUrl',
  'model',
  'apiKey',
  'apiKeyCommand',
  'judge.model',
]);

/** Keys among the user's settings that are for another origin than the endpoint among them. */
function keysElsewhere(userFolder: string | null): KeyElsewhere[] {
  const { config } = readConfig(userFolder);
  const origin = originOf(config.baseUrl ?? SETTINGS.baseUrl.fallback);
  return (['apiKey', 'apiKeyCommand'] as const).flatMap((name) => {
    const kept = config[name];
    return kept && kept.origin !== origin ? [{ name, origin: kept.origin }] : [];
  });
}

/** The file that settings are kept in. */
export function settingsPath({ userFolder }: OperationContext): Result<string, SettingProblemCode> {
  return userFolder === null ? failure('environment', NO_USER_FOLDER) : success(configPath(userFolder));
}

/** The keys in the environment and the user's settings, for code that must not show them. */
export function configuredKeys({ env, userFolder }: OperationContext): readonly string[] {
  const { keys } = resolveSettings({ flags: {}, env, userFolder });
  return keys.flatMap(({ kind, value }) => (kind === 'value' ? [value] : []));
}

/** Whether a setting's value is a secret: it is typed hidden and never taken from arguments. */
export function isSecretSetting(wanted: string): boolean {
  const name = checkSettingName(wanted);
  return name.ok && SETTINGS[name.value].kind === 'secret';
}

function unknown(wanted: string): Problem<'unknown-setting'> {
  return {
    severity: 'error',
    code: 'unknown-setting',
    message: `There is no setting ${JSON.stringify(wanted)}.`,
  };
}
