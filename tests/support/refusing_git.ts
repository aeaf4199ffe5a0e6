import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder } from './program.ts';

/** What the git that refuses says. */
export const REFUSAL = 'fatal: the guard of this machine forbids it';

/** A git that refuses one call, and does all others. */
export type RefusingGit = {
  /** With it first on the path. */
  readonly env: Readonly<Record<string, string>>;
  /** The calls so far, each without its settings. */
  readonly calls: () => readonly string[];
};

/** @param options.at - the number of the call that is refused, from 1; 0 refuses none */
export function refusingGit({ at, code }: { readonly at: number; readonly code: number }): RefusingGit {
  const bin = emptyFolder();
  const [log, git] = [join(bin, 'calls'), join(bin, 'git')];
  writeFileSync(log, '');
  const script = `#!/bin/sh
echo "$*" | tr '\\n' ' ' >>'${log}'; echo >>'${log}'
number=$(wc -l <'${log}')
if [ "$number" -eq ${at} ]; then echo '${REFUSAL}' >&2; exit ${code}; fi
exec '${REAL}' "$@"
`;
  writeFileSync(git, script);
  chmodSync(git, 0o755);
  return {
    env: { PATH: `${bin}:${process.env.PATH}` },
    calls: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((call) => call.replace(/-c \S+ /gu, '').trim()),
  };
}

const REAL = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
