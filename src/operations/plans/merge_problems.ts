import type { Problem } from '../../diagnostics/index.ts';
import { phaseName } from '../../plan/index.ts';

type Named = { readonly id: string; readonly title: string };

/** A problem, and the other phases that have exactly the same one. */
export type MergedProblem = {
  readonly problem: Problem;
  readonly others: readonly { readonly id: string; readonly line: number | undefined }[];
};

/**
 * Merges problems that differ only in the phase that their sentence begins with. They stay in order, each group at the place of
 * its first.
 */
export function mergeProblems(problems: readonly Problem[], phases: readonly Named[]): MergedProblem[] {
  const names = namesByStart(phases);
  const groups = new Map<string, { problem: Problem; others: MergedProblem['others'][number][] }>();
  for (const problem of problems) {
    const { severity, code, file, hint, line, message } = problem;
    const phase = (names.get(startOf(message)) ?? []).find(({ name }) => message.startsWith(`${name} `));
    const key =
      phase === undefined
        ? `${groups.size}`
        : JSON.stringify([severity, code, file, message.slice(phase.name.length), hint]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { problem, others: [] });
    else group.others.push({ id: phase?.id ?? '', line });
  }
  return [...groups.values()];
}

/** The names of phases by their beginning, the longer ones first. */
function namesByStart(phases: readonly Named[]): Map<string, { id: string; name: string }[]> {
  const names = new Map<string, { id: string; name: string }[]>();
  for (const phase of phases) {
    const named = { id: phase.id, name: phaseName(phase) };
    const alike = names.get(startOf(named.name));
    if (alike === undefined) names.set(startOf(named.name), [named]);
    else alike.push(named);
  }
  for (const alike of names.values()) alike.sort((a, b) => b.name.length - a.name.length);
  return names;
}

/** "Phase 2a" of "Phase 2a (Models)". */
function startOf(text: string): string {
  return text.split(' ', 2).join(' ');
}
