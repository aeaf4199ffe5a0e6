import { projectRoot } from '../../context/index.ts';
import { type Problem, sortProblems, success } from '../../diagnostics/index.ts';
import { namesIn } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions, type WorkspaceProblemCode } from '../workspace.ts';
import { inspectBatches } from './inspect_batches.ts';
import { type FrameworksNow, inspectFrameworks } from './inspect_frameworks.ts';
import { inspectGit } from './inspect_git.ts';
import { inspectKnowledge } from './inspect_knowledge.ts';
import { inspectPlans } from './inspect_plans.ts';
import { nextCommand } from './next_command.ts';

/** Events of {@link reportStatus}. */
export type StatusEvent = { readonly kind: 'status'; readonly status: DocumentOf<'orchestrator.status/1'> };

/**
 * Reports the state of a project, and the next sensible step. Reads only, asks no model, and examines a bounded number of
 * everything. Unreadable parts are reported, and the rest is shown.
 */
export async function reportStatus(
  context: OperationContext,
  options: WorkspaceOptions,
  port: Port<StatusEvent>,
): Promise<VerbResult<'orchestrator.status/1', WorkspaceProblemCode>> {
  const root = projectRoot(context.cwd);
  const workspace = await openWorkspace(context, options);
  // A missing file that the user named is a usage error; faults in the project's own files are reported with the rest.
  if (!workspace.ok && workspace.cause === 'usage') return workspace;
  const [git, batches, knowledge] = await Promise.all([
    inspectGit(context, root),
    inspectBatches(context),
    inspectKnowledge(context, root),
  ]);
  const goals = workspace.ok ? workspace.value.goalMap.goals.map(({ name }) => name) : undefined;
  const plans = inspectPlans(context, root, { goals, byPlan: batches.byPlan });
  const frameworks: FrameworksNow = workspace.ok
    ? await inspectFrameworks(context, workspace.value)
    : { frameworks: { total: 0, open: [] }, leftOut: 0, problems: workspace.problems };
  const standing = {
    project: git.project,
    context: knowledge.context,
    memory: knowledge.memory,
    plans: plans.plans,
    batches: batches.batches,
    frameworks: frameworks.frameworks,
  };
  const problems: Problem[] = sortProblems([
    ...git.problems,
    ...batches.problems,
    ...plans.problems,
    ...frameworks.problems,
    ...knowledge.problems,
  ]);
  const status: DocumentOf<'orchestrator.status/1'> = {
    ok: isSound(problems, false),
    ...standing,
    leftOut: { plans: plans.leftOut, batches: batches.leftOut, frameworks: frameworks.leftOut },
    next: nextCommand({ ...standing, hasFiles: namesIn(root).some((name) => name !== '.orchestrator') }),
    problems,
  };
  await port.show({ kind: 'status', status });
  return success(makeDocument('orchestrator.status/1', status));
}
