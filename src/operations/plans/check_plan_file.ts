import { findProject } from '../../batch/index.ts';
import { type Failure, failure, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { unifiedDiff } from '../../lib/index.ts';
import {
  addDependency,
  applyEdits,
  assessPlan,
  type NewDependency,
  type PlanAssessment,
  readPlan,
  safeFixes,
} from '../../plan/index.ts';
import { describeSystemError, realPath, remedyFor, replaceFile } from '../../platform/index.ts';
import { pathsFromFolder } from '../batches/paths_from_folder.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { configuredWorkers, constraintErrors } from './constraint_errors.ts';
import { type PlanReport, planReport } from './plan_report.ts';
import { type PlanSource, type PlanSourceCode, type ReadingOptions, readPlanSource } from './plan_source.ts';

/** Options of a check. */
export type CheckPlanOptions = {
  /** `-` is standard input. */
  readonly file: string;
  /** The workspace whose goals a phase's workflow may name. */
  readonly workspace: Workspace;
  /** Whether to fix problems that can be fixed safely. */
  readonly fix: boolean;
  /** Whether to leave the file unchanged. */
  readonly dryRun: boolean;
  /** Reading options for a document that is not a plan. */
  readonly reading?: ReadingOptions;
};

/** The result of a check; after `fix`, that of the fixed plan. */
export type CheckedPlanFile = PlanReport & { readonly fixes: PlanFixes | undefined };

/** Dependencies that were added, so that no two phases that touch the same file run at the same time. */
export type PlanFixes = {
  readonly added: readonly {
    readonly phase: string;
    readonly on: string;
    readonly files: readonly string[];
  }[];
  /** The whole document after the fixes. */
  readonly text: string;
  /** As a unified diff. */
  readonly diff: string;
  /** Whether the file was changed. */
  readonly written: boolean;
};

export type CheckPlanFileCode = PlanSourceCode | 'plan-changed' | 'plan-not-a-plan' | 'plan-not-written';

/** Reads and checks a plan, and fixes the file conflicts that cost nothing to fix. */
export async function checkPlanFile(
  context: OperationContext,
  { file, workspace, fix, dryRun, reading }: CheckPlanOptions,
): Promise<Result<CheckedPlanFile, CheckPlanFileCode>> {
  const source = readPlanSource(context, file, reading);
  if (!source.ok) return source;
  if (fix && source.value.imported !== undefined) return notAPlan(source.value.plan.file);
  const goals = workspace.goalMap.goals.map(({ name }) => name);
  const assessment = assessPlan(source.value.plan, { goals });
  const project = findProject(context.cwd);
  const checkedFile = (judged: PlanAssessment, report: PlanReport, fixes: CheckedPlanFile['fixes']) => {
    const { plan } = judged;
    const counted = project.ok
      ? pathsFromFolder(plan.phases, {
          ...{ root: project.value.root, cwd: context.cwd, file, shown: plan.file },
        })
      : [];
    const held = constraintErrors(judged, configuredWorkers(context));
    return success({ ...report, problems: sortProblems([...report.problems, ...counted, ...held]), fixes });
  };
  if (!fix) return checkedFile(assessment, planReport(assessment, source.value), undefined);
  const { added, text } = addDependencies(assessment);
  const diff = unifiedDiff(assessment.plan.source, text, assessment.plan.file);
  const written = !dryRun && source.value.path !== undefined && text !== assessment.plan.source;
  if (written) {
    const failed = await writeFixed(context, source.value, text);
    if (failed) return failed;
  }
  const fixed = readPlan(text, assessment.plan.file);
  if (!fixed.ok) return fixed;
  const after = assessPlan(fixed.value, { goals });
  return checkedFile(after, planReport(after), { added, text, diff, written });
}

/** Only a plan can be fixed in place: the content of another document is spread over it. */
function notAPlan(file: string) {
  return failure<CheckPlanFileCode>('usage', {
    severity: 'error',
    code: 'plan-not-a-plan',
    message: 'It can be read as a plan but is not one, so --fix cannot write to it.',
    file,
    hint: `Turn it into a plan first: orchestrator plan normalise ${file} --out plan.md`,
  });
}

/**
 * Adds the safe dependencies to the document, each with a note of the files it is for. A phase gets one in each round, and the
 * document is read again after it, so that the second finds the field made by the first.
 */
function addDependencies({ plan, graph, order, conflicts, unlimited }: PlanAssessment): {
  readonly added: PlanFixes['added'];
  readonly text: string;
} {
  const fixes = safeFixes(graph, order, conflicts, unlimited.hours);
  const filesOf = new Map(
    fixes.removed.flatMap(({ dependencies, files }) =>
      dependencies.map(({ phase, on }): [string, readonly string[]] => [`${phase} ${on}`, files]),
    ),
  );
  const added: { phase: string; on: string; files: readonly string[] }[] = [];
  let current = plan;
  for (const round of roundsOf(fixes.dependencies)) {
    const edits = round.flatMap(({ phase, on }) => {
      const files = filesOf.get(`${phase} ${on}`) ?? [];
      const edit = addDependency(current, { phase, on, note: noteFor(files) });
      if (edit !== undefined) added.push({ phase: graph.ids[phase] ?? '', on: graph.ids[on] ?? '', files });
      return edit ?? [];
    });
    const read = readPlan(applyEdits(current.source, edits), plan.file);
    if (!read.ok) break;
    current = read.value;
  }
  return { added, text: current.source };
}

/** The first addition of every phase, then the second of those that have one, and so on. */
function roundsOf(dependencies: readonly NewDependency[]): NewDependency[][] {
  const rounds: NewDependency[][] = [];
  const seen = new Map<number, number>();
  for (const dependency of dependencies) {
    const round = seen.get(dependency.phase) ?? 0;
    seen.set(dependency.phase, round + 1);
    rounds[round] ??= [];
    rounds[round].push(dependency);
  }
  return rounds;
}

/** The reason for an added dependency, for the brackets after it. */
function noteFor([first = '', ...rest]: readonly string[]): string {
  return `both touch ${first}${rest.length === 0 ? '' : ` and ${rest.length} more`}`;
}

/** Replaces the file, unless it was written since it was read. */
async function writeFixed(
  context: OperationContext,
  { plan, path = '' }: PlanSource,
  text: string,
): Promise<Failure<CheckPlanFileCode> | undefined> {
  const now = readPlanSource(context, path);
  if (!now.ok || now.value.plan.source !== plan.source)
    return failure<CheckPlanFileCode>('environment', {
      severity: 'error',
      code: 'plan-changed',
      message: 'Another program changed it in the meantime; it was left as it is.',
      file: plan.file,
      hint: 'Run the command again.',
    });
  try {
    // Replaces the target of a link.
    await replaceFile(realPath(path), text);
    return undefined;
  } catch (error) {
    return failure<CheckPlanFileCode>('environment', {
      severity: 'error',
      code: 'plan-not-written',
      message: `It cannot be written: ${describeSystemError(error)}. It is as it was.`,
      file: plan.file,
      ...remedyFor(describeSystemError(error)),
    });
  }
}
