import {
  ACP,
  type ConfiguredExecutor,
  DRY_RUN,
  type ExecutorProblemCode,
  GIVEN_COMMAND,
  MODEL,
  parseExecutorCommand,
  presetOf,
  shellText,
} from '../../batch/index.ts';
import {
  configPath,
  NO_USER_FOLDER,
  readConfig,
  type SettingProblemCode,
  writeSetting,
} from '../../config/index.ts';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { printableLine, splitShellWords } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import type { ChangedSetting, ShownSetting } from './setting_report.ts';

const PREFIX = 'executors.';

/** The executor that a setting belongs to: `executors.mine` belongs to `mine`; `undefined` for any other setting. */
export function executorOf(wanted: string): string | undefined {
  return wanted.startsWith(PREFIX) ? wanted.slice(PREFIX.length) : undefined;
}

/** The user's own executors, and additions to presets, as settings. */
export function listExecutors(userFolder: string | null): ShownSetting[] {
  const { executors = {} } = readConfig(userFolder).config;
  return Object.entries(executors)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, kept]) =>
      (['argv', ...FIELDS] as const).flatMap((field): ShownSetting[] => {
        const value = textOf(kept, field);
        if (value === undefined) return [];
        const [suffix, summary] = field === 'argv' ? ['', OWN_COMMAND] : [`.${field}`, SUMMARIES[field]];
        return [
          { name: `${PREFIX}${name}${suffix}`, value, source: 'user', from: 'the user’s settings', summary },
        ];
      }),
    );
}

const OWN_COMMAND = 'the user’s own command';

/** The settings of an executor other than its command. */
const FIELDS = ['env', 'args', 'model', 'account', 'mode', 'authenticate'] as const;
type Field = (typeof FIELDS)[number];

const SUMMARIES: Readonly<Record<Field, string>> = {
  env: 'additional variables that it may see',
  args: 'additional arguments',
  model: 'the model that it should use',
  mode: 'the mode of an ACP agent',
  authenticate: 'how an ACP agent logs in',
  account: 'the account whose usage limits apply to it',
};

function textOf(kept: ConfiguredExecutor, field: Field | 'argv'): string | undefined {
  const { argv, env, args, kind } = kept;
  switch (field) {
    case 'argv':
      return argv && `${kind === 'acp' ? ACP : ''}${shellText(argv)}`;
    case 'env':
      return env?.join(', ');
    case 'args':
      return args && shellText(args);
    default:
      return kept[field];
  }
}

/** Reads one setting of an executor. */
export function getExecutor(userFolder: string | null, wanted: string): Result<ShownSetting, 'bad-setting'> {
  const named = checkName(wanted);
  if (!named.ok) return named;
  const found = listExecutors(userFolder).find(({ name }) => name === wanted);
  const unset = { name: wanted, value: null, source: 'default', from: 'the default', summary: '' } as const;
  return success(found ?? unset);
}

/**
 * Saves a command as an executor of the user's own, or one addition to an executor: its other settings stay.
 *
 * @param text - `undefined` removes it
 */
export async function changeExecutor(
  { userFolder, log }: Pick<OperationContext, 'userFolder' | 'log'>,
  wanted: string,
  text: string | undefined,
): Promise<Result<ChangedSetting, ExecutorProblemCode | SettingProblemCode>> {
  const named = checkName(wanted);
  if (!named.ok) return named;
  if (userFolder === null) return failure('environment', NO_USER_FOLDER);
  const { name, field } = named.value;
  const parsed = text === undefined ? success({}) : parseField(wanted, field, text);
  if (!parsed.ok) return parsed;
  const { executors = {} } = readConfig(userFolder).config;
  const kept = (Object.hasOwn(executors, name) ? executors[name] : undefined) ?? {};
  const next: ConfiguredExecutor = { ...without(kept, field), ...parsed.value };
  if (text !== undefined) {
    const isTalkedWith = next.kind === 'acp';
    const isKnown = presetOf(name) !== undefined || isBuiltIn(name, next);
    if (next.argv === undefined && !isKnown) return notThere(name);
    if (next.model !== undefined && !isKnown && !isTalkedWith) return noEffect(name, 'model');
    if ((field === 'mode' || field === 'authenticate') && !isTalkedWith) return noEffect(name, field);
  }
  // Without its command, additions to one of the user's own executors have no meaning.
  const isEmpty =
    Object.keys(next).length === 0 ||
    (text === undefined && field === 'argv' && !presetOf(name) && name !== MODEL);
  const written = await writeSetting(userFolder, `${PREFIX}${name}`, isEmpty ? undefined : next);
  if (!written.ok) return written;
  const file = configPath(userFolder);
  log(`wrote ${file}: ${wanted}`);
  const { putAside } = written.value;
  return success({ name: wanted, file, origin: null, putAside, overruledBy: null, keysElsewhere: [] });
}

/** An executor without one of its settings; removing its command also removes those that depend on it. */
function without(kept: ConfiguredExecutor, field: Field | 'argv'): ConfiguredExecutor {
  const gone: readonly string[] = field === 'argv' ? ['argv', 'kind', 'mode', 'authenticate'] : [field];
  return Object.fromEntries(Object.entries(kept).filter(([name]) => !gone.includes(name)));
}

function parseField(
  wanted: string,
  field: Field | 'argv',
  text: string,
): Result<ConfiguredExecutor, ExecutorProblemCode | 'bad-setting'> {
  switch (field) {
    case 'argv': {
      const isTalkedWith = text.startsWith(ACP);
      const command = parseExecutorCommand(isTalkedWith ? text.slice(ACP.length).trim() : text);
      if (!command.ok) return command;
      return success({ argv: command.value.argv, ...(isTalkedWith && { kind: 'acp' }) });
    }
    case 'args': {
      const split = splitShellWords(text);
      return 'words' in split
        ? success({ args: split.words })
        : bad(wanted, `has arguments as they are typed, which no shell splits: ${split.needsShell}`);
    }
    case 'env': {
      const names = text.split(',').map((name) => name.trim());
      return names.every((name) => /^[A-Za-z_][A-Za-z0-9_]*$/u.test(name))
        ? success({ env: names })
        : bad(wanted, 'is a list of variable names with commas between them; the values are not stored');
    }
    case 'account':
      return /^[A-Za-z0-9][\w.@-]{0,99}$/u.test(text.trim())
        ? success({ account: text.trim() })
        : bad(wanted, 'is a name of up to 100 letters, digits, _, ., @ and -');
    default:
      return /^[^\s-][\u0020-\u007e\u00a0-\uffff]{0,199}$/u.test(text.trim())
        ? success({ [field]: text.trim() })
        : bad(wanted, 'must be one short line');
  }
}

function bad(wanted: string, what: string): Result<never, 'bad-setting'> {
  return failure('usage', { severity: 'error', code: 'bad-setting', message: `${wanted} ${what}.` });
}

function notThere(name: string): Result<never, 'bad-setting'> {
  return failure('usage', {
    severity: 'error',
    code: 'bad-setting',
    message: `There is no executor ${name} to add this to.`,
    hint: `Give it a command first: orchestrator config set executors.${name} 'COMMAND'`,
  });
}

function noEffect(name: string, field: 'model' | 'mode' | 'authenticate'): Result<never, 'bad-setting'> {
  const what = { model: 'a model', mode: 'a mode', authenticate: 'how to log in' }[field];
  return failure('usage', {
    severity: 'error',
    code: 'bad-setting',
    message: `executors.${name}.${field} would have no effect: there is no known way to tell ${name} ${what}.`,
    hint:
      field === 'model'
        ? `Add it to its command, or as arguments: orchestrator config set executors.${name}.args '…'`
        : `It is for ACP agents: orchestrator config set executors.${name} '${ACP}COMMAND'`,
  });
}

function checkName(
  wanted: string,
): Result<{ readonly name: string; readonly field: Field | 'argv' }, 'bad-setting'> {
  const [name = '', part, ...more] = (executorOf(wanted) ?? '').split('.');
  const isFree = ![DRY_RUN, GIVEN_COMMAND].includes(name);
  const field = part === undefined ? 'argv' : FIELDS.find((known) => known === part);
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/u.test(name) && isFree) {
    if (field !== undefined && more.length === 0) return success({ name, field });
    return failure('usage', {
      severity: 'error',
      code: 'bad-setting',
      message: `There is no setting ${printableLine(wanted)}.`,
      hint: `The settings of an executor are: ${[PREFIX + name, ...FIELDS.map((each) => `${PREFIX}${name}.${each}`)].join(', ')}.`,
    });
  }
  return failure('usage', {
    severity: 'error',
    code: 'bad-setting',
    message: isFree
      ? `${printableLine(name) || 'Nothing'} is not a name for an executor.`
      : `${name} is a built-in executor.`,
    hint: 'Use up to 40 letters, digits, - and _, as in executors.my-agent, and begin with a letter or a digit.',
  });
}

/** Whether these are additions to the built-in executor, not a replacement under its name. */
function isBuiltIn(name: string, { argv }: ConfiguredExecutor): boolean {
  return name === MODEL && argv === undefined;
}
