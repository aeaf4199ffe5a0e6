import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, MAIN } from './program.ts';

/** The Debian packages that the shells come in. */
const PACKAGES = { bash: 'bash', zsh: 'zsh', fish: 'fish' } as const;

/** A shell that completion is tested in. */
export type Shell = keyof typeof PACKAGES;

/** Fails, and names the missing package, where a shell is not installed. */
export function needShell(shell: Shell): void {
  if (spawnSync(shell, ['-c', 'exit 0']).status !== 0) {
    throw new Error(`${shell} is needed for this test: apt-get install ${PACKAGES[shell]}`);
  }
}

/** An environment in which `orchestrator` is the built program, as if installed. */
export function installedIn(home: string): Record<string, string> {
  const bin = join(home, '.local/bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'orchestrator'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(join(bin, 'orchestrator'), 0o755);
  const environment = cleanEnvironment(home);
  return { ...environment, PATH: `${bin}:${environment.PATH}` };
}

/**
 * Returns a shell's completions for each of some lines, in their order: one process, which reads the program's script once for
 * all.
 */
export type Offered = (
  lines: readonly string[],
  cwd: string,
  env: Record<string, string>,
) => readonly string[][];

/**
 * The completions of bash's own function, with the cursor at the end of the line. Words are split as bash splits them: at white
 * space, and at `=` and `:` too.
 */
export const offeredByBash: Offered = (lines, cwd, env) => {
  const asked = lines.map((line) => {
    const words = [...line.matchAll(/[=:]+|(?:[^\s=:\\]|\\.)+/gu)].map(([word]) => word);
    if (/\s$/u.test(line) || /[=:]$/u.test(line)) words.push('');
    return `COMP_WORDS=(${words.map(quoted).join(' ')}) COMP_LINE=${quoted(line)} COMPREPLY=()
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)) COMP_POINT=\${#COMP_LINE}
    _orchestrator_complete
    printf '%s\\n' "\${COMPREPLY[@]}" ${END}`;
  });
  // A shell may read it a second time.
  const script = 'source <(orchestrator completion bash) || exit 9\n';
  return listsOf('bash', ['--norc', '-c', [script, script, ...asked].join('\n')], cwd, env);
};

/** The completions of fish: words without their descriptions. */
export const offeredByFish: Offered = (lines, cwd, env) => {
  const script = `orchestrator completion fish | source; for line in $argv; complete -C $line; echo ${END}; end`;
  return listsOf('fish', ['--no-config', '-c', script, ...lines], cwd, env).map((words) =>
    words.map((word) => word.split('\t')[0] ?? ''),
  );
};

const END = '=====';

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function listsOf(
  shell: Shell,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): readonly string[][] {
  const { status, stdout, stderr } = spawnSync(shell, args, { cwd, env, encoding: 'utf8' });
  if (stderr !== '' || status === 9) throw new Error(`${shell} says: ${stderr}`);
  return stdout
    .split(`${END}\n`)
    .slice(0, -1)
    .map((list) => list.split('\n').filter((word) => word !== ''));
}
