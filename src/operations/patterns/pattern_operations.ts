import { type Problem, sortProblems, success } from '../../diagnostics/index.ts';
import {
  findPattern,
  type Matched,
  type OutcomeProblemCode,
  type PatternProblemCode,
  qualifiedId,
} from '../../patterns/index.ts';
import type { ConstraintProblemCode, PlanConstraints } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import { readConstrainedRequirement } from '../plans/constrained_requirement.ts';
import { type RequirementProblemCode, readRequirement } from '../plans/read_requirement.ts';
import type { Port } from '../port.ts';
import { type OpenPatterns, openPatterns } from './open_patterns.ts';
import { type MatchReport, matchReport, type PatternReport, patternReport } from './pattern_report.ts';

/** Events of the pattern operations. */
export type PatternsEvent =
  | {
      readonly kind: 'patterns';
      readonly patterns: readonly PatternReport[];
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'pattern'; readonly shown: ShownPattern; readonly problems: readonly Problem[] }
  | MatchedEvent;

/** The patterns that fit a task. */
export type MatchedEvent = {
  readonly kind: 'matched';
  readonly matches: readonly MatchReport[];
  readonly near: DocumentOf<'orchestrator.patterns-match/1'>['near'];
  readonly explain: boolean;
  readonly problems: readonly Problem[];
};

/** A pattern in full. */
export type ShownPattern = DocumentOf<'orchestrator.patterns-show/1'>;

/** Lists the patterns of all layers. @param request.domain - only those of this domain */
export async function listPatterns(
  context: OperationContext,
  { domain }: { readonly domain?: string },
  port: Port<PatternsEvent>,
): Promise<VerbResult<'orchestrator.patterns-list/1', never>> {
  const open = openPatterns(context);
  const problems = sortProblems(open.problems);
  const patterns = open.patterns
    .filter((pattern) => domain === undefined || pattern.domain === domain)
    .map((pattern) => patternReport(pattern, open.recordOf(pattern)));
  await port.show({ kind: 'patterns', patterns, problems });
  return success(
    makeDocument('orchestrator.patterns-list/1', { ok: isSound(problems, false), patterns, problems }),
  );
}

/** Shows a pattern in full, with the number of times each known issue was met. */
export async function showPattern(
  context: OperationContext,
  { id }: { readonly id: string },
  port: Port<PatternsEvent>,
): Promise<
  VerbResult<'orchestrator.patterns-show/1', OutcomeProblemCode | PatternProblemCode | 'pattern-unknown'>
> {
  const open = openPatterns(context);
  const found = findPattern(open.patterns, id);
  if (!found.ok) return { ...found, problems: [...found.problems, ...open.problems] };
  const pattern = found.value;
  const record = open.recordOf(pattern);
  const { keywords = [], inputs = [], requirements = [], phases, issues = [] } = pattern;
  const shown: ShownPattern = {
    ok: true,
    problems: [],
    pattern: patternReport(pattern, record),
    keywords,
    inputs: inputs.map((input) => ({
      name: input.name,
      describe: input.describe,
      required: input.default === undefined,
      default: input.default ?? null,
      example: input.example ?? null,
    })),
    requirements,
    phases: phases.map((phase) => ({
      ...{ id: phase.id, title: phase.title, goal: phase.goal, hours: phase.hours },
      ...(phase.filesExpected && { filesExpected: true as const }),
      ...(phase.plugin !== undefined && { plugin: phase.plugin }),
      ...(phase.alternative !== undefined && { alternative: phase.alternative }),
      ...(phase.question && { question: phase.question }),
      ...{ files: phase.files, dependencies: phase.dependencies ?? [], steps: phase.steps },
      gates: phase.gates,
      workflow: phase.workflow ?? null,
      executor: phase.executor ?? null,
      fallback: phase.fallback ?? null,
    })),
    issues: issues.map(({ id: own, what, fix, signs, phases: seen = [] }) => ({
      ...{ id: own, what, fix, signs, phases: seen },
      ...(record.issues.get(own) ?? { runs: 0, overcome: 0 }),
    })),
  };
  await port.show({ kind: 'pattern', shown, problems: [] });
  return success(makeDocument('orchestrator.patterns-show/1', shown));
}

/** The task to match. */
export type MatchRequest = {
  /** The task: words, `@file`, or `-` for standard input. */
  readonly words: readonly string[];
  /** Whether to show the scores behind the order. */
  readonly explain?: boolean;
};

/** Reports which patterns fit a task, why, and if none does. */
export async function matchTask(
  context: OperationContext,
  { words, explain = false }: MatchRequest,
  port: Port<PatternsEvent>,
): Promise<VerbResult<'orchestrator.patterns-match/1', ConstraintProblemCode | RequirementProblemCode>> {
  const read = readRequirement(context, { words, name: 'task' });
  if (!read.ok) return read;
  const wanted = readConstrainedRequirement(read.value, {});
  if (!wanted.ok) return wanted;
  const open = openPatterns(context);
  const { text, constraints } = wanted.value;
  const { matches, near } = matchReports(matchRequirement(open, text, constraints));
  const problems = sortProblems([...wanted.value.problems, ...open.problems]);
  await port.show({ kind: 'matched', matches, near, explain, problems });
  const ok = isSound(problems, false);
  return success(makeDocument('orchestrator.patterns-match/1', { ok, task: text, matches, near, problems }));
}

/** The patterns that fit a request: a preference counts as part of the text, and a domain excludes patterns of others. */
export function matchRequirement(
  { match, patterns }: Pick<OpenPatterns, 'match' | 'patterns'>,
  text: string,
  { prefer, domain }: PlanConstraints,
): Matched {
  const matched = match([text, ...prefer].join('\n'));
  const wanted = domain.map((each) => each.toLowerCase());
  const isWanted = ({ pattern }: { readonly pattern: { readonly domain: string } }) =>
    wanted.includes(pattern.domain);
  // A domain that no pattern knows is the project's own term, and excludes nothing.
  if (!patterns.some((pattern) => isWanted({ pattern }))) return matched;
  const fitting = matched.fitting.filter(isWanted);
  if (fitting.length > 0) return { ...matched, fitting };
  const ruledOut = matched.fitting.map(({ pattern, words }) => ({
    pattern,
    words,
    why: `it is of the domain ${pattern.domain}, and ${domain.join(', ')} is wanted`,
  }));
  return { fitting, near: [...ruledOut, ...matched.near].slice(0, MAX_NEAR) };
}

const MAX_NEAR = 3;

/** A match in the form of documents. */
export function matchReports({ fitting, near }: Matched): Pick<MatchedEvent, 'matches' | 'near'> {
  return {
    matches: fitting.slice(0, MAX_MATCHES).map(matchReport),
    near: near.map(({ pattern, words, why }) => ({ id: qualifiedId(pattern), words: [...words], why })),
  };
}

const MAX_MATCHES = 5;
