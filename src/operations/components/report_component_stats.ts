import { isRehearsed, type ProjectProblemCode, readReview } from '../../batch/index.ts';
import { type Problem, sortProblems, success } from '../../diagnostics/index.ts';
import { findComponent } from '../../framework/index.ts';
import { viewBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { editsOfFramework, isFrameworkStale } from '../frameworks/edits_of_framework.ts';
import { findFrameworks, type LocateProblemCode } from '../frameworks/locate_framework.ts';
import { readFramework } from '../frameworks/open_framework.ts';
import { NO_LOSSES, renderAgain } from '../frameworks/plan_update.ts';
import { NO_CHANGES } from '../frameworks/update_request.ts';
import { componentsOf } from '../goals/goals.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { storedBatches } from '../reports/stored_batches.ts';
import {
  openWorkspace,
  type Workspace,
  type WorkspaceOptions,
  type WorkspaceProblemCode,
} from '../workspace.ts';
import { lastEffects } from './component_effects.ts';
import type { ComponentEffect } from './component_report.ts';
import { type ComponentRecord, type ComponentUse, countUses, MIN_RUNS } from './component_stats.ts';

/** A component's record, with the findings of the last eval that left it out. */
export type MeasuredComponent = ComponentRecord & { readonly effects: readonly ComponentEffect[] };

/** The event with the records of components. */
export type ComponentStatsEvent = {
  readonly kind: 'component-stats';
  readonly components: readonly MeasuredComponent[];
  readonly least: number;
  readonly problems: readonly Problem[];
};

type Uses = { readonly uses: readonly ComponentUse[]; readonly problems: readonly Problem[] };

/** Reports how components fared in the frameworks, batches and evals of this project. Writes nothing. */
export async function reportComponentStats(
  context: OperationContext,
  request: WorkspaceOptions,
  port: Port<ComponentStatsEvent>,
): Promise<
  VerbResult<'orchestrator.components-stats/1', WorkspaceProblemCode | LocateProblemCode | ProjectProblemCode>
> {
  const opened = await openWorkspace(context, request);
  if (!opened.ok) return opened;
  const workspace = opened.value;
  const places = findFrameworks(context);
  if (!places.ok) return places;
  const batches = await storedBatches(context);
  if (!batches.ok) return batches;
  const gathered: Uses[] = [];
  for (const place of places.value) gathered.push(await usesInFramework(context, workspace, place));
  for (const { stored } of batches.value.batches)
    gathered.push(await usesInBatch(context, workspace, stored));
  const unread = new Map<string, Problem>();
  const components: MeasuredComponent[] = [];
  for (const record of countUses(gathered.flatMap(({ uses }) => uses))) {
    const found = await findComponent(workspace.library, record, context.cwd);
    const measured = found.ok && found.value ? lastEffects(found.value, context.cwd) : undefined;
    for (const problem of measured?.problems ?? []) unread.set(problem.file ?? '', problem);
    components.push({ ...record, effects: measured?.effects ?? [] });
  }
  const problems = sortProblems([
    ...batches.value.problems,
    ...gathered.flatMap((each) => each.problems),
    ...unread.values(),
  ]);
  await port.show({ kind: 'component-stats', components, least: MIN_RUNS, problems });
  const ok = isSound(problems, false);
  return success(
    makeDocument('orchestrator.components-stats/1', { ok, components, least: MIN_RUNS, problems }),
  );
}

async function usesInFramework(
  context: OperationContext,
  workspace: Workspace,
  place: Parameters<typeof readFramework>[1],
): Promise<Uses> {
  const stored = await readFramework(context, place);
  if (!stored.ok) return { uses: [], problems: stored.problems };
  const components = stored.value.lock.components.map(({ kind, file, status }) => ({
    ...{ kind, file, isPlaceholder: status === 'placeholder' },
  }));
  const untold = (): Uses => ({
    uses: [{ in: 'framework', components, edited: null }],
    problems: [editsUntold(place.shown)],
  });
  if (stored.value.state === 'as-written')
    return { uses: [{ in: 'framework', components, edited: [] }], problems: [] };
  const now = await renderAgain(context, workspace, stored.value, {
    ...{ changes: NO_CHANGES, leave: NO_LOSSES },
  });
  if (!now.ok || stored.value.state === 'unresolved' || isFrameworkStale(stored.value, now.value))
    return untold();
  const edits = editsOfFramework(stored.value, now.value.composed);
  if (!edits.ok) return untold();
  const edited = edits.value.inside.map(({ component: { kind, file } }) => ({ kind, file }));
  return { uses: [{ in: 'framework', components, edited }], problems: [] };
}

/** The attempted phases of a batch, with the components that their workflow's goal has in the goal map now. */
async function usesInBatch(
  context: OperationContext,
  { goalMap }: Workspace,
  stored: Parameters<typeof viewBatch>[1],
): Promise<Uses> {
  const { state, problems } = await viewBatch(context, stored);
  const { review, problems: unread } = await readReview(stored, context.cwd);
  const uses = state.phases.flatMap(({ phase, attempts, progress }): ComponentUse[] => {
    const goal = goalMap.goals.find(({ name }) => name === phase.workflow);
    const isTried = attempts.some(({ executor }) => !isRehearsed(executor));
    if (goal === undefined || !isTried) return [];
    const own = review?.findings.filter((finding) => finding.phase === phase.id);
    return [
      {
        in: 'phase',
        components: componentsOf({ ...goal, variants: [] }),
        isDone: progress.state === 'done',
        // An unfinished phase is not a review finding about its change.
        findings: own?.filter(({ kind }) => kind !== 'phase-not-done').length ?? null,
      },
    ];
  });
  return { uses, problems: [...problems.filter(({ severity }) => severity !== 'note'), ...unread] };
}

function editsUntold(file: string): Problem<'edits-untold'> {
  return {
    severity: 'warning',
    code: 'edits-untold',
    message: 'It would render differently now, or has conflicts, so its edits are not counted.',
    file,
    hint: 'Bring it up to date with: orchestrator update',
  };
}
