import type { Command } from 'commander';
import { failure, type Result, success } from '../diagnostics/index.ts';
import { commands } from './commands/index.ts';

/**
 * Without a command name, `new` is run, so a command after options would be taken for the framework's name.
 *
 * @param command - `new`, declared
 * @param argv - as it was given
 */
export function checkMisplaced(
  command: Command,
  argv: readonly string[],
): Result<undefined, 'usage-misplaced-command'> {
  const at = firstOperand(command, argv);
  const word = at === undefined ? undefined : argv[at];
  const isCommand = word === 'help' || commands.some(({ name, hidden }) => name === word && !hidden);
  if (at === undefined || word === undefined || !isCommand) return success(undefined);
  const options = argv.slice(0, at);
  // An option's value is not repeated: it may be a key.
  const shown = options.every((option) => /^--?[a-z-]+$/u.test(option)) ? ` ${options.join(' ')}` : ' …';
  return failure('usage', {
    severity: 'error',
    code: 'usage-misplaced-command',
    message: `"${word}" is a command, and a command comes before its options.`,
    hint: `Did you mean \`orchestrator ${word}${shown}\`? For a framework of that name: \`orchestrator new ${word}\`.`,
  });
}

/** The place of the first argument that is neither an option nor the value of one. */
function firstOperand(command: Command, argv: readonly string[]): number | undefined {
  for (let place = 0; place < argv.length; place++) {
    const word = argv[place] ?? '';
    if (word === '--') return undefined;
    if (!word.startsWith('-') || word === '-') return place;
    if (command.options.some(({ required, long, short }) => required && (long === word || short === word)))
      place++;
  }
  return undefined;
}
