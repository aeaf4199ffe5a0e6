import { resolve } from 'node:path';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  assessPlan,
  drawDot,
  drawMermaid,
  drawOutline,
  drawSvg,
  type PlanPicture,
  pictureOf,
} from '../../plan/index.ts';
import { createFile, describeSystemError, displayPath, remedyFor } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type PlanReport, planReport } from './plan_report.ts';
import { type PlanSourceCode, type ReadingOptions, readPlanSource } from './plan_source.ts';

/** The forms that a plan can be shown in, besides its report. */
export const PLAN_FORMS = ['text', 'mermaid', 'dot', 'svg'] as const;

export type PlanForm = (typeof PLAN_FORMS)[number];

/** A plan, drawn. */
export type ShownPlan = {
  readonly text: string;
  readonly problems: readonly Problem[];
};

export type ShowPlanCode = PlanSourceCode | 'plan-too-large-to-draw';

export type SaveDrawingCode = 'drawing-exists' | 'drawing-not-written';

/** Graphviz takes seconds for these and minutes for many more. */
const MOST_DRAWN = { phases: 500, lines: 2000 };

/**
 * Draws a plan, whether or not it is sound.
 *
 * @param options.columns - the width of the text form
 */
export async function showPlan(
  context: OperationContext,
  {
    file,
    form,
    columns,
    reading,
  }: {
    readonly file: string;
    readonly form: PlanForm;
    readonly columns: number;
    readonly reading?: ReadingOptions;
  },
): Promise<Result<ShownPlan, ShowPlanCode>> {
  const source = readPlanSource(context, file, reading);
  if (!source.ok) return source;
  const assessment = assessPlan(source.value.plan);
  const picture = pictureOf(assessment);
  const problems = sortProblems([...assessment.problems, ...source.value.problems]);
  if (form === 'text') return success({ text: drawOutline(picture, columns), problems });
  if (form === 'mermaid') return success({ text: drawMermaid(picture), problems });
  const dot = drawDot(picture);
  if (form === 'dot') return success({ text: dot, problems });
  if (isTooLarge(picture)) return tooLarge(picture, assessment.plan.file);
  return success({ text: await drawSvg(dot), problems });
}

/** The report of a plan, as {@link showPlan} draws it. */
export function reportPlan(
  context: OperationContext,
  file: string,
  reading?: ReadingOptions,
): Result<PlanReport, PlanSourceCode> {
  const source = readPlanSource(context, file, reading);
  return source.ok ? success(planReport(assessPlan(source.value.plan), source.value)) : source;
}

/**
 * Writes a drawing to a new file.
 *
 * @returns the file as the user would name it
 */
export async function saveDrawing(
  { cwd }: OperationContext,
  file: string,
  text: string,
): Promise<Result<string, SaveDrawingCode>> {
  const path = resolve(cwd, file);
  const shown = displayPath(cwd, path);
  try {
    if ((await createFile(path, text)) === 'created') return success(shown);
  } catch (error) {
    return failure('environment', {
      severity: 'error',
      code: 'drawing-not-written',
      message: `It cannot be written: ${describeSystemError(error)}.`,
      file: shown,
      ...remedyFor(describeSystemError(error)),
    });
  }
  return failure('problems', {
    severity: 'error',
    code: 'drawing-exists',
    message: 'It is there already, and was left as it is.',
    file: shown,
    hint: 'Name another file, or remove this one.',
  });
}

function isTooLarge({ phases, edges, conflicts }: PlanPicture): boolean {
  return phases.length > MOST_DRAWN.phases || edges.length + conflicts.length > MOST_DRAWN.lines;
}

function tooLarge({ phases, edges, conflicts }: PlanPicture, file: string) {
  return failure<ShowPlanCode>('problems', {
    severity: 'error',
    code: 'plan-too-large-to-draw',
    message:
      `A picture may have ${MOST_DRAWN.phases} phases and ${MOST_DRAWN.lines} lines between them; ` +
      `this one would have ${phases.length} and ${edges.length + conflicts.length}.`,
    file,
    hint: 'Use --as text, or --as dot and a Graphviz of your own.',
  });
}
