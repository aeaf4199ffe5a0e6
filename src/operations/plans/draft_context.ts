import { join } from 'node:path';
import {
  contextText,
  discover,
  filesNotListed,
  openProject,
  projectRoot,
  readContext,
  readInstructions,
  readManifests,
  readTree,
  recall,
} from '../../context/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { countOf, printableLine } from '../../lib/index.ts';
import {
  type ConstraintProblemCode,
  checkPlan,
  constraintsIn,
  type DraftBrief,
  type DraftFacts,
  joinConstraints,
  listConstraints,
  MAX_CONSTRAINTS,
  NO_CONSTRAINTS,
  nextLineNumber,
  type PlanConstraints,
  type PlanProblemCode,
  readPlan,
  type UncheckedPlan,
} from '../../plan/index.ts';
import { displayPath, isWithin, namesIn, readText, sha256 } from '../../platform/index.ts';
import { type OpenBatchCode, openBatch } from '../batches/batch_lookup.ts';
import { viewBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import { secretIn } from '../memory/secret_in.ts';
import type { Workspace } from '../workspace.ts';
import { contradictions, tooMany } from './constrained_requirement.ts';
import { configuredWorkers } from './constraint_errors.ts';
import { type PlanSourceCode, readPlanSource } from './plan_source.ts';

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
  if (count > MAX_CONSTRAINTS) return failure('problems', tooMany(count, plan?.file, 'plan'));
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
  return files.slice(-MAX_PLANS).flatMap((name) => {
    const path = join(folder, name);
    const read = isWithin(root, path) ? readText(path, LARGEST) : undefined;
    if (read?.kind !== 'text') return [];
    const plan = readPlan(read.text, displayPath(cwd, path));
    return plan.ok && plan.value.phases.length > 0 ? [plan.value] : [];
  });
}

const MAX_PLANS = 50;
const LARGEST = 1024 * 1024;

/**
 * The ids of the phases of a plan that a batch has merged. They apply if the batch was made from this plan, or if those phases
 * have the same titles in both.
 */
async function finishedPhases(
  context: OperationContext,
  { source, phases, file }: UncheckedPlan,
  batch: string,
): Promise<Result<readonly string[], OpenBatchCode | 'batch-of-another-plan'>> {
  const opened = await openBatch(context, batch);
  if (!opened.ok) return opened;
  const { state, manifest } = await viewBatch(context, opened.value);
  const done = state.phases.filter(({ progress }) => progress.state === 'done').map(({ phase }) => phase);
  const isSame = sha256(source) === manifest.plan.sha256;
  const strange = isSame
    ? []
    : done.filter(({ id, title }) => !phases.some((phase) => phase.id === id && phase.title === title));
  if (strange.length === 0) return success(done.map(({ id }) => id));
  return failure('usage', {
    severity: 'error',
    code: 'batch-of-another-plan',
    message: `Batch ${batch} was made from another plan: it has merged ${strange.map(({ id }) => `phase ${id}`).join(', ')}, which is not in this one under that title.`,
    file,
    hint: 'Name the plan that the batch was made from, or remove --batch.',
  });
}

/**
 * The knowledge about a project beyond its files, for drafts. Discovered facts are used if they still hold; otherwise they are
 * discovered again, and not written: that is the task of `discover`.
 */
async function projectKnowledge(
  { env }: OperationContext,
  root: string,
): Promise<Pick<DraftBrief, 'context' | 'memory'>> {
  const { facts, leftOut } = await recall(root, { env, tokens: MEMORY_TOKENS, isUnfit: secretIn() });
  const stale = leftOut.notFresh === 0 ? '' : `, ${leftOut.notFresh} stale left out`;
  const opposite = leftOut.opposite === 0 ? '' : `, ${leftOut.opposite} that contradict each other left out`;
  const unfit = leftOut.unfit === 0 ? '' : `, ${leftOut.unfit} with a key in it left out`;
  const memory =
    facts.length === 0
      ? {}
      : {
          memory: {
            text: facts.map(({ fact }) => `${fact.kind}: ${printableLine(fact.text)}`).join('\n'),
            detail: `${countOf(facts.length, 'fact')}${stale}${opposite}${unfit}`,
          },
        };
  const known = await readContext(root, env);
  const context = known.kind === 'fresh' ? known.context : await discover(root, env);
  if (context.facts.length === 0) return memory;
  const how = known.kind === 'fresh' ? '' : ', found out now';
  const detail = `${countOf(context.facts.length, 'fact')}${how}`;
  return { ...memory, context: { text: contextText(context, 'standard'), detail } };
}

/** The most tokens for learned facts. */
const MEMORY_TOKENS = 1500;
