import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './hash.ts';

/** The sources for finding a control group: the `0::` line of `/proc/<pid>/cgroup`, and the mounts of `/proc/self/mountinfo`. */
export type ControlGroupTexts = { readonly membership: string; readonly mounts: string };

/** A control group made for one command: it contains every process the command starts, however it hides. */
export type ControlGroup = {
  /** Calls a function that starts a process, which is born inside. */
  readonly startInside: <Value>(start: () => Value) => Value;
  /** Removes it, with any groups made inside; one that still holds a process is kept. */
  readonly remove: () => void;
};

/** Returns the name of the control group of a mark's processes: the mark itself must not be visible. */
export function controlGroupName(value: string): string {
  return `orchestrator-${sha256(value).slice(0, 24)}`;
}

/**
 * Makes a control group below this process's own, if the system has them (version 2) and lets this user divide its own.
 *
 * Otherwise there is none, silently: most terminals have none that their user may divide.
 */
export function makeControlGroup(
  value: string,
  own: string | undefined = ownControlGroup(),
): ControlGroup | undefined {
  if (own === undefined) return undefined;
  const folder = join(own, controlGroupName(value));
  const [back, there] = [join(own, PROCESSES), join(folder, PROCESSES)];
  try {
    accessSync(back, constants.W_OK);
    mkdirSync(folder, { recursive: true });
    accessSync(there, constants.W_OK);
  } catch {
    removeGroup(folder);
    return undefined;
  }
  return {
    startInside(start) {
      // A process is born in its parent's group, and Node starts it before it returns: moved later, it could already have started
      // others.
      const isInside = moveTo(there);
      try {
        return start();
      } finally {
        if (isInside) moveTo(back);
      }
    },
    remove: () => removeGroup(folder),
  };
}

/** Whether commands can be held in control groups here; `undefined` on a system without them. */
export function canHoldCommands(): boolean | undefined {
  if (process.platform !== 'linux') return undefined;
  const group = makeControlGroup(`try of ${process.pid}`);
  group?.remove();
  return group !== undefined;
}

/** Removes the empty control group of a mark, if this process is in the group where it was made. */
export function removeControlGroup(value: string): void {
  const own = ownControlGroup();
  if (own !== undefined) removeGroup(join(own, controlGroupName(value)));
}

/** Returns the names of the control groups, at every level, that contain a process; empty if that is not visible. */
export function controlGroupsOf(pid: number | 'self'): readonly string[] {
  try {
    return groupPath(readFileSync(`/proc/${pid}/cgroup`, 'latin1'))?.split('/') ?? [];
  } catch {
    return [];
  }
}

/**
 * Returns the folder of this process's own control group; `undefined` if the system has none of version 2, or does not show it.
 */
export function ownControlGroup(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const [membership, mounts] = ['cgroup', 'mountinfo'].map((name) =>
      readFileSync(`/proc/self/${name}`, 'latin1'),
    ) as [string, string];
    return controlGroupFolder({ membership, mounts });
  } catch {
    return undefined;
  }
}

/** Returns the folder of a process's own control group, from the system's texts (cgroups(7), proc(5)). */
export function controlGroupFolder({ membership, mounts }: ControlGroupTexts): string | undefined {
  const path = groupPath(membership);
  // Paths outside this process's view of the tree begin with `/..`.
  if (path === undefined || path.split('/').includes('..')) return undefined;
  for (const line of mounts.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    if (!after.startsWith('cgroup2 ')) continue;
    const [, , , root = '/', point = ''] = before.split(' ').map(unescaped);
    const isBelow = root === '/' || path === root || path.startsWith(`${root}/`);
    const below = root === '/' ? path : path.slice(root.length);
    if (isBelow) return join(point, below === '/' ? '' : below);
  }
  return undefined;
}

const PROCESSES = 'cgroup.procs';

function groupPath(membership: string): string | undefined {
  const line = membership.split('\n').find((each) => each.startsWith('0::'));
  return line?.slice('0::'.length);
}

/** Spaces and similar characters are written as octal numbers. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/gu, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** Moves this process; `false` if the system does not allow it. */
function moveTo(processes: string): boolean {
  try {
    writeFileSync(processes, String(process.pid));
    return true;
  } catch {
    return false;
  }
}

function removeGroup(folder: string): void {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) removeGroup(join(folder, entry.name));
    rmdirSync(folder);
  } catch {
    // It is gone, or a process in it is still running.
  }
}
