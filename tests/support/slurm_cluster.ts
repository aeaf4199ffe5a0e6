import { execFileSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { removeAtLast } from './opened.ts';

const PROGRAMS = ['/usr/sbin/munged', '/usr/sbin/slurmctld', '/usr/sbin/slurmd', '/usr/bin/sbatch'];

/** Whether there is a real SLURM to test against, and the rights to run it; otherwise these tests are reported as skipped. */
export const HAS_SLURM = userInfo().uid === 0 && PROGRAMS.every((file) => existsSync(file));

/** A real SLURM on this machine, in a folder of its own: munged, slurmctld and two nodes with a slurmd each. */
export type SlurmCluster = {
  /** The placement's folder there; its name has a space in it. */
  readonly folder: string;
  /** The environment in which `sbatch` and its like find it. */
  readonly env: Record<string, string>;
  /** Calls one of its programs. */
  readonly call: (program: string, ...args: string[]) => string;
  /** Its jobs, as `squeue` shows them. */
  readonly jobs: () => string[];
  /** Ends a node as if it had lost its power: its daemon and all processes this started; and waits until that is noticed. */
  readonly loseNode: (node: string) => void;
  /** Ends only the daemon of a node. */
  readonly loseDaemon: (node: string) => void;
  /** A requeued job waits two minutes, or is held; not after this call. */
  readonly hasten: () => void;
  readonly startNode: (node: string) => void;
  readonly stopController: () => Promise<void>;
  readonly startController: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

const NODES = ['n1', 'n2'];

/** Starts one. Its times are short: a lost node is noticed within seconds, and requeued jobs begin at once. */
export async function startSlurmCluster(): Promise<SlurmCluster> {
  const root = mkdtempSync(join(tmpdir(), 'orchestrator-slurm-'));
  const at = (name: string) => join(root, name);
  for (const name of ['munge', 'state', 'log']) mkdirSync(at(name), { mode: 0o700 });
  writeFileSync(at('munge/key'), randomBytes(1_024), { mode: 0o400 });
  const conf = at('slurm.conf');
  const host = hostname().split('.')[0] ?? '';
  const ports = await servicePorts(3);
  writeFileSync(
    conf,
    [
      'ClusterName=test',
      `SlurmctldHost=${host}(127.0.0.1)`,
      `SlurmctldPort=${ports[0]}`,
      'SlurmUser=root',
      'SlurmdUser=root',
      `AuthInfo=socket=${at('munge/socket')}`,
      `StateSaveLocation=${at('state')}`,
      `SlurmdSpoolDir=${at('spool-%n')}`,
      `SlurmctldPidFile=${at('slurmctld.pid')}`,
      `SlurmdPidFile=${at('slurmd-%n.pid')}`,
      `SlurmctldLogFile=${at('log/slurmctld')}`,
      `SlurmdLogFile=${at('log/slurmd-%n')}`,
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_Core_Memory',
      'AccountingStorageType=accounting_storage/none',
      'JobAcctGatherType=jobacct_gather/none',
      'MpiDefault=none',
      'ReturnToService=2',
      'SlurmdTimeout=4',
      'KillWait=3',
      // A job's end is known for a while, as on any cluster.
      'MinJobAge=120',
      'DefMemPerCPU=100',
      'SlurmdParameters=config_overrides',
      'SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=1,bf_interval=1',
      ...NODES.map(
        (node, index) =>
          `NodeName=${node} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${ports[index + 1]} CPUs=8 RealMemory=8000`,
      ),
      'PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
      '',
    ].join('\n'),
  );
  const env = { SLURM_CONF: conf };
  const call = (program: string, ...args: string[]) =>
    execFileSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env }, stdio: 'pipe' });
  const attempted = (...words: [string, ...string[]]) => {
    try {
      call(...words);
    } catch {
      // It is so already.
    }
  };
  const pidIn = (file: string) =>
    existsSync(at(file)) ? Number(readFileSync(at(file), 'utf8').trim()) : Number.NaN;
  const kill = (pid: number, signal: NodeJS.Signals) => {
    try {
      if (Number.isSafeInteger(pid) && pid > 1) process.kill(pid, signal);
    } catch {
      // It is gone already.
    }
  };
  /** The processes that look after the jobs of a node, and all that these started. */
  const startedBy = (node: string): number[] => {
    const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(line))
      .flatMap((row) =>
        row === null ? [] : [{ pid: Number(row[1]), parent: Number(row[2]), args: row[3] ?? '' }],
      );
    const scripts = rows.filter(({ args }) => args.includes(`${at(`spool-${node}`)}/`));
    const parents = new Set(scripts.map(({ parent }) => parent));
    const found = rows.filter(({ pid, args }) => parents.has(pid) && args.startsWith('slurmstepd'));
    const pids = new Set([...found, ...scripts].map(({ pid }) => pid));
    for (let grew = true; grew; ) {
      const more = rows.filter(({ pid, parent }) => pids.has(parent) && !pids.has(pid));
      for (const { pid } of more) pids.add(pid);
      grew = more.length > 0;
    }
    return [...pids];
  };
  const startNode = (node: string) => void call('slurmd', '-N', node, '-f', conf);
  const startController = async () => {
    let tries = 0;
    await until(() => {
      // Restarted if it did not come up; a second one beside one that is about to would end that.
      if (tries++ % 60 === 0 && !isAlive(pidIn('slurmctld.pid'))) attempted('slurmctld', '-f', conf);
      // Its nodes may be in any state that an earlier test left.
      return call('sinfo', '-h', '-o', '%T') !== '';
    });
  };
  call(
    'munged',
    ...['--force', `--key-file=${at('munge/key')}`, `--socket=${at('munge/socket')}`],
    ...[`--pid-file=${at('munge/pid')}`, `--log-file=${at('munge/log')}`, `--seed-file=${at('munge/seed')}`],
  );
  for (const node of NODES) startNode(node);
  await startController();
  await until(() => call('sinfo', '-h', '-N', '-o', '%N %T').split('idle').length > NODES.length);
  const loseDaemon = (node: string) => kill(pidIn(`slurmd-${node}.pid`), 'SIGKILL');
  const stopController = async () => {
    kill(pidIn('slurmctld.pid'), 'SIGKILL');
    await until(() => !isAlive(pidIn('slurmctld.pid')));
  };
  return {
    folder: at('far side'),
    env,
    call,
    jobs: () => call('squeue', '-h', '-o', '%i %j %T').split('\n').filter(Boolean),
    loseDaemon,
    loseNode(node) {
      loseDaemon(node);
      for (const pid of startedBy(node)) kill(pid, 'SIGKILL');
      // The controller notices by itself, some time later.
      call('scontrol', 'update', `NodeName=${node}`, 'State=DOWN', 'Reason=gone');
    },
    hasten() {
      for (const job of call('squeue', '-h', '-t', 'PENDING', '-o', '%i').split('\n').filter(Boolean))
        for (const words of [
          ['release', job],
          ['update', `JobId=${job}`, 'StartTime=now'],
        ])
          attempted('scontrol', ...words);
    },
    startNode(node) {
      startNode(node);
      // A node that has come back by itself cannot be resumed.
      attempted('scontrol', 'update', `NodeName=${node}`, 'State=RESUME');
    },
    stopController,
    startController,
    async remove() {
      for (const node of NODES) {
        kill(pidIn(`slurmd-${node}.pid`), 'SIGKILL');
        for (const pid of startedBy(node)) kill(pid, 'SIGKILL');
      }
      kill(pidIn('slurmctld.pid'), 'SIGKILL');
      kill(pidIn('munge/pid'), 'SIGTERM');
      const daemons = [...NODES.map((node) => `slurmd-${node}.pid`), 'slurmctld.pid', 'munge/pid'];
      // Their pending writes have to be finished first.
      await until(() => daemons.every((file) => !isAlive(pidIn(file))));
      await removeAtLast(root);
    },
  };
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Free ports that no connection gets while their daemon is down: systems choose those from 32768 on, or 49152. */
async function servicePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(10_000, 32_000);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const is = await new Promise<boolean>((done) => {
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => done(true));
  });
  server.close();
  return is;
}

/** Waits for a daemon. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      if (isSo()) return;
    } catch {
      // It does not answer yet.
    }
    if (tries > 300) throw new Error('SLURM did not come up');
    await pause(50);
  }
}
