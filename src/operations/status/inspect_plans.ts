import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { assessPlan, readDocument } from '../../plan/index.ts';
import {
  displayPath,
  entryKind,
  isWithin,
  namesIn,
  readText,
  sha256,
  writtenAt,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { DocumentOf } from '../document.ts';
import { configuredWorkers, constraintErrors } from '../plans/constraint_errors.ts';
import type { BatchesNow } from './inspect_batches.ts';

/** The state of a plan, as in `status`. */
export type PlanNow = DocumentOf<'orchestrator.status/1'>['plans'][number];

/** The plans that were examined, the most recently written last. */
export type PlansNow = {
  readonly plans: readonly PlanNow[];
  readonly leftOut: number;
  readonly problems: readonly Problem[];
};

/**
 * Examines the plans of a project: those in `.orchestrator/plans`, and files of its root with the usual names.
 *
 * @param goals - the names of the goals that a phase may name; `undefined` if unknown
 */
export function inspectPlans(
  context: OperationContext,
  root: string,
  { goals, byPlan }: { readonly goals: readonly string[] | undefined } & Pick<BatchesNow, 'byPlan'>,
): PlansNow {
  const { cwd } = context;
  const paths = planFiles(root);
  const looked = paths.slice(-MAX_PLANS);
  const plans: PlanNow[] = [];
  const problems: Problem<'plan-unreadable'>[] = [];
  for (const path of looked) {
    const file = displayPath(cwd, path);
    const read = readText(path, LARGEST, 'keep');
    if (read.kind !== 'text') {
      const why = 'why' in read ? read.why : read.kind.replaceAll('-', ' ');
      problems.push({ ...UNREADABLE, message: `The plan was left out: ${why}.`, file });
      continue;
    }
    const document = readDocument(read.text, file, { title: '' });
    // A file that is only named like a plan is ignored.
    if (!document.ok) continue;
    const { plan, imported } = document.value;
    const over = imported?.leftOut.length ?? 0;
    const assessment = assessPlan(plan, goals === undefined ? {} : { goals });
    const wrong = [...assessment.problems, ...constraintErrors(assessment, configuredWorkers(context))];
    const count = (which: string) => wrong.filter(({ severity }) => severity === which).length;
    const made = byPlan.get(sha256(read.text)) ?? [];
    plans.push({
      file,
      title: plan.title?.value ?? '',
      phases: plan.phases.length + over,
      done: over + Math.max(0, ...made.map(({ done }) => done)),
      errors: count('error'),
      warnings: count('warning'),
      skeleton: plan.phases.length > 0 && plan.phases.every(({ title }) => title.startsWith('TODO')),
      batches: made.map(({ batch }) => batch),
    });
  }
  return { plans, leftOut: paths.length - looked.length, problems };
}

/** The plan files by the time at which they were written. */
function planFiles(root: string): string[] {
  const folder = join(root, '.orchestrator', 'plans');
  const own = isWithin(root, folder) ? namesIn(folder).filter((name) => /\.md$/iu.test(name)) : [];
  const named = namesIn(root).filter((name) => NAMED_PLAN.test(name));
  const paths = [...named.map((name) => join(root, name)), ...own.map((name) => join(folder, name))];
  return paths
    .filter((path) => entryKind(path) === 'file')
    .sort((a, b) => writtenAt(a) - writtenAt(b) || (a < b ? -1 : 1));
}

const NAMED_PLAN = /^(?:(?:[\w.-]+[-_.])?plan|implementation[-_]plan|plan[-_.][\w.-]+)\.md$/iu;

const UNREADABLE = {
  severity: 'warning',
  code: 'plan-unreadable',
  hint: '`orchestrator plan check` shows more.',
} as const;

/** Each is read and checked. */
const MAX_PLANS = 12;
const LARGEST = 1024 * 1024;
