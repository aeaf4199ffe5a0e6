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

/** What a control group is told by: the `0::` line of `/proc/<pid>/cgroup`, and the mounts of `/proc/self/mountinfo`. */
export type ControlGroupTexts = { readonly membership: string; readonly mounts: string };

/** A control group that was made for one command: whatever the command starts is in it, however it hides. */
export type ControlGroup = {
  /** Does something that starts a process, which is born inside. */
  readonly startInside: <Value>(start: () => Value) => Value;
  /** Removes it, with whatever groups were made inside; one that still holds a process stays. */
  readonly remove: () => void;
};

/** The name of the control group of what bears a mark: the mark itself is nobody's business. */
export function controlGroupName(value: string): string {
  return `orchestrator-${sha256(value).slice(0, 24)}`;
}

/**
 * Makes a control group below this process's own, where the system has them (version 2) and lets this user divide its own.
 *
 * Where it does not there is none, and nothing is said: most terminals have none that their user may divide.
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
      // A process is born where its parent is, and Node starts it before it returns: moved afterwards, it could have started others.
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

/** Whether commands can be held in control groups here; `undefined` on a system that has no such thing. */
export function canHoldCommands(): boolean | undefined {
  if (process.platform !== 'linux') return undefined;
  const group = makeControlGroup(`try of ${process.pid}`);
  group?.remove();
  return group !== undefined;
}

/** Removes the control group of a mark, of which no process is left, if this process is where it was made. */
export function removeControlGroup(value: string): void {
  const own = ownControlGroup();
  if (own !== undefined) removeGroup(join(own, controlGroupName(value)));
}

/** The control groups, of any depth, that a process is in by its own and their names; none where it can't be seen. */
export function controlGroupsOf(pid: number | 'self'): readonly string[] {
  try {
    return groupPath(readFileSync(`/proc/${pid}/cgroup`, 'latin1'))?.split('/') ?? [];
  } catch {
    return [];
  }
}

/** The folder of this process's own control group; `undefined` where the system has none of version 2, or doesn't show it. */
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

/** Where the folder of a process's own control group is, by what the system tells of it (cgroups(7), proc(5)). */
export function controlGroupFolder({ membership, mounts }: ControlGroupTexts): string | undefined {
  const path = groupPath(membership);
  // What is outside of this process's view of the tree begins with `/..`.
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

/** Spaces and the like are written as octal numbers. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/gu, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** Moves this process; `false` where the system does not let it. */
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
    // It is gone, or something in it still runs.
  }
}
