import { shellWord } from '../../lib/index.ts';
import type { PatternPhase } from '../generated/pattern.ts';

/** A gate as a pattern has it. */
export type PatternGate = PatternPhase['gates'][number];

/**
 * The shell command of a gate, its inputs filled in: the command itself, or what shows that the command depends on the work. What is moved
 * out of the way stays in the project (a rename is whole or not done at all), where no runner of tests looks, and comes back also where the
 * command is ended from outside; what is made in its place meanwhile goes. `src/batch/verify/bring_back.ts` does the same where a shell can't.
 */
export function gateCommand({ command, without, alone }: Omit<PatternGate, 'text'>): string {
  if (without === undefined && alone === undefined) return command;
  const run = `sh -c ${quoted(command)}`;
  const others =
    alone === undefined
      ? []
      : [
          `${FIND} -type f \\( ${TEST_FILES} \\) ! -path ${quoted(`./${alone.includes('*') ? alone : `${alone}/*`}`)} -print | while IFS= read -r f; do aside "$f"; done`,
          run,
        ];
  if (without === undefined) return `${GUARD} ${others.join(' && ')}`;
  const path = shellWord(without);
  const told = `echo ${quoted(`It passes without ${without}: no test rests on it.`)}`;
  const steps = [...others, `aside ${path}`, `if ${run} >/dev/null 2>&1; then ${told}; false; fi`];
  return `${GUARD} ${steps.join(' && ')}`;
}

/** What is put back at the end, however that comes: folders first, since files may belong into them. */
const GUARD = [
  'a=.aside-$$/node_modules',
  'aside() { mkdir -p "$a/$1" && mv "$1" "$a/$1/aside.moved"; }',
  `back() { for t in d f l; do find "$a" -type $t -name aside.moved -prune -exec sh -c 'p=\${2#"$1"/}; p=\${p%/aside.moved}; rm -rf "$p"; mv "$2" "$p"' _ "$a" {} \\;; done; find ".aside-$$" -depth -type d -exec rmdir {} \\;; }`,
  'trap "back 2>/dev/null" EXIT',
  'trap exit HUP INT TERM;',
].join('; ');

function quoted(text: string): string {
  return `'${text.replace(/'/gu, `'\\''`)}'`;
}

/** Not in what the project did not write. */
const FIND = 'find . \\( -name node_modules -o -name ".?*" \\) -prune -o';

/** How files of tests are called where they are found by their names. */
const TEST_FILES = ['*[._-]test.*', '*[._-]spec.*', 'test[_-]*.*', '*Test.*', '*Tests.*']
  .map((name) => `-name "${name}"`)
  .join(' -o ');
