import { familyOf, type ProcessRow, readProcesses } from './process_table.ts';

/** Processor time that a group of processes used so far, in milliseconds; it only grows. `undefined` where it can't be seen. */
export type ProcessorMeter = () => number | undefined;

/**
 * Measures what a process, its group and session, and what these started, use of the processors. What a process used before it was
 * seen for the first time counts; what it used between the last look and its end counts when its parent waits for it.
 *
 * @param leader - the process that the group is named after
 */
export function processorMeter(
  leader: number,
  read: () => readonly ProcessRow[] = readProcesses,
): ProcessorMeter {
  if (process.platform !== 'linux') return () => undefined;
  const known = new Map<string, number>();
  let total = 0;
  return () => {
    const members = familyOf(leader, read());
    let gone = 0;
    let grown = 0;
    const seen = new Set<string>();
    for (const { pid, startTime, ticks } of members.values()) {
      const key = `${pid} ${startTime}`;
      seen.add(key);
      grown += Math.max(0, ticks - (known.get(key) ?? 0));
      known.set(key, ticks);
    }
    for (const [key, ticks] of known) {
      if (seen.has(key)) continue;
      gone += ticks;
      known.delete(key);
    }
    // What has ended was counted while it ran, and comes again as its parent's.
    total += Math.max(0, grown - gone);
    return total * TICK_MS;
  };
}

/** Linux counts in hundredths of a second, whatever its kernel is built with. */
const TICK_MS = 10;
