import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { controlGroupName, controlGroupsOf } from './control_group.ts';

/** A running process as Linux shows it. */
export type ProcessRow = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Processor time that it used, and those of its children that it waited for, in clock ticks. */
  readonly ticks: number;
  /** In clock ticks since the machine was started. */
  readonly startTime: string;
  /** It ended, and whoever started it has not asked how yet. */
  readonly isOver: boolean;
};

/** One process; `undefined` where there is none of that number, or it can't be seen. */
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

/** Room for a line of `/proc/<pid>/stat`: fifty numbers. There are hundreds of processes, and they are read at every gate. */
const line = Buffer.alloc(4_096);

/** Every running process that this one can see; none where the system is not Linux. */
export function readProcesses(): ProcessRow[] {
  return pids().flatMap((pid) => {
    const row = readProcess(pid);
    return row === undefined || row.isOver ? [] : [row];
  });
}

/** Of some processes, one with its group and session, and what these started, by their numbers. */
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

/** Whether a process was started with this variable; `false` where it can't be seen. */
export function wasStartedWith(pid: number, name: string, value: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${name}=${value}\0`);
  } catch {
    return false;
  }
}

/**
 * Tells whether anything that runs was started with this variable and a value, or is in the control group of that value; nothing is,
 * where that can't be seen. What was looked at is what runs now.
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
      // It is somebody else's, or over by now.
    }
  }
  return (value) => values.has(value) || groups.has(controlGroupName(value));
}

/**
 * Takes a line of `/proc/<pid>/stat` apart (proc(5)).
 *
 * @returns `undefined` for what is no such line
 */
export function parseStat(text: string): ProcessRow | undefined {
  // The name, in brackets, may hold brackets and spaces itself: only the last closing one counts.
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
/** The start time is field 22; what follows the session begins with field 7. */
const FIELDS_TO_START = 15;

function pids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isSafeInteger);
  } catch {
    return [];
  }
}
