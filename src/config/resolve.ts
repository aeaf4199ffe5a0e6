import type { Problem } from '../diagnostics/index.ts';
import type { ReadConfig } from './config_text.ts';
import { readConfig } from './file.ts';
import type { ConfigFile } from './generated/config.ts';
import type { SettingRule } from './setting_rule.ts';
import {
  keptSetting,
  parseSetting,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type SettingProblemCode,
} from './settings.ts';

/** The effective value of a setting, and its source. */
export type Setting = {
  readonly name: SettingName;
  /** Never a secret: see {@link Settings.keys}. */
  readonly value: string | number | boolean | null;
  readonly source: SettingSource;
  /** The source in words: `the variable OPENAI_BASE_URL`. */
  readonly from: string;
  /** Why an unreadable part of the user's file may have set it differently; `null` if nothing is in doubt. */
  readonly doubt: Problem<SettingProblemCode> | null;
};

export type SettingSource = 'flag' | 'environment' | 'user' | 'default';

/** A source of a key, and the only origin that this key may be sent to. */
export type KeySource = {
  readonly kind: 'value' | 'command';
  readonly value: string;
  readonly origin: string;
  readonly from: string;
};

/** All effective settings of one run. */
export type Settings = {
  readonly all: Readonly<Record<SettingName, Setting>>;
  /** In the order in which they are tried. */
  readonly keys: readonly KeySource[];
  readonly problems: readonly Problem<SettingProblemCode>[];
};

/** The sources of settings; a project's files are not among them. */
export type SettingSources = {
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userFolder: string | null;
};

/** The endpoint for keys from OpenAI's own variable, unless the environment also names another endpoint. */
const DEFAULT_ENDPOINT = SETTINGS.baseUrl.fallback;

/** Resolves every setting: flag, then environment, then the user's file, then the default. */
export function resolveSettings(sources: SettingSources): Settings {
  const read = readConfig(sources.userFolder);
  const { config } = read;
  const problems: Problem<SettingProblemCode>[] = [...read.problems];
  const all = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, settle(name, sources, read, problems)] as const),
  ) as Record<SettingName, Setting>;
  return { all, keys: keySources(sources, config, String(all.baseUrl.value)), problems };
}

/** Scheme, host and port of an endpoint: the origin that a key is tied to. */
export function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : '';
}

function settle(
  name: SettingName,
  { flags, env }: SettingSources,
  { config, unread, damage }: ReadConfig,
  problems: Problem<SettingProblemCode>[],
): Setting {
  const rule: SettingRule = SETTINGS[name];
  const { variable } = rule;
  const given: [SettingSource, string, string | undefined][] = [
    ['flag', 'a flag', flags[name]],
    ['environment', `the variable ${variable}`, variable === undefined ? undefined : env[variable]],
  ];
  for (const [source, from, text] of given) {
    // An empty variable counts as unset; an empty flag was given on purpose.
    if (text === undefined || (text === '' && source === 'environment')) continue;
    const value = parseSetting(name, text);
    if (value.ok)
      return { name, value: rule.kind === 'secret' ? null : value.value, source, from, doubt: null };
    problems.push(
      ...value.problems.map((problem) =>
        source === 'flag' ? { ...problem, hint: 'It was given as a flag: fix or remove it.' } : problem,
      ),
    );
  }
  const kept = keptSetting(config, name);
  const doubt = damage ?? unread.get(name) ?? unread.get(name.split('.')[0] ?? '') ?? null;
  if (kept === undefined)
    return { name, value: rule.fallback, source: 'default', from: 'the default', doubt };
  const value = typeof kept !== 'object' ? kept : rule.kind === 'secret' ? null : kept.value;
  return { name, value, source: 'user', from: 'the user’s settings', doubt };
}

function keySources({ env, flags }: SettingSources, config: ConfigFile, baseUrl: string): KeySource[] {
  const keys: KeySource[] = [];
  const fromEnvironment = env.OPENAI_API_KEY?.trim();
  if (fromEnvironment) {
    const origin = originOf(env.OPENAI_BASE_URL?.trim() || DEFAULT_ENDPOINT);
    keys.push({ kind: 'value', value: fromEnvironment, origin, from: 'the variable OPENAI_API_KEY' });
  }
  if (flags.apiKey) {
    const from = 'the file named by --api-key-file';
    keys.unshift({ kind: 'value', value: flags.apiKey, origin: originOf(baseUrl), from });
  }
  if (config.apiKey) keys.push({ kind: 'value', ...config.apiKey, from: 'the user’s settings (apiKey)' });
  if (config.apiKeyCommand) {
    keys.push({ kind: 'command', ...config.apiKeyCommand, from: 'the user’s settings (apiKeyCommand)' });
  }
  return keys;
}
