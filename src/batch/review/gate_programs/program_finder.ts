import { posix } from 'node:path';
import type { Diff } from '../diff/types.ts';
import { searchIn, Walk } from './find_programs.ts';
import { type Started, startedBy } from './started_by.ts';
import type { GateProgram, OwnedGate, ReadSide } from './types.ts';

/** What was found, and how many programs were not looked at, being too many. */
export type FoundPrograms = { readonly programs: readonly GateProgram[]; readonly left: number };

/** What one phase has changed, between two commits. */
export type PhaseChange = {
  readonly diff: Diff;
  readonly parent: string;
  readonly commit: string;
  readonly read: ReadSide;
};

/** Tells which programs of gates a phase has changed. */
export type ProgramFinder = { readonly find: (change: PhaseChange) => Promise<FoundPrograms> };

/**
 * Prepares to hold phases against the gates of all, best in the order in which they were merged: of a phase that begins where the one before ended, only
 * gates are looked at that lead to a place which it has changed, and only what it has changed is read again.
 *
 * @param prefix - of the project within the repository
 */
export function createProgramFinder(gates: readonly OwnedGate[], prefix: string): ProgramFinder {
  const roots = rootsOf(gates);
  /** What leads where is not known of these. */
  const waiting = new Set(roots);
  const byPlace = new Map<string, Set<Root>>();
  const texts = new Map<string, Promise<string | undefined>>();
  let at: string | undefined;
  const begin = () => {
    for (const root of roots) waiting.add(root);
    byPlace.clear();
    texts.clear();
  };
  const change = (path: string) => {
    texts.delete(path);
    for (const place of [path, `${posix.dirname(path)}/`]) {
      for (const root of byPlace.get(place) ?? []) waiting.add(root);
      byPlace.delete(place);
    }
  };
  const look = async (root: Root, walk: Walk) => {
    const { left } = walk;
    const touched = new Set<string>();
    await walk.visit(root.started, { gates: root.gates, depth: 0, visited: new Set(), touched });
    for (const place of touched) {
      const known = byPlace.get(place) ?? new Set();
      byPlace.set(place, known.add(root));
    }
    if (walk.left === left) waiting.delete(root);
  };
  return {
    async find({ diff, parent, commit, read }) {
      if (parent !== at) begin();
      at = commit;
      const paths = diff.files.flatMap(({ path, from }) => (from === undefined ? [path] : [path, from]));
      const old = new Map(paths.map((path) => [path, texts.get(path)]));
      for (const path of paths) change(path);
      if (paths.length === 0) return { programs: [], left: 0 };
      const readOnce: ReadSide = (side, path) => {
        if (side === 'before') return old.get(path) ?? read(side, path);
        const text = texts.get(path) ?? read(side, path);
        texts.set(path, text);
        return text;
      };
      const walk = new Walk({ ...searchIn(diff), prefix, read: readOnce });
      for (const root of [...waiting].sort((one, other) => one.place - other.place)) await look(root, walk);
      return { programs: walk.found(), left: walk.left };
    },
  };
}

/** What gates start, once for all of them that do. */
type Root = { readonly place: number; readonly started: Started; readonly gates: OwnedGate[] };

function rootsOf(gates: readonly OwnedGate[]): readonly Root[] {
  const roots = new Map<string, Root>();
  for (const gate of gates)
    for (const started of startedBy(gate.command)) {
      const key = JSON.stringify(started);
      const root = roots.get(key) ?? { place: roots.size, started, gates: [] };
      roots.set(key, root);
      // One gate after the other: the same one is the last.
      if (root.gates.at(-1) !== gate) root.gates.push(gate);
    }
  return [...roots.values()];
}
