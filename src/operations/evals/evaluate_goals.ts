import { resolveSettings } from '../../config/index.ts';
import {
  type AnyCode,
  type Failure,
  failure,
  type Problem,
  type Result,
  success,
} from '../../diagnostics/index.ts';
import { DEFAULT_ARMS, type EvalResults } from '../../evals/index.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import { openFlaggedModel } from '../flagged_model.ts';
import { interrupted } from '../interrupted.ts';
import { configuredModel, configuredOrigin, type ModelFlags, siblingModel } from '../model.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceProblemCode } from '../workspace.ts';
import { type AllowedChecks, approveChecks, type ChecksEvent } from './approve_checks.ts';
import { findChecks, runChecks } from './case_checks.ts';
import { concludeEval } from './conclude_eval.ts';
import { type EvalPreview, previewEval } from './dry_run.ts';
import { gateProblems } from './eval_gate.ts';
import { type EvalFigures, type EvalGoalsRequest, readEvalRequest } from './eval_request.ts';
import { type ExportedEval, exportEval } from './export_eval.ts';
import { importEval } from './import_eval.ts';
import { type PreparedEval, type PrepareEvalCode, prepareEval } from './prepare_eval.ts';
import { type CarriedOutEval, type EvalRunOptions, runEval } from './run_eval.ts';

/** Events of an eval. */
export type EvalEvent =
  | ChecksEvent
  | { readonly kind: 'previewed'; readonly preview: EvalPreview; readonly problems: readonly Problem[] }
  | { readonly kind: 'exported'; readonly exported: ExportedEval; readonly problems: readonly Problem[] }
  /** Answers were read, and more are awaited: those of the next step, if there is one. */
  | {
      readonly kind: 'imported';
      readonly taken: number;
      readonly waiting: readonly string[];
      readonly next: ExportedEval | null;
      readonly problems: readonly Problem[];
    }
  /** The progress of asking. */
  | {
      readonly kind: 'asking';
      readonly model: string;
      readonly answered: number;
      readonly open: number;
      readonly tokens: number;
    }
  /** Asking has ended. */
  | { readonly kind: 'asked' }
  /** The results, as far as there are answers. */
  | {
      readonly kind: 'concluded';
      readonly results: EvalResults;
      readonly report: string;
      readonly problems: readonly Problem[];
      /** Whether it ended early for a reason that says nothing about the results. */
      readonly isCutShort: boolean;
    };

type EvalResult = VerbResult<'orchestrator.goals-eval/1', AnyCode>;

/**
 * Tests frameworks on cases: asks a model all open questions, judges the answers, and stores the results. Alternatively reports
 * what would be sent, or exports the prompts to be answered elsewhere.
 */
export function evaluateGoals(
  context: OperationContext,
  request: EvalGoalsRequest,
  port: Port<EvalEvent>,
): Promise<EvalResult> {
  return new Evaluation(context, request, port).run();
}

/** An eval in progress. */
class Evaluation {
  readonly #context: OperationContext;
  readonly #request: EvalGoalsRequest;
  readonly #port: Port<EvalEvent>;

  constructor(context: OperationContext, request: EvalGoalsRequest, port: Port<EvalEvent>) {
    this.#context = context;
    this.#request = request;
    this.#port = port;
  }

  async run(): Promise<EvalResult> {
    const figures = readEvalRequest(this.#request);
    if (!figures.ok) return figures;
    const { import: back, export: out, dryRun } = this.#request;
    if (back !== undefined) return this.#import(back);
    if (out !== undefined) return this.#export(figures.value, out);
    return dryRun ? this.#preview(figures.value) : this.#ask(figures.value);
  }

  async #prepare(
    { runs, turns, ablate, goal }: EvalFigures,
    { answering, judging }: { readonly answering: string; readonly judging: string },
  ): Promise<Result<PreparedEval, PrepareEvalCode | WorkspaceProblemCode>> {
    const { workspace: wanted, goals, cases = '', arm } = this.#request;
    const workspace = await openWorkspace(this.#context, wanted);
    if (!workspace.ok) return workspace;
    return prepareEval(this.#context, workspace.value, {
      cases,
      goals,
      goalAfterAblate: goal,
      arms: arm ?? (ablate === undefined ? DEFAULT_ARMS : ['framework']),
      ...{ ablate, runs, turns, answering, judging },
    });
  }

  async #preview(figures: EvalFigures): Promise<EvalResult> {
    const voices = evalModels(this.#context, this.#request, this.#request.judgeModel);
    const prepared = await this.#prepare(figures, voices);
    if (!prepared.ok) return prepared;
    const { setup, problems } = prepared.value;
    const preview = previewEval(prepared.value);
    await this.#port.show({ kind: 'previewed', preview, problems });
    return evalDocument({ ok: true, eval: setup.id, preview, problems });
  }

  async #export(figures: EvalFigures, folder: string): Promise<EvalResult> {
    const { model, judgeModel } = this.#request;
    const answering = exportVoice(model);
    const judging = judgeModel === undefined ? answering : exportVoice(judgeModel);
    const prepared = await this.#prepare(figures, { answering, judging });
    if (!prepared.ok) return prepared;
    const exported = await exportEval(this.#context, prepared.value, folder);
    if (!exported.ok) return exported;
    if (exported.value === 'nothing-open') return this.#conclude(prepared.value);
    const { problems } = prepared.value;
    await this.#port.show({ kind: 'exported', exported: exported.value, problems });
    return evalDocument({ ok: true, eval: exported.value.id, export: exported.value, problems });
  }

  async #import(folder: string): Promise<EvalResult> {
    const imported = await importEval(this.#context, folder);
    if (!imported.ok) return imported;
    const { prepared, taken, waiting, next } = imported.value;
    if (waiting.length === 0) return this.#conclude(prepared);
    const { problems, setup } = prepared;
    await this.#port.show({ kind: 'imported', taken, waiting, next, problems });
    const waits: ExportedEval = next ?? { id: setup.id, folder, step: 0, written: [], waiting };
    return evalDocument({ ok: problems.length === 0, eval: setup.id, export: { ...waits, taken }, problems });
  }

  async #ask(figures: EvalFigures): Promise<EvalResult> {
    const voices = evalModels(this.#context, this.#request, this.#request.judgeModel);
    const prepared = await this.#prepare(figures, voices);
    if (!prepared.ok) return prepared;
    const open = await openFlaggedModel(this.#context, this.#request);
    if ('cause' in open) return open;
    if (open.kind === 'none') return failure('environment', noModel(open));
    const { judgeModel } = voices;
    const { tape } = this.#context;
    if (judgeModel !== undefined && tape?.mode === 'record') tape.recorder.judges(judgeModel);
    const judging =
      judgeModel === undefined ? open.model : await siblingModel(this.#context, open, judgeModel);
    const allowed = await this.#allowed(prepared.value);
    if ('cause' in allowed) return allowed;
    const done = await this.#askAll(prepared.value, figures, { answering: open.model, judging });
    return done.ok ? this.#conclude(prepared.value, { allowed, done: done.value }) : done;
  }

  async #askAll(
    prepared: PreparedEval,
    { budget, concurrency }: EvalFigures,
    models: EvalRunOptions['models'],
  ): Promise<Result<CarriedOutEval, 'eval-state-unwritable'>> {
    const { signal, show } = this.#port;
    const model = prepared.setup.answering;
    try {
      return await runEval(this.#context, prepared, {
        ...{ models, budget, concurrency, signal },
        onProgress: ({ answered, open, tokens }) => {
          // Skipped if every answer is already stored.
          if (answered + open > 0) void show({ kind: 'asking', model, answered, open, tokens });
        },
      });
    } finally {
      await show({ kind: 'asked' });
    }
  }

  /** The checks that may run, or a failure if a person quit. */
  async #allowed(prepared: PreparedEval): Promise<AllowedChecks | Failure<'interrupted'>> {
    const { checks = true, yes = false } = this.#request;
    if (!checks) return { checks: [], problems: [] };
    return approveChecks(findChecks(this.#context, prepared), this.#port, { yes });
  }

  /** Runs the checks on the existing answers, computes the results, and shows them. */
  async #conclude(
    prepared: PreparedEval,
    asked?: { readonly allowed: AllowedChecks; readonly done: CarriedOutEval },
  ): Promise<EvalResult> {
    const allowed = asked?.allowed ?? (await this.#allowed(prepared));
    if ('cause' in allowed) return allowed;
    const { checks } = allowed;
    const { signal } = this.#port;
    const known = asked === undefined ? {} : { known: asked.done.known };
    const checkOf = await runChecks(this.#context, prepared, { ...known, checks, signal });
    const { report: wanted } = this.#request;
    const concluded = await concludeEval(this.#context, prepared, { ...known, checkOf, report: wanted });
    if (!concluded.ok) return concluded;
    const { results, report } = concluded.value;
    const gate = this.#request.gate ? gateProblems(results) : [];
    const halt = asked?.done.halt ?? (signal.aborted ? CHECKS_STOPPED : null);
    const before = [...prepared.problems, ...allowed.problems, ...concluded.value.problems];
    const problems = [...before, ...(halt?.problems ?? []), ...gate];
    const isCutShort = halt !== null && halt.cause !== 'problems';
    await this.#port.show({ kind: 'concluded', results, report, problems, isCutShort });
    const kept = { eval: results.id, results, report };
    if (halt === null && gate.length === 0) return evalDocument({ ok: true, ...kept, problems });
    return { ...(halt ?? failure('problems', ...gate)), problems, known: kept };
  }
}

/** Builds the document of an eval. */
function evalDocument(
  document: Pick<DocumentOf<'orchestrator.goals-eval/1'>, 'ok' | 'problems'> &
    Partial<DocumentOf<'orchestrator.goals-eval/1'>>,
): EvalResult {
  return success(makeDocument('orchestrator.goals-eval/1', { ...NOTHING, ...document }));
}

const NOTHING = { eval: null, preview: null, export: null, results: null, report: null };

const CHECKS_STOPPED = interrupted('Stopped while checking answers; run the same command again.');

/** The name under which answers to an export are stored: with the named model, or anonymous. */
function exportVoice(model: string | undefined): string {
  return model === undefined ? 'export' : `${model}, exported`;
}

function noModel({
  reason,
  remedy,
}: {
  readonly reason: string;
  readonly remedy: string;
}): Problem<'no-model'> {
  const message = `Nothing was sent: ${reason}.`;
  const hint = `${remedy} Or get the prompts answered elsewhere: --export FOLDER.`;
  return { severity: 'error', code: 'no-model', message, hint };
}

/** The names of those who answer and judge in an eval: they keep answers of different models apart. */
type EvalModels = { readonly answering: string; readonly judging: string };

/** The names of those who would answer and judge here. Requests no key. */
function evalModels(
  context: OperationContext,
  flags: ModelFlags,
  judgeModel: string | undefined,
): EvalModels & { readonly judgeModel: string | undefined } {
  const origin = configuredOrigin(context, flags);
  const judge = judgeModel ?? configuredJudge(context, flags);
  const nameOf = (model: string | null) => `${model ?? 'no model'} at ${origin}`;
  const answering = nameOf(configuredModel(context, flags));
  return { answering, judging: judge === undefined ? answering : nameOf(judge), judgeModel: judge };
}

/** The default judging model; when replaying a tape, the recorded one. */
function configuredJudge({ env, userFolder, tape }: OperationContext, flags: ModelFlags): string | undefined {
  if (tape?.mode === 'replay') return tape.player.model?.judge;
  const { value } = resolveSettings({ flags, env, userFolder }).all['judge.model'];
  return value === null ? undefined : String(value);
}
