import { type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import {
  findPattern,
  type OutcomeProblemCode,
  type Pattern,
  type PatternProblemCode,
  qualifiedId,
} from '../../patterns/index.ts';
import type { PlanConstraints } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import { type OpenPatterns, openPatterns } from './open_patterns.ts';
import { type MatchedEvent, matchReports, matchRequirement } from './pattern_operations.ts';
import type { MatchReport } from './pattern_report.ts';

/** The pattern options of a draft. */
export type PatternOptions = {
  /** The id of the pattern that produces the plan. */
  readonly pattern?: string;
  /** Shows the matching patterns and asks a person to choose one; if nobody can be asked, only shows them. */
  readonly showPatterns?: boolean;
  /** Uses no pattern. */
  readonly explore?: boolean;
  /** Values of the pattern's inputs: `resource=orders`. */
  readonly input?: readonly string[];
};

/** The outcome of the choice. */
export type PatternChoice =
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly confidence: string }
  /** The plan is drafted without a pattern. */
  | { readonly kind: 'none' }
  /** The matching patterns were shown, and nobody can be asked to choose. */
  | { readonly kind: 'shown'; readonly matches: readonly MatchReport[] };

/** The codes with which {@link choosePattern} can fail. */
export type ChoosePatternCode =
  | OutcomeProblemCode
  | PatternProblemCode
  | 'interrupted'
  | 'pattern-unknown'
  | 'usage';

/** Finds the requested pattern. */
export async function choosePattern(
  context: OperationContext,
  wishes: PatternOptions,
  {
    text,
    constraints,
    port,
  }: {
    readonly text: string;
    readonly constraints: PlanConstraints;
    readonly port: Port<MatchedEvent>;
  },
): Promise<PatternChoice | Failure<ChoosePatternCode>> {
  const { pattern: named, showPatterns = false, explore = false, input = [] } = wishes;
  if ([named !== undefined, showPatterns, explore].filter(Boolean).length > 1)
    return failure('usage', TWO_WISHES);
  if (input.length > 0 && named === undefined && !showPatterns) return failure('usage', INPUT_OF_NOTHING);
  if (named === undefined && !showPatterns) return { kind: 'none' };
  const open = openPatterns(context);
  if (named !== undefined) {
    const found = findPattern(open.patterns, named);
    if (!found.ok) return { ...found, problems: [...found.problems, ...open.problems] };
    return { kind: 'pattern', pattern: found.value, confidence: confidenceIn(open, found.value) };
  }
  const { matches, near } = matchReports(matchRequirement(open, text, constraints));
  await port.show({ kind: 'matched', matches, near, explain: false, problems: open.problems });
  if (matches.length === 0) return { kind: 'none' };
  if (!(await port.canAsk())) return { kind: 'shown', matches };
  const answer = await port.choice({
    message: 'Which pattern should give the plan?',
    choices: [
      ...matches.map(({ pattern: { id, name }, why }) => ({
        value: id,
        label: printableLine(id),
        description: printableLine(`${name}: ${why}`),
      })),
      { value: NONE, label: 'none of them', description: 'Draft it without a pattern.' },
    ],
  });
  if (answer.kind !== 'answer') return interrupted('Stopped; no plan was written.');
  const chosen = open.patterns.find((pattern) => qualifiedId(pattern) === answer.value);
  if (chosen === undefined) return { kind: 'none' };
  return { kind: 'pattern', pattern: chosen, confidence: confidenceIn(open, chosen) };
}

const NONE = '';

/** The confidence in a pattern, and its basis, in words. */
function confidenceIn({ recordOf }: OpenPatterns, pattern: Pattern): string {
  const { runs, successes, rate, lowerBound, stage } = recordOf(pattern);
  if (rate === null) return 'it has not been run here, so only its description supports it';
  const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
  return `${successes} of ${runs} ${runs === 1 ? 'run' : 'runs'} here succeeded (${percent(rate)}, at least ${percent(lowerBound)} with 95 % confidence): ${stage}`;
}

/** The remedy for a missing model if a pattern fits. */
export function patternRemedy(context: OperationContext, text: string, constraints: PlanConstraints): string {
  const [best] = matchRequirement(openPatterns(context), text, constraints).fitting;
  return best === undefined
    ? ''
    : ` Or use a pattern, which gives a whole plan without a model: --pattern ${qualifiedId(best.pattern)}`;
}

const TWO_WISHES: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: '--pattern, --show-patterns and --explore exclude each other.',
  hint: 'Use only one of them.',
};

const INPUT_OF_NOTHING: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: '--input gives values to a pattern, but no pattern is named.',
  hint: 'Name it: --pattern ID',
};
