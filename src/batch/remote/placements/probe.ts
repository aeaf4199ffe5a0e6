import { printableLine } from '../../../lib/index.ts';
import {
  type Clock,
  type Environment,
  type Git,
  type GitOutcome,
  gitFault,
  makeTemporaryFolder,
  removeTree,
} from '../../../platform/index.ts';
import { probeRef } from '../../store/refs.ts';
import { type Answer, type PlaceClient, placeClient } from './place_client.ts';
import type { PlaceSettings } from './placement.ts';
import { jobOptions } from './slurm.ts';
import { transfers } from './transfer.ts';

/** The report of a placement on itself. */
export type PlaceReport =
  | { readonly kind: 'away'; readonly why: string }
  | {
      readonly kind: 'there';
      /** The reason why the files brought for this are still there; none where they are gone. */
      readonly left: string | undefined;
      /** The folder for everything there. */
      readonly root: string;
      readonly git: string;
      readonly shell: string;
      /** Free space there, in bytes. */
      readonly space: number | undefined;
      /** The lead of its clock over this machine's, in seconds. */
      readonly skewSeconds: number;
      /** Duration of a call over the open connection. */
      readonly callMs: number;
      /** The round trip of a commit that was sent there and fetched back. */
      readonly trip: { readonly ms: number } | { readonly why: string };
      /** The programs that are in its PATH. */
      readonly has: readonly string[];
      /** Its queue's answer for a job like an attempt's; `undefined` where the place has none. */
      readonly queue: { readonly takes: boolean; readonly said: string } | undefined;
    };

/**
 * Asks a placement what an attempt would find there, and removes what it brought for that. Keeps the folder and the scripts if
 * they existed before, or if some project needs them.
 */
export async function probePlace(
  settings: PlaceSettings,
  {
    programs,
    git,
    env,
    clock,
    control,
    signal,
    quietMs = QUIET_MS,
  }: {
    readonly programs: readonly string[];
    readonly git: Git;
    readonly env: Environment;
    readonly clock: Clock;
    readonly control: string | undefined;
    readonly signal: AbortSignal;
    /** The time without progress after which sending or fetching a commit is given up; half a minute by default. */
    readonly quietMs?: number;
  },
): Promise<PlaceReport> {
  const client = placeClient(settings, { env, control });
  // A name of its own: another probe may be running at this moment.
  const project = `doctor-${crypto.randomUUID()}`;
  const { slurm } = settings;
  const queue = slurm === undefined ? '' : jobOptions(slurm, { needs: [], hardSeconds: 3_600 }).join(' ');
  const values = { project, queue, programs: programs.filter((name) => /^[\w./+-]+$/u.test(name)).join(' ') };
  try {
    const first = await client.ask('ready', values, { signal });
    if (first.kind === 'away') return { kind: 'away', why: first.why };
    const report = await look(first);
    const left = await client.forget(project);
    return report.kind === 'away' ? report : { ...report, left };
  } finally {
    await client.close();
  }

  /** Asks again over the open connection, and has a commit go there and back. */
  async function look(first: Answer): Promise<PlaceReport> {
    const before = clock.now();
    const answer = first.kind === 'answer' ? await client.ask('ready', values, { signal }) : first;
    const callMs = Math.round(clock.now() - before);
    if (answer.kind === 'aborted') return { kind: 'away', why: 'It was cancelled.' };
    if (answer.kind === 'away') return { kind: 'away', why: answer.why };
    if (answer.kind === 'fault') return { kind: 'away', why: `${answer.text} (${answer.code})` };
    const line = (name: string) => printableLine(answer.lines.get(name)?.[0] ?? '').slice(0, 200);
    const blocks = Number(line('space') || Number.NaN);
    const trip = await roundTrip(client, `${line('root')}/${project}/repo.git`, {
      ...{ git, clock, signal, quietMs },
    });
    return {
      kind: 'there',
      left: undefined,
      root: line('root'),
      git: line('version').replace(/^git version /u, ''),
      shell: line('shell'),
      space: Number.isSafeInteger(blocks) ? blocks * 1_024 : undefined,
      skewSeconds: Math.round(Number(line('now')) - clock.time() / 1_000),
      callMs,
      trip,
      queue: slurm && {
        takes: line('queue').startsWith('ok '),
        said: line('queue')
          .replace(/^ok /u, '')
          .replaceAll(/sbatch: (?:error: )?/gu, '')
          .trim(),
      },
      has: (answer.lines.get('has') ?? []).map(printableLine),
    };
  }
}

/** Sends a commit there, as an attempt's base is sent, fetches it back, as its result is, and removes it again. */
async function roundTrip(
  client: PlaceClient,
  repository: string,
  {
    git,
    clock,
    signal,
    quietMs,
  }: {
    readonly git: Git;
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly quietMs: number;
  },
): Promise<{ readonly ms: number } | { readonly why: string }> {
  const folder = makeTemporaryFolder();
  const { push, fetch } = transfers({ git, client, clock, gitDir: folder, quietMs });
  const run = (...args: readonly string[]) =>
    well(git.run(folder, args, { env: { GIT_DIR: folder }, signal }));
  const well = async (call: Promise<GitOutcome>): Promise<string> => {
    const outcome = await call;
    const fault = gitFault(outcome);
    if (fault !== undefined) throw new Error(fault);
    return outcome.kind === 'ended' ? outcome.stdout.toString('utf8').trim() : '';
  };
  const url = client.url(repository);
  const ref = probeRef(crypto.randomUUID());
  try {
    await run('init', '--quiet', '--bare', folder);
    const tree = await run('mktree');
    const commit = await run('commit-tree', tree, '-m', ref);
    const from = clock.now();
    await well(push(url, `${commit}:${ref}`, signal));
    await well(fetch(url, `${ref}:${ref}`, signal));
    const ms = Math.round(clock.now() - from);
    await well(push(url, `:${ref}`, signal));
    const came = await run('rev-parse', ref);
    return came === commit ? { ms } : { why: 'A different commit came back than was sent.' };
  } catch (fault) {
    return { why: printableLine(fault instanceof Error ? fault.message : String(fault)).slice(0, 400) };
  } finally {
    await removeTree(folder);
  }
}

/** A person is waiting for it. */
const QUIET_MS = 30_000;
