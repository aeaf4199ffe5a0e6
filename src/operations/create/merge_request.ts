import type { AnyCode, Failure } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import type { WholeDocument } from '../document.ts';
import type { ModelRequestCode } from '../flagged_model.ts';
import { carryOutUpdate } from '../frameworks/carry_out_update.ts';
import { conflictProblems, reportUpdate } from '../frameworks/update_report.ts';
import type { Port } from '../port.ts';
import type { Workspace } from '../workspace.ts';
import type { UnmetComponent } from './missing_component.ts';
import { newDocument } from './new_document.ts';
import type { NewEvent } from './new_event.ts';
import type { NewRequest } from './new_request.ts';
import type { FrameworkRequest, IncompleteFramework, PreparedFramework } from './prepare_framework.ts';
import type { Proposal } from './proposal.ts';

/** A request to merge into an existing framework. */
type WantedMerge = {
  readonly context: OperationContext;
  readonly workspace: Workspace;
  readonly wanted: FrameworkRequest;
  /** The framework as it would have been written over the existing one. */
  readonly found: PreparedFramework;
  readonly request: NewRequest;
  readonly proposal: Proposal | null;
  readonly show: Port<NewEvent>['show'];
  readonly generate: (
    framework: IncompleteFramework,
  ) => Promise<readonly UnmetComponent[] | Failure<ModelRequestCode | 'bad-description'> | 'closed'>;
};

/**
 * Merges as `update` does, with the new answers over those that the framework was made with: an input that is not given
 * again keeps its value.
 */
export async function mergeRequest({
  context,
  workspace,
  wanted,
  found,
  request,
  proposal,
  show,
  generate,
}: WantedMerge): Promise<WholeDocument<'orchestrator.new/1'> | Failure<AnyCode> | 'closed'> {
  const { goal, title, variant, choice, values, valueFiles = {}, several = [], name } = wanted;
  const changes = {
    ...{ goal, choice, values, valueFiles, several, unset: [] },
    ...(title === undefined ? {} : { title }),
    ...(variant === undefined ? {} : { variant }),
  };
  const described = (request.describe ?? []).map((text) => text.split('=')[0] ?? '');
  const acceptedLosses = { described, shippedTemplates: false };
  const place = { ...found.target, name };
  const done = await carryOutUpdate({ context, workspace, place, changes, leave: acceptedLosses, generate });
  if (done === 'closed' || 'problems' in done) return done;
  const { plan, unmet } = done;
  const { strict = false } = request;
  const report = reportUpdate(plan, { strict }, { unmet, diffs: [] });
  await show({ kind: 'merged', framework: plan.framework, report });
  const outcome =
    report.outcome === 'conflicts' ? 'conflicts' : plan.writes.length > 0 ? 'merged' : 'unchanged';
  return newDocument(plan.framework, {
    ...{ outcome, dryRun: false, strict, unmet, proposal },
    conflicts: plan.files.flatMap((file) => conflictProblems(file, false)),
  });
}
