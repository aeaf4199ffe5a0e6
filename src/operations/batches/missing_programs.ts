import { isAbsolute } from 'node:path';
import type { Executor, ManifestPhase, RunRules } from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { entryKind, findProgram } from '../../platform/index.ts';

/**
 * The executors whose program is not here, so that somebody hears of it before he is asked to let it run. An error where a phase
 * could come to nobody else, else a warning.
 *
 * @param phases - those that may run on this machine
 */
export function missingPrograms(
  phases: readonly ManifestPhase[],
  rules: RunRules,
  { executors, searched }: { readonly executors: ReadonlyMap<string, Executor>; readonly searched: string },
): Problem<'program-missing'>[] {
  const isMissing = ({ argv }: Executor) => argv !== null && !isThere(argv[0] ?? '', searched);
  const named = new Set(
    phases.flatMap(({ executor, fallback }) => [executor ?? rules.executor, fallback ?? rules.fallback]),
  );
  const used = [...executors].filter(([name]) => named.has(name));
  const missing = new Set(used.filter(([, each]) => isMissing(each)).map(([name]) => name));
  if (missing.size === 0) return [];
  const stuck = new Set(
    phases.flatMap(({ executor, fallback }) => {
      const chain = [executor ?? rules.executor, fallback ?? rules.fallback].filter(
        (name) => name !== undefined,
      );
      return chain.every((name) => missing.has(name)) ? chain.slice(0, 1) : [];
    }),
  );
  return [...missing].map((name) => {
    const program = printableLine(executors.get(name)?.argv?.[0] ?? '');
    const who = printableLine(name);
    return {
      severity: stuck.has(name) ? 'error' : 'warning',
      code: 'program-missing',
      message: `There is no program ${program} here, and the executor ${who} is started with it.`,
      hint: 'Install it, put its folder on the PATH, or name another one: --executor',
    };
  });
}

/** One that is named by a path in the project is looked for where it is started. */
function isThere(program: string, searched: string): boolean {
  if (isAbsolute(program)) return entryKind(program) !== 'absent';
  return program.includes('/') || findProgram(program, searched) !== undefined;
}
