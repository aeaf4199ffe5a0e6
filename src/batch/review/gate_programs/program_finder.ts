import { posix } from 'node:path';
import type { Diff } from '../diff/diff.ts';
import { searchIn, Walk } from './find_programs.ts';
import type { GateProgram, OwnedGate, ReadSide } from './gate_program.ts';
import { type Started, startedBy } from './started_by.ts';

/** The programs found, and the number not examined because there were too many. */
export type FoundPrograms = { readonly programs: readonly GateProgram[]; readonly left: number };

/** The change of one phase, between two commits. */
export type PhaseChange = {
  readonly diff: Diff;
  readonly parent: string;
  readonly commit: string;
  readonly read: ReadSide;
};

/** Finds the programs of gates that a phase has changed. */
export type ProgramFinder = { readonly find: (change: PhaseChange) => Promise<FoundPrograms> };

/**
 * Prepares to compare phases with the gates of all, preferably in the order of their merges: for a phase that begins where the
 * previous one ended, only gates that lead to a changed place are followed, and only changed files are read again.
 *
 * @param prefix - the project's path within the repository
 */
export function createProgramFinder(gates: readonly OwnedGate[], prefix: string): ProgramFinder {
  const roots = rootsOf(gates);
  /** Roots whose chains are unknown yet. */
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

/** A program that gates start, once for all gates that start it. */
type Root = { readonly place: number; readonly started: Started; readonly gates: OwnedGate[] };

function rootsOf(gates: readonly OwnedGate[]): readonly Root[] {
  const roots = new Map<string, Root>();
  for (const gate of gates)
    for (const started of startedBy(gate.command)) {
      const key = JSON.stringify(started);
      const root = roots.get(key) ?? { place: roots.size, started, gates: [] };
      roots.set(key, root);
      // Gates are added in turn, so a duplicate can only be the last one.
      if (root.gates.at(-1) !== gate) root.gates.push(gate);
    }
  return [...roots.values()];
}
