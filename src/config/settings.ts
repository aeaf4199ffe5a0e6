import { failure, type Result, success } from '../diagnostics/index.ts';
import { nearest } from '../lib/index.ts';
import { readHost } from '../platform/index.ts';
import { BATCH_SETTINGS } from './batch_settings.ts';
import type { ConfigFile, Credential } from './generated/config.ts';
import type { SettingRule } from './setting_rule.ts';

/** The settings that a user can keep, by name. */
export type SettingName = keyof typeof SETTINGS;

/** Every setting. */
export const SETTINGS = {
  model: { kind: 'text', variable: 'ORCHESTRATOR_MODEL', fallback: null, summary: 'the model to ask' },
  baseUrl: {
    kind: 'url',
    variable: 'OPENAI_BASE_URL',
    fallback: 'https://api.openai.com/v1',
    summary: 'the endpoint, up to and with its version',
  },
  apiKey: { kind: 'secret', variable: 'OPENAI_API_KEY', fallback: null, summary: 'the key; never shown' },
  apiKeyCommand: { kind: 'command', fallback: null, summary: 'a command that prints the key' },
  timeoutSeconds: { kind: 'number', fallback: 180, summary: 'the longest wait until an answer begins' },
  idleTimeoutSeconds: { kind: 'number', fallback: 60, summary: 'the longest pause within an answer' },
  maxTries: { kind: 'count', fallback: 3, summary: 'requests for one answer, at most' },
  prompts: { kind: 'switch', fallback: true, summary: 'ask questions in a terminal' },
  spinner: { kind: 'switch', fallback: true, summary: 'animate while waiting' },
  'judge.model': { kind: 'text', fallback: null, summary: 'the model that judges answers in evals' },
  ...BATCH_SETTINGS,
} as const satisfies Readonly<Record<string, SettingRule>>;

/** The names in the order in which they are listed. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** Codes of the problems that a setting can have. */
export type SettingProblemCode =
  | 'unknown-setting'
  | 'bad-setting'
  | 'settings-damaged'
  | 'settings-left-over'
  | 'settings-unwritable'
  | 'no-user-folder';

/** A setting as the user's file has it; `undefined` if it is absent. Lists are one text, separated by commas. */
export function keptSetting(config: ConfigFile, name: SettingName): KeptValue | undefined {
  const [group = '', key = ''] = name.split('.');
  const values = (key === '' ? config : config[group as 'batch' | 'judge']) as
    | Readonly<Record<string, KeptValue | string[]>>
    | undefined;
  const kept = values?.[key === '' ? group : key];
  return Array.isArray(kept) ? kept.join(', ') : kept;
}

/** The values that the file can hold: a credential includes the origin that it may be sent to. */
type KeptValue = string | number | boolean | Credential;

/** Checks the name of a setting that a user typed. */
export function checkSettingName(name: string): Result<SettingName, SettingProblemCode> {
  const known = SETTING_NAMES.find((candidate) => candidate === name);
  if (known) return success(known);
  const suggestion = nearest(name, SETTING_NAMES);
  return failure('usage', {
    severity: 'error',
    code: 'unknown-setting',
    // A text that does not look like a name is not repeated: it may be a key in the wrong place.
    message: /^[a-z_.-]{1,40}$/iu.test(name) ? `There is no setting ${name}.` : 'There is no such setting.',
    hint: suggestion ? `Did you mean ${suggestion}?` : `The settings are: ${SETTING_NAMES.join(', ')}.`,
  });
}

/** Parses the text that a user gives for a setting. An invalid value is never quoted: it may be a key. */
export function parseSetting(
  name: SettingName,
  text: string,
): Result<string | number | boolean, SettingProblemCode> {
  const { kind, range, choices = [] }: SettingRule = SETTINGS[name];
  const value = text.trim();
  if (value === '') return bad(name, 'must not be empty');
  switch (kind) {
    case 'text':
      return /^[\u0020-\u007e\u00a0-\uffff]{1,200}$/u.test(value)
        ? success(value)
        : bad(name, 'must be one short line');
    case 'paths': {
      const paths = value.split(',').map((path) => path.trim());
      return paths.every((path) => /^[^\r\n\0]+$/u.test(path))
        ? success(paths.join(', '))
        : bad(name, 'is a comma-separated list of paths');
    }
    case 'hosts': {
      const hosts = value.split(',').map((host) => host.trim());
      return hosts.every((host) => readHost(host) !== undefined)
        ? success(hosts.join(', '))
        : bad(
            name,
            'is a comma-separated list of hosts, each with or without a port, as in api.example.com:443',
          );
    }
    case 'line':
    case 'command':
      return /[\r\n]/u.test(value) ? bad(name, 'must be one line') : success(value);
    case 'secret':
      return /^[\u0021-\u007e]+$/u.test(value)
        ? success(value)
        : bad(name, 'must be one word of plain characters');
    case 'url':
      return checkUrl(name, value);
    case 'choice':
      return choices.includes(value) ? success(value) : bad(name, `is one of: ${choices.join(', ')}`);
    case 'switch':
      if (['true', 'on', 'yes'].includes(value)) return success(true);
      return ['false', 'off', 'no'].includes(value) ? success(false) : bad(name, 'is on or off');
    case 'number':
    case 'count': {
      const number = Number(value);
      const [low, high] = range ?? (kind === 'count' ? [1, 10] : [1, 3600]);
      const fits = number >= low && number <= high && (kind === 'number' || Number.isInteger(number));
      return fits
        ? success(number)
        : bad(name, `is a ${kind === 'count' ? 'whole ' : ''}number from ${low} to ${high}`);
    }
  }
}

/** Checks an endpoint's address: http or https, without user or fragment, and with no query but Azure's. */
function checkUrl(name: SettingName, value: string): Result<string, SettingProblemCode> {
  if (!URL.canParse(value)) return bad(name, 'is an address such as https://api.openai.com/v1');
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return bad(name, 'starts with https:// or http://');
  if (url.username || url.password) return bad(name, 'must not hold a user or password');
  const isPlain = [...url.searchParams.keys()].every((key) => key === 'api-version') && !url.hash;
  if (!isPlain) return bad(name, 'must not have a ? or # part, but for ?api-version=');
  const [path = '', query] = value.split('?');
  return success(path.replace(/\/+$/u, '') + (query ? `?${query}` : ''));
}

function bad(name: SettingName, rule: string): Result<never, SettingProblemCode> {
  const { variable } = SETTINGS[name] as SettingRule;
  return failure('usage', {
    severity: 'error',
    code: 'bad-setting',
    message: `${name} ${rule}.`,
    ...(variable === undefined
      ? {}
      : { hint: `It comes from the variable ${variable}, or from \`orchestrator config set ${name}\`.` }),
  });
}
