import { basename } from 'node:path';
import { type Result, success } from '../../diagnostics/index.ts';
import { revealHidden } from '../../lib/index.ts';
import {
  assessPlan,
  constraintsIn,
  draftOf,
  importNotesText,
  printPlan,
  withConstraints,
  withoutImportNotes,
} from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { type PlanFileProblemCode, writePlan } from './plan_file.ts';
import { type PlanReport, planReport } from './plan_report.ts';
import { type PlanSourceCode, type ReadingOptions, readPlanSource } from './plan_source.ts';
import { withoutPhases } from './without_phases.ts';

/** A document in the form of a plan. */
export type NormalisedPlan = {
  /** The text of the plan. */
  readonly text: string;
  /** The path it was written to, for messages; `null` for none. */
  readonly file: string | null;
  readonly report: PlanReport;
};

/** Options for turning a document into a plan. */
export type NormalisePlanOptions = {
  /** `-` is standard input. */
  readonly file: string;
  /** A new file, or `-` for none. */
  readonly out: string;
  readonly reading: ReadingOptions;
};

/** Reads any document as a plan, and writes it in the form of plans; never over another file. */
export async function normaliseDocument(
  context: OperationContext,
  { file, out, reading }: NormalisePlanOptions,
): Promise<Result<NormalisedPlan, PlanSourceCode | PlanFileProblemCode>> {
  const source = readPlanSource(context, file, reading);
  if (!source.ok) return source;
  const { plan, imported, problems, path, text: given } = source.value;
  const assessment = assessPlan(plan);
  const nothing = withoutPhases(assessment, source.value);
  if (nothing !== undefined) return nothing;
  const name = path === undefined ? 'a text from standard input' : basename(path);
  const kept = withoutImportNotes(given.replace(/\r\n?/gu, '\n'), file).section;
  const notes = importNotesText({ name, problems: imported ? problems : [], kept });
  const printed = withConstraints(printPlan(imported?.draft ?? draftOf(plan)), constraintsIn(plan.source));
  const text = revealHidden(`${printed}${notes}`);
  const report = planReport(assessment, source.value);
  if (out === '-') return success({ text, file: null, report });
  const written = await writePlan(context, { title: plan.title?.value ?? '', out }, text);
  return written.ok ? success({ text, file: written.value.shown, report }) : written;
}
