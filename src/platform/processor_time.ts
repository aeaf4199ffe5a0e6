import { familyOf, type ProcessRow, readProcesses } from './process_table.ts';

/**
 * Returns the processor time of a group of processes so far, in milliseconds; it only grows. `undefined` if it is not visible.
 */
export type ProcessorMeter = () => number | undefined;

/**
 * Measures the processor time of a process, its group and session, and their descendants. Time used before a process was first
 * seen counts; time between the last check and its end counts when its parent waits for it.
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
    // A process that has ended was counted while it ran, and is counted again in its parent's time.
    total += Math.max(0, grown - gone);
    return total * TICK_MS;
  };
}

/** Linux counts in hundredths of a second, however its kernel was built. */
const TICK_MS = 10;
