import { posix } from 'node:path';
import { languageOf } from '../file_kind.ts';
import { recipeCommands, type Target, targetOf } from './make_target.ts';
import { type Started, startedBy } from './started_by.ts';

/** What a gate runs, as it was before a phase and is after it, where the phase has changed it. */
export type GateProgram = {
  readonly kind: Started['kind'];
  /** From the root of the repository. */
  readonly path: string;
  /** Of a script or a target. */
  readonly name: string | null;
  /** The command of the gate. */
  readonly command: string;
  readonly isPiped: boolean;
  /** `undefined` where it was not there. Of a target, what it needs, and its lines. */
  readonly before: string | undefined;
  readonly after: string;
};

/** Reads a file of the repository, before a phase or after it; `undefined` where it is not there, or too large. */
export type ReadSide = (side: 'before' | 'after', path: string) => Promise<string | undefined>;

/** How many programs may start each other, and how many are looked at for one phase. */
const DEEPEST = 4;
const MOST = 100;

/** The programs of a phase's gates that it has changed, and those that these start, each once. */
export async function changedPrograms(
  commands: readonly string[],
  {
    prefix,
    changed,
    read,
  }: { readonly prefix: string; readonly changed: ReadonlySet<string>; readonly read: ReadSide },
): Promise<GateProgram[]> {
  if (changed.size === 0) return [];
  const found: GateProgram[] = [];
  const seen = new Set<string>();
  const at = (path: string) => posix.normalize(posix.join(prefix, path));
  const before = async (path: string, after: string) => (changed.has(path) ? read('before', path) : after);
  const visit = async (started: Started, command: string, depth: number): Promise<void> => {
    const key = JSON.stringify([started.kind, started.path, started.name]);
    if (depth > DEEPEST || seen.size >= MOST || seen.has(key)) return;
    seen.add(key);
    const next = async (text: string, folder: string) => {
      for (const each of startedBy(text, folder))
        await visit({ ...each, isPiped: each.isPiped || started.isPiped }, command, depth + 1);
    };
    const keep = (path: string, name: string | null, was: string | undefined, is: string) => {
      if (was !== is)
        found.push({
          ...{ kind: started.kind, path, name, command },
          isPiped: started.isPiped,
          before: was,
          after: is,
        });
    };
    if (started.kind === 'file') {
      const path = at(started.path);
      const isShell = languageOf(path) === 'shell';
      if (!changed.has(path) && !isShell) return;
      const after = await read('after', path);
      if (after === undefined) return;
      keep(path, null, await before(path, after), after);
      if (isShell) await next(after, '.');
    } else if (started.kind === 'script') {
      const path = at(posix.join(started.path, 'package.json'));
      const after = await read('after', path);
      const name = started.name ?? '';
      const is = after === undefined ? undefined : scriptOf(after, name);
      if (after === undefined || is === undefined) return;
      keep(path, name, scriptOf((await before(path, after)) ?? '', name), is);
      await next(is, started.path);
    } else {
      for (const file of ['Makefile', 'makefile', 'GNUmakefile', 'justfile']) {
        const path = at(posix.join(started.path, file));
        const after = await read('after', path);
        const is = after === undefined ? undefined : targetOf(after, started.name);
        if (after === undefined || is === undefined) continue;
        const was = targetOf((await before(path, after)) ?? '', started.name);
        keep(path, is.name, was && wordsOf(was), wordsOf(is));
        for (const each of recipeCommands(is)) await next(each.command, started.path);
        for (const name of is.needs) await visit({ ...started, name }, command, depth + 1);
        return;
      }
    }
  };
  for (const command of new Set(commands))
    for (const started of startedBy(command)) await visit(started, command, 0);
  return found;
}

function scriptOf(text: string, name: string): string | undefined {
  try {
    const { scripts } = JSON.parse(text) as { readonly scripts?: Readonly<Record<string, unknown>> | null };
    const script = scripts != null && Object.hasOwn(scripts, name) ? scripts[name] : undefined;
    return typeof script === 'string' ? script : undefined;
  } catch {
    return undefined;
  }
}

/** A target in lines, the first one being what it needs. */
function wordsOf({ needs, recipe }: Target): string {
  return [needs.join(' '), ...recipe].join('\n');
}
