import { isAbsolute } from 'node:path';
import type { Executor, ManifestPhase, RunRules } from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { entryKind, findProgram } from '../../platform/index.ts';

/**
 * Reports executors whose program is missing, before a person is asked to approve it. An error if a phase has no other
 * executor, otherwise a warning.
 *
 * @param phases - the phases that may run on this machine
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
      message: `The executor ${who} needs the program ${program}, which is not installed here.`,
      hint: 'Install it, add its folder to PATH, or name another executor: --executor',
    };
  });
}

/** A program named by a path in the project is looked up when it is started. */
function isThere(program: string, searched: string): boolean {
  if (isAbsolute(program)) return entryKind(program) !== 'absent';
  return program.includes('/') || findProgram(program, searched) !== undefined;
}
