import { countOf, estimateTokens, printableLine, revealHidden } from '../../lib/index.ts';
import type { ProjectContext } from '../generated/context.ts';
import type { Fact, FactKind } from './fact.ts';

/** The level of detail of the context text. */
export type ContextBudget = (typeof CONTEXT_BUDGETS)[number];

/** The budgets, in ascending order. */
export const CONTEXT_BUDGETS = ['minimal', 'standard', 'full'] as const;

/** The most tokens of the text, by estimate; `full` is unlimited. */
export const CONTEXT_TOKENS: Readonly<Record<ContextBudget, number>> = {
  minimal: 600,
  standard: 1500,
  full: Number.POSITIVE_INFINITY,
};

/** Number of facts of a kind in each turn, so that no kind takes all the room. */
const TURNS: Readonly<Record<FactKind, number>> = {
  contradiction: 3,
  command: 4,
  generated: 2,
  convention: 2,
  'package-manager': 1,
  framework: 2,
  layout: 2,
  service: 2,
  ci: 1,
  'instruction-file': 1,
  language: 1,
  plan: 1,
  memory: 1,
};

const HEADINGS: Readonly<Record<FactKind, string>> = {
  contradiction: 'Contradictions',
  command: 'Commands',
  generated: 'Generated, do not edit',
  convention: 'Conventions',
  'package-manager': 'Package managers',
  framework: 'Libraries',
  layout: 'Layout',
  service: 'Services',
  ci: 'CI',
  'instruction-file': 'Instruction files',
  language: 'Languages',
  plan: 'Plans',
  memory: 'Memory',
};

/**
 * A project's discovered context as Markdown. The smallest budget omits facts that the README or an instruction file already
 * states; any budget ends with a count of the facts that did not fit.
 */
export function contextText({ facts, problems }: ProjectContext, budget: ContextBudget): string {
  const limit = CONTEXT_TOKENS[budget];
  const news = budget === 'minimal' ? facts.filter(({ saidIn }) => saidIn.length === 0) : facts;
  const known = facts.length - news.length;
  const chosen = new Set<Fact>();
  const text = () =>
    written(
      facts.filter((fact) => chosen.has(fact)),
      { known, left: news.length - chosen.size, problems: problems.length },
    );
  if (budget === 'full') {
    for (const fact of news) chosen.add(fact);
    return text();
  }
  let room =
    limit - estimateTokens(written([], { known, left: news.length, problems: problems.length })) - SLACK;
  const headed = new Set<FactKind>();
  for (const fact of inTurns(news)) {
    const cost =
      estimateTokens(`${lineOf(fact)}\n`) + (headed.has(fact.kind) ? 0 : estimateTokens(headOf(fact.kind)));
    if (cost > room) continue;
    room -= cost;
    headed.add(fact.kind);
    chosen.add(fact);
  }
  return text();
}

/** Margin in tokens, because the estimates of parts do not add up exactly to that of the whole. */
const SLACK = 12;

/** Some facts of each kind, then some more of each. */
function* inTurns(facts: readonly Fact[]): Generator<Fact> {
  const waiting = new Map<FactKind, Fact[]>();
  for (const fact of facts) waiting.set(fact.kind, [...(waiting.get(fact.kind) ?? []), fact]);
  while ([...waiting.values()].some((list) => list.length > 0)) {
    for (const [kind, list] of waiting) yield* list.splice(0, TURNS[kind]);
  }
}

type Rest = { readonly known: number; readonly left: number; readonly problems: number };

function written(facts: readonly Fact[], { known, left, problems }: Rest): string {
  const lines: string[] = ['# What was found in this project'];
  let kind: FactKind | undefined;
  for (const fact of facts) {
    if (fact.kind !== kind) lines.push(headOf(fact.kind).trimEnd());
    kind = fact.kind;
    lines.push(lineOf(fact));
  }
  const rest = [
    left > 0 ? `${countOf(left, 'more fact')} did not fit` : '',
    known > 0 ? `${countOf(known, 'fact')} left out as already in README or instruction files` : '',
    problems > 0 ? `${countOf(problems, 'problem')} in the files` : '',
  ].filter(Boolean);
  if (rest.length > 0) lines.push('', `(${rest.join('; ')}: see context.json)`);
  return `${lines.join('\n')}\n`;
}

function headOf(kind: FactKind): string {
  return `\n## ${HEADINGS[kind]}\n`;
}

function lineOf({ statement, evidence, certainty }: Fact): string {
  const places = evidence
    .slice(0, 2)
    .map(({ path, line }) => (line === null ? path : `${path}:${line}`))
    .map((place) => revealHidden(printableLine(place)));
  return `- ${statement}${certainty === 'inferred' ? ' (inferred)' : ''} [${places.join(', ')}]`;
}
