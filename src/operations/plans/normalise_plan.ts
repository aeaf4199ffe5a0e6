import { success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { type NormalisedPlan, normaliseDocument } from './normalise_document.ts';
import type { PlanFileProblemCode } from './plan_file.ts';
import { planPart } from './plan_report.ts';
import type { PlanSourceCode } from './plan_source.ts';
import { readOrAsk } from './read_or_ask.ts';

/** A document to write in the form of a plan. */
export type NormaliseRequest = {
  /** `-` is standard input. */
  readonly file: string;
  readonly section?: string;
  /** Turns finished work into phases, too. */
  readonly keepDone?: boolean;
  /** A new file, or `-` for none. */
  readonly out: string;
  readonly dryRun?: boolean;
};

/** Events of normalising a document. */
export type NormaliseEvent = { readonly kind: 'normalised'; readonly normalised: NormalisedPlan };

/** Reads any document as a plan, and writes it in the form of plans. */
export async function normalisePlan(
  context: OperationContext,
  { file, section, keepDone, out, dryRun = false }: NormaliseRequest,
  port: Port<NormaliseEvent>,
): Promise<
  VerbResult<'orchestrator.plan-normalise/1', PlanFileProblemCode | PlanSourceCode | 'interrupted'>
> {
  const normalised = await readOrAsk(context, { file, section }, port, (chosen) =>
    normaliseDocument(context, {
      file,
      out: dryRun ? '-' : out,
      reading: { ...(chosen === undefined ? {} : { section: chosen }), ...(keepDone && { keepDone }) },
    }),
  );
  if (!normalised.ok) return normalised;
  await port.show({ kind: 'normalised', normalised: normalised.value });
  const { text, file: written, report } = normalised.value;
  return success(
    makeDocument('orchestrator.plan-normalise/1', {
      ok: isSound(report.problems, false),
      file: written,
      written: written !== null,
      text: written === null ? text : null,
      ...planPart(report),
      reading: report.reading,
      problems: report.problems,
    }),
  );
}
