import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { inSentence } from '../../lib/index.ts';
import type { ModelRequest } from '../flagged_model.ts';
import type { WorkspaceOptions } from '../workspace.ts';
import type { AblationOptions } from './ablations.ts';

/** A request for an eval, with figures as typed. */
export type EvalGoalsRequest = ModelRequest & {
  readonly workspace: WorkspaceOptions;
  /** Goals by name or number; if empty, all that have cases. */
  readonly goals: readonly string[];
  /** The folder of cases; required except for an import. */
  readonly cases?: string;
  /** The names of arms (default: the plain request and the framework; with `ablate` only the framework). */
  readonly arm?: readonly string[];
  readonly runs?: string;
  readonly turns?: string;
  readonly budget?: string;
  readonly concurrency?: string;
  /** The model that judges. */
  readonly judgeModel?: string;
  /** Leaves out each component in turn, or with `lines=FILE` each line of that one; may hold a goal taken for its value. */
  readonly ablate?: string | true;
  /** Writes the prompts to this folder, and sends nothing. */
  readonly export?: string;
  /** Reads the answers from this folder, and sends nothing. */
  readonly import?: string;
  /** An additional file for the report. */
  readonly report?: string;
  /** Fails if the framework is behind. */
  readonly gate?: boolean;
  /** Reports what would be sent, and sends nothing. */
  readonly dryRun?: boolean;
  /** Whether programs of cases check answers (default: yes). */
  readonly checks?: boolean;
  /** Runs those programs without asking. */
  readonly yes?: boolean;
};

/** Faults of an eval request. */
export type EvalRequestCode = 'bad-ablate' | 'bad-number' | 'cases-not-given' | 'eval-flags';

/** The parsed figures of a request. */
export type EvalFigures = {
  readonly runs: number;
  readonly turns: number;
  readonly concurrency: number;
  readonly budget: number | undefined;
  readonly ablate: AblationOptions | undefined;
  /** A goal that was parsed as the value of `ablate`, which takes an optional value. */
  readonly goal: string | undefined;
};

/** Parses a request: reports first options that clash, then all faults of its figures at once. */
export function readEvalRequest(request: EvalGoalsRequest): Result<EvalFigures, EvalRequestCode> {
  const clash = clashOf(request);
  return clash === undefined ? readFigures(request) : failure('usage', clash);
}

/** The problem when the cases are required but not given. */
export const NO_CASES: Problem<'cases-not-given'> = {
  severity: 'error',
  code: 'cases-not-given',
  message: 'Say where the cases are.',
  hint: 'For example: --cases cases',
};

function clashOf(request: EvalGoalsRequest): Problem<EvalRequestCode> | undefined {
  const { cases, dryRun, export: out, import: back } = request;
  const given = [
    ...(dryRun ? ['--dry-run'] : []),
    ...(out === undefined ? [] : ['--export']),
    ...(back === undefined ? [] : ['--import']),
  ];
  if (given.length > 1) {
    const message = `${given.join(' and ')} do different things; give one of them.`;
    return { severity: 'error', code: 'eval-flags', message };
  }
  if (back !== undefined) return clashWithImport(request);
  if (request.ablate !== undefined && request.arm?.includes('framework') === false) return NO_WHOLE;
  return cases === undefined ? NO_CASES : undefined;
}

/** The problem when the arms lack the complete framework, with which ablations are compared. */
const NO_WHOLE: Problem<'eval-flags'> = {
  severity: 'error',
  code: 'eval-flags',
  message:
    '--ablate compares the framework with itself without its parts, but --arm does not name the framework.',
  hint: 'Add --arm framework, or remove --arm.',
};

/** Rejects options that the export has fixed, so that an import would have to ignore them. */
function clashWithImport(request: EvalGoalsRequest): Problem<EvalRequestCode> | undefined {
  const { goals, cases, arm, runs, turns, ablate, judgeModel, model } = request;
  const settled = { cases, arm, runs, turns, ablate, 'judge-model': judgeModel, model };
  const given = [
    ...(goals.length === 0 ? [] : ['goals']),
    ...Object.entries(settled).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`])),
  ];
  if (given.length === 0) return undefined;
  const message = `--import continues what was exported, so ${inSentence(given)} would have no effect.`;
  const hint = `Leave ${given.length === 1 ? 'it' : 'them'} out, or export again.`;
  return { severity: 'error', code: 'eval-flags', message, hint };
}

function readFigures(request: EvalGoalsRequest): Result<EvalFigures, EvalRequestCode> {
  const problems: Problem<EvalRequestCode>[] = [];
  const figure = (flag: 'runs' | 'turns' | 'concurrency' | 'budget', low: number, high: number) => {
    const given = request[flag];
    if (given === undefined) return undefined;
    const value = Number(given.replaceAll(/[_,]/gu, ''));
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    const message = `--${flag} is a whole number from ${low} to ${high}.`;
    problems.push({ severity: 'error', code: 'bad-number', message });
    return undefined;
  };
  const runs = figure('runs', 1, 100) ?? 1;
  const turns = figure('turns', 1, 50) ?? 6;
  const concurrency = figure('concurrency', 1, 64) ?? 2;
  const budget = figure('budget', 1, 1_000_000_000);
  const left = readAblation(request.ablate);
  if ('code' in left) problems.push(left);
  if ('code' in left || problems.length > 0) return failure('usage', ...problems);
  return success({ runs, turns, concurrency, budget, ...left });
}

function readAblation(
  wanted: string | true | undefined,
): Pick<EvalFigures, 'ablate' | 'goal'> | Problem<'bad-ablate'> {
  if (wanted === undefined) return { ablate: undefined, goal: undefined };
  if (wanted === true) return { ablate: { kind: 'components' }, goal: undefined };
  const [, file] = /^lines=(.+)$/u.exec(wanted) ?? [];
  if (file !== undefined) return { ablate: { kind: 'lines', file }, goal: undefined };
  if (!/^lines\b/u.test(wanted)) return { ablate: { kind: 'components' }, goal: wanted };
  const hint = 'Name the component: --ablate lines=code_review_pass.txt';
  return { severity: 'error', code: 'bad-ablate', message: '--ablate lines needs a component.', hint };
}
