import { type Failure, failure, type Problem, type Result } from '../../../../diagnostics/index.ts';
import { printableLine, withThousands } from '../../../../lib/index.ts';
import {
  type CarriedOutEval,
  type ConcludedEval,
  concludeEval,
  DEFAULT_ARMS,
  type ExportedEval,
  evalVoices,
  exportEval,
  findChecks,
  importEval,
  openWorkspace,
  type PreparedEval,
  prepareEval,
  previewEval,
  runChecks,
  runEval,
  siblingModel,
} from '../../../../operations/index.ts';
import { EXIT_CODES, problemsText, reportFailure } from '../../../terminal/index.ts';
import { showLive } from '../../../terminal/live_block.ts';
import { type SignalWatch, watchSignals } from '../../../terminal/signals.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import { type AllowedChecks, allowChecks } from './checks.ts';
import { EVAL_SCHEMA, evalDocument, gateProblems } from './document.ts';
import type { GoalsEvalFlags } from './flags.ts';
import { NO_CASES } from './new_case.ts';
import { type EvalNumbers, evalNumbers } from './numbers.ts';
import { exportedText, previewSummary, previewText, resultsText, waitingText } from './text.ts';

type Voices = { readonly answering: string; readonly judging: string };

/** One run of `goals eval`. */
export class GoalsEvalRun {
  readonly #goals: readonly string[];
  readonly #flags: GoalsEvalFlags;
  readonly #setting: CommandSetting;

  constructor(goals: readonly string[], flags: GoalsEvalFlags, setting: CommandSetting) {
    this.#goals = goals;
    this.#flags = flags;
    this.#setting = setting;
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const clash = clashOf(this.#flags);
    if (clash !== undefined) return this.#fail(failure('usage', clash));
    const numbers = evalNumbers(this.#flags);
    if (!numbers.ok) return this.#fail(numbers);
    const { import: back, export: out, dryRun } = this.#flags;
    if (back !== undefined) return this.#import(back);
    if (out !== undefined) return this.#export(numbers.value, out);
    return dryRun ? this.#preview(numbers.value) : this.#ask(numbers.value);
  }

  async #prepare(
    { runs, turns, ablate, goal }: EvalNumbers,
    { answering, judging }: Voices,
  ): Promise<Result<PreparedEval>> {
    const { context } = this.#setting;
    const workspace = await openWorkspace(context, workspaceOptions(this.#flags));
    if (!workspace.ok) return workspace;
    return prepareEval(context, workspace.value, {
      cases: this.#flags.cases ?? '',
      goals: [...this.#goals, ...(goal === undefined ? [] : [goal])],
      arms: this.#flags.arm ?? (ablate === undefined ? DEFAULT_ARMS : ['framework']),
      ...{ ablate, runs, turns, answering, judging },
    });
  }

  async #preview(numbers: EvalNumbers): Promise<number> {
    const { context, terminal } = this.#setting;
    const prepared = await this.#prepare(numbers, evalVoices(context, this.#flags, this.#flags.judgeModel));
    if (!prepared.ok) return this.#fail(prepared);
    const { setup, problems } = prepared.value;
    const preview = previewEval(prepared.value);
    if (this.#flags.json) {
      terminal.out(evalDocument({ ok: true, eval: setup.id, preview, problems }));
      return 0;
    }
    terminal.out(previewText(preview, await terminal.dataColumns()));
    terminal.say(problemsText(problems, terminal.colours) + previewSummary(preview));
    return 0;
  }

  async #export(numbers: EvalNumbers, folder: string): Promise<number> {
    const { context, terminal } = this.#setting;
    const answering = exportVoice(this.#flags.model);
    const judging = this.#flags.judgeModel === undefined ? answering : exportVoice(this.#flags.judgeModel);
    const prepared = await this.#prepare(numbers, { answering, judging });
    if (!prepared.ok) return this.#fail(prepared);
    const exported = await exportEval(context, prepared.value, folder);
    if (!exported.ok) return this.#fail(exported);
    if (exported.value === 'nothing-open') return this.#conclude(prepared.value);
    const { problems } = prepared.value;
    if (this.#flags.json) {
      terminal.out(evalDocument({ ok: true, eval: exported.value.id, export: exported.value, problems }));
      return 0;
    }
    terminal.out(`${printableLine(exported.value.folder)}\n`);
    terminal.say(problemsText(problems, terminal.colours) + exportedText(exported.value));
    return 0;
  }

  async #import(folder: string): Promise<number> {
    const { context, terminal } = this.#setting;
    const imported = await importEval(context, folder);
    if (!imported.ok) return this.#fail(imported);
    const { prepared, taken, waiting, next } = imported.value;
    if (waiting.length === 0) return this.#conclude(prepared);
    const { problems, setup } = prepared;
    const isGood = problems.length === 0;
    if (this.#flags.json) {
      const waits: ExportedEval = next ?? { id: setup.id, folder, step: 0, written: [], waiting };
      terminal.out(evalDocument({ ok: isGood, eval: setup.id, export: { ...waits, taken }, problems }));
      return isGood ? 0 : 1;
    }
    terminal.say(problemsText(problems, terminal.colours));
    terminal.say(`Took ${taken} ${taken === 1 ? 'answer' : 'answers'}.\n`);
    terminal.say(next === null ? waitingText(waiting) : exportedText(next));
    return isGood ? 0 : 1;
  }

  async #ask(numbers: EvalNumbers): Promise<number> {
    const { context } = this.#setting;
    const { openFlaggedModel } = await import('../../../wizard/index.ts');
    const voices = evalVoices(context, this.#flags, this.#flags.judgeModel);
    const prepared = await this.#prepare(numbers, voices);
    if (!prepared.ok) return this.#fail(prepared);
    const open = await openFlaggedModel(context, this.#flags);
    if ('cause' in open) return this.#fail(open);
    if (open.kind === 'none') return this.#fail(noModel(open.reason, open.remedy));
    const { judgeModel } = voices;
    const judging = judgeModel === undefined ? open.model : await siblingModel(context, open, judgeModel);
    const allowed = await this.#allowed(prepared.value);
    if (typeof allowed === 'number') return allowed;
    const interruption = watchSignals();
    try {
      const models = { answering: open.model, judging };
      const done = await this.#askAll(prepared.value, numbers, { models, interruption });
      if (!done.ok) return this.#fail(done);
      return await this.#conclude(prepared.value, { allowed, done: done.value, interruption });
    } finally {
      interruption.end();
    }
  }

  async #askAll(
    prepared: PreparedEval,
    { budget, concurrency }: EvalNumbers,
    {
      models,
      interruption,
    }: {
      readonly models: Parameters<typeof runEval>[2]['models'];
      readonly interruption: SignalWatch;
    },
  ): Promise<Result<CarriedOutEval>> {
    const { context, terminal } = this.#setting;
    const { isSwitchedOn } = await import('../../../wizard/index.ts');
    let stands = 'Asking';
    const content = { lines: () => [stands], summary: () => stands };
    const print = this.#flags.json ? () => {} : terminal.say;
    let live: ReturnType<typeof showLive> | undefined;
    const begin = () => {
      live = showLive(terminal, content, { spinner: isSwitchedOn(context, 'spinner'), print });
      live.tell(`Asking ${printableLine(prepared.setup.answering)}`, 'without-block');
    };
    try {
      return await runEval(context, prepared, {
        models,
        budget,
        concurrency,
        signal: interruption.signal,
        onProgress: ({ answered, open, tokens }) => {
          // Where every answer is kept, nobody is asked.
          if (live === undefined && answered + open > 0) begin();
          stands = `Asked ${answered}, ${open} open, about ${withThousands(tokens)} tokens`;
        },
      });
    } finally {
      live?.end();
    }
  }

  /** The checks that may run; the exit code where a person ended it. */
  async #allowed(prepared: PreparedEval): Promise<AllowedChecks | number> {
    const { context, terminal } = this.#setting;
    const { checks, yes = false, json = false } = this.#flags;
    if (!checks) return { checks: [], problems: [] };
    return allowChecks(findChecks(context, prepared), { terminal, yes, json });
  }

  /** Checks what there is, works the results out, and tells them. */
  async #conclude(
    prepared: PreparedEval,
    asked?: {
      readonly allowed: AllowedChecks;
      readonly done: CarriedOutEval;
      readonly interruption: SignalWatch;
    },
  ): Promise<number> {
    const { context } = this.#setting;
    const allowed = asked?.allowed ?? (await this.#allowed(prepared));
    if (typeof allowed === 'number') return allowed;
    const known = asked?.done.known;
    const checkOf = await runChecks(context, prepared, {
      ...(known === undefined ? {} : { known }),
      checks: allowed.checks,
      signal: asked?.interruption.signal ?? new AbortController().signal,
    });
    const concluded = await concludeEval(context, prepared, {
      ...(known === undefined ? {} : { known }),
      checkOf,
      report: this.#flags.report,
    });
    if (!concluded.ok) return this.#fail(concluded);
    const problems = [...prepared.problems, ...allowed.problems, ...concluded.value.problems];
    return this.#report(concluded.value, {
      problems,
      halt: asked?.done.halt ?? null,
      endedBy: asked?.interruption.endedBy(),
    });
  }

  async #report(
    { results, report }: ConcludedEval,
    {
      problems: told,
      halt,
      endedBy,
    }: {
      readonly problems: readonly Problem[];
      readonly halt: CarriedOutEval['halt'];
      readonly endedBy: number | undefined;
    },
  ): Promise<number> {
    const { terminal } = this.#setting;
    const gate = this.#flags.gate ? gateProblems(results) : [];
    const problems = [...told, ...(halt?.problems ?? []), ...gate];
    const exitCode = endedBy ?? (halt === null ? (gate.length > 0 ? 1 : 0) : EXIT_CODES[halt.cause]);
    if (this.#flags.json) {
      terminal.out(evalDocument({ ok: exitCode === 0, eval: results.id, results, report, problems }));
      return exitCode;
    }
    if (halt === null || halt.cause === 'problems')
      terminal.out(resultsText(results, await terminal.dataColumns()));
    terminal.say(problemsText(problems, terminal.colours));
    terminal.say(`Eval ${results.id}${openText(results.open)}; the report is ${printableLine(report)}\n`);
    return exitCode;
  }

  #fail(failed: Failure): number {
    const { terminal } = this.#setting;
    const json = this.#flags.json ?? false;
    return reportFailure(failed, { terminal, json, schema: EVAL_SCHEMA });
  }
}

/** Who answers an export: somebody who is named, or somebody. */
function exportVoice(model: string | undefined): string {
  return model === undefined ? 'export' : `${model}, exported`;
}

function openText(open: number): string {
  return open === 0 ? '' : `, ${open} ${open === 1 ? 'question' : 'questions'} open`;
}

/** Flags that cannot hold together, or one that is missing. */
function clashOf({ cases, dryRun, export: out, import: back }: GoalsEvalFlags): Problem | undefined {
  const given = [
    ...(dryRun ? ['--dry-run'] : []),
    ...(out === undefined ? [] : ['--export']),
    ...(back === undefined ? [] : ['--import']),
  ];
  if (given.length > 1) {
    const message = `${given.join(' and ')} do different things; give one of them.`;
    return { severity: 'error', code: 'eval-flags', message };
  }
  return cases === undefined && back === undefined ? NO_CASES : undefined;
}

function noModel(reason: string, remedy: string): Failure {
  const message = `Nothing was sent: ${reason}.`;
  const hint = `${remedy} Or have the prompts answered elsewhere: --export FOLDER.`;
  return failure('environment', { severity: 'error', code: 'no-model', message, hint });
}
