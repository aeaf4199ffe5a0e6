import type { Clock } from './clock.ts';
import { controlGroupName, controlGroupsOf } from './control_group.ts';
import type { ProcessIdentity } from './process_identity.ts';
import { type ProcessRow, readProcesses, wasStartedWith } from './process_table.ts';

/** A variable of the environment and its value. */
export type ProcessMark = { readonly name: string; readonly value: string };

/** The processes to find. */
export type ProcessSelector = {
  readonly leader: ProcessIdentity;
  /** Whether the group with the leader's pid is the leader's; otherwise that number may have been reused. */
  readonly isOurs: boolean;
  readonly mark: ProcessMark;
};

/** The options for ending them. */
type Ending = {
  /** Finds them; see {@link memberSearch}. */
  readonly members: () => readonly number[];
  readonly graceMs: number;
  readonly clock: Clock;
};

/**
 * Ends a process, its group and its session, their descendants, and every other process with its mark or in its control group: by
 * a request first, by force after the grace period. Processes that left the group are found only if there is `/proc`.
 */
export async function endProcesses({
  members,
  graceMs,
  clock,
}: Ending): Promise<{ forced: number; left: number }> {
  const found = members();
  if (found.length === 0) return { forced: 0, left: 0 };
  for (const target of found) {
    send(target, 'SIGTERM');
    // A stopped process would not receive it.
    send(target, 'SIGCONT');
  }
  await until(() => members().length === 0, graceMs, clock);
  const forced = members().length;
  if (forced === 0) return { forced, left: 0 };
  // A process being killed may start new ones meanwhile: repeated until none is found.
  const isEmpty = (): boolean => {
    const rest = members();
    for (const target of rest) send(target, 'SIGKILL');
    return rest.length === 0;
  };
  await until(isEmpty, LONGEST_KILL_MS, clock);
  return { forced, left: members().length };
}

/** The kernel keeps a process that waits for a device, whatever signal it is sent. */
const LONGEST_KILL_MS = 5_000;

/** The interval between two checks: short at first, since most end at once. */
const LOOK_MS = { first: 2, most: 100 };

async function until(isDone: () => boolean, mostMs: number, clock: Clock): Promise<void> {
  const end = clock.now() + mostMs;
  const never = new AbortController().signal;
  for (let pause = LOOK_MS.first; !isDone() && clock.now() < end; pause = Math.min(pause * 2, LOOK_MS.most)) {
    await clock.wait(Math.min(pause, end - clock.now()), never);
  }
}

/**
 * Finds a process, its group and its session, their descendants, and every other process with its mark or in its control group,
 * as numbers for `kill`.
 *
 * A process found once is recognized after its parent is gone: with regular searches while a command runs, the last one also
 * finds processes that left its group, its session and its mark, if they were seen before their parent ended.
 */
export function memberSearch({ leader, isOurs, mark }: ProcessSelector): () => number[] {
  if (process.platform !== 'linux') return () => (isOurs && send(-leader.pid, 0) ? [-leader.pid] : []);
  const known = new Map<number, string>();
  const held = controlGroupName(mark.value);
  return () => {
    // A process inside the group itself would find all its own children.
    const isHeld = controlGroupsOf('self').includes(held)
      ? () => false
      : (pid: number): boolean => controlGroupsOf(pid).includes(held);
    const rows = readProcesses().filter((row) => row.pid !== process.pid);
    const isMember = (row: ProcessRow): boolean =>
      known.get(row.pid) === row.startTime ||
      (isOurs && (row.group === leader.pid || row.session === leader.pid)) ||
      // An earlier process cannot have the mark, and most processes are older.
      (Number(row.startTime) >= Number(leader.startTime) &&
        (isHeld(row.pid) || wasStartedWith(row.pid, mark.name, mark.value)));
    const members = new Map(rows.filter(isMember).map((row) => [row.pid, row]));
    for (let grew = true; grew; ) {
      const children = rows.filter((row) => members.has(row.parent) && !members.has(row.pid));
      for (const child of children) members.set(child.pid, child);
      grew = children.length > 0;
    }
    for (const row of members.values()) known.set(row.pid, row.startTime);
    return [...members.keys()];
  };
}

/** Sends a signal; `false` when there is no process to receive it. */
function send(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(target, signal);
    return true;
  } catch {
    return false;
  }
}
