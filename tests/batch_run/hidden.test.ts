import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canHoldCommands } from '../../src/platform/index.ts';
import { type BatchProject, batchProject } from '../support/batch_project.ts';
import { runProcess } from '../support/program.ts';

/** A batch of one phase whose agent is a shell script. */
async function withAgent(lines: string, gates: readonly string[] = []): Promise<BatchProject> {
  const project = await batchProject([{ gates: ['test -s src/1.txt', ...gates] }]);
  writeFileSync(
    join(project.aside, 'agent.sh'),
    `cat >/dev/null\nmkdir -p src; echo done >src/1.txt\n${lines}\n`,
  );
  return project;
}

/** In a process of its own: what is looked at is its environment and its control group. */
const run = (project: BatchProject, batch = '1', env: Readonly<Record<string, string>> = {}) => {
  const agent = `sh ${join(project.aside, 'agent.sh')}`;
  return runProcess(['batch', 'run', batch, '--yes', '--executor-command', agent], {
    cwd: project.folder,
    env: { ...project.environment(), ...env },
  });
};

test.skipIf(process.platform !== 'linux')(
  '[promise:batch-own-environment] agents and gates find no key in the environment of the program that started them',
  async () => {
    const look = (file: string) => `tr '\\0' '\\n' </proc/$PPID/environ >"$(dirname "$0")/${file}"`;
    const project = await withAgent(look('agent'));
    writeFileSync(join(project.aside, 'gate.sh'), look('gate'));
    const plan = join(project.folder, 'plan.md');
    const gate = `- [ ] It looks: \`sh ${join(project.aside, 'gate.sh')}\`\n`;
    writeFileSync(plan, readFileSync(plan, 'utf8').replace(/^- \[ \] Gate 1/mu, `${gate}$&`));
    project.git('commit', '-qam', 'A gate more');
    await project.call('batch', 'generate', 'plan.md');
    const secrets = {
      OPENAI_API_KEY: 'sk-canary-1',
      MINE: 'canary-2',
      HTTPS_PROXY: 'http://me:canary-3@127.0.0.1:9',
    };
    const ended = await run(project, '2', secrets);
    expect(ended.code).toBe(0);
    for (const file of ['agent', 'gate']) {
      const seen = readFileSync(join(project.aside, file), 'utf8');
      expect(seen).toMatch(/^PATH=/mu);
      expect(seen).not.toContain('canary');
      for (const name of Object.keys(secrets)) expect(seen).not.toContain(name);
    }
  },
);

test.skipIf(canHoldCommands() !== true)(
  '[promise:batch-control-groups] what clears its environment, leaves its session and loses its parent at once ends with its attempt',
  async () => {
    const hide = `setsid env -i /bin/sh -c 'sleep 1000 & sleep 1000' >/dev/null 2>&1 &`;
    const project = await withAgent(hide, [`sh -c "${hide.replaceAll('1000', '1001')}"`]);
    const ended = await run(project);
    expect(ended.code).toBe(0);
    expect(processesIn(project.folder)).toEqual([]);
  },
);

/** The processes that work in a folder, or in one that was below it. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/u.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  });
}
