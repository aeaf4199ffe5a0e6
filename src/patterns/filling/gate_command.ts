import { shellWord } from '../../lib/index.ts';
import type { PatternPhase } from '../generated/pattern.ts';

/** A gate as a pattern has it. */
export type PatternGate = PatternPhase['gates'][number];

/**
 * The shell command of a gate, its inputs filled in: the command itself, or one that shows that it depends on the work. Files
 * moved out of the way stay in the project, where no runner of tests looks, and come back even if the command is ended from
 * outside; files made in their place meanwhile are removed. A gate that could not move everything, there or back, is red. If the
 * shell itself is killed, `src/batch/verify/bring_back.ts` does the rest.
 */
export function gateCommand({ command, without, alone }: Omit<PatternGate, 'text'>): string {
  if (without === undefined && alone === undefined) return command;
  const run = `sh -c ${quoted(command)}`;
  const others =
    alone === undefined
      ? []
      : [`${FIND} ! -path ${quoted(testsOf(alone))} -exec sh -c "$aside" "$a" {} +`, run];
  if (without === undefined) return `${GUARD} ${others.join(' && ')}`;
  const path = shellWord(without.startsWith('-') ? `./${without}` : without);
  const warning = `echo ${quoted(`It passes without ${without}: no test rests on it.`)}`;
  const steps = [
    ...others,
    `sh -c "$aside" "$a" ${path}`,
    `if ${run} >/dev/null 2>&1; then ${warning}; false; fi`,
  ];
  return `${GUARD} ${steps.join(' && ')}`;
}

/** The tests that stay, as a pattern of `find`: only `*` is one in a path. */
function testsOf(alone: string): string {
  const path = alone.replace(/[\\?[]/gu, '\\$&').replace(/\/+$/u, '');
  return `./${path.includes('*') ? path : `${path}/*`}`;
}

/**
 * Moves its arguments below its first one. A path is moved only if it is relative and its target really is in the project,
 * through any links: a path by way of the root or the folder above would come back elsewhere. Where the file system cannot rename
 * a file, an incomplete copy is not taken for the whole.
 */
const ASIDE = [
  'for f',
  'do r=/$f/; case $f in /*) r=/../;; esac',
  `case $r in */../*) w=;; *) w=$(cd "./$(dirname "$f")" && pwd -P)/;; esac`,
  `case $w in "$(pwd -P)"/*) ;; *) echo "$f is not in this project."; exit 1;; esac`,
  'mkdir -p "$0/$f" && mv "$f" "$0/$f/aside.part" && mv "$0/$f/aside.part" "$0/$f/aside.moved" || exit 1',
  'done',
].join('; ');

/** Moves one thing back to where it was; its name may begin with a dash. */
const RETURN = [
  `p=./\${1#"$0"/}; p=\${p%/aside.moved}`,
  `mkdir -p "\${p%/*}"`,
  '{ rm -rf "$p" || { chmod -R u+rwx "$p"; rm -rf "$p"; }; } && mv "$1" "$p"',
].join('; ');

/** Puts everything back at the end, however that comes: folders first, since files may belong into them. */
const GUARD = [
  'd=.aside-$$; a=$d/node_modules; mkdir "$d" || exit 1',
  `aside=${quoted(ASIDE)}`,
  `back() { for t in "-type d" "! -type d"; do find "$a" -name aside.moved -prune $t -exec sh -c ${quoted(RETURN)} "$a" {} \\;; done; find "$d" -depth -type d -exec rmdir {} \\;; test ! -e "$d"; }`,
  `trap 'trap "" HUP INT TERM; back 2>/dev/null || { echo "Not everything is back in its place: see $d"; exit 1; }' EXIT`,
  "trap 'exit 1' HUP INT TERM;",
].join('; ');

function quoted(text: string): string {
  return `'${text.replace(/'/gu, `'\\''`)}'`;
}

/** Names by which files of tests are found. */
const TEST_FILES = ['*[._-]test.*', '*[._-]spec.*', 'test[_-]*.*', '*Test.*', '*Tests.*']
  .map((name) => `-name "${name}"`)
  .join(' -o ');

/** Finds them, except in folders that the project did not write. */
const FIND = `find . \\( -name node_modules -o -name ".?*" \\) -prune -o ! -type d \\( ${TEST_FILES} \\)`;
