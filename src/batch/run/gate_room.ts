import type { HoldThings } from './hold_things.ts';

/** What a gate needs while it runs. */
export type RoomNeed = {
  readonly phase: string;
  /** Names of things of which there is one: no gate that names one of them runs at the same time. */
  readonly exclusive?: readonly string[];
  /** Ends the wait for what another run has. */
  readonly signal?: AbortSignal;
  /** No other gate at all may run at the same time. */
  readonly isAlone?: boolean;
};

/** What was done in the room, and what went on meanwhile. */
export type Stay<Value> = {
  readonly value: Value;
  /** Whether another gate ran at some time while this one did, or the executor of another phase worked. */
  readonly hadCompany: boolean;
};

/**
 * Where the gates of a run are run, those on the tree before a change too. They run beside each other unless they need the same
 * thing, or one wants to be alone. Whoever waits goes in as soon as neither somebody inside nor somebody who waited before is in
 * the way. What it needs for itself it then has among all runs of the repository, too.
 */
export type GateRoom = {
  readonly enter: <Value>(need: RoomNeed, work: () => Promise<Value>) => Promise<Stay<Value>>;
  /** Says that the executor of a phase is at work. @returns says that it is over */
  readonly atWork: (phase: string) => () => void;
};

/**
 * Makes a room with nobody in it.
 *
 * @param options.oneAtATime - every gate is alone in it
 * @param options.hold - keeps things from other runs; without it, there are none
 */
export function createGateRoom({
  oneAtATime,
  hold,
}: {
  readonly oneAtATime: boolean;
  readonly hold?: HoldThings;
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
