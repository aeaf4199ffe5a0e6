import type { Failure } from '../../../diagnostics/index.ts';
import type {
  FrameworkRequest,
  OperationContext,
  PreparedFramework,
  Proposal,
  Workspace,
} from '../../../operations/index.ts';
import type { Palette } from '../../terminal/index.ts';
import type { Unmet } from '../../wizard/index.ts';
import { carryOutUpdate } from './carry_out_update.ts';
import type { NewFlags } from './new_flags.ts';
import { frameworkDocument, nextStep } from './new_report.ts';
import { conflictProblems, outcomeOf, reportText } from './update_report.ts';

/** What is merged into a framework that is there. */
type WantedMerge = {
  readonly context: OperationContext;
  readonly workspace: Workspace;
  readonly request: FrameworkRequest;
  /** The framework as it would have been written over the one that is there. */
  readonly found: PreparedFramework;
  readonly flags: NewFlags;
  readonly proposal: Proposal | null;
  readonly colours: Palette;
  readonly generate: (framework: PreparedFramework) => Promise<readonly Unmet[] | Failure | 'closed'>;
};

/** What a merge came to, for a person and for a script. */
type Merged = { readonly messages: string; readonly document: string; readonly exitCode: number };

/**
 * Merges as `update` does, with the answers given now over those that the framework was made with: an input that is not given
 * again keeps its value.
 */
export async function mergeRequest(wanted: WantedMerge): Promise<Merged | Failure | 'closed'> {
  const { context, workspace, request, found, flags, proposal, colours, generate } = wanted;
  const { goal, title, variant, choice, values, several = [], name } = request;
  const changes = {
    ...{ goal, choice, values, several, unset: [] },
    ...(title === undefined ? {} : { title }),
    ...(variant === undefined ? {} : { variant }),
  };
  const described = (flags.describe ?? []).map((text) => text.split('=')[0] ?? '');
  const leave = { described, shippedTemplates: false };
  const place = { ...found.target, name };
  const done = await carryOutUpdate({ context, workspace, place, changes, leave, generate });
  if (done === 'closed' || 'problems' in done) return done;
  const { plan, unmet } = done;
  const strict = flags.strict ?? false;
  const report = outcomeOf(plan, strict ? { strict } : {}, { unmet, diffs: [] });
  const outcome =
    report.outcome === 'conflicts' ? 'conflicts' : plan.writes.length > 0 ? 'merged' : 'unchanged';
  const next = report.exitCode === 0 ? nextStep(plan.framework) : '';
  return {
    messages: reportText(report, colours).messages + next,
    document: frameworkDocument(plan.framework, {
      ...{ outcome, dryRun: false, strict, unmet, proposal },
      conflicts: plan.files.flatMap((file) => conflictProblems(file, false)),
    }),
    exitCode: report.exitCode,
  };
}
