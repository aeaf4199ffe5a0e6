import { posix } from 'node:path';
import type { Diff } from '../diff/diff.ts';
import { languageOf } from '../file_kind.ts';
import { isCheckPath } from './check_path.ts';
import { shebangLanguage } from './exits_at_once.ts';
import type { GateProgram, OwnedGate, ReadSide } from './gate_program.ts';
import { importsOf } from './imports_of.ts';
import { recipeCommands, type Target, targetOf } from './make_target.ts';
import { type Started, startedBy } from './started_by.ts';

/** The input of the search: a phase's changed files, and which files' imports are worth following. */
export type ProgramSearch = {
  /** The project's path within the repository. */
  readonly prefix: string;
  readonly changed: ReadonlySet<string>;
  /** Whether a file may contain checks of its own: imports are followed only through such files. */
  readonly holdsChecks: (path: string) => boolean;
  readonly read: ReadSide;
};

/** The part of the search that a diff determines. */
export function searchIn({ files }: Diff): Pick<ProgramSearch, 'changed' | 'holdsChecks'> {
  const leaving = new Set(
    files.flatMap(({ path, hunks }) =>
      hunks.some(({ lines }) => lines.some(({ kind, text }) => kind === 'added' && LEAVES.test(text)))
        ? [path]
        : [],
    ),
  );
  return {
    changed: new Set(files.map(({ path }) => path)),
    holdsChecks: (path) => isCheckPath(path) || leaving.has(path),
  };
}

/** A line with which a file may exit at once, wherever it is imported. */
const LEAVES =
  /^(?:import \w+\s*;\s*)?(?:(?:globalThis\.)?process\.exit|Deno\.exit|(?:sys\.)?exit|quit|os\._exit|raise SystemExit)\b/u;

/** The longest chain of programs that start each other, and the most programs read for one phase. */
const DEEPEST = 4;
const MAX = 5_000;

/** The chain from gates to a program: its length, and everything it has reached so far. */
export type Way = {
  readonly gates: readonly OwnedGate[];
  readonly depth: number;
  readonly visited: Set<string>;
  /** Places that were looked up, existing or not: as long as nothing changes there, the chain is the same. Folders end in `/`. */
  readonly touched: Set<string>;
};

type Sole = Pick<Started, 'isPiped' | 'isAlone'>;

/** A program started by another one that is itself started. */
function within(started: Started, { isPiped, isAlone }: Sole): Started {
  return { ...started, isPiped: started.isPiped || isPiped, isAlone: started.isAlone && isAlone };
}

/** Follows gates to the programs that a phase has changed, and to those that they start or import, each once. */
export class Walk {
  readonly #search: ProgramSearch;
  readonly #found = new Map<string, GateProgram>();
  readonly #read = new Set<string>();
  readonly #scripts = new Map<string | undefined, ReadonlyMap<string, string>>();
  left = 0;

  constructor(search: ProgramSearch) {
    this.#search = search;
  }

  found(): GateProgram[] {
    return [...this.#found.values()];
  }

  async visit(started: Started, before: Way): Promise<void> {
    const { depth, visited } = before;
    const key = JSON.stringify([started.kind, started.path, started.name, started.isPiped]);
    if (depth > DEEPEST || visited.has(key)) return;
    visited.add(key);
    const way = { ...before, depth: depth + 1 };
    if (started.kind === 'file') await this.#file(started, way);
    else if (started.kind === 'folder') await this.#folder(started, way);
    else if (started.kind === 'script') await this.#script(started, way);
    else await this.#target(started, way);
  }

  async #file(started: Started, way: Way): Promise<void> {
    const { path, orElse = [], root } = started;
    for (const place of [path, ...orElse].map((each) => this.#at(each))) {
      way.touched.add(place);
      const after = await this.#after(place);
      if (after === undefined) continue;
      await this.#keep('file', place, after, { ...started, way });
      const language = languageOf(place) ?? shebangLanguage(after);
      if (language === 'shell')
        for (const each of startedBy(after)) await this.visit(within(each, started), way);
      else await this.#imports(after, place, { ...started, way, root: root && this.#at(root) });
      return;
    }
  }

  /** The imports of a program, followed through files that may contain checks. */
  async #imports(
    text: string,
    path: string,
    from: Sole & { readonly way: Way; readonly root: string | undefined },
  ): Promise<void> {
    if (from.way.depth > DEEPEST) return;
    const { root = posix.dirname(path), way } = from;
    const language = languageOf(path) ?? shebangLanguage(text);
    for (const places of importsOf(text, language, path, root))
      for (const place of places.map((each) => posix.normalize(each))) {
        way.touched.add(place);
        const key = JSON.stringify(['imported', place]);
        if (way.visited.has(key) || !this.#search.holdsChecks(place)) continue;
        const after = await this.#after(place);
        if (after === undefined) continue;
        way.visited.add(key);
        await this.#keep('imported', place, after, from);
        await this.#imports(after, place, { ...from, root, way: { ...way, depth: way.depth + 1 } });
        break;
      }
  }

  /** The program that Go builds from the files of a folder. */
  async #folder(started: Started, way: Way): Promise<void> {
    const folder = this.#at(started.path);
    way.touched.add(`${folder}/`);
    for (const place of this.#search.changed) {
      if (posix.dirname(place) !== folder || !/(?<!_test)\.go$/u.test(place)) continue;
      const after = await this.#after(place);
      if (after !== undefined) await this.#keep('file', place, after, { ...started, way });
    }
  }

  async #script(started: Started, way: Way): Promise<void> {
    const { path, name = '', isPiped, isAlone } = started;
    const place = this.#at(posix.join(path, 'package.json'));
    way.touched.add(place);
    const text = await this.#after(place);
    const after = this.#scriptsIn(text).get(name);
    if (after === undefined) return;
    const old = this.#search.changed.has(place) ? await this.#before(place) : text;
    const before = this.#scriptsIn(old).get(name);
    if (before !== after)
      this.#add({ kind: 'script', path: place, name, before, after, isPiped, isAlone, gates: way.gates });
    for (const each of startedBy(after, path)) await this.visit(within(each, started), way);
  }

  async #target(started: Started, way: Way): Promise<void> {
    const { path, name: wanted, isPiped, isAlone } = started;
    for (const file of ['Makefile', 'makefile', 'GNUmakefile', 'justfile']) {
      const place = this.#at(posix.join(path, file));
      way.touched.add(place);
      const text = await this.#after(place);
      const after = text === undefined ? undefined : targetOf(text, wanted);
      if (after === undefined) continue;
      const { name } = after;
      const old = this.#search.changed.has(place) ? await this.#before(place) : text;
      const before = old === undefined ? undefined : targetOf(old, wanted);
      if (before === undefined || wordsOf(before) !== wordsOf(after))
        this.#add({ kind: 'target', path: place, name, before, after, isPiped, isAlone, gates: way.gates });
      const commands = recipeCommands(after);
      const isOnly = isAlone && commands.length + after.needs.length === 1;
      const own = { isPiped, isAlone: isOnly };
      for (const { command } of commands)
        for (const each of startedBy(command, path)) await this.visit(within(each, own), way);
      for (const need of after.needs) await this.visit({ ...started, isAlone: isOnly, name: need }, way);
      return;
    }
  }

  async #keep(
    kind: 'file' | 'imported',
    path: string,
    after: string,
    { isPiped, isAlone, way: { gates } }: Sole & { readonly way: Way },
  ): Promise<void> {
    if (!this.#search.changed.has(path)) return;
    const before = await this.#before(path);
    if (before !== after) this.#add({ kind, path, before, after, isPiped, isAlone, gates });
  }

  /** Prefers, among several chains to the same program, one on which its exit code counts. */
  #add(program: GateProgram): void {
    const key = JSON.stringify([program.path, 'name' in program ? program.name : '']);
    const earlier = this.#found.get(key);
    if (earlier === undefined) this.#found.set(key, program);
    else {
      const isFirst = earlier.isPiped === program.isPiped ? rank(earlier) <= rank(program) : !earlier.isPiped;
      const gates = [...new Set([...earlier.gates, ...program.gates])];
      const isAlone = earlier.isAlone || program.isAlone;
      this.#found.set(key, { ...(isFirst ? earlier : program), isAlone, gates });
    }
  }

  #scriptsIn(text: string | undefined): ReadonlyMap<string, string> {
    const earlier = this.#scripts.get(text);
    if (earlier !== undefined) return earlier;
    const scripts = scriptsOf(text);
    this.#scripts.set(text, scripts);
    return scripts;
  }

  #at(path: string): string {
    return posix.normalize(posix.join(this.#search.prefix, path));
  }

  async #after(path: string): Promise<string | undefined> {
    if (!this.#read.has(path) && this.#read.size >= MAX) {
      this.left += 1;
      return undefined;
    }
    this.#read.add(path);
    return this.#search.read('after', path);
  }

  #before(path: string): Promise<string | undefined> {
    return this.#search.read('before', path);
  }
}

function wordsOf({ needs, recipe }: Target): string {
  return [needs.join(' '), ...recipe].join('\n');
}

function rank({ kind }: GateProgram): number {
  return kind === 'imported' ? 1 : 0;
}

/** The scripts of a `package.json`; none where it cannot be read. */
function scriptsOf(text: string | undefined): ReadonlyMap<string, string> {
  try {
    const { scripts } = JSON.parse(text ?? '') as { readonly scripts?: unknown };
    if (typeof scripts !== 'object' || scripts === null) return new Map();
    return new Map(
      Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return new Map();
  }
}
