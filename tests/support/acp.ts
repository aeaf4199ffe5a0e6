import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BatchProject, batchProject, type Phases, type phaseStates } from './batch_project.ts';
import { ROOT, run } from './program.ts';

/** The script of the example agent; `tests/support/acp_agent.mjs` lists the options. */
export type AcpScript = {
  readonly hello?: object;
  readonly session?: object;
  readonly auth?: readonly string[];
  readonly before?: readonly string[];
  readonly steps?: readonly object[];
  readonly end?: object;
  readonly deaf?: true | 'term';
};

/** The command of the example agent, in a project, with a script for every phase or for each. */
export function acpAgent(
  project: BatchProject,
  script: AcpScript | { readonly phases: Record<string, AcpScript> },
): string {
  const file = join(project.aside, 'acp.json');
  writeFileSync(file, JSON.stringify('phases' in script ? script : { default: script }));
  return `${process.execPath} ${join(ROOT, 'tests/support/acp_agent.mjs')} ${file}`;
}

/** The part of a run's document that a test reads directly. */
type Status = Parameters<typeof phaseStates>[0];

/** Has the example agent carry a batch out. */
export async function talkedWith(
  script: Parameters<typeof acpAgent>[1],
  {
    phases = [{}],
    flags = ['--retries', '0'],
    prepare = () => {},
    env = {},
  }: {
    readonly phases?: Phases;
    readonly flags?: readonly string[];
    readonly prepare?: (project: BatchProject) => void;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
) {
  const project = await batchProject(phases);
  prepare(project);
  const executor = `acp:${acpAgent(project, script)}`;
  const args = ['batch', 'run', '1', '--yes', '--json', '--executor', executor, ...flags];
  const ended = await run(args, { cwd: project.folder, env: { ...project.environment(), ...env } });
  const status = JSON.parse(ended.out) as Status;
  const log = (await project.call('batch', 'logs', '1', '--phase', '1')).out;
  const [failed] = project.events('attempt-failed');
  const [attempt] = project.events('attempt-ended');
  return { project, ended, status, log, failed, agent: attempt?.agent, attempt };
}
