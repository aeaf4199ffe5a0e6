import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Programs of a queue in which every job waits for ever, for situations that a real one does not produce on demand. */
export type FakeQueue = {
  readonly folder: string;
  readonly env: Record<string, string>;
  /** Whether `sbatch` has been called. */
  readonly isAsked: () => true | undefined;
  /** Whether `squeue` has been called. */
  readonly isLookedAt: () => true | undefined;
  /** Lets `sbatch`, which takes a job and withholds its answer, give it. */
  readonly answer: () => void;
  /** Holds the job, as a queue does with one that its nodes could not start. */
  readonly hold: () => void;
  /** Forgets all jobs, now and later, like a queue whose daemon was killed before it had saved what it took. */
  readonly forget: () => void;
  /** Ends its only job, and reports its state afterwards, such as `NODE_FAIL`. */
  readonly endJob: (state: string) => void;
  /** How often it has been released again. */
  readonly releases: () => number;
  /** The names of the jobs in it. */
  readonly jobs: () => string[];
  readonly remove: () => void;
};

/** @param code - the exit code of `sbatch`, which has taken the job all the same */
export function fakeQueue(code = 0): FakeQueue {
  const root = mkdtempSync(join(tmpdir(), 'orchestrator-queue-'));
  const at = (name: string) => join(root, name);
  for (const name of ['bin', 'jobs']) mkdirSync(at(name));
  const jobs = `cd '${at('jobs')}' || exit 1; name=''; for each do [ "$before" != -n ] || name=$each; [ "$before" != -J ] || name=$each; before=$each; done`;
  const programs = {
    sbatch: `${jobs}; : >'${at('asked')}'; until [ -e '${at('answer')}' ]; do sleep 0.05; done; [ -e '${at('forgets')}' ] || : >"$name"; echo 7; exit ${code}`,
    squeue: `${jobs}; : >'${at('looked')}'; [ ! -e "$name" ] || echo "7 PENDING $(cat '${at('held')}' 2>/dev/null || echo Resources)"`,
    scancel: `${jobs}; rm -f "$name"`,
    sacct: 'exit 1',
    scontrol: `[ "$1 $2" != 'release 7' ] || echo again >>'${at('released')}'; [ "$2" != show ] || if [ -e '${at('fate')}' ]; then cat '${at('fate')}'; exit 0; else echo 'slurm_load_jobs error: Invalid job id specified' >&2; fi; exit 1`,
  };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(at(`bin/${name}`), `#!/bin/sh\n${text}\n`);
    chmodSync(at(`bin/${name}`), 0o755);
  }
  return {
    folder: at('far side'),
    env: { PATH: `${at('bin')}:${process.env.PATH}` },
    isAsked: () => existsSync(at('asked')) || undefined,
    isLookedAt: () => existsSync(at('looked')) || undefined,
    answer: () => writeFileSync(at('answer'), ''),
    hold: () => writeFileSync(at('held'), 'launch failed requeued held'),
    forget() {
      writeFileSync(at('forgets'), '');
      for (const name of readdirSync(at('jobs'))) rmSync(join(at('jobs'), name));
    },
    endJob(state) {
      const [name = ''] = readdirSync(at('jobs'));
      writeFileSync(at('fate'), `JobId=7 JobName=${name} UserId=a(1) JobState=${state} Reason=None\n`);
      rmSync(join(at('jobs'), name));
    },
    releases: () =>
      existsSync(at('released')) ? readFileSync(at('released'), 'utf8').split('again').length - 1 : 0,
    jobs: () =>
      readdirSync(at('jobs')).map((name) => `${name}${readFileSync(join(at('jobs'), name), 'utf8')}`),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
