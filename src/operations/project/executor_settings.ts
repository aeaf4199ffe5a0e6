import { DRY_RUN, GIVEN_COMMAND, parseExecutorCommand, shellText } from '../../batch/index.ts';
import { configPath, NO_USER_FOLDER, readConfig, writeSetting } from '../../config/index.ts';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import type { ChangedSetting, ShownSetting } from './setting_report.ts';

const PREFIX = 'executors.';

/** The executor whose setting is meant: `executors.mine` is that of `mine`; `undefined` for any other setting. */
export function executorOf(wanted: string): string | undefined {
  return wanted.startsWith(PREFIX) ? wanted.slice(PREFIX.length) : undefined;
}

/** The user's own executors, as settings. */
export function listExecutors(userFolder: string | null): ShownSetting[] {
  const { executors = {} } = readConfig(userFolder).config;
  return Object.entries(executors)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { argv, env = [] }]) => ({
      name: `${PREFIX}${name}`,
      value: shellText(argv),
      source: 'user',
      from: `the user’s settings${env.length === 0 ? '' : `; sees ${env.join(', ')}`}`,
      summary: 'a command of the user’s own',
    }));
}

/** One of the user's own executors, as a setting. */
export function getExecutor(userFolder: string | null, wanted: string): Result<ShownSetting> {
  const named = checkName(wanted);
  if (!named.ok) return named;
  const found = listExecutors(userFolder).find(({ name }) => name === wanted);
  const unset = { name: wanted, value: null, source: 'default', from: 'the default', summary: '' } as const;
  return success(found ?? unset);
}

/**
 * Keeps a command as an executor of the user's own, in the place of what was kept under its name: also of the names of the
 * environment that that one might see, which only the file itself can say.
 *
 * @param text - `undefined` takes it out
 */
export async function changeExecutor(
  { userFolder, log }: Pick<OperationContext, 'userFolder' | 'log'>,
  wanted: string,
  text: string | undefined,
): Promise<Result<ChangedSetting>> {
  const named = checkName(wanted);
  if (!named.ok) return named;
  if (userFolder === null) return failure('environment', NO_USER_FOLDER);
  const command = text === undefined ? undefined : parseExecutorCommand(text);
  if (command && !command.ok) return command;
  const written = await writeSetting(
    userFolder,
    `${PREFIX}${named.value}`,
    command && { argv: command.value.argv },
  );
  if (!written.ok) return written;
  const file = configPath(userFolder);
  log(`wrote ${file}: ${wanted}`);
  const { putAside } = written.value;
  return success({ name: wanted, file, origin: null, putAside, overruledBy: null, keysElsewhere: [] });
}

function checkName(wanted: string): Result<string> {
  const name = executorOf(wanted) ?? '';
  const isFree = ![DRY_RUN, GIVEN_COMMAND].includes(name);
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/u.test(name) && isFree) return success(name);
  return failure('usage', {
    severity: 'error',
    code: 'bad-setting',
    message: isFree
      ? `${printableLine(name) || 'Nothing'} is no name for an executor.`
      : `${name} is an executor of the program's own.`,
    hint: 'Up to 40 letters, digits, - and _, as in executors.my-agent; the first is a letter or a digit.',
  });
}
