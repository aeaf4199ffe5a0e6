import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentScript, BatchProject } from './batch_project.ts';
import { type Run, run } from './program.ts';
import { writeAgent } from './shell_agent.ts';

/**
 * Puts programs with the names of real agents on a project's path: each is the fake agent with a script of its own, and prints
 * the real one's output.
 */
export function agentsOnPath(project: BatchProject, agents: Readonly<Record<string, AgentScript>>): void {
  const bin = join(project.aside, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(agents))
    writeAgent(join(bin, name), script, join(project.aside, `${name}.json`));
  const before = project.environment();
  // claude has to be told that it may run as root, as tests may.
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
