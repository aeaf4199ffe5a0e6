import type { LockResources } from './resource_locks.ts';

/** A gate's requirements while it runs. */
export type RoomNeed = {
  readonly phase: string;
  /** Names of resources that exist once: no other gate that names one of them runs at the same time. */
  readonly exclusive?: readonly string[];
  /** Ends the wait for resources held by another run. */
  readonly signal?: AbortSignal;
  /** No other gate may run at the same time. */
  readonly isAlone?: boolean;
};

/** The result of work in the room, and whether anything else ran meanwhile. */
export type Stay<Value> = {
  readonly value: Value;
  /** Whether another gate ran at some point during this one, or the executor of another phase worked. */
  readonly hadCompany: boolean;
};

/**
 * The place where the gates of a run are run, including those on the tree before a change. They run in parallel unless they need
 * the same resource, or one asks to be alone. A waiting gate enters as soon as no gate inside and no gate that waited earlier
 * conflicts with it. It then holds its resources against all other runs of the repository, too.
 */
export type GateRoom = {
  readonly enter: <Value>(need: RoomNeed, work: () => Promise<Value>) => Promise<Stay<Value>>;
  /** Marks the executor of a phase as working. @returns a function that marks it as done */
  readonly atWork: (phase: string) => () => void;
};

/**
 * Creates an empty room.
 *
 * @param options.oneAtATime - runs every gate alone
 * @param options.hold - locks resources against other runs; left out, there are no other runs
 */
export function createGateRoom({
  oneAtATime,
  hold,
}: {
  readonly oneAtATime: boolean;
  readonly hold?: LockResources;
}): GateRoom {
  const inside = new Set<Guest>();
  const waiting = new Set<Guest>();
  const working = new Map<object, string>();
  const letIn = (): void => {
    const before: Guest[] = [...inside];
    for (const guest of waiting) {
      if (before.every((other) => canShare(guest, other))) {
        waiting.delete(guest);
        if (inside.size > 0) for (const each of [guest, ...inside]) each.hadCompany = true;
        inside.add(guest);
        guest.hadCompany ||= [...working.values()].some((phase) => phase !== guest.phase);
        guest.goIn();
      }
      before.push(guest);
    }
  };
  return {
    async enter({ phase, exclusive = [], isAlone = false, signal = new AbortController().signal }, work) {
      let goIn = (): void => {};
      const entered = new Promise<void>((resolve) => {
        goIn = resolve;
      });
      const own: Guest = { phase, exclusive, isAlone: isAlone || oneAtATime, hadCompany: false, goIn };
      waiting.add(own);
      letIn();
      await entered;
      let letGo = (): void => {};
      try {
        if (hold !== undefined && exclusive.length > 0) letGo = await hold(exclusive, { phase, signal });
        const value = await work();
        return { value, hadCompany: own.hadCompany };
      } finally {
        letGo();
        inside.delete(own);
        letIn();
      }
    },
    atWork(phase) {
      const key = {};
      working.set(key, phase);
      for (const guest of inside) if (guest.phase !== phase) guest.hadCompany = true;
      return () => void working.delete(key);
    },
  };
}

type Guest = Required<Omit<RoomNeed, 'signal'>> & { hadCompany: boolean; readonly goIn: () => void };

function canShare(one: Guest, other: Guest): boolean {
  if (one.isAlone || other.isAlone) return false;
  return !one.exclusive.some((name) => other.exclusive.includes(name));
}
