import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder } from './program.ts';

/** The message of the git that refuses. */
export const REFUSAL = 'fatal: the guard of this machine forbids it';

/** A git that refuses one call, and carries out all others. */
export type RefusingGit = {
  /** The environment with it first on the path. */
  readonly env: Readonly<Record<string, string>>;
  /** The calls so far, each without its settings. */
  readonly calls: () => readonly string[];
};

/**
 * @param options.at - the number of the refused call, from 1; 0 refuses none
 * @param options.having - words of a shell pattern: every call that contains them is refused
 */
export function refusingGit({
  at = 0,
  having,
  code,
}: {
  readonly at?: number;
  readonly having?: string;
  readonly code: number;
}): RefusingGit {
  const [bin, told] = [emptyFolder(), emptyFolder()];
  const git = join(bin, 'git');
  writeFileSync(join(told, 'last'), '0\n');
  // Only shell builtins: one more process for each call of git would be most of a test's cost. A number is taken by creating its
  // file, so that two simultaneous calls get different ones.
  const script = `#!/bin/sh
read -r number <'${told}/last'
number=$((number + 1))
set -C
while ! command : 2>/dev/null >"${told}/$number"; do number=$((number + 1)); done
set +C
echo "$number" >'${told}/last'
echo "$*" >"${told}/$number"
refuse() { echo '${REFUSAL}' >&2; exit ${code}; }
if [ "$number" -eq ${at} ]; then refuse; fi
${having === undefined ? '' : `case "$*" in *${having.replaceAll(' ', '\\ ')}*) refuse ;; esac`}
exec '${REAL}' "$@"
`;
  writeFileSync(git, script);
  chmodSync(git, 0o755);
  return {
    env: { PATH: `${bin}:${process.env.PATH}` },
    calls: () =>
      readdirSync(told)
        .filter((name) => name !== 'last')
        .sort((a, b) => Number(a) - Number(b))
        .map((name) => readFileSync(join(told, name), 'utf8').replaceAll('\n', ' '))
        .map((call) => call.replace(/-c \S+ /gu, '').trim()),
  };
}

const REAL = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
