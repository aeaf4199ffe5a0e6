import { join } from 'node:path';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { printableLine, splitShellWords } from '../../../lib/index.ts';
import type { Clock } from '../../../platform/index.ts';
import type { Machine } from '../agents/index.ts';
import { commandExecutor } from '../command.ts';
import type { ConfiguredExecutor } from '../configured_executor.ts';
import type { Executor } from '../executor.ts';
import type { ExecutorProblemCode } from '../executor_problem.ts';
import { ACP, acpCommand } from './command.ts';
import { readEntry } from './registry_entry.ts';

type Around = { readonly clock: Clock; readonly machine: Machine };
type Made = Result<Executor, ExecutorProblemCode>;

/**
 * The executor for a name such as `acp:my-agent --stdio`: a command that speaks the Agent Client Protocol. A single word that
 * names a file, or an entry in the user's folder of agents, means the command in that file.
 *
 * @param own - additions from the settings or flags
 */
export function acpNamed(name: string, own: ConfiguredExecutor, around: Around): Made {
  const text = name.slice(ACP.length).trim();
  if (text === '')
    return failure('usage', {
      severity: 'error',
      code: 'bad-executor',
      message: 'There is no command after acp:.',
      hint: `Name one, as in ${ACP}gemini --acp.`,
    });
  const split = splitShellWords(text);
  if ('needsShell' in split)
    return failure('usage', {
      severity: 'error',
      code: 'bad-executor',
      message: `The agent's command needs a shell: ${split.needsShell}.`,
      hint: `It runs without one. To use one: ${ACP}sh -c '…'.`,
    });
  const [word, ...more] = split.words;
  const entry = more.length === 0 ? entryNamed(word, around.machine) : undefined;
  if (entry !== undefined) return fromEntry(name, entry, own, around);
  const [program, ...args] = [...split.words, ...(own.args ?? [])];
  return made({ ...own, name, argv: [program ?? word, ...args] }, around);
}

/** The executor for a name that only an entry in the user's folder of agents has; `undefined` where there is no such entry. */
export function entryExecutor(name: string, own: ConfiguredExecutor, around: Around): Made | undefined {
  const entry = entryNamed(name, around.machine);
  return entry && fromEntry(name, entry, own, around);
}

/** An executor from the settings that speaks the protocol. */
export function acpConfigured(name: string, own: ConfiguredExecutor, around: Around): Made {
  const [program, ...args] = [...(own.argv ?? []), ...(own.args ?? [])];
  if (program !== undefined && own.argv?.length)
    return made({ ...own, name, argv: [program, ...args] }, around);
  return failure('usage', {
    severity: 'error',
    code: 'bad-executor',
    message: `The executor ${printableLine(name)} of your settings has no command.`,
    hint: `Give it one: orchestrator config set executors.${name} '${ACP}COMMAND'`,
  });
}

const ENTRY_NAME = /^[a-z0-9][a-z0-9-]{0,60}$/u;

type Entry = { readonly text: string; readonly file: string };

/** Finds an entry by its file, or by its name in the user's folder. */
function entryNamed(word: string, { textOf, agentsFolder }: Machine): Entry | undefined {
  const isName = ENTRY_NAME.test(word);
  const inFolder =
    agentsFolder === undefined || !isName
      ? []
      : [join(agentsFolder, `${word}.json`), join(agentsFolder, word, 'agent.json')];
  for (const file of word.endsWith('.json') ? [word] : inFolder) {
    const text = textOf(file);
    if (text !== undefined) return { text, file };
  }
  return undefined;
}

/** The names of the entries in a user's folder of agents, from the names of its contents. */
export function entryNames(names: readonly string[], isFolder: (name: string) => boolean): string[] {
  return names
    .map((name) => (isFolder(name) ? name : name.endsWith('.json') ? name.slice(0, -5) : ''))
    .filter((name) => ENTRY_NAME.test(name))
    .sort();
}

function fromEntry(name: string, { text, file }: Entry, own: ConfiguredExecutor, around: Around): Made {
  const { platform = '', hasProgram = () => false } = around.machine;
  const read = readEntry(text, file, { platform, hasProgram });
  if (!read.ok) return read;
  const { argv, sets } = read.value;
  return made({ ...own, name, argv: [...argv, ...(own.args ?? [])] as [string, ...string[]], sets }, around);
}

function made(settings: Parameters<typeof acpCommand>[0], { clock, machine }: Around): Made {
  return success(commandExecutor(acpCommand(settings, machine), clock));
}
