import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, MAIN } from './program.ts';

/** The Debian packages that the shells come in. */
const PACKAGES = { bash: 'bash', zsh: 'zsh', fish: 'fish' } as const;

/** A shell that completion is tested in. */
export type Shell = keyof typeof PACKAGES;

/** Fails, and says what is missing, where a shell is not installed. */
export function needShell(shell: Shell): void {
  if (spawnSync(shell, ['-c', 'exit 0']).status !== 0) {
    throw new Error(`${shell} is needed for this test: apt-get install ${PACKAGES[shell]}`);
  }
}

/** An environment in which `orchestrator` is the built program, as it is for someone who has installed it. */
export function installedIn(home: string): Record<string, string> {
  const bin = join(home, '.local/bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'orchestrator'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(join(bin, 'orchestrator'), 0o755);
  const environment = cleanEnvironment(home);
  return { ...environment, PATH: `${bin}:${environment.PATH}` };
}

/**
 * What bash's own completion function offers for a line, the cursor being at its end. The words are cut as bash cuts
 * them: at white space, and at `=` and `:` too.
 */
export function offeredByBash(line: string, cwd: string, env: Record<string, string>): string[] {
  const script = `
    source <(orchestrator completion bash) || exit 9
    source <(orchestrator completion bash) || exit 9
    mapfile -t COMP_WORDS < <(printf '%s\\n' "$@")
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)) COMP_POINT=\${#COMP_LINE}
    _orchestrator_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const words = [...line.matchAll(/[=:]+|(?:[^\s=:\\]|\\.)+/gu)].map(([word]) => word);
  if (/\s$/u.test(line) || /[=:]$/u.test(line)) words.push('');
  return linesOf('bash', ['--norc', '-c', script, 'bash', ...words], cwd, { ...env, COMP_LINE: line });
}

/** What fish offers for a line: words without what they are. */
export function offeredByFish(line: string, cwd: string, env: Record<string, string>): string[] {
  const script = 'orchestrator completion fish | source; complete -C $argv[1]';
  return linesOf('fish', ['--no-config', '-c', script, line], cwd, env).map(
    (word) => word.split('\t')[0] ?? '',
  );
}

function linesOf(shell: Shell, args: readonly string[], cwd: string, env: Record<string, string>): string[] {
  const { status, stdout, stderr } = spawnSync(shell, args, { cwd, env, encoding: 'utf8' });
  if (stderr !== '' || status === 9) throw new Error(`${shell} says: ${stderr}`);
  return stdout.split('\n').filter((word) => word !== '');
}
