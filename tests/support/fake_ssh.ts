import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTest } from './after_test.ts';

/** A host without a server: each command is carried out here, in the environment and by the shell that the host is to have. */
export type FakeSsh = {
  /** Its folder there. */
  readonly folder: string;
  /** The environment in which `ssh` leads there. */
  readonly env: Record<string, string>;
  /** The commands that it was given. */
  readonly commands: () => string[];
};

/**
 * @param variables - of its environment
 * @param before - what it does first, as text for a shell; what it was given is `$command` there
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
