import { DRY_RUN, type RunRules, type StoredBatch } from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';

type Phases = StoredBatch['manifest']['phases'];

/** Whether every phase is only rehearsed: then nothing is started, and nothing has to be proven. */
export function isRehearsal(phases: Phases, rules: RunRules): boolean {
  return phases.every(({ executor }) => (executor ?? rules.executor) === DRY_RUN);
}

/** Rejects phases that are only rehearsed in a run with real ones: they change nothing, and so can never pass. */
export function dryRunAmongOthers(phases: Phases, rules: RunRules): Problem<'usage'>[] {
  if (isRehearsal(phases, rules)) return [];
  return phases.flatMap(({ id, executor, fallback }) => {
    const named = [executor ?? rules.executor, fallback ?? rules.fallback].includes(DRY_RUN);
    const message = `Phase ${id} uses the executor "${DRY_RUN}", which changes nothing, in a run that carries out other phases.`;
    const hint = `Name another **Executor** or **Fallback** for it in the plan, or see the whole run with --dry-run.`;
    return named ? [{ severity: 'error', code: 'usage', message, hint }] : [];
  });
}
