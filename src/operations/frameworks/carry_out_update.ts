import { type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import type { UnmetComponent } from '../create/missing_component.ts';
import { type IncompleteFramework, incompletePart } from '../create/prepare_framework.ts';
import type { ModelRequestCode } from '../flagged_model.ts';
import type { Workspace } from '../workspace.ts';
import { applyUpdate } from './apply_update.ts';
import type { FrameworkPlace } from './locate_framework.ts';
import { type OpenProblemCode, readFramework } from './open_framework.ts';
import { type AcceptedLosses, type PlannedUpdate, planUpdate, type RenderAgainCode } from './plan_update.ts';
import { missingProblems } from './update_report.ts';
import type { AnswerChanges } from './update_request.ts';

/** A framework to update, and the options. */
export type WantedUpdate = {
  readonly context: OperationContext;
  readonly workspace: Workspace;
  readonly place: FrameworkPlace;
  readonly changes: AnswerChanges;
  readonly leave: AcceptedLosses;
  /** Has missing components written. */
  readonly generate: (
    framework: IncompleteFramework,
  ) => Promise<readonly UnmetComponent[] | Failure<ModelRequestCode | 'bad-description'> | 'closed'>;
};

/** The number of times an update is planned again when somebody writes to the framework meanwhile. */
const MAX_TRIES = 10;

/** Error codes of {@link carryOutUpdate}. */
type CarryOutUpdateCode =
  | ModelRequestCode
  | OpenProblemCode
  | RenderAgainCode
  | 'bad-description'
  | 'cannot-write'
  | 'changed-meanwhile'
  | 'component-missing'
  | 'conflicts-remain';

/** Plans an update, has missing components written, and applies it. */
export async function carryOutUpdate({
  context,
  workspace,
  place,
  changes,
  leave: given,
  generate,
}: WantedUpdate): Promise<
  | { readonly plan: PlannedUpdate; readonly unmet: readonly UnmetComponent[] }
  | Failure<CarryOutUpdateCode>
  | 'closed'
> {
  let leave = given;
  let unmet: readonly UnmetComponent[] | undefined;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const stored = await readFramework(context, place);
    if (!stored.ok) return stored;
    let plan = await planUpdate(context, workspace, stored.value, { changes, leave });
    if (!plan.ok) return plan;
    const incomplete = incompletePart(plan.value.framework);
    if (incomplete.todos.length > 0 && unmet === undefined) {
      const generated = await generate(incomplete);
      if (generated === 'closed' || 'problems' in generated) return generated;
      unmet = generated;
      // Components that were not regenerated count as gone after all: their text is kept.
      leave = { ...leave, described: [] };
      plan = await planUpdate(context, workspace, stored.value, { changes, leave });
      if (!plan.ok) {
        const problems = [...plan.problems, ...missingProblems(incomplete, { unmet, strict: false })];
        return { ...plan, problems };
      }
    }
    const applied = await applyUpdate(context, plan.value);
    if (!applied.ok) return applied;
    if (applied.value !== 'changed') return { plan: plan.value, unmet: unmet ?? [] };
  }
  return failure('problems', keepsChanging(place));
}

function keepsChanging({ shown }: FrameworkPlace): Problem<'changed-meanwhile'> {
  return {
    severity: 'error',
    code: 'changed-meanwhile',
    message: 'Another program keeps writing to the framework, so nothing was written.',
    file: shown,
    hint: 'Wait until it has ended, then run this again.',
  };
}
