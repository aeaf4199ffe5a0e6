import type { Goal } from '../../framework/index.ts';
import { inSentence, stemsOf } from '../../lib/index.ts';

/** The texts of a phase used to choose its workflow. */
export type PhaseWords = {
  readonly title: string;
  readonly goal: string;
  readonly steps: readonly string[];
  /** Whether it changes no file. */
  readonly onlyVerifies: boolean;
};

/** The goal of the goal map used for a phase's prompt, and the reason for the choice. */
export type WorkflowMatch = { readonly goal: Goal; readonly reason: string };

/** The goals used when no keyword matches, if the goal map has them; else its first goal. */
const DEFAULT_GOALS = { changing: 'ADD_OR_INTEGRATE', verifying: 'REVIEW_AGAINST_STANDARDS' } as const;

/**
 * Returns the goal whose keywords a phase uses most. A keyword counts once, where it weighs most: at the beginning of the title,
 * then in the title, in the goal, in the steps; each of several words counts for each of these. Words are compared without their
 * endings. Of goals with equal scores, the first in the goal map wins.
 *
 * @param goals - the candidates, in the order of the goal map; at least one
 */
export function matchWorkflow(goals: readonly Goal[], phase: PhaseWords): WorkflowMatch {
  const places = placesOf(phase);
  let best: { readonly goal: Goal; readonly score: number; readonly hits: readonly Hit[] } | undefined;
  for (const goal of goals) {
    const keywords = new Map([...goal.keywords].reverse().map((keyword) => [stems(keyword), keyword]));
    const hits = [...keywords].flatMap(([wanted, keyword]) => hitOf(keyword, wanted, places) ?? []);
    const score = hits.reduce((sum, hit) => sum + hit.score, 0);
    if (score > (best?.score ?? 0)) best = { goal, score, hits };
  }
  if (best !== undefined) return { goal: best.goal, reason: reasonFor(best.hits) };
  const goal =
    goals.find(({ name }) => name === DEFAULT_GOALS[phase.onlyVerifies ? 'verifying' : 'changing']) ??
    goals[0];
  if (goal === undefined) throw new Error('there is no goal to choose from');
  return { goal, reason: 'default: its title, goal and steps contain no keyword of a goal' };
}

/** A part of a phase that is searched for keywords. */
type Place = {
  readonly name: string;
  /** Stems with a space before, between and after them. */
  readonly text: string;
  readonly weight: number;
  readonly isStart?: true;
};

type Hit = { readonly keyword: string; readonly place: string; readonly score: number };

function placesOf({ title, goal, steps }: PhaseWords): Place[] {
  const places: Place[] = [
    { name: 'title', text: stems(title), weight: 4, isStart: true },
    { name: 'title', text: stems(title), weight: 3 },
    { name: 'goal', text: stems(goal), weight: 2 },
    { name: 'steps', text: stems(steps.join('\n')), weight: 1 },
  ];
  return places;
}

/** The place where a keyword weighs most; `undefined` where it does not occur. @param wanted - its stems */
function hitOf(keyword: string, wanted: string, places: readonly Place[]): Hit | undefined {
  const words = wanted.trim() === '' ? 0 : wanted.trim().split(' ').length;
  if (words === 0) return undefined;
  const place = places.find(({ text, isStart }) =>
    isStart === true ? text.startsWith(wanted) : text.includes(wanted),
  );
  return place && { keyword, place: place.name, score: place.weight * words };
}

/** The words of a text without their endings, each between spaces. */
function stems(text: string): string {
  return ` ${stemsOf(text).join(' ')} `;
}

/** The number of keywords that are named. */
const MAX_NAMED = 4;

function reasonFor(hits: readonly Hit[]): string {
  const named = [...hits]
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_NAMED)
    .map(({ keyword, place }) => `"${keyword}" in its ${place}`);
  return `matched: ${inSentence(named)}`;
}
