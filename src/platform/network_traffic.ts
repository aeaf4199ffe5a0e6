import type { Clock } from './clock.ts';
import type { Environment } from './git.ts';
import { familyOf, type ProcessRow, readProcesses } from './process_table.ts';
import { runProgram } from './run_program.ts';

/** Whether data has come in over the network since the last call; checks in the background, at intervals. */
export type TrafficProbe = {
  readonly cameIn: () => boolean;
  /** Stops checking. */
  readonly end: () => void;
};

/**
 * Checks whether data comes in over the TCP connections of a process, its group and session, and their descendants. Traffic among
 * themselves and outgoing data do not count: repeated requests to a silent server are no progress. Linux only, and only with `ss`
 * of iproute2 installed, because the kernel reports received bytes nowhere else; otherwise no data is ever reported.
 *
 * @param leader - the process that the group is named after
 * @param around.everyMs - the interval between two checks
 */
export function trafficProbe(
  leader: number,
  { env, clock, everyMs }: { readonly env: Environment; readonly clock: Clock; readonly everyMs: number },
): TrafficProbe {
  const { PATH = '' } = env;
  const over = new AbortController();
  let known: ReadonlyMap<string, number> | undefined;
  let due = 0;
  let isLooking = false;
  let has = process.platform === 'linux' ? ('not-looked' as 'not-looked' | 'came' | 'nothing') : undefined;
  const look = async () => {
    const outcome = await runProgram(['ss', '-H', '-t', '-n', '-i', '-p'], {
      env: { PATH, LC_ALL: 'C' },
      signal: over.signal,
      limitMs: 10_000,
      limit: MAX_BYTES,
    });
    // If it is not installed, or prints too much to be read, it is not called again.
    if (outcome.kind === 'not-started' || outcome.kind === 'too-large') has = undefined;
    if (outcome.kind !== 'ended' || outcome.code !== 0) return;
    const now = receivedBy(outcome.stdout.toString('latin1'), familyOf(leader, readProcesses()));
    if (known !== undefined && hasGrown(known, now)) has = 'came';
    known = now;
  };
  return {
    cameIn() {
      if (has === undefined) return false;
      if (!isLooking && clock.now() >= due) {
        isLooking = true;
        due = clock.now() + everyMs;
        void look().finally(() => {
          isLooking = false;
        });
      }
      const came = has === 'came';
      if (came) has = 'nothing';
      return came;
    },
    end: () => over.abort(),
  };
}

/** The limit for the output of `ss`; a machine with more connections has other problems. In bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Parses the bytes received over each connection of some processes, by its two ends, from the output of `ss -H -t -n -i -p`: a
 * line for each connection, followed by one with figures. Exported for its tests.
 */
export function receivedBy(
  text: string,
  family: ReadonlyMap<number, Pick<ProcessRow, 'pid'>>,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  let ends: string | undefined;
  for (const line of text.split('\n')) {
    if (!/^\s/u.test(line)) {
      const [, , , here = '', there = ''] = line.split(/\s+/u);
      const pids = [...line.matchAll(/\bpid=(\d+)\b/gu)].map(([, pid]) => Number(pid));
      ends = pids.some((pid) => family.has(pid)) ? `${here} ${there}` : undefined;
    }
    const [, bytes] = /\bbytes_received:(\d+)/u.exec(line) ?? [];
    if (ends !== undefined) found.set(ends, Math.max(found.get(ends) ?? 0, Number(bytes ?? 0)));
  }
  // Connections with both ends in these processes are internal.
  return new Map([...found].filter(([connection]) => !found.has(connection.split(' ').reverse().join(' '))));
}

function hasGrown(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): boolean {
  return [...now].some(([connection, bytes]) => bytes > (before.get(connection) ?? 0));
}
