import { ownValue } from '../../lib/index.ts';
import type { Phase } from '../plan.ts';

/** The needs of a phase on the machine that runs it. */
export type MachineNeeds = {
  /** In one form: `gpu:a100:2`, `mem:16G`, `cpus:4`, `time:120` (minutes), `partition:long`; each kind once. */
  readonly needs: readonly string[];
  /** Text that is none of these, as it was written. */
  readonly unreadable: readonly string[];
};

/** Reads `gpu:1, mem:16G` in the field of that name, in one line or as a list. */
export function machineNeeds({ needs }: Pick<Phase, 'needs'>): MachineNeeds {
  const found = new Map<string, string>();
  const unreadable: string[] = [];
  const parts = (needs?.value ?? '')
    .split(/[,;\n]/u)
    .map((part) =>
      part
        .replaceAll('`', '')
        .replace(/^\s*[-*+]\s/u, '')
        .trim(),
    )
    .filter((part) => part !== '' && !/^(?:none|nothing|-|n\/a)\.?$/iu.test(part));
  for (const part of parts) {
    const [, name = '', value = ''] = /^([A-Za-z]+)\s*:\s*(.+)$/u.exec(part) ?? [];
    const kind = ownValue(KINDS, name.toLowerCase());
    const read = kind && READERS[kind](value.trim());
    if (kind === undefined || read === undefined || found.has(kind)) unreadable.push(part);
    else found.set(kind, read);
  }
  return { needs: [...found].map(([kind, value]) => `${kind}:${value}`), unreadable };
}

type Kind = 'gpu' | 'mem' | 'cpus' | 'time' | 'partition';

const KINDS: Readonly<Record<string, Kind>> = {
  ...{ gpu: 'gpu', gpus: 'gpu', mem: 'mem', memory: 'mem', cpu: 'cpus', cpus: 'cpus' },
  ...{ time: 'time', partition: 'partition' },
};

/** A day of a machine has 24 hours. */
const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };

const READERS: Readonly<Record<Kind, (value: string) => string | undefined>> = {
  gpu: (value) => /^(?:[A-Za-z0-9][\w.-]{0,49}:)?[1-9]\d{0,3}$/u.exec(value)?.[0],
  mem(value) {
    const [, size, unit] = /^([1-9]\d{0,8})\s*([KMGT])(?:i?B)?$/iu.exec(value) ?? [];
    return size === undefined || unit === undefined ? undefined : `${size}${unit.toUpperCase()}`;
  },
  cpus: (value) => /^[1-9]\d{0,3}$/u.exec(value)?.[0],
  time(value) {
    const [, amount, unit = ''] =
      /^(\d{1,6}(?:\.\d{1,2})?)\s*(m|min|minutes?|h|hours?|d|days?)$/iu.exec(value) ?? [];
    const minutes = Math.ceil(Number(amount) * (MINUTES[unit.charAt(0).toLowerCase()] ?? 0));
    return minutes > 0 ? String(minutes) : undefined;
  },
  partition: (value) => /^[A-Za-z0-9][\w.-]{0,99}$/u.exec(value)?.[0],
};
