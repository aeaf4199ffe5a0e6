import { countOf, estimateTokens, printableLine, revealHidden } from '../../lib/index.ts';
import type { ProjectContext } from '../generated/context.ts';
import { type Claim, claimsOf, isLate } from './claims.ts';
import type { FactKind } from './fact.ts';

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
  command: 6,
  generated: 2,
  convention: 4,
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
 * states; any budget ends with a count of the facts that did not fit. Files of the memory are only counted: their names repeat
 * their text, and only the memory knows whether it still holds.
 */
export function contextText({ facts: all, problems }: ProjectContext, budget: ContextBudget): string {
  const limit = CONTEXT_TOKENS[budget];
  const facts = all.filter(({ kind }) => kind !== 'memory');
  const learned = all.length - facts.length;
  const news = budget === 'minimal' ? facts.filter(({ saidIn }) => saidIn.length === 0) : facts;
  const known = facts.length - news.length;
  const claims = claimsOf(news, LONGEST_LISTS[budget]);
  const text = (chosen: ReadonlySet<Claim>) => {
    const shown = claims.filter((claim) => chosen.has(claim));
    const left = news.length - shown.reduce((sum, { facts: own }) => sum + own.length, 0);
    return written(shown, { known, left, learned, problems: problems.length });
  };
  if (budget === 'full') return text(new Set(claims));
  let room = limit - estimateTokens(text(new Set())) - SLACK;
  const chosen = new Set<Claim>();
  const headed = new Set<FactKind>();
  const take = (claim: Claim): void => {
    const cost =
      estimateTokens(`${lineOf(claim)}\n`) +
      (headed.has(claim.kind) ? 0 : estimateTokens(headOf(claim.kind)));
    if (cost > room) return;
    room -= cost;
    headed.add(claim.kind);
    chosen.add(claim);
  };
  const late = new Set(claims.filter((each) => isLate(each, facts)));
  for (const claim of inTurns(claims.filter((each) => !late.has(each)))) take(claim);
  // A section of only what a part of the project uses would say little about the project.
  for (const claim of inTurns([...late]))
    if (claim.kind !== 'framework' || headed.has('framework') || budget !== 'minimal') take(claim);
  return text(chosen);
}

/** The longest list in one line. */
const LONGEST_LISTS: Readonly<Record<ContextBudget, number>> = {
  minimal: 6,
  standard: 12,
  full: Number.POSITIVE_INFINITY,
};

/** Margin in tokens, because the estimates of parts do not add up exactly to that of the whole. */
const SLACK = 12;

/** Some claims of each kind, then some more of each; within a kind, one of each sort before a second of any. */
function* inTurns(claims: readonly Claim[]): Generator<Claim> {
  const waiting = new Map<FactKind, Claim[]>();
  for (const claim of oneOfEachSortFirst(claims))
    waiting.set(claim.kind, [...(waiting.get(claim.kind) ?? []), claim]);
  while ([...waiting.values()].some((list) => list.length > 0)) {
    for (const [kind, list] of waiting) yield* list.splice(0, TURNS[kind]);
  }
}

function oneOfEachSortFirst(claims: readonly Claim[]): Claim[] {
  const counts = new Map<string, number>();
  return claims
    .map((claim, place) => {
      const sort = claim.facts[0].id.split(':', 2).join(':');
      const before = counts.get(sort) ?? 0;
      counts.set(sort, before + 1);
      return { claim, place, before };
    })
    .sort((a, b) => a.before - b.before || a.place - b.place)
    .map(({ claim }) => claim);
}

type Rest = {
  readonly known: number;
  readonly left: number;
  readonly learned: number;
  readonly problems: number;
};

function written(claims: readonly Claim[], { known, left, learned, problems }: Rest): string {
  const lines: string[] = ['# What was found in this project'];
  let kind: FactKind | undefined;
  for (const claim of claims) {
    if (claim.kind !== kind) lines.push(headOf(claim.kind).trimEnd());
    kind = claim.kind;
    lines.push(lineOf(claim));
  }
  const rest = [
    left > 0 ? `${countOf(left, 'more fact')} did not fit` : '',
    known > 0 ? `${countOf(known, 'fact')} left out as already in README or instruction files` : '',
    problems > 0 ? `${countOf(problems, 'problem')} in the files` : '',
  ].filter(Boolean);
  if (learned > 0) lines.push('', `(${countOf(learned, 'fact')} learned: see \`orchestrator memory list\`)`);
  if (rest.length > 0) lines.push('', `(${rest.join('; ')}: see context.json)`);
  if (lines.length === 1) lines.push('', 'Nothing was found.');
  return `${lines.join('\n')}\n`;
}

function headOf(kind: FactKind): string {
  return `\n## ${HEADINGS[kind]}\n`;
}

function lineOf({ statement, evidence, certainty }: Claim): string {
  const places = evidence
    .slice(0, 2)
    .map(({ path, line }) => (line === null ? path : `${path}:${line}`))
    .map((place) => revealHidden(printableLine(place)));
  return `- ${revealHidden(printableLine(statement))}${certainty === 'inferred' ? ' (inferred)' : ''} [${places.join(', ')}]`;
}
