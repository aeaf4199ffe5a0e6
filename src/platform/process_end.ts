import type { Clock } from './clock.ts';
import { controlGroupName, controlGroupsOf } from './control_group.ts';
import type { ProcessIdentity } from './process_identity.ts';
import { type ProcessRow, readProcesses, wasStartedWith } from './process_table.ts';

/** A variable of the environment and its value. */
export type ProcessMark = { readonly name: string; readonly value: string };

/** Whose processes are meant. */
export type Kinship = {
  readonly leader: ProcessIdentity;
  /** The group of the leader's pid is the leader's; else that number may be somebody else's by now. */
  readonly isOurs: boolean;
  readonly mark: ProcessMark;
};

/** How they are ended. */
type Ending = {
  /** Finds them; see {@link memberSearch}. */
  readonly members: () => readonly number[];
  readonly graceMs: number;
  readonly clock: Clock;
};

/**
 * Ends a process, its group and its session, what any of these started, and whatever else bears its mark or is in its
 * control group: asked to at first, made to when the grace is over. Processes that left the group are only found where there is `/proc`.
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
    // One that is stopped would not hear of it.
    send(target, 'SIGCONT');
  }
  await until(() => members().length === 0, graceMs, clock);
  const forced = members().length;
  if (forced === 0) return { forced, left: 0 };
  // What is being killed may start something new meanwhile: again until nothing is found.
  const isEmpty = (): boolean => {
    const rest = members();
    for (const target of rest) send(target, 'SIGKILL');
    return rest.length === 0;
  };
  await until(isEmpty, LONGEST_KILL_MS, clock);
  return { forced, left: members().length };
}

/** The kernel keeps a process that waits for a device, whatever it is sent. */
const LONGEST_KILL_MS = 5_000;

/** How long between two looks: short at first, since most end at once. */
const LOOK_MS = { first: 2, most: 100 };

async function until(isDone: () => boolean, mostMs: number, clock: Clock): Promise<void> {
  const end = clock.now() + mostMs;
  const never = new AbortController().signal;
  for (let pause = LOOK_MS.first; !isDone() && clock.now() < end; pause = Math.min(pause * 2, LOOK_MS.most)) {
    await clock.wait(Math.min(pause, end - clock.now()), never);
  }
}

/**
 * Finds a process, its group and its session, what any of these started, and whatever else bears its mark or is in its control
 * group, as numbers for `kill`.
 *
 * What was found once is known again when its parent is gone: whoever looks now and then while a command runs finds afterwards also
 * what left its group, its session and its mark, if it was seen before its parent ended.
 */
export function memberSearch({ leader, isOurs, mark }: Kinship): () => number[] {
  if (process.platform !== 'linux') return () => (isOurs && send(-leader.pid, 0) ? [-leader.pid] : []);
  const known = new Map<number, string>();
  const held = controlGroupName(mark.value);
  return () => {
    // Whoever is in there itself would find all that it starts.
    const isHeld = controlGroupsOf('self').includes(held)
      ? () => false
      : (pid: number): boolean => controlGroupsOf(pid).includes(held);
    const rows = readProcesses().filter((row) => row.pid !== process.pid);
    const isMember = (row: ProcessRow): boolean =>
      known.get(row.pid) === row.startTime ||
      (isOurs && (row.group === leader.pid || row.session === leader.pid)) ||
      // Nothing that ran before can bear the mark, and most processes are older.
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

/** Sends a signal; `false` when there is nobody to get it. */
function send(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(target, signal);
    return true;
  } catch {
    return false;
  }
}
