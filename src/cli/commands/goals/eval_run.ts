import { type Failure, failure, type Problem, type Result } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import {
  type ConcludedEval,
  concludeEval,
  DEFAULT_ARMS,
  type ExportedEval,
  exportEval,
  importEval,
  openWorkspace,
  type PreparedEval,
  prepareEval,
  previewEval,
} from '../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import { type CommandSetting, workspaceOptions } from '../declare.ts';
import type { GoalsEvalFlags } from './eval_flags.ts';
import { NO_CASES } from './eval_new_run.ts';
import { type EvalNumbers, evalNumbers } from './eval_numbers.ts';
import { previewSummary, previewText, resultsText } from './eval_text.ts';

const SCHEMA = 'orchestrator.goals-eval/1';
const EMPTY = { eval: null, preview: null, export: null, results: null, report: null };

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
    const clash = this.#clash();
    if (clash !== undefined) return this.#fail(failure('usage', clash));
    const numbers = evalNumbers(this.#flags);
    if (!numbers.ok) return this.#fail(numbers);
    if (this.#flags.import !== undefined) return this.#import(this.#flags.import);
    if (this.#flags.dryRun) {
      const prepared = await this.#prepare(numbers.value, EXPORTED);
      return prepared.ok ? this.#preview(prepared.value) : this.#fail(prepared);
    }
    if (this.#flags.export !== undefined) {
      const prepared = await this.#prepare(numbers.value, this.#flags.model ?? EXPORTED);
      return prepared.ok ? this.#export(prepared.value, this.#flags.export) : this.#fail(prepared);
    }
    return this.#fail(failure('usage', NO_CASES));
  }

  #clash(): Problem | undefined {
    const { cases, dryRun, export: out, import: back } = this.#flags;
    const given = [dryRun && '--dry-run', out !== undefined && '--export', back !== undefined && '--import'];
    const named = given.filter((flag) => typeof flag === 'string');
    if (named.length > 1) {
      const message = `${named.join(' and ')} do different things; give one of them.`;
      return { severity: 'error', code: 'eval-flags', message };
    }
    return cases === undefined && back === undefined ? NO_CASES : undefined;
  }

  async #prepare({ runs, turns, ablate, goal }: EvalNumbers, by: string): Promise<Result<PreparedEval>> {
    const { context } = this.#setting;
    const workspace = await openWorkspace(context, workspaceOptions(this.#flags));
    if (!workspace.ok) return workspace;
    const arms = this.#flags.arm ?? (ablate === undefined ? DEFAULT_ARMS : ['framework']);
    return prepareEval(context, workspace.value, {
      cases: this.#flags.cases ?? '',
      goals: [...this.#goals, ...(goal === undefined ? [] : [goal])],
      arms,
      ablate,
      ...{ runs, turns },
      answering: by,
      judging: this.#flags.judgeModel ?? by,
    });
  }

  async #preview(prepared: PreparedEval): Promise<number> {
    const { terminal } = this.#setting;
    const preview = previewEval(prepared);
    if (this.#flags.json) {
      terminal.out(document({ ok: true, eval: prepared.setup.id, preview, problems: prepared.problems }));
      return 0;
    }
    terminal.out(previewText(preview, await terminal.dataColumns()));
    terminal.say(problemsText(prepared.problems, terminal.colours) + previewSummary(preview));
    return 0;
  }

  async #export(prepared: PreparedEval, folder: string): Promise<number> {
    const { context, terminal } = this.#setting;
    const exported = await exportEval(context, prepared, folder);
    if (!exported.ok) return this.#fail(exported);
    if (exported.value === 'nothing-open') return this.#conclude(prepared);
    if (this.#flags.json) {
      const { id } = exported.value;
      terminal.out(document({ ok: true, eval: id, export: exported.value, problems: prepared.problems }));
      return 0;
    }
    terminal.out(`${printableLine(exported.value.folder)}\n`);
    terminal.say(problemsText(prepared.problems, terminal.colours) + exportedText(exported.value));
    return 0;
  }

  async #import(folder: string): Promise<number> {
    const { context, terminal } = this.#setting;
    const imported = await importEval(context, folder);
    if (!imported.ok) return this.#fail(imported);
    const { prepared, taken, waiting, next } = imported.value;
    if (waiting.length === 0) return this.#conclude(prepared);
    if (this.#flags.json) {
      const shown = next ?? { id: prepared.setup.id, folder: null, step: null, written: [], waiting };
      const problems = prepared.problems;
      terminal.out(document({ ok: problems.length === 0, eval: prepared.setup.id, export: shown, problems }));
    } else {
      terminal.say(problemsText(prepared.problems, terminal.colours));
      terminal.say(`Took ${taken} ${taken === 1 ? 'answer' : 'answers'}.\n`);
      terminal.say(next === null ? waitingText(waiting) : exportedText(next));
    }
    return prepared.problems.length > 0 ? 1 : 0;
  }

  async #conclude(prepared: PreparedEval): Promise<number> {
    const { context } = this.#setting;
    const concluded = await concludeEval(context, prepared, { report: this.#flags.report });
    if (!concluded.ok) return this.#fail(concluded);
    return this.#report(prepared, concluded.value);
  }

  async #report(
    prepared: PreparedEval,
    { results, report, problems: faults }: ConcludedEval,
  ): Promise<number> {
    const { terminal } = this.#setting;
    const gate = this.#flags.gate ? gateProblems(results) : [];
    const problems = [...prepared.problems, ...faults, ...gate];
    const exitCode = gate.length > 0 || results.open > 0 ? 1 : 0;
    if (this.#flags.json) {
      terminal.out(document({ ok: exitCode === 0, eval: results.id, results, report, problems }));
      return exitCode;
    }
    terminal.out(resultsText(results, await terminal.dataColumns()));
    terminal.say(problemsText(problems, terminal.colours));
    terminal.say(`Eval ${results.id}; the report is ${printableLine(report)}\n`);
    return exitCode;
  }

  #fail(failed: Failure): number {
    const { terminal } = this.#setting;
    return reportFailure(failed, { terminal, json: this.#flags.json ?? false, schema: SCHEMA, empty: EMPTY });
  }
}

/** Who answers where nobody is named. */
const EXPORTED = 'export';

function document({
  ok,
  problems,
  ...told
}: { readonly ok: boolean; readonly problems: readonly Problem[] } & Partial<
  Record<keyof typeof EMPTY, unknown>
>): string {
  return jsonDocument(SCHEMA, { ok, ...EMPTY, ...told, problems });
}

function exportedText({ folder, step, written, waiting }: ExportedEval): string {
  const place = printableLine(folder);
  const wrote = `Wrote ${written.length} prompts of step ${step} to ${place}; ${waiting.length} wait for an answer.\n`;
  return `${wrote}Next: answer each as its README.md says, then: orchestrator goals eval --import ${place}\n`;
}

function waitingText(waiting: readonly string[]): string {
  const more = waiting.length > 10 ? `, and ${waiting.length - 10} more` : '';
  return `${waiting.length} still ${waiting.length === 1 ? 'waits' : 'wait'} for an answer: ${waiting.slice(0, 10).join(', ')}${more}\n`;
}

function gateProblems({ goals, open }: ConcludedEval['results']): Problem[] {
  const behind = goals.flatMap(({ goal, comparison }): Problem[] => {
    if (comparison.behind === false) return [];
    const { against, won, tied, lost } = comparison;
    const message =
      comparison.behind === null
        ? `${goal} against ${against}: nothing could be compared.`
        : `${goal} is behind ${against}: ${won} won, ${tied} tied, ${lost} lost.`;
    return [{ severity: 'error', code: comparison.behind === null ? 'not-judged' : 'behind', message }];
  });
  const unfinished: Problem[] =
    open === 0
      ? []
      : [{ severity: 'error', code: 'eval-unfinished', message: `${open} questions are open.` }];
  return [...behind, ...unfinished];
}
