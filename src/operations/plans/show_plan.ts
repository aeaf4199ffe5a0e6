import { resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { nearest, printableLine, safeJson } from '../../lib/index.ts';
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
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type PlanReport, planPart, planReport } from './plan_report.ts';
import { type PlanSourceCode, type ReadingOptions, readPlanSource } from './plan_source.ts';
import { readOrAsk } from './read_or_ask.ts';
import { withoutPhases } from './without_phases.ts';

/** The formats that a plan can be drawn in. */
const PLAN_FORMS = ['text', 'mermaid', 'dot', 'svg'] as const;

type PlanForm = (typeof PLAN_FORMS)[number];

/** A plan to show. */
export type ShowPlanRequest = {
  /** `-` is standard input. */
  readonly file: string;
  /** The section with the work, in a document that is not a plan. */
  readonly section?: string;
  /** A format to draw it in, or `json` for the document itself. */
  readonly as?: string;
  /** Requests the document, which is not a drawing. */
  readonly json?: boolean;
  /** A new file for it; `-` means none. */
  readonly out?: string;
  /** The width of the text form. */
  readonly columns?: number;
};

/** Events of showing a plan. */
export type ShowPlanEvent =
  | { readonly kind: 'saved'; readonly file: string; readonly problems: readonly Problem[] }
  | { readonly kind: 'drawn'; readonly text: string; readonly problems: readonly Problem[] };

export type ShowPlanCode =
  | PlanSourceCode
  | SaveDrawingCode
  | 'plan-too-large-to-draw'
  | 'interrupted'
  | 'usage';

type SaveDrawingCode = 'drawing-exists' | 'drawing-not-written';

/** Graphviz takes seconds for these and minutes for many more. */
const MAX_DRAWN = { phases: 500, lines: 2000 };

/** The width of the text form if there is no terminal. */
const COLUMNS_OF_A_FILE = 80;

type Drawn = { readonly report: PlanReport; readonly text: string | undefined };

/** Draws a plan, or a document that can be read as one, whether or not it is valid. */
export async function showPlan(
  context: OperationContext,
  { file, section, json = false, as = json ? 'json' : 'text', out, columns = Infinity }: ShowPlanRequest,
  port: Port<ShowPlanEvent>,
): Promise<VerbResult<'orchestrator.plan-show/1', ShowPlanCode>> {
  const form = as === 'json' ? 'json' : PLAN_FORMS.find((each) => each === as && !json);
  if (form === undefined) return failure('usage', unknownForm(as, json));
  const isToFile = out !== undefined && out !== '-';
  const width = isToFile || !Number.isFinite(columns) ? COLUMNS_OF_A_FILE : columns;
  const drawn = await readOrAsk(context, { file, section }, port, (chosen) => {
    const reading = chosen === undefined ? {} : { section: chosen };
    return drawPlan(context, { file, form, reading, columns: width });
  });
  if (!drawn.ok) return drawn;
  const { report, text } = drawn.value;
  const { reading, problems } = report;
  const document = makeDocument('orchestrator.plan-show/1', {
    ...{ ok: true, ...planPart(report), reading, problems },
  });
  if (isToFile) {
    const saved = await saveDrawing(context, out, text ?? `${safeJson(document)}\n`);
    if (!saved.ok) return saved;
    await port.show({ kind: 'saved', file: saved.value, problems });
  } else if (text !== undefined) await port.show({ kind: 'drawn', text, problems });
  return success(document);
}

async function drawPlan(
  context: OperationContext,
  {
    file,
    form,
    columns,
    reading,
  }: {
    readonly file: string;
    readonly form: PlanForm | 'json';
    readonly columns: number;
    readonly reading: ReadingOptions;
  },
): Promise<Result<Drawn, ShowPlanCode>> {
  const source = readPlanSource(context, file, reading);
  if (!source.ok) return source;
  const assessment = assessPlan(source.value.plan);
  const nothing = withoutPhases(assessment, source.value);
  if (nothing !== undefined) return nothing;
  const report = planReport(assessment, source.value);
  if (form === 'json') return success({ report, text: undefined });
  const picture = pictureOf(assessment);
  if (form === 'text') return success({ report, text: drawOutline(picture, columns) });
  if (form === 'mermaid') return success({ report, text: drawMermaid(picture) });
  const dot = drawDot(picture);
  if (form === 'dot') return success({ report, text: dot });
  if (isTooLarge(picture)) return tooLarge(picture, assessment.plan.file);
  return success({ report, text: await drawSvg(dot) });
}

function unknownForm(as: string, json: boolean): Problem<'usage'> {
  const forms = ['json', ...PLAN_FORMS];
  const likely = nearest(as, forms);
  return {
    severity: 'error',
    code: 'usage',
    message: json
      ? `--json and --as ${printableLine(as)} exclude each other.`
      : `There is no form "${printableLine(as)}".`,
    hint: json
      ? 'Remove one of them.'
      : `${likely === undefined ? '' : `Did you mean ${likely}? `}The forms are ${forms.join(', ')}.`,
  };
}

/** Writes a drawing to a new file. Returns its path for messages. */
async function saveDrawing(
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
    message: 'It already exists, and was left as it is.',
    file: shown,
    hint: 'Name another file, or remove this one.',
  });
}

function isTooLarge({ phases, edges, conflicts }: PlanPicture): boolean {
  return phases.length > MAX_DRAWN.phases || edges.length + conflicts.length > MAX_DRAWN.lines;
}

function tooLarge({ phases, edges, conflicts }: PlanPicture, file: string) {
  return failure<ShowPlanCode>('problems', {
    severity: 'error',
    code: 'plan-too-large-to-draw',
    message:
      `A picture may have ${MAX_DRAWN.phases} phases and ${MAX_DRAWN.lines} lines between them; ` +
      `this one would have ${phases.length} and ${edges.length + conflicts.length}.`,
    file,
    hint: 'Use --as text, or --as dot with your own Graphviz.',
  });
}
