import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { controlGroupName, controlGroupsOf } from './control_group.ts';

/** A running process as Linux shows it. */
export type ProcessRow = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Processor time of the process and of the children it has waited for, in clock ticks. */
  readonly ticks: number;
  /** In clock ticks since the machine was started. */
  readonly startTime: string;
  /** It has ended, but its parent has not waited for it yet. */
  readonly isOver: boolean;
};

/** Reads one process; `undefined` if there is none of that number, or it is not visible. */
export function readProcess(pid: number): ProcessRow | undefined {
  try {
    const descriptor = openSync(`/proc/${pid}/stat`, 'r');
    try {
      return parseStat(line.toString('latin1', 0, readSync(descriptor, line, 0, line.length, 0)));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/** Room for a line of `/proc/<pid>/stat`: fifty numbers. There are hundreds of processes, read at every gate. */
const line = Buffer.alloc(4_096);

/** Reads every running process visible to this one; empty if the system is not Linux. */
export function readProcesses(): ProcessRow[] {
  return pids().flatMap((pid) => {
    const row = readProcess(pid);
    return row === undefined || row.isOver ? [] : [row];
  });
}

/** Returns, from some processes, one with its group and session, and their descendants, by number. */
export function familyOf(leader: number, rows: readonly ProcessRow[]): ReadonlyMap<number, ProcessRow> {
  const members = new Map(
    rows
      .filter(({ pid, group, session }) => [pid, group, session].includes(leader))
      .map((row) => [row.pid, row]),
  );
  for (let grew = true; grew; ) {
    const children = rows.filter((row) => members.has(row.parent) && !members.has(row.pid));
    for (const child of children) members.set(child.pid, child);
    grew = children.length > 0;
  }
  return members;
}

/** Whether a process was started with this variable; `false` if that is not visible. */
export function wasStartedWith(pid: number, name: string, value: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${name}=${value}\0`);
  } catch {
    return false;
  }
}

/**
 * Returns a function that tells whether any running process was started with this variable and a value, or is in the control
 * group of that value; false if that is not visible. The processes are read once, now.
 */
export function markedProcesses(name: string): (value: string) => boolean {
  const values = new Set<string>();
  const groups = new Set<string>();
  const start = `\0${name}=`;
  const own = new Set(controlGroupsOf('self'));
  for (const { pid } of readProcesses()) {
    for (const group of controlGroupsOf(pid)) if (!own.has(group)) groups.add(group);
    try {
      const text = `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`;
      const at = text.indexOf(start);
      if (at !== -1) values.add(text.slice(at + start.length, text.indexOf('\0', at + start.length)));
    } catch {
      // It belongs to another user, or is over by now.
    }
  }
  return (value) => values.has(value) || groups.has(controlGroupName(value));
}

/**
 * Parses a line of `/proc/<pid>/stat` (proc(5)).
 *
 * @returns `undefined` for anything else
 */
export function parseStat(text: string): ProcessRow | undefined {
  // The name, in brackets, may contain brackets and spaces itself: only the last closing one counts.
  const close = text.lastIndexOf(')');
  const pid = Number.parseInt(text, 10);
  const [state, parent, group, session, ...rest] = text.slice(close + 2).split(' ');
  const startTime = rest[FIELDS_TO_START];
  if (close === -1 || state === undefined || startTime === undefined) return undefined;
  const isOver = 'ZX'.includes(state);
  const ticks = rest
    .slice(FIELDS_TO_TICKS, FIELDS_TO_TICKS + 4)
    .reduce((sum, field) => sum + Number(field), 0);
  const [of, inGroup, inSession] = [parent, group, session].map(Number) as [number, number, number];
  return { pid, parent: of, group: inGroup, session: inSession, ticks, startTime, isOver };
}

/** utime, stime, cutime and cstime are fields 14 to 17. */
const FIELDS_TO_TICKS = 7;
/** The start time is field 22; the part after the session begins with field 7. */
const FIELDS_TO_START = 15;

function pids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isSafeInteger);
  } catch {
    return [];
  }
}
