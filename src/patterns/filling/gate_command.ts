import { shellWord } from '../../lib/index.ts';
import type { PatternPhase } from '../generated/pattern.ts';

/** A gate as a pattern has it. */
export type PatternGate = PatternPhase['gates'][number];

/**
 * The shell command of a gate, its inputs filled in: the command itself, or what shows that the command depends on the work. What is moved
 * out of the way comes back, also where the command is ended from outside.
 */
export function gateCommand({ command, without, alone }: Omit<PatternGate, 'text'>): string {
  if (without === undefined && alone === undefined) return command;
  const run = `sh -c ${quoted(command)}`;
  const others =
    alone === undefined
      ? []
      : [
          `${FIND} -type f \\( ${TEST_FILES} \\) ! -path ${quoted(`./${alone.includes('*') ? alone : `${alone}/*`}`)} -exec mv {} {}.aside \\;`,
          run,
        ];
  const bringBack = alone === undefined ? [] : [`${FIND} -name "*.aside" -exec ${RENAME_BACK} {} \\;`];
  if (without === undefined) return `${guarded(bringBack)} ${others.join(' && ')}`;
  const told = 'echo "It passes without $p: no test rests on it."';
  const steps = [...others, 'mv "$p" "$d/x"', `if ${run} >/dev/null 2>&1; then ${told}; false; fi`];
  return `p=${shellWord(without)}; d=$(mktemp -d); ${guarded([MOVE_BACK, ...bringBack])} ${steps.join(' && ')}`;
}

const MOVE_BACK = 'test ! -e "$d/x" || mv "$d/x" "$p"; rmdir "$d"';
const RENAME_BACK = 'sh -c "mv \\"\\$1\\" \\"\\${1%.aside}\\"" _';

/** What is put back at the end, however that comes. */
function guarded(restore: readonly string[]): string {
  return `trap '${restore.join('; ')}' EXIT; trap exit INT TERM;`;
}

function quoted(text: string): string {
  return `'${text.replace(/'/gu, `'\\''`)}'`;
}

/** Not in what the project did not write. */
const FIND = 'find . \\( -name node_modules -o -name ".?*" \\) -prune -o';

/** How files of tests are called where they are found by their names. */
const TEST_FILES = ['*[._-]test.*', '*[._-]spec.*', 'test[_-]*.*', '*Test.*', '*Tests.*']
  .map((name) => `-name "${name}"`)
  .join(' -o ');
