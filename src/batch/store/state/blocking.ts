import type { BatchManifest } from '../../generated/batch.ts';
import type { PhaseRecord } from '../batch_state.ts';

/** Updates which phases are blocked; returns the same array if nothing changed. */
export type Blocking = (phases: readonly PhaseRecord[]) => readonly PhaseRecord[];

/**
 * Prepares to find blocked phases: a waiting phase that depends, directly or through other waiting ones, on one that failed. It
 * names the failed phase; of several, the first in its order of dependencies.
 */
export function blocking({ phases: planned }: BatchManifest): Blocking {
  const places = new Map(planned.map(({ id }, place) => [id, place]));
  const needs = planned.map(({ dependencies }) => dependencies.flatMap((id) => places.get(id) ?? []));
  const order = dependenciesFirst(needs);
  return (phases) => {
    const next = [...phases];
    let changed = false;
    for (const place of order) {
      const record = next[place];
      if (record?.progress.state !== 'waiting' && record?.progress.state !== 'blocked') continue;
      const by = needs[place]?.map((need) => culprit(next[need])).find((id) => id !== undefined);
      const was = record.progress.state === 'blocked' ? record.progress.by : undefined;
      if (by === was) continue;
      changed = true;
      next[place] = {
        ...record,
        progress: by === undefined ? { state: 'waiting' } : { state: 'blocked', by },
      };
    }
    return changed ? next : phases;
  };
}

/** Returns the failed phase that makes a phase block others. */
function culprit(record: PhaseRecord | undefined): string | undefined {
  if (record?.progress.state === 'failed') return record.phase.id;
  return record?.progress.state === 'blocked' ? record.progress.by : undefined;
}

/**
 * Orders indices so that each follows those it needs; those in a cycle come in any order. Without recursion: a chain may be long.
 */
function dependenciesFirst(needs: readonly (readonly number[])[]): number[] {
  const seen = new Set<number>();
  const order: number[] = [];
  for (const root of needs.keys()) {
    const path: { readonly place: number; next: number }[] = [];
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const need = needs[top.place]?.[top.next++];
      if (need !== undefined) enter(need);
      else order.push((path.pop() as typeof top).place);
    }

    function enter(place: number): void {
      if (seen.has(place)) return;
      seen.add(place);
      path.push({ place, next: 0 });
    }
  }
  return order;
}
