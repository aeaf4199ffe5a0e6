import type { PhaseDraft } from '../document/index.ts';
import type { PlanGoal } from './brief.ts';
import { numberRanges, type Requirement, type RequirementLine } from './requirement.ts';

/**
 * The plan that can be made without a model: one phase for each kind of work that the requirement's words point to, in the order
 * in which they come, one after the other. Everything unknown says TODO.
 *
 * @param standing - the ids of the phases that it builds on
 */
export function skeletonPhases(
  requirement: Requirement,
  goals: readonly PlanGoal[],
  standing: readonly string[] = [],
): PhaseDraft[] {
  const highest = Math.max(0, ...standing.map((id) => Number.parseInt(id, 10)).filter(Number.isFinite));
  return groupsOf(requirement, goals).map(({ goal, lines }, place) => {
    const numbers = numberRanges(lines.map(({ number }) => number));
    const before = place === 0 ? standing.at(-1) : String(highest + place);
    return {
      id: String(highest + place + 1),
      title: `TODO: ${titleFrom({ lines })}`,
      goal: `TODO: say what is true when this is done. Asked for: ${wordsOf(lines)}`,
      dependencies:
        before === undefined ? [] : [{ id: before, note: 'TODO: assumed from the order of the requirement' }],
      steps: lines.map(({ text, number }) => `TODO: break down line ${number}: ${text}`),
      gates: [{ text: 'TODO: a command that fails until this is done', checked: false }],
      ...(goal === undefined ? {} : { workflow: goal.name }),
      requirement: numbers,
      others: [],
    };
  });
}

type Group = { readonly goal: PlanGoal | undefined; readonly lines: RequirementLine[] };

/** Lines that point to the same goal are one group; those that point nowhere go with the ones before them. */
function groupsOf({ lines }: Requirement, goals: readonly PlanGoal[]): Group[] {
  const groups: Group[] = [];
  const patterns = goals.map((goal) => ({ goal, words: [...goal.keywords, goal.name.replace(/_/gu, ' ')] }));
  for (const line of lines.filter(({ asks }) => asks)) {
    const goal = goalOf(line.text, patterns);
    const group = goal === undefined ? groups.at(-1) : groups.find((other) => other.goal === goal);
    if (group === undefined) groups.push({ goal, lines: [line] });
    else group.lines.push(line);
  }
  return groups;
}

/** The goal with most keywords in a line, longer ones counting more; the first of the map among equals. */
function goalOf(
  text: string,
  patterns: readonly { readonly goal: PlanGoal; readonly words: readonly string[] }[],
): PlanGoal | undefined {
  const said = ` ${stemmed(text)} `;
  let best: PlanGoal | undefined;
  let most = 0;
  for (const { goal, words } of patterns) {
    const found = words.map(stemmed).filter((word) => said.includes(` ${word} `));
    const score = [...new Set(found)].reduce((sum, word) => sum + word.split(' ').length, 0);
    if (score > most) {
      best = goal;
      most = score;
    }
  }
  return best;
}

/** Words in small letters, without grammatical endings. */
function stemmed(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .map((word) => word.replace(/^(.{3,}?)(?:ations?|at(?:e[ds]?|ing)|ings?|e[ds]?|(?<!s)s)$/u, '$1'))
    .join(' ');
}

function wordsOf(lines: readonly RequirementLine[]): string {
  const text = lines.map((line) => line.text).join(' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const LONGEST = 200;

/** A title for a plan without a name: the first words of its requirement. */
export function titleFrom({ lines }: Requirement): string {
  const line = lines.find(({ asks }) => asks) ?? lines[0];
  const words = (line?.text ?? '')
    .replace(/[`*_#[\]<>]/gu, '')
    .trim()
    .split(/\s+/u);
  const title = words
    .slice(0, MAX_WORDS)
    .join(' ')
    .slice(0, LONGEST_TITLE)
    .replace(/[\s.,;:!?]+$/u, '');
  return title === '' ? 'Plan' : title;
}

const MAX_WORDS = 8;
const LONGEST_TITLE = 80;
