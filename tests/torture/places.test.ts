import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type BatchProject, batchProject } from '../support/batch_project.ts';
import { opened } from '../support/opened.ts';
import { start } from '../support/program.ts';
import { SEED } from '../support/seed.ts';
import { HAS_SLURM, startSlurmCluster } from '../support/slurm_cluster.ts';
import { HAS_SSHD, startSshHost } from '../support/ssh_host.ts';
import { figure, IS_FULL, LONG, quickAgent } from '../support/torture.ts';

/** What can be ended while a batch runs; the controller beside it. */
type Ground = {
  readonly settings: object;
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly blows: Readonly<Record<string, () => void | Promise<void>>>;
  /** What brings it on, where it waits. */
  readonly nudge?: () => void;
  /** Has it find out what became of its jobs. */
  readonly settle?: () => Promise<void>;
  readonly jobs: () => string[];
  readonly remove: () => Promise<void>;
};

const KILLS = Number(process.env.TORTURE_KILLS ?? 50);
const PHASES = 6;

describe.skipIf(!IS_FULL)('batches at places, ended at random', () => {
  test.skipIf(!HAS_SSHD)('ssh', { timeout: LONG }, () => torture('ssh', sshGround));
  test.skipIf(!HAS_SLURM)('slurm', { timeout: LONG }, () => torture('slurm', slurmGround));
  test.skipIf(!HAS_SSHD)('what an attempt costs at a host', { timeout: LONG }, () =>
    overhead('ssh', sshGround, 0.5),
  );
  test.skipIf(!HAS_SLURM)('what an attempt costs in a queue', { timeout: LONG }, () =>
    overhead('slurm', slurmGround, 3),
  );
});

async function sshGround(): Promise<Ground> {
  const host = await startSshHost();
  return {
    settings: { ssh: host.ssh, folder: host.folder, slots: 3 },
    folder: host.folder,
    env: host.env,
    blows: { connection: () => host.cut(), 'remote script': () => killScript(host.folder) },
    jobs: () => [],
    remove: () => host.remove(),
  };
}

async function slurmGround(): Promise<Ground> {
  const cluster = await startSlurmCluster();
  const node = () => (random() < 0.5 ? 'n1' : 'n2');
  return {
    settings: { folder: cluster.folder, slots: 3, slurm: {} },
    folder: cluster.folder,
    env: cluster.env,
    blows: {
      'remote script': () => killScript(cluster.folder),
      async slurmd() {
        const lost = node();
        cluster.loseNode(lost);
        await pause(500);
        cluster.startNode(lost);
      },
      async slurmctld() {
        await cluster.stopController();
        await pause(500);
        await cluster.startController();
      },
    },
    nudge: () => cluster.hasten(),
    // One whose controller was killed has forgotten its last seconds, and takes for running what has ended, until its nodes tell it anew;
    // then that begins once more, finds nothing to do, and is gone.
    async settle() {
      const isRunning = cluster.jobs().some((job) => job.endsWith('RUNNING'));
      for (const each of isRunning ? ['n1', 'n2'] : []) {
        cluster.loseDaemon(each);
        await pause(500);
        cluster.startNode(each);
      }
      cluster.hasten();
    },
    jobs: () => cluster.jobs(),
    remove: () => cluster.remove(),
  };
}

/** Ends one of those who look after attempts there. */
function killScript(folder: string): void {
  const pids = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, args = ''] = /^\s*(\d+)\s+(.*)$/u.exec(line) ?? [];
      const isOne =
        args.includes(` watch ${folder}/`) || (/ job /u.test(args) && args.includes(` ${folder}/`));
      return isOne ? [Number(pid)] : [];
    });
  const pid = pids[Math.floor(random() * pids.length)];
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

async function withPlace(ground: Ground, phases: Parameters<typeof batchProject>[0]): Promise<BatchProject> {
  const project = await batchProject(phases);
  const folder = join(project.home, '.config/orchestrator');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ places: { there: ground.settings } }));
  return project;
}

async function torture(name: string, open: () => Promise<Ground>): Promise<void> {
  const counts = new Map<string, number>();
  const reasons = new Map<string, number>();
  let [batches, lost, twice, kills] = [0, 0, 0, 0];
  const left: string[] = [];
  await opened(open, async (ground) => {
    while (kills < KILLS) {
      batches += 1;
      const project = await withPlace(ground, Array(PHASES).fill({ place: 'there' }));
      const args = [...quickAgent(project, 'sleep 2'), '--retries', '20'];
      const env = { ...project.environment(), ...ground.env };
      for (let isOver = false; !isOver; ) {
        const running = start(args, { cwd: project.folder, env });
        let ended = false;
        void running.ended.then(() => {
          ended = true;
        });
        while (!ended) {
          await Promise.race([running.ended, pause(800 + random() * 4_000)]);
          ground.nudge?.();
          if (ended || kills >= KILLS) continue;
          const blows = ['controller', ...Object.keys(ground.blows)];
          const blow = blows[Math.floor(random() * blows.length)] ?? 'controller';
          kills += 1;
          counts.set(blow, (counts.get(blow) ?? 0) + 1);
          if (blow === 'controller') running.signal('SIGKILL');
          else await ground.blows[blow]?.();
        }
        const { code, err } = await running.ended;
        isOver = code !== null;
        expect([null, 0, 1], err).toContain(code);
      }
      for (let phase = 1; phase <= PHASES; phase++) {
        const merged = project.events('merged', String(phase)).length;
        if (merged === 0) {
          lost += 1;
          const why = project.events('phase-failed', String(phase)).map(({ reason }) => reason);
          const ends = project.events('run-ended').map((each) => `${each.outcome}: ${each.why}`);
          figure(`  phase ${phase} of batch ${batches} is lost: ${[...why, ...ends.slice(-1)].join('; ')}`);
        }
        if (merged > 1) twice += 1;
      }
      for (const { reason } of project.events('attempt-failed'))
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      left.push(...leftIn(ground.folder), ...project.processes().map(String), ...project.worktrees());
      for (let tries = 0; ground.jobs().length > 0 && tries < 120; tries++) {
        await pause(500);
        if (tries % 24 === 10) await ground.settle?.();
      }
      left.push(...ground.jobs());
    }
  });
  for (const [why, times] of [...reasons].sort(([, a], [, b]) => b - a).slice(0, 8))
    figure(`  ${times} attempts failed: ${why}`);
  const which = [...counts].map(([blow, times]) => `${blow} ${times}`).join(', ');
  figure(
    `places, ${name}: ${kills} kills (${which}) in ${batches} batches of ${PHASES}: lost ${lost}, merged twice ${twice}, left behind ${left.length}`,
  );
  expect({ lost, twice, left }).toEqual({ lost: 0, twice: 0, left: [] });
}

/** What is there of attempts. */
function leftIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((project) => {
    if (project.startsWith('place-')) return [];
    const refs = execFileSync('git', ['--git-dir', join(folder, project, 'repo.git'), 'for-each-ref'], {
      encoding: 'utf8',
    });
    // With what is in it, which says how far it got.
    const below = (name: string) =>
      readdirSync(join(folder, project, name)).map(
        (each) => `${name}/${each}: ${readdirSync(join(folder, project, name, each)).join(' ')}`,
      );
    return [...below('attempts'), ...below('leases'), ...refs.split('\n').filter(Boolean)];
  });
}

/** A chain of phases, there and here in turn: both have the same of whatever else this machine does. */
async function overhead(name: string, open: () => Promise<Ground>, most: number): Promise<void> {
  const length = 20;
  await opened(open, async (ground) => {
    const project = await withPlace(
      ground,
      Array.from({ length }, (_, index) => ({
        ...(index % 2 === 0 && { place: 'there' }),
        ...(index > 0 && { after: [String(index)] }),
      })),
    );
    const env = { ...project.environment(), ...ground.env };
    const running = start(quickAgent(project), { cwd: project.folder, env });
    expect((await running.ended).code).toBe(0);
    const took = (phase: number) => {
      const [from, to] = (['attempt-started', 'attempt-ended'] as const).map((event) =>
        Date.parse(project.events(event, String(phase))[0]?.at ?? ''),
      );
      return ((to ?? 0) - (from ?? 0)) / 1_000;
    };
    // The first of each has a connection and a script to bring.
    const phases = Array.from({ length: length - 2 }, (_, index) => index + 3);
    const there = median(phases.filter((phase) => phase % 2 === 1).map(took));
    const here = median(phases.filter((phase) => phase % 2 === 0).map(took));
    figure(
      `places, ${name}: an attempt takes ${there.toFixed(2)} s there and ${here.toFixed(2)} s here (medians of ${phases.length / 2}, in turn): ${(there - here).toFixed(2)} s more, ${most} s may be`,
    );
    expect(there - here).toBeLessThanOrEqual(most);
  });
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

let state = SEED >>> 0;
/** The same numbers for the same seed. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}
