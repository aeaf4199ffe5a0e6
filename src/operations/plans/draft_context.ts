import { join } from 'node:path';
import {
  filesNotListed,
  openProject,
  projectRoot,
  readInstructions,
  readManifests,
  readTree,
} from '../../context/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type ConstraintProblemCode,
  checkPlan,
  constraintsIn,
  type DraftBrief,
  type DraftFacts,
  joinConstraints,
  listConstraints,
  MOST_CONSTRAINTS,
  NO_CONSTRAINTS,
  nextLineNumber,
  type PlanConstraints,
  type PlanProblemCode,
  readPlan,
  type UncheckedPlan,
} from '../../plan/index.ts';
import { displayPath, isWithin, namesIn, readText } from '../../platform/index.ts';
import type { OpenBatchCode } from '../batches/batch_lookup.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { contradictions, tooMany } from './constrained_requirement.ts';
import { configuredWorkers } from './constraint_errors.ts';
import { finishedPhases } from './finished_phases.ts';
import { type PlanSourceCode, readPlanSource } from './plan_source.ts';
import { projectKnowledge } from './project_knowledge.ts';

/** The input and the criteria shared by all drafts of one project, without the requirement. */
export type DraftSetting = {
  readonly brief: Omit<DraftBrief, 'requirement'>;
  readonly facts: Omit<DraftFacts, 'requirement'>;
  /** The number of the requirement's first line. */
  readonly firstLine: number;
  /** Warnings and notes, no errors: those that arise only from combining a plan's constraints with new ones. */
  readonly problems: readonly Problem[];
};

/** Options that decide the content of the prompt. */
export type DraftOptions = {
  /** A plan to revise. */
  readonly revise?: string | undefined;
  /** The batch of that plan whose finished phases are fixed, by its number as typed. */
  readonly batch?: string | undefined;
  readonly constraints?: PlanConstraints | undefined;
};

type OpenDraftSettingCode =
  | ConstraintProblemCode
  | OpenBatchCode
  | PlanProblemCode
  | PlanSourceCode
  | 'batch-of-another-plan';

const IN_PLAN = 'Remove one of the two: the plan has its own under ## Constraints.';

/** Gathers the project's context. Runs nothing but `git ls-files`. */
export async function openDraftSetting(
  context: OperationContext,
  { goalMap }: Workspace,
  { revise, batch, constraints }: DraftOptions,
): Promise<Result<DraftSetting, OpenDraftSettingCode>> {
  const { cwd, env, log } = context;
  const goals = goalMap.goals.map(({ name, description, keywords }) => ({ name, description, keywords }));
  const names = goals.map(({ name }) => name);
  const revised = revise === undefined ? undefined : readPlanSource(context, revise);
  if (revised?.ok === false) return revised;
  // Only a plan can be revised as it is: for another document, the problem to report is what it lacks to be one.
  const strict =
    revised?.value.imported === undefined ? undefined : readPlan(revised.value.text, revised.value.plan.file);
  if (strict?.ok === false) return strict;
  const plan = strict?.value ?? revised?.value.plan;
  if (plan !== undefined) {
    const wrong = checkPlan(plan, { goals: names }).problems.filter(({ severity }) => severity === 'error');
    // Errors of a draft would be indistinguishable from earlier ones.
    if (wrong.length > 0) return { ok: false, cause: 'problems', problems: wrong };
  }
  const finished =
    plan === undefined || batch === undefined ? success([]) : await finishedPhases(context, plan, batch);
  if (!finished.ok) return finished;
  const root = projectRoot(cwd);
  const known = plan === undefined ? NO_CONSTRAINTS : constraintsIn(plan.source);
  const all = joinConstraints(known, constraints ?? NO_CONSTRAINTS);
  const count = listConstraints(all).length;
  if (count > MOST_CONSTRAINTS) return failure('problems', tooMany(count, plan?.file, 'plan'));
  const against = contradictions(all, plan?.file);
  const torn = against.filter(({ severity }) => severity === 'error');
  if (torn.length > 0) return failure('problems', ...torn.map((problem) => ({ ...problem, hint: IN_PLAN })));
  const workers = configuredWorkers(context);
  const wished = { constraints: all, workers, finished: finished.value };
  const { files, source, refused } = await readTree(root, env);
  log(`project: ${root}, ${files.length} files listed by ${source}`);
  return success({
    brief: {
      goals,
      files,
      manifests: readManifests(root),
      instructions: readInstructions(root),
      earlierPlans: readEarlierPlans(root, cwd).filter(({ file }) => file !== plan?.file),
      revised: plan,
      ...wished,
      ...(await projectKnowledge(context, root)),
    },
    facts: { project: openProject(root, env), files, goals: names, ...wished },
    firstLine: plan === undefined ? 1 : nextLineNumber(plan),
    // Without a plan, they are those of the requirement, which has reported them.
    problems: [
      ...(refused === undefined ? [] : [filesNotListed(refused)]),
      ...(plan === undefined ? [] : against),
    ],
  });
}

/** The plans of the project, the newest names last; unreadable ones are left out. */
function readEarlierPlans(root: string, cwd: string): UncheckedPlan[] {
  const folder = join(root, '.orchestrator', 'plans');
  if (!isWithin(root, folder)) return [];
  const files = namesIn(folder).filter((name) => name.endsWith('.md'));
  return files.slice(-MOST_PLANS).flatMap((name) => {
    const path = join(folder, name);
    const read = isWithin(root, path) ? readText(path, LARGEST) : undefined;
    if (read?.kind !== 'text') return [];
    const plan = readPlan(read.text, displayPath(cwd, path));
    return plan.ok && plan.value.phases.length > 0 ? [plan.value] : [];
  });
}

const MOST_PLANS = 50;
const LARGEST = 1024 * 1024;
