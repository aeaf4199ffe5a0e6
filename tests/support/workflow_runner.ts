import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { emptyFolder, MAIN } from './program.ts';

type Step = {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
};
type Job = { readonly needs?: readonly string[]; readonly steps: readonly Step[] };

/** The outcome of a workflow. */
export type WorkflowRun = {
  /** By job: `success`, or GitHub's word for another result. */
  readonly results: Readonly<Record<string, 'success' | 'failure' | 'skipped'>>;
  /** The folder with a folder for each artifact, as `gh run download` creates it. */
  readonly artifacts: string;
  /** The output of the shell steps. */
  readonly printed: string;
};

/**
 * Runs a workflow as GitHub would, limited to the features of those written here: each job in a fresh clone, its shell steps in
 * bash, artifacts from job to job.
 */
export function runWorkflow(
  repository: string,
  workflow: string,
  {
    secrets = {},
    rerun = 1,
  }: { readonly secrets?: Readonly<Record<string, string>>; readonly rerun?: number } = {},
): WorkflowRun {
  const { jobs } = parse(workflow) as { readonly jobs: Readonly<Record<string, Job>> };
  const artifacts = emptyFolder();
  const bin = emptyFolder();
  writeFileSync(join(bin, 'orchestrator'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(join(bin, 'orchestrator'), 0o755);
  const results: Record<string, 'success' | 'failure' | 'skipped'> = {};
  let printed = '';
  for (const [id, { needs = [], steps }] of Object.entries(jobs)) {
    if (needs.some((need) => results[need] !== 'success')) {
      results[id] = 'skipped';
      continue;
    }
    const [workspace, temp] = [join(emptyFolder(), 'work'), emptyFolder()];
    const value = (text: string) =>
      text
        .replaceAll('${{ runner.temp }}', temp)
        .replace(/\$\{\{ secrets\.(\w+) \}\}/gu, (_, name: string) => secrets[name] ?? '')
        .replaceAll("${{ '${{' }}", '${{');
    let isGood = true;
    for (const { uses = '', run, env = {}, with: given = {} } of steps) {
      const [name, path] = [`${given.name}`, value(`${given.path}`)];
      if (uses.startsWith('actions/checkout@')) {
        execFileSync('git', ['clone', '--quiet', repository, workspace]);
        if (given.ref !== undefined)
          execFileSync('git', ['checkout', '--quiet', '--detach', `${given.ref}`], { cwd: workspace });
      } else if (uses.startsWith('actions/download-artifact@')) {
        mkdirSync(path, { recursive: true });
        cpSync(join(artifacts, name), path, { recursive: true });
      } else if (uses.startsWith('actions/upload-artifact@')) {
        if (!existsSync(path)) isGood = false;
        else cpSync(path, join(artifacts, name), { recursive: true });
      } else if (run !== undefined && isGood) {
        const ended = spawnSync('bash', ['-e', '-c', value(run)], {
          cwd: workspace,
          encoding: 'utf8',
          env: {
            ...{ PATH: `${bin}:${process.env.PATH}`, HOME: emptyFolder(), LANG: 'C.UTF-8', CI: 'true' },
            ...{ RUNNER_TEMP: temp, GITHUB_RUN_ATTEMPT: `${rerun}` },
            ...Object.fromEntries(Object.entries(env).map(([key, text]) => [key, value(text)])),
          },
        });
        printed += `${ended.stdout}${ended.stderr}`;
        isGood = ended.status === 0;
      }
    }
    results[id] = isGood ? 'success' : 'failure';
  }
  return { results, artifacts, printed };
}
