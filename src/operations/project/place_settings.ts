import type { PlaceSettings, SlurmSettings } from '../../batch/index.ts';
import {
  configPath,
  NO_USER_FOLDER,
  readConfig,
  type SettingProblemCode,
  unfitPart,
  writeSetting,
} from '../../config/index.ts';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { nearest, printableLine, splitShellWords } from '../../lib/index.ts';
import { faultOfPlace } from '../batches/run_places.ts';
import type { OperationContext } from '../context.ts';
import type { ChangedSetting, ShownSetting } from './setting_report.ts';

const PREFIX = 'places.';

/** Whether a setting belongs to a place, as `places.big.ssh`. */
export function isOfPlace(wanted: string): boolean {
  return wanted.startsWith(PREFIX);
}

/** The settings of a place, in words. */
const FIELDS = {
  ssh: 'the host, as given to ssh',
  folder: 'the folder for everything there',
  slots: 'attempts at a time there',
  env: 'variables whose values commands there get',
  slurm: 'whether attempts are jobs of the cluster there',
  'slurm.partition': 'the partition of its jobs',
  'slurm.time': 'the longest that a job may take',
  'slurm.mem': 'the memory of a job',
  'slurm.cpus': 'the processors of a job',
  'slurm.gpu': 'the GPUs of a job',
  'slurm.array': 'the most jobs in one array',
  'slurm.options': 'more options of sbatch',
} as const;
type Field = keyof typeof FIELDS;
const NAMES = Object.keys(FIELDS) as readonly Field[];

/** The expected form of each, for messages about invalid input. */
const SHAPES: Readonly<Record<Field, string>> = {
  ssh: 'is a host from your ~/.ssh/config, or user@host; put port and key in that file',
  folder: 'is a folder there without a colon: absolute, from ~/, or below the home folder',
  slots: 'is a whole number from 1 to 64',
  env: 'is a list of variable names with commas between them; the values are not stored',
  slurm: 'is on: its attempts are jobs. To turn it off: orchestrator config unset',
  'slurm.partition': 'is the name of a partition, or several with commas between them',
  'slurm.time': 'is a time as sbatch has it: minutes, 4:00:00, or 1-12:00:00',
  'slurm.mem': 'is an amount of memory, as 500M or 16G',
  'slurm.cpus': 'is a whole number from 1 to 4096',
  'slurm.gpu': 'is a number, or a type and a number, as a100:2',
  'slurm.array': 'is a whole number from 2 to 1000',
  'slurm.options': 'has options of sbatch, each as --name=value, with spaces between them',
};

/** The user's places, as settings. */
export function listPlaces(userFolder: string | null): ShownSetting[] {
  const { places = {} } = readConfig(userFolder).config;
  return Object.entries(places)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, kept]) =>
      NAMES.flatMap((field): ShownSetting[] => {
        const value = textOf(kept, field);
        if (value === undefined) return [];
        const of = { source: 'user', from: 'the user’s settings', summary: FIELDS[field] } as const;
        return [{ name: `${PREFIX}${name}.${field}`, value, ...of }];
      }),
    );
}

function textOf({ slurm, ...place }: PlaceSettings, field: Field): string | number | boolean | undefined {
  switch (field) {
    case 'slurm':
      // Job settings imply that jobs are used.
      return slurm !== undefined && Object.keys(slurm).length === 0 ? true : undefined;
    case 'env':
      return place.env?.join(', ');
    case 'slurm.options':
      return slurm?.options?.join(' ');
    case 'ssh':
    case 'folder':
    case 'slots':
      return place[field];
    default:
      return slurm?.[field.slice('slurm.'.length) as Exclude<keyof SlurmSettings, 'options'>];
  }
}

/** Reads one setting of a place. */
export function getPlace(userFolder: string | null, wanted: string): Result<ShownSetting, 'bad-setting'> {
  const named = checkName(wanted);
  if (!named.ok) return named;
  if (named.value.field === undefined) return wholePlace(named.value.name);
  const found = listPlaces(userFolder).find(({ name }) => name === wanted);
  const unset = { name: wanted, value: null, source: 'default', from: 'the default', summary: '' } as const;
  return success(found ?? unset);
}

/**
 * Saves one setting of a place; its other settings stay. A change that would make the place unusable is refused.
 *
 * @param text - `undefined` removes it, or all of the place if only its name is given
 */
export async function changePlace(
  { userFolder, log }: Pick<OperationContext, 'userFolder' | 'log'>,
  wanted: string,
  text: string | undefined,
): Promise<Result<ChangedSetting, SettingProblemCode>> {
  const named = checkName(wanted);
  if (!named.ok) return named;
  if (userFolder === null) return failure('environment', NO_USER_FOLDER);
  const { name, field } = named.value;
  if (field === undefined && text !== undefined) return wholePlace(name);
  const { places = {} } = readConfig(userFolder).config;
  const kept: PlaceSettings = (Object.hasOwn(places, name) ? places[name] : undefined) ?? {};
  let next: PlaceSettings | undefined;
  if (field !== undefined) {
    next = without(kept, field);
    if (text !== undefined) {
      const value = parsed(field, text.trim());
      next = value === undefined ? undefined : withValue(next, field, value, kept);
      const isFit = next !== undefined && unfitPart(name, next) === undefined;
      if (next === undefined || !isFit) return bad(wanted, SHAPES[field]);
      const fault = faultOfPlace(name, next);
      if (fault !== undefined) return failure('usage', { severity: 'error', code: 'bad-setting', ...fault });
    } else if (faultOfPlace(name, next) !== undefined) next = undefined;
  }
  const written = await writeSetting(userFolder, `${PREFIX}${name}`, next);
  if (!written.ok) return written;
  const file = configPath(userFolder);
  log(`wrote ${file}: ${wanted}`);
  const { putAside } = written.value;
  return success({ name: wanted, file, origin: null, putAside, overruledBy: null, keysElsewhere: [] });
}

type Value = string | number | true | readonly string[];

/** The typed text as a value of the setting; `undefined` if it is invalid. */
function parsed(field: Field, text: string): Value | undefined {
  switch (field) {
    case 'slots':
    case 'slurm.cpus':
    case 'slurm.array':
      return /^\d{1,9}$/u.test(text) ? Number(text) : undefined;
    case 'env':
      return text.split(',').map((name) => name.trim());
    case 'slurm':
      return ['on', 'true', 'yes'].includes(text) || undefined;
    case 'slurm.options': {
      const split = splitShellWords(text);
      return 'words' in split ? split.words : undefined;
    }
    default:
      return text;
  }
}

function withValue(
  { slurm, ...place }: PlaceSettings,
  field: Field,
  value: Value,
  kept: PlaceSettings,
): PlaceSettings {
  if (field === 'slurm') return { ...place, slurm: kept.slurm ?? {} };
  const part = field.startsWith('slurm.') ? field.slice('slurm.'.length) : undefined;
  if (part !== undefined) return { ...place, slurm: { ...slurm, [part]: value } };
  return { ...place, ...(slurm && { slurm }), [field]: value };
}

/** A place without one of its settings. */
function without({ slurm, ...place }: PlaceSettings, field: Field): PlaceSettings {
  const part = field.startsWith('slurm.') ? field.slice('slurm.'.length) : undefined;
  const others = Object.fromEntries(Object.entries(place).filter(([name]) => name !== field));
  if (slurm === undefined || field === 'slurm') return others;
  const jobs = Object.fromEntries(Object.entries(slurm).filter(([name]) => name !== part));
  return { ...others, slurm: jobs };
}

function checkName(
  wanted: string,
): Result<{ readonly name: string; readonly field: Field | undefined }, 'bad-setting'> {
  const [name = '', ...parts] = wanted.slice(PREFIX.length).split('.');
  const given = parts.join('.');
  const field = NAMES.find((known) => known === given);
  if (unfitPart(name, {}) !== undefined)
    return failure('usage', {
      severity: 'error',
      code: 'bad-setting',
      message:
        name === 'local'
          ? 'local is this machine, and cannot be configured.'
          : `${printableLine(name).slice(0, 60) || 'Nothing'} is not a name for a place.`,
      hint: 'Use up to 40 letters, digits, - and _, as in places.big.ssh, and begin with a letter or a digit.',
    });
  if (field !== undefined || parts.length === 0) return success({ name, field });
  const suggestion = nearest(given, NAMES);
  return failure('usage', {
    severity: 'error',
    code: 'bad-setting',
    message: `There is no setting ${printableLine(wanted).slice(0, 120)}.`,
    hint:
      suggestion === undefined
        ? `The settings of a place are: ${NAMES.map((each) => `${PREFIX}${name}.${each}`).join(', ')}.`
        : `Did you mean ${PREFIX}${name}.${suggestion}?`,
  });
}

function wholePlace(name: string): Result<never, 'bad-setting'> {
  return failure('usage', {
    severity: 'error',
    code: 'bad-setting',
    message: `${PREFIX}${name} is a whole place; set its settings by name.`,
    hint: `The settings of a place are: ${NAMES.map((each) => `${PREFIX}${name}.${each}`).join(', ')}. To remove it: orchestrator config unset ${PREFIX}${name}`,
  });
}

function bad(wanted: string, what: string): Result<never, 'bad-setting'> {
  return failure('usage', { severity: 'error', code: 'bad-setting', message: `${wanted} ${what}.` });
}
