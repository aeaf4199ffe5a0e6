import { join } from 'node:path';
import { printableLine } from '../../../lib/index.ts';
import { type Clock, type Environment, type Git, gitFault } from '../../../platform/index.ts';
import { placeRef } from '../../store/refs.ts';
import { arrayJobs } from './array_jobs.ts';
import {
  failureReason,
  isConnectionFault,
  reservedNamesReason,
  startFailureReason,
} from './failure_reason.ts';
import { type Answer, placeClient } from './place_client.ts';
import type {
  PlacedAttempt,
  PlacedListeners,
  PlacedStart,
  PlacedWork,
  Placement,
  PlaceSettings,
} from './placement.ts';
import { PIECE, remoteAttempt } from './remote_attempt.ts';
import { remoteGate } from './remote_gate.ts';
import { commandText, namesOfScript, startValues } from './start_values.ts';
import { transfers } from './transfer.ts';

/** The parts of a remote placement. */
export type RemoteParts = {
  readonly name: string;
  readonly settings: PlaceSettings;
  readonly git: Git;
  /** The common git directory of the repository here. */
  readonly commonDir: string;
  /** Distinguishes this project from others there; letters and digits. */
  readonly project: string;
  /** The requester's name, shown to others who find the place taken. */
  readonly owner: string;
  /** The user's whole environment: used by the client; the attempt gets the variables that the settings name. */
  readonly env: Environment;
  readonly clock: Clock;
  readonly control: string | undefined;
  /** The time without progress after which sending or fetching a commit is given up; two minutes by default. */
  readonly quietMs?: number;
};

/** The specifics of one kind of placement. */
export type RemoteKind = {
  readonly slots: number;
  /** The options for an attempt's job in the queue, as words for a shell; without it, attempts start at once. */
  readonly queue?: (work: PlacedWork) => string;
  /** The most attempts that are queued together, as tasks of one array; each alone where it is left out. */
  readonly array?: number | undefined;
};

/** A placement that calls the script sent along, over any connection. Files travel through git. */
export function remotePlacement(parts: RemoteParts, kind: RemoteKind): Placement {
  const { name, settings, git, commonDir, project, owner, env, clock, control } = parts;
  const client = placeClient(settings, { env, control });
  const fixed = { project, owner };
  const together =
    kind.array === undefined ? undefined : arrayJobs(client, fixed, { most: kind.array, clock });
  const tidied = new Set<string>();
  let prepared: Promise<Answer> | undefined;
  const ready = async (signal: AbortSignal): Promise<Answer> => {
    prepared ??= client.ask('ready', { ...fixed, programs: '', queue: '' }, { signal });
    const answer = await prepared;
    if (answer.kind !== 'answer') prepared = undefined;
    return answer;
  };
  const url = (root: string) => client.url(`${root}/${project}/repo.git`);
  const { push, fetch } = transfers({ git, client, clock, gitDir: commonDir, quietMs: parts.quietMs });

  const stay = (
    work: Pick<PlacedWork, 'batch' | 'prp' | 'attempt' | 'token' | 'base'>,
    ears: PlacedListeners,
    started?: Answer,
  ) =>
    remoteAttempt({
      // The call that starts one without a queue follows it for a moment, which saves a connection.
      first: kind.queue === undefined ? started : undefined,
      place: name,
      client,
      values: { ...fixed, token: work.token },
      ears,
      clock,
      isQueued: kind.queue !== undefined,
      async fetch(commit, signal) {
        const answer = await ready(signal);
        const root = answer.kind === 'answer' ? answer.lines.get('root')?.[0] : undefined;
        if (root === undefined) return { kind: 'away', why: failureReason(answer) };
        const ref = `${placeRef(project, work)}/result`;
        const fetched = await fetch(url(root), ref, signal);
        const fault = gitFault(fetched);
        if (fault !== undefined) {
          const why = `The attempt's work at ${name} cannot be fetched: ${printableLine(fault).slice(0, 400)}`;
          // Files that a job has written on its node may become visible later where they are fetched.
          const isNone = kind.queue === undefined && fault.includes("couldn't find remote ref");
          // The commit is still there, and can be fetched once the hanging program no longer hangs.
          const isAway = !isNone && (fetched.kind === 'stalled' || isConnectionFault(fault));
          return { kind: isAway ? 'away' : 'refused', why };
        }
        const held = await git.run(commonDir, ['cat-file', '-t', commit], { env: { GIT_DIR: commonDir } });
        if (held.kind === 'ended' && held.stdout.toString('utf8').trim() === 'commit')
          return { kind: 'fetched', why: '' };
        return {
          kind: 'refused',
          why: `The work fetched from ${name} is not what it reported.`,
        };
      },
    });

  const placement: Placement = {
    name,
    slots: settings.slots ?? kind.slots,
    verdict: (gate, signal) => remoteGate(placement, gate, { clock, signal }),
    async begin(work, ears, signal, letGo = new AbortController().signal): Promise<PlacedStart> {
      const taken = namesOfScript(work, settings.env ?? []);
      if (taken.length > 0) {
        tidied.add(work.token);
        return { kind: 'not-started', why: `${name}: ${reservedNamesReason(taken)}` };
      }
      const answer = await patiently(ready, { clock, signal });
      const root = answer.kind === 'answer' ? answer.lines.get('root')?.[0] : undefined;
      if (root === undefined) {
        // Nothing of it ever got there.
        tidied.add(work.token);
        return { kind: 'not-started', why: `${name}: ${failureReason(answer)}` };
      }
      const ref = placeRef(project, work);
      const pushed = await push(url(root), `${work.base}:${ref}/base`, signal);
      const fault = gitFault(pushed);
      if (fault !== undefined)
        return {
          kind: 'not-started',
          why: `${name}: the commit that it begins with cannot be sent: ${printableLine(fault).slice(0, 400)}`,
        };
      const folder = join(root, project, 'attempts', work.token);
      const text = commandText(work, { folder, env, settings });
      if (signal.aborted) return { kind: 'not-started', why: 'it was cancelled' };
      // From here on it may be under way there: it is ended like any other, and never abandoned half started.
      const queue = kind.queue?.(work) ?? '';
      const values = {
        ...startValues(work, { root, ref, project, owner, sent: settings.env ?? [] }),
        ...{
          queue,
          together: together === undefined ? '' : 'yes',
          offset: 0,
          piece: PIECE,
          longest: LONGEST_FIRST,
        },
        ...(kind.queue && { orders: text }),
      };
      const more = `eval "$job"\n${kind.queue === undefined ? text : ''}`;
      // A lost answer may be requested again: whatever exists already is not started again.
      const made = await patiently((signal) => client.ask('start', values, { signal, more }), {
        ...{ clock, signal: letGo },
      });
      const started =
        together === undefined || made.kind !== 'answer' ? made : await together(work.token, queue);
      if (started.kind === 'aborted')
        return { kind: 'not-started', why: failureReason(started), isUnknown: true };
      // It may have been started all the same: then it will be heard of.
      const isPerhaps = started.kind === 'away' && !started.isFinal;
      if (started.kind !== 'answer' && !isPerhaps)
        return {
          kind: 'not-started',
          why: startFailureReason(started, name),
          isHeld: started.kind === 'fault' && started.code === 'held',
        };
      const job = started.kind === 'answer' ? started.lines.get('queued')?.[0] : undefined;
      if (job !== undefined) ears.queued(printableLine(job).slice(0, 100));
      return { kind: 'started', attempt: await begun(stay(work, ears, started), signal) };
    },
    takeOver: (work, ears, signal) => begun(stay(work, ears), signal),
    async tidy(tokens) {
      const left = tokens.filter((token) => !tidied.has(token));
      if (left.length === 0) return undefined;
      const { signal } = new AbortController();
      const answer = await client.ask(
        'tidy',
        { ...fixed, tokens: left.join(' '), queue: kind.queue === undefined ? '' : 'yes' },
        { signal },
      );
      if (answer.kind !== 'answer') return failureReason(answer);
      for (const token of left) tidied.add(token);
      return undefined;
    },
    end: () => client.close(),
  };
  return placement;
}

/** Resolves once an attempt in a queue runs, is over, or is called off: only then is it watched. */
async function begun(
  attempt: PlacedAttempt & { readonly runs: Promise<void> },
  signal: AbortSignal,
): Promise<PlacedAttempt> {
  const off = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([attempt.runs, attempt.over, off]);
  return attempt;
}

/** The time that the starting call waits for news, in tenths of a second. */
const LONGEST_FIRST = 10;

/** Retries: a place that cannot be reached may answer the second time. */
async function patiently(
  ask: (signal: AbortSignal) => Promise<Answer>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Answer> {
  const answer = await ask(signal);
  if (answer.kind !== 'away' || answer.isFinal) return answer;
  await clock.wait(1_000, signal);
  return ask(signal);
}
