import { printable, visible } from '../../../lib/index.ts';
import { type PreparedRun, shellText } from '../../../operations/index.ts';

type RunCommand = PreparedRun['commands'][number];

/**
 * Every command of a run, whole, with what it is for: what a person says yes to is what runs.
 *
 * @param pending - those that nobody has approved yet; they are marked
 */
export function consentText(commands: readonly RunCommand[], pending: readonly RunCommand[]): string {
  const isNew = new Set(pending);
  const heading =
    pending.length === commands.length
      ? 'This run starts these commands:\n'
      : `This run starts these commands (${pending.length === 0 ? 'all approved before' : `new: ${pending.length}, marked +`}):\n`;
  return `${heading}\n${commands.map((command) => commandText(command, isNew.has(command))).join('')}\n`;
}

function commandText(command: RunCommand, isNew: boolean): string {
  const { kind, name, shell, env, phases } = command;
  const title = {
    executor: `executor ${name}`,
    setup: 'setup of each worktree',
    gate: 'gate',
    check: 'check of answers',
    filter: `filter of this repository's own, ${name}`,
  }[kind];
  const notes = [
    phases.length === 0 ? '' : `phase${phases.length === 1 ? '' : 's'} ${phases.join(', ')}`,
    shell === undefined ? '' : `in a shell: ${shell}`,
    env.length === 0 ? '' : `sees ${env.join(', ')}`,
  ].filter((note) => note !== '');
  const about = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  const text = shownCommand(command).replaceAll('\n', '\n      ');
  return `  ${isNew ? '+' : ' '} ${printable(title)}${printable(about)}\n      ${text}\n`;
}

/** A command as it could be typed: words in quotes where they need some; the whole of it, with what is not seen written out. */
export function shownCommand({ argv, shell }: Pick<RunCommand, 'argv' | 'shell'>): string {
  return visible(shell === undefined ? shellText(argv) : argv.join(''));
}
