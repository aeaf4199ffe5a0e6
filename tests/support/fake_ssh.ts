import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTest } from './after_test.ts';

/** A host without a server: each command is carried out here, in the host's environment and by its shell. */
export type FakeSsh = {
  /** Its folder there. */
  readonly folder: string;
  /** The environment in which `ssh` leads there. */
  readonly env: Record<string, string>;
  /** The commands that it received. */
  readonly commands: () => string[];
};

/**
 * @param variables - of its environment
 * @param before - shell code that it runs first; the command is `$command` there
 */
export function fakeSsh(variables: Readonly<Record<string, string>> = {}, before = ''): FakeSsh {
  const root = mkdtempSync(join(tmpdir(), 'orchestrator-host-'));
  afterTest(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  const at = (name: string) => join(root, name);
  for (const name of ['bin', 'home']) mkdirSync(at(name));
  writeFileSync(at('commands'), '');
  const set = Object.entries(variables).map(([name, value]) => `'${name}=${value.replaceAll("'", "'\\''")}'`);
  writeFileSync(
    at('bin/ssh'),
    `#!/bin/sh
for command; do :; done
case "$*" in *'-O exit'*) exit ;; esac
printf '%s\\0' "$command" >>'${at('commands')}'
HOME='${at('home')}' && export HOME
${before}
exec env ${set.join(' ')} sh -c "$command"
`,
    { mode: 0o755 },
  );
  return {
    folder: at('far side'),
    env: { PATH: `${at('bin')}:${process.env.PATH}` },
    commands: () => readFileSync(at('commands'), 'utf8').split('\0').slice(0, -1),
  };
}
