import MiniSearch from 'minisearch';
import { inWords, stemsOf } from '../../lib/index.ts';
import type { Goal, GoalParts } from '../goal_map/index.ts';
import { splitExclusions } from './split_exclusions.ts';
import { isAboutProse, isSlip, type SynonymMatch, synonymsIn } from './synonyms.ts';

/** A goal that fits a sentence, in the form that fits it best. */
export type GoalMatch = {
  readonly goal: Goal;
  /** `null` for the goal itself. */
  readonly variant: string | null;
  readonly score: number;
  /** The keywords found in the sentence, by descending weight. */
  readonly keywords: readonly string[];
};

/** The result of matching a sentence. */
export type SentenceMatch = {
  /** Those with a keyword in the sentence, the best first; empty if nothing fits. */
  readonly fitting: readonly GoalMatch[];
  /** The three goals with the most similar words, to be shown if nothing fits. */
  readonly nearest: readonly Goal[];
};

/**
 * Finds the goals that a sentence asks for, by whole words without their endings: the keywords of each goal, less for one that
 * several goals have, more for one of several words, and for one near the beginning, where people state the task. Words of a
 * goal's name count like keywords; those of its description only break ties. `make`, `write` and `new` go with almost every task:
 * they count weakly for `create`. Words that the sentence forbids do not count. Pure: same goals, same sentence, same result.
 */
export function matchSentence(goals: readonly Goal[], sentence: string): SentenceMatch {
  const { said, refused } = splitExclusions(sentence);
  const words: Words = {
    said: stemsOf(said),
    refused: stemsOf(refused),
    typed: said.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
    clauses: clausesOf(said),
    meant: synonymsIn(said).map((meant) => ({
      ...meant,
      at: stemsOf(said.slice(0, meant.at)).length,
      length: stemsOf(meant.text).length,
    })),
    makesIt: MAKES_IT.exec(said)?.[1],
    isProse: isAboutProse(said),
  };
  const owners = ownersOf(goals);
  const matches = goals.map((goal) => matchOf(goal, words, owners));
  const fitting = matches
    .filter(({ keywords }) => keywords.length > 0)
    .sort((a, b) => b.score - a.score || a.goal.number - b.goal.number);
  return { fitting, nearest: nearestGoals(goals, sentence) };
}

/** The words of a sentence, or of a variant's description, as stems: those that count, and those that are ruled out. */
type Words = {
  readonly said: readonly string[];
  readonly refused: readonly string[];
  /** The words that count, in lower case, each at the index of its stem. */
  readonly typed: readonly string[];
  /** The index of each clause's first word. */
  readonly clauses: readonly number[];
  /** Each at the index of its word, with its length in words. */
  readonly meant: readonly SynonymMatch[];
  /** `fast` in `make it fast`. */
  readonly makesIt: string | undefined;
  readonly isProse: boolean;
};

/** "Making it fast" means changing it; "making something" does not. */
const MAKES_IT =
  /\bmakes? (?:it|them|this|that|these|those)(?: all| more| a bit| much| as)? (\p{L}{3,20})\b/iu;

/** The index of each clause's first word. Words are numbered across clauses. */
function clausesOf(text: string): number[] {
  const starts = [0];
  let [from, words] = [0, 0];
  for (const { index } of text.matchAll(/[,.;:?!](?=\s)/gu)) {
    words += stemsOf(text.slice(from, index)).length;
    from = index;
    if (words !== starts.at(-1)) starts.push(words);
  }
  return starts;
}

type Keyword = { readonly text: string; readonly stems: readonly string[] };

/** Number of goals that have a keyword, by its stems. */
function ownersOf(goals: readonly Goal[]): ReadonlyMap<string, number> {
  const owners = new Map<string, number>();
  for (const goal of goals) {
    for (const key of new Set(keywordsOf(goal).map(({ stems }) => stems.join(' '))))
      owners.set(key, (owners.get(key) ?? 0) + 1);
  }
  return owners;
}

/** The keywords of a goal and the words of its name, each once. */
function keywordsOf({ name, keywords }: Goal): Keyword[] {
  const named = inWords(name)
    .split(' ')
    .filter((word) => !EMPTY.has(word));
  const known = new Map<string, Keyword>();
  for (const text of [...keywords, ...named]) {
    const stems = stemsOf(text);
    const key = stems.join(' ');
    if (key !== '' && !known.has(key)) known.set(key, { text, stems });
  }
  return [...known.values()];
}

function matchOf(goal: Goal, words: Words, owners: ReadonlyMap<string, number>): GoalMatch {
  const { said } = words;
  const known = keywordsOf(goal);
  const hits = known.flatMap((keyword) => {
    const found = foundIn(words, keyword, owners);
    if (found === undefined) return [];
    const shared = owners.get(keyword.stems.join(' ')) ?? 1;
    return [{ text: found.text, score: (weightAt(found.at, words) * keyword.stems.length) / shared }];
  });
  const generic = words.makesIt === undefined && GENERIC.find(([stem]) => said.includes(stem));
  if (generic && hits.length === 0 && known.some(({ stems }) => stems.join() === CREATE))
    hits.push({ text: generic[1], score: GENERIC_WEIGHT });
  hits.sort((a, b) => b.score - a.score);
  const keywords = hits.map(({ text }) => text);
  const tie = overlap(said, stemsOf(goal.description)) / 100;
  return {
    goal,
    variant: variantFor(goal, words),
    score: hits.reduce((sum, { score }) => sum + score, tie),
    keywords,
  };
}

/** Finds a keyword in a sentence, also in other words or misspelt; returns its place and the matching text. */
function foundIn(
  { said, typed, meant, makesIt }: Words,
  { text, stems }: Keyword,
  owners: ReadonlyMap<string, number>,
): { readonly at: number; readonly text: string } | undefined {
  const at = placeOf(said, stems);
  // A word within a phrase of another meaning does not count: the review in `my performance review`.
  const isInPhrase = meant.some(
    (phrase) => phrase.length > 1 && phrase.at <= at && at + stems.length <= phrase.at + phrase.length,
  );
  if (at >= 0 && !isInPhrase && !isNameOfThing(typed, at, stems.length)) return { at, text };
  const other = meant.find(({ keyword }) => stemsOf(keyword).join(' ') === stems.join(' '));
  if (other) return other;
  // `make it fast` means the same as `faster`, which is a keyword for improving something.
  if (makesIt !== undefined && [`${makesIt}er`, `${makesIt}r`].includes(text))
    return { at: 0, text: makesIt };
  const slip = typed.findIndex((word, place) => !owners.has(said[place] ?? '') && isSlip(word, text));
  return slip < 0 ? undefined : { at: slip, text: typed[slip] ?? text };
}

/** Whether a keyword only specifies a thing: the career of `fix the career page`, the audit of `our new audit log`. */
function isNameOfThing(typed: readonly string[], at: number, length: number): boolean {
  return (
    THINGS.has(typed[at + length] ?? '') &&
    typed.slice(Math.max(0, at - 2), at).some((word) => DETERMINERS.has(word))
  );
}

const DETERMINERS: ReadonlySet<string> = new Set('the a an our my this that your their its'.split(' '));

/** Parts of software and of an office that are named after what they do or hold. */
const THINGS: ReadonlySet<string> = new Set(
  'algorithm api app bug button calculation calculator carousel component controller dashboard database endpoint engine exporter field form forms handler importer layer log logs menu module notification notifications page pages parser pipeline plugin policy policies process queue runner schema server service table tables template widget workflow'.split(
    ' ',
  ),
);

function placeOf(words: readonly string[], sought: readonly string[]): number {
  return words.findIndex((_, at) => sought.every((stem, offset) => words[at + offset] === stem));
}

/** The first meaningful word weighs most, because people begin with the task; then that of a later clause. */
function weightAt(at: number, { said, clauses }: Words): number {
  const start = clauses.findLast((clause) => clause <= at) ?? 0;
  const before = said.slice(start, at).filter((word) => !LEADING.has(word)).length;
  if (before === 0) return start === 0 ? 3 : 1.6;
  return before <= 2 && start === 0 ? 1.5 : 1;
}

/** The variant whose name or description shares a word with the sentence, or an exclusion, that the goal itself does not have. */
function variantFor(goal: Goal, { said, refused, isProse }: Words): string | null {
  const words = isProse ? [...said, ...stemsOf('prose')] : said;
  const own = new Set([...keywordsOf(goal).flatMap(({ stems }) => stems), ...stemsOf(goal.description)]);
  let best: { readonly name: string; readonly count: number } | undefined;
  for (const variant of goal.variants) {
    if (variant.name === 'batch') continue;
    const described = variant.description === goal.description ? '' : variant.description;
    const voices = splitExclusions(described);
    const telling = [...stemsOf(inWords(variant.name)), ...stemsOf(voices.said)].filter(
      (stem) => !EMPTY.has(stem) && !own.has(stem),
    );
    const whole = stemsOf(inWords(variant.name));
    const count =
      overlap(words, telling) +
      overlap(refused.map(asQuestion), stemsOf(voices.refused).map(asQuestion)) +
      (whole.length > 1 && placeOf(words, whole) >= 0 ? 2 : 0);
    if (count > (best?.count ?? 0)) best = { name: variant.name, count };
  }
  return best?.name ?? null;
}

/** Treats quizzes, asking and questions as the same exclusion. */
function asQuestion(stem: string): string {
  return QUESTIONS.includes(stem) ? (QUESTIONS[0] ?? stem) : stem;
}

const QUESTIONS = stemsOf('questions ask quiz');

function overlap(words: readonly string[], others: readonly string[]): number {
  return new Set(words.filter((word) => !EMPTY.has(word) && others.includes(word))).size;
}

/** Verbs that go with almost every task, each with its stem. */
const GENERIC = 'make write new schreib écris escribe scrivi schrijf escreva'
  .split(' ')
  .map((word) => [stemsOf(word)[0] ?? word, word] as const);
const GENERIC_WEIGHT = 0.5;
const CREATE = stemsOf('create').join();

/** Words that say nothing about a task, as stems; people put them before the word that does. */
const LEADING: ReadonlySet<string> = new Set(
  stemsOf(
    'please can could would you i we me us to want need wants needs help have should like let lets the a an my our this that it just quickly now',
  ),
);
const EMPTY: ReadonlySet<string> = new Set([
  ...LEADING,
  ...stemsOf(
    'of and or for from with without in on at by as is are be been was were do does who what which how when where why their his her its they them there here not no one new some any all more less than into against about up out other plans',
  ),
]);

/** The three goals with the words most similar to those of a sentence, including misspelt or shortened ones. */
function nearestGoals(goals: readonly Goal[], sentence: string): Goal[] {
  const index = new MiniSearch<{ id: number; name: string; text: string }>({
    fields: ['name', 'text'],
    searchOptions: {
      boost: { name: 2 },
      prefix: (term) => term.length > 3,
      fuzzy: (term) => (term.length > 4 ? 0.3 : false),
    },
  });
  index.addAll(goals.map((goal, id) => ({ id, name: inWords(goal.name), text: textOf(goal) })));
  const found = index.search(sentence.slice(0, 2000)).flatMap(({ id }) => goals[Number(id)] ?? []);
  return [...new Set([...found, ...goals])].slice(0, 3);
}

function textOf(goal: Goal): string {
  const say = ({ description, keywords, inputs }: GoalParts) => [
    description,
    ...keywords,
    ...inputs.filter(({ kind }) => kind !== 'request').map(({ describe }) => describe),
  ];
  return [goal, ...goal.variants].flatMap(say).join('\n');
}
