import type { Goal } from '../../framework/index.ts';
import { inSentence, stemsOf } from '../../lib/index.ts';

/** What is known of a phase when its workflow is looked for. */
export type PhaseWords = {
  readonly title: string;
  readonly goal: string;
  readonly steps: readonly string[];
  /** Whether it changes no file. */
  readonly onlyVerifies: boolean;
};

/** The goal of the goal map that a phase's prompt is made with, and why it was taken. */
export type WorkflowMatch = { readonly goal: Goal; readonly reason: string };

/** What is taken where no keyword says anything, if the goal map has it; else its first goal. */
const DEFAULT_GOALS = { changing: 'ADD_OR_INTEGRATE', verifying: 'REVIEW_AGAINST_STANDARDS' } as const;

/**
 * The goal whose keywords a phase uses most. A keyword counts once, where it counts most: at the beginning of the title,
 * then in the title, in the goal, in the steps; one of several words counts for each of them. Words are compared without
 * their endings. Of goals that come out equal, the first of the goal map is taken.
 *
 * @param goals - those that can be taken, in the order of the goal map; at least one
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
  return { goal, reason: 'default: no keyword of a goal stands in its title, goal or steps' };
}

/** A part of a phase in which keywords are looked for. */
type Place = {
  readonly name: string;
  /** Stems with a space before, between and behind. */
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

/** Where a keyword counts most; `undefined` where it stands nowhere. @param wanted - its stems */
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

/** So many keywords are named. */
const MOST_NAMED = 4;

function reasonFor(hits: readonly Hit[]): string {
  const named = [...hits]
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_NAMED)
    .map(({ keyword, place }) => `"${keyword}" in its ${place}`);
  return `matched: ${inSentence(named)}`;
}
