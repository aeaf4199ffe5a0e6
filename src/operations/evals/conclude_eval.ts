import { dirname, join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type CheckLookup,
  type EvalProblemCode,
  type EvalResults,
  evaluate,
  type KnownAnswers,
  knownAnswers,
  type RunFault,
  reportMarkdown,
  withoutTexts,
  writeEvalFile,
} from '../../evals/index.ts';
import { printableLine } from '../../lib/index.ts';
import { describeSystemError, displayPath, replaceFile } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { PreparedEval } from './prepare_eval.ts';

/** Results that were computed and stored. */
export type ConcludedEval = {
  readonly results: EvalResults;
  /** The Markdown report's path, as the user would write it. */
  readonly report: string;
  /** The path of the folder with the results. */
  readonly folder: string;
  /** Problems about answers and judgements that do not count. */
  readonly problems: readonly Problem[];
};

/** Computes the results from what is known, and stores them with their report under `.orchestrator/evals/`. */
export async function concludeEval(
  { cwd }: OperationContext,
  { setup, folder }: PreparedEval,
  options: {
    readonly known?: KnownAnswers;
    readonly checkOf?: CheckLookup;
    readonly report?: string | undefined;
  } = {},
): Promise<Result<ConcludedEval, EvalProblemCode | 'report-unwritable'>> {
  const { known = knownAnswers(folder, setup), checkOf = () => undefined, report } = options;
  const { results } = evaluate(setup, { lookup: known.lookup, checkOf });
  const markdown = reportMarkdown(results, setup);
  const files = [
    ['setup.json', `${JSON.stringify(setup, undefined, 2)}\n`],
    ['results.json', `${JSON.stringify(results, undefined, 2)}\n`],
    ['summary.json', `${JSON.stringify(withoutTexts(results))}\n`],
    ['report.md', markdown],
  ] as const;
  for (const [file, text] of files) {
    const written = await writeEvalFile(folder, setup.id, file, text);
    if (!written.ok) return written;
  }
  const own = join(folder.root, setup.id, 'report.md');
  const place = report === undefined ? own : resolve(cwd, report);
  try {
    if (place !== own) await replaceFile(place, markdown);
  } catch (error) {
    const message = `The report cannot be written: ${describeSystemError(error)}.`;
    const hint = `It is stored in ${displayPath(cwd, own)}.`;
    return failure('environment', {
      severity: 'error',
      code: 'report-unwritable',
      message,
      file: displayPath(cwd, place),
      hint,
    });
  }
  return success({
    results,
    report: displayPath(cwd, place),
    folder: `${displayPath(cwd, dirname(own))}/`,
    problems: [...faultsOf(results), ...checkFaults(results)],
  });
}

/** Reports each fault of a model as a warning: it counts neither way, and the next run asks again. */
function faultsOf({ cases }: EvalResults): Problem[] {
  return cases.flatMap(({ goal, name, answers, pairs }) => [
    ...answers.flatMap(({ arm, fault, laterFaults = [] }) => [
      ...(fault === null ? [] : [faultProblem(`${goal}/${name}, ${arm}`, fault)]),
      ...laterFaults.map((later) => laterProblem(`${goal}/${name}, ${arm}`, later)),
    ]),
    ...pairs.flatMap(({ against, fault }) =>
      fault?.stage === 'preference' ? [faultProblem(`${goal}/${name}, against ${against}`, fault)] : [],
    ),
  ]);
}

/** Reports each answer for which the case's program gave no result. */
function checkFaults({ cases }: EvalResults): Problem<'check-without-result'>[] {
  return cases.flatMap(({ goal, name, answers }) =>
    answers.flatMap(({ arm, check }): Problem<'check-without-result'>[] => {
      if (check === null || check.state === 'ran') return [];
      const message = `${goal}/${name}, ${arm}: the check gave no result, so it does not count: ${printableLine(check.why)}.`;
      const hint = 'Fix the program: its last line is "passed N of M".';
      return [{ severity: 'warning', code: 'check-without-result', message, hint }];
    }),
  );
}

function faultProblem(
  where: string,
  { stage, message }: { readonly stage: string; readonly message: string },
): Problem {
  return {
    severity: 'warning',
    code: `no-${stage}`,
    message: `${where}: there is no ${WORDS[stage] ?? `${stage}, so it does not count`}. ${message}`,
    hint: ASKED_AGAIN,
  };
}

/** The problem with a run after the first: the points are unaffected, but whether the headings are stable is unknown. */
function laterProblem(where: string, { run, fault }: RunFault): Problem {
  const message = `${where}, run ${run}: there is no answer, so whether the headings are kept is unknown. ${fault.message}`;
  return { severity: 'warning', code: 'no-answer', message, hint: ASKED_AGAIN };
}

const ASKED_AGAIN = 'Run the same command again: it asks only for what is missing.';

/** The thing that is missing at each stage, and the consequence. */
const WORDS: Readonly<Record<string, string>> = {
  answer: 'answer, so it does not count',
  person: 'turn by the person, so it does not count',
  assessment: 'verdict on the points, so none of them counts',
  preference: 'preference, so it does not count',
};
