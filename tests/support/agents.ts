import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentScript, BatchProject } from './batch_project.ts';
import { ROOT, type Run, run } from './program.ts';

/**
 * Puts programs with the names of real agents on a project's path: each is the fake agent with a script of its own, and prints what
 * the real one would.
 */
export function agentsOnPath(project: BatchProject, agents: Readonly<Record<string, AgentScript>>): void {
  const bin = join(project.aside, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(agents)) {
    const file = join(project.aside, `${name}.json`);
    writeFileSync(file, JSON.stringify(script));
    const agent = join(ROOT, 'tests/support/fake_agent.mjs');
    writeFileSync(join(bin, name), `#!/bin/sh\nexec '${process.execPath}' '${agent}' '${file}'\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const before = project.environment();
  // claude wants to know that it may work as root, which tests may run as.
  project.environment = () => ({
    ...before,
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    IS_SANDBOX: '1',
  });
}

/** Runs the batch with the executor that its plan or the flags name, and no command of its own. */
export function runNamed(project: BatchProject, ...more: readonly string[]): Promise<Run> {
  const args = ['batch', 'run', '1', '--yes', ...more];
  return run(args, { cwd: project.folder, env: project.environment() });
}
