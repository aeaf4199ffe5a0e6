import type { ErrorObject } from 'ajv';
import type { Problem } from '../diagnostics/index.ts';
import {
  type JsonNode,
  type JsonText,
  nearest,
  nodeAt,
  plainValue,
  propertiesOf,
  readJsonText,
} from '../lib/index.ts';
import type { ConfigFile } from './generated/config.ts';
import { validateConfig } from './generated/validators.js';
import type { SettingRule } from './setting_rule.ts';
import {
  parseSetting,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type SettingProblemCode,
} from './settings.ts';

type SettingProblem = Problem<SettingProblemCode>;

/** A user's settings as the file has them, and the faults found in it. */
export type ReadConfig = {
  /** The valid settings, without the faulty ones. */
  readonly config: ConfigFile;
  /** Settings, or groups of them, that the file may have named but that could not be read, each with the reason. */
  readonly unread: ReadonlyMap<string, SettingProblem>;
  /** Why the whole file is unreadable; `null` if it is readable. */
  readonly damage: SettingProblem | null;
  readonly problems: readonly SettingProblem[];
};

/** A file without a setting. */
export const NO_CONFIG: ReadConfig = { config: {}, unread: new Map(), damage: null, problems: [] };

/** A file that is wholly unreadable, with the reason. */
export function damagedConfig(
  file: string,
  why: string,
  at: { readonly line?: number; readonly column?: number } = {},
): ReadConfig {
  const problem: SettingProblem = {
    severity: 'warning',
    code: 'settings-damaged',
    message: `The settings file cannot be used, so none of its settings apply: ${why}.`,
    file,
    ...at,
    hint: 'Fix it by hand, or set any setting: the file is then kept under another name, and a new one started.',
  };
  return { config: {}, unread: new Map(), damage: problem, problems: [problem] };
}

/**
 * Reads the text of a settings file; comments and trailing commas are allowed. An unknown key is reported and drops nothing; an
 * invalid value drops its own setting and no other. Values are never quoted: they may be keys.
 *
 * @param file - the name that problems carry
 */
export function parseConfig(text: string, file: string): ReadConfig {
  const read = readJsonText(text);
  if (!('root' in read)) {
    const [first] = read;
    if (first === undefined) throw new Error('a text that is not JSON for no known reason');
    const { line, column, message } = first;
    return damagedConfig(file, inner(message), { line, column });
  }
  if (read.root.type !== 'object')
    return damagedConfig(file, 'it is not an object { … }', read.positionAt(read.root.offset));
  const large = tooLarge(read.root);
  if (large !== undefined)
    return damagedConfig(
      file,
      `it has more than ${MAX_ENTRIES} entries in one place`,
      read.positionAt(large.offset),
    );
  const reading: Reading = { file, text: read, unread: new Map(), problems: [] };
  const value = plainValue(read.root) as Record<string, unknown>;
  dropDuplicates(reading, value);
  if (!validateConfig(value))
    for (const error of validateConfig.errors ?? []) dropFault(reading, value, error);
  dropUnfit(reading, value);
  const { unread, problems } = reading;
  if (!validateConfig(value)) return damagedConfig(file, 'its values are not those of settings');
  // The validator has just vouched for it.
  return { config: value as ConfigFile, unread, damage: null, problems: inOrder(problems) };
}

/** Far above any realistic file; each unknown key is compared with every setting and reported. */
const MAX_ENTRIES = 1000;

/** The largest settings file that is read, in bytes; a longer one was not written for this program. */
export const LARGEST_CONFIG = 128 * 1024;

/** The first entry beyond the limit, in the file or in one of its groups. */
function tooLarge(node: JsonNode): JsonNode | undefined {
  const children = node.children ?? [];
  const own = node.type === 'property' ? undefined : children[MAX_ENTRIES];
  if (own !== undefined) return own;
  for (const child of children) {
    const below = tooLarge(child);
    if (below !== undefined) return below;
  }
  return undefined;
}

type Reading = {
  readonly file: string;
  readonly text: JsonText;
  readonly unread: Map<string, SettingProblem>;
  readonly problems: SettingProblem[];
};

/** Drops every setting that appears twice: nobody can say which one is meant. */
function dropDuplicates(reading: Reading, value: Record<string, unknown>): void {
  for (const group of [undefined, ...GROUPS]) {
    const node = group === undefined ? reading.text.root : nodeAt(reading.text.root, `/${group}`);
    if (group !== undefined && node === reading.text.root) continue;
    const seen = new Map<string, JsonNode>();
    for (const { key, keyNode } of propertiesOf(node)) {
      const first = seen.get(key);
      seen.set(key, first ?? keyNode);
      if (first === undefined) continue;
      const { line } = reading.text.positionAt(first.offset);
      const path = group === undefined ? [key] : [group, key];
      drop(reading, value, path, {
        node: keyNode,
        message: `is here twice, first at line ${line}, and so does not apply`,
      });
    }
  }
}

function dropFault(reading: Reading, value: Record<string, unknown>, error: ErrorObject): void {
  const path = error.instancePath.split('/').slice(1).map(unescaped);
  const node = nodeAt(reading.text.root, error.instancePath);
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params.additionalProperty);
    const keyNode = propertiesOf(node).find((entry) => entry.key === key)?.keyNode ?? node;
    passOver(reading, value, [...path, key], keyNode);
    return;
  }
  if (error.keyword === 'propertyNames') {
    const name = String(error.params.propertyName);
    drop(reading, value, [...path, name], {
      node,
      message: `has a name that no ${path[0] === 'places' ? 'place' : 'executor'} can have`,
    });
    return;
  }
  // The schema reports an invalid name twice.
  if (error.propertyName !== undefined) return;
  drop(reading, value, path, { node, message: ruleOf(path) ?? error.message ?? 'is not valid' });
}

/** The rule of a setting, in the words that `config set` uses. */
function ruleOf(path: readonly string[]): string | undefined {
  const name = SETTING_NAMES.find((candidate) => candidate === path.join('.'));
  if (name === undefined) return undefined;
  const { kind, choices }: SettingRule = SETTINGS[name];
  switch (kind) {
    case 'secret':
    case 'command':
      return 'belongs to one endpoint, so only `config set` can save it';
    case 'switch':
      return 'is true or false';
    case 'choice':
      return `is one of: ${(choices ?? []).map((choice) => JSON.stringify(choice)).join(', ')}`;
    case 'paths':
      return 'is a list of paths, [ "a", "b" ]';
    case 'hosts':
      return 'is a list of hosts, [ "a.example.com", "localhost:5432" ]';
    default: {
      const refused = parseSetting(name, FITS_NOTHING);
      return refused.ok ? undefined : inner(refused.problems[0]?.message.slice(name.length + 1) ?? '');
    }
  }
}

const FITS_NOTHING = '\u0000\n\u0000';

/** Drops values that fit the schema but that a setting does not accept, such as an address with a password in it. */
function dropUnfit(reading: Reading, value: Record<string, unknown>): void {
  for (const name of ['baseUrl', 'model'] as const) {
    const kept = value[name];
    if (typeof kept !== 'string') continue;
    const parsed = parseSetting(name, kept);
    if (parsed.ok) value[name] = parsed.value;
    else {
      const message = inner(parsed.problems[0]?.message.slice(name.length + 1) ?? 'is not valid');
      drop(reading, value, [name], { node: nodeAt(reading.text.root, `/${name}`), message });
    }
  }
}

/** Leaves out a setting; the rest still counts. */
function drop(
  { file, text, unread, problems }: Reading,
  value: Record<string, unknown>,
  path: readonly string[],
  { node, message }: { readonly node: JsonNode; readonly message: string },
): void {
  const [group = '', key] = path;
  const isGrouped = GROUPS.has(group) && key !== undefined;
  const name = isGrouped ? `${group}.${key}` : group;
  if (unread.has(name)) return;
  const place = isGrouped ? value[group] : value;
  if (typeof place === 'object' && place !== null) Reflect.deleteProperty(place, isGrouped ? key : group);
  const problem: SettingProblem = {
    severity: 'warning',
    code: 'bad-setting',
    message: `${shown(name)} ${message}. The other settings apply.`,
    file,
    ...text.positionAt(node.offset),
    hint: `Fix it there, or run \`orchestrator config set ${shown(name)}\`.`,
  };
  unread.set(name, problem);
  problems.push(problem);
}

/** The keys of a settings file that hold settings of their own. */
const GROUPS: ReadonlySet<string> = new Set(['batch', 'executors', 'judge', 'places']);

/** Reports an unknown key; if it seems to name the endpoint, the endpoint is in doubt. */
function passOver(
  { file, text, unread, problems }: Reading,
  value: Record<string, unknown>,
  path: readonly string[],
  keyNode: JsonNode,
): void {
  const key = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce<unknown>((place, part) => Object(place)[part], value);
  const kept = Object(parent)[key];
  Reflect.deleteProperty(Object(parent), key);
  // For editors, not for this program.
  if (path.length === 1 && key === '$schema') return;
  const group = path.length > 1 ? `${path[0]}.` : '';
  const names = SETTING_NAMES.filter((name) => name.startsWith(group)).map((name) =>
    name.slice(group.length),
  );
  const suggestion = path.length > 2 ? undefined : nearestSetting(key, names);
  const isEndpoint = path.length === 1 && (suggestion === 'baseUrl' || holdsEndpoint(kept, SETTING_NAMES));
  const problem: SettingProblem = {
    severity: 'warning',
    code: 'unknown-setting',
    message: `There is no setting ${shown(path.join('.'))}${isEndpoint ? '; it seems to name an endpoint' : ''}.`,
    file,
    ...text.positionAt(keyNode.offset),
    hint: suggestion
      ? `Did you mean ${suggestion}?`
      : 'Remove it; `orchestrator config list` shows all settings.',
  };
  if (isEndpoint) unread.set('baseUrl' satisfies SettingName, problem);
  problems.push(problem);
}

/** Whether a value is or contains an address, or a key that means one: other programs keep theirs a level deeper. */
function holdsEndpoint(value: unknown, names: readonly string[]): boolean {
  if (typeof value === 'string') return /^\s*https?:/iu.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, inside]) => nearestSetting(key, names) === 'baseUrl' || holdsEndpoint(inside, names),
  );
}

/** The most similar setting as written, or else one with the same letters: `base_url` is `baseUrl`. */
function nearestSetting(key: string, names: readonly string[]): string | undefined {
  const letters = (name: string) => name.toLowerCase().replace(/[^a-z]/gu, '');
  return names.find((name) => letters(name) === letters(key)) ?? nearest(key, names);
}

/** Hides a text that does not look like a name: it may be a key in the wrong place. */
function shown(name: string): string {
  return /^[\w.$-]{1,80}$/u.test(name) ? name : 'of that name';
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Turns a sentence into a part of another one. */
function inner(sentence: string): string {
  return sentence.replace(/[.]$/u, '').replace(/^[A-Z](?=[a-z ])/u, (letter) => letter.toLowerCase());
}

function inOrder(problems: readonly SettingProblem[]): SettingProblem[] {
  return [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
