import MiniSearch from 'minisearch';
import { stemsOf } from '../../lib/index.ts';
import { type Pattern, qualifiedId } from '../library/pattern.ts';
import type { PatternRecord } from '../outcomes/statistics.ts';
import { EMPTY_STEMS } from './empty_words.ts';

/** A pattern that fits a task, with the reasons for its place. */
export type PatternMatch = {
  readonly pattern: Pattern;
  readonly record: PatternRecord;
  /** The value that decides the order: {@link relevance} × {@link evidence} × {@link recency}. */
  readonly score: number;
  /** The fit of its words, from 0 to 1: 1 is the best of this task. */
  readonly relevance: number;
  /** The weight of its outcomes, from 0 to 1. */
  readonly evidence: number;
  /** The freshness of its outcomes, from 0 to 1. */
  readonly recency: number;
  /** The words of the task that it has, the weightiest first, each as the task has it. */
  readonly words: readonly string[];
  /** The share of the task that those words make up, by weight, from 0 to 1. */
  readonly coverage: number;
};

/** A pattern that shares words with a task, and does not fit. */
export type NearPattern = {
  readonly pattern: Pattern;
  readonly words: readonly string[];
  readonly why: string;
};

/** The patterns found for a task. */
export type Matched = {
  /** The best first; none when nothing fits. */
  readonly fitting: readonly PatternMatch[];
  /** The nearest of the patterns that do not fit, where no pattern fits. */
  readonly near: readonly NearPattern[];
};

/** Patterns, prepared for any number of tasks. */
export type PatternIndex = { readonly match: (task: string, today: string) => Matched };

/** A longer task is only read up to here. */
const LONGEST_TASK = 4000;

type Entry = {
  readonly id: number;
  readonly name: string;
  readonly keywords: string;
  readonly about: string;
  readonly body: string;
};

/** Fields that describe a pattern in short; the body describes its phases, in words that many patterns share. */
const STRONG: ReadonlySet<string> = new Set(['name', 'keywords', 'about']);

/** Indexes patterns with their bodies and their records. */
export function indexPatterns(
  patterns: readonly { readonly pattern: Pattern; readonly record: PatternRecord }[],
): PatternIndex {
  const index = new MiniSearch<Entry>({
    fields: ['name', 'keywords', 'about', 'body'],
    tokenize: (text) => stemsOf(text),
    processTerm: (term) => (EMPTY_STEMS.has(term) ? null : term),
    // Whole words: `latest` is not `test`.
    searchOptions: { boost: { name: 4, keywords: 4, about: 2 }, prefix: false, fuzzy: false },
  });
  index.addAll(patterns.map(({ pattern }, id) => entryOf(pattern, id)));
  const names = patterns.map(({ pattern }) => namesOf(pattern));
  const phrases = patterns.map(({ pattern }) => phrasesOf(pattern));
  const spread = new Map<string, number>();
  for (const { pattern } of patterns) {
    const { name, keywords, about, body } = entryOf(pattern, 0);
    for (const stem of new Set(stemsOf([name, keywords, about, body].join(' '))))
      spread.set(stem, (spread.get(stem) ?? 0) + 1);
  }
  const weightOf = (stem: string) => Math.log(1 + (patterns.length + 1) / ((spread.get(stem) ?? 0) + 1));
  return {
    match(task, today) {
      const said = wordsOf(task.slice(0, LONGEST_TASK));
      const total = [...new Set(said.map(({ stem }) => stem))].reduce((sum, stem) => sum + weightOf(stem), 0);
      const text = said.map(({ stem }) => stem).join(' ');
      const found = index.search([...new Set(said.map(({ stem }) => stem))].join(' '), {
        // Already stems.
        tokenize: (query) => query.split(' '),
      });
      const best = found[0]?.score ?? 1;
      const judged = found.flatMap(({ id, score, match }) => {
        const one = patterns[Number(id)];
        if (one === undefined) return [];
        const stems = Object.keys(match).sort((a, b) => weightOf(b) - weightOf(a) || (a < b ? -1 : 1));
        const strong = stems.filter((stem) => match[stem]?.some((field) => STRONG.has(field)));
        const coverage = total === 0 ? 0 : strong.reduce((sum, stem) => sum + weightOf(stem), 0) / total;
        const phrase = phrases[Number(id)]?.find((each) => ` ${text} `.includes(` ${each} `));
        const isNamed = stems.some((stem) => names[Number(id)]?.has(stem));
        const why = unfit({ strong, stems, coverage, phrase, isNamed });
        const words = stems.map((stem) => said.find((word) => word.stem === stem)?.word ?? stem);
        return [{ ...one, score, why, words, coverage }];
      });
      const fitting = judged
        .filter(({ why }) => why === undefined)
        .map(({ pattern, record, score, words, coverage }): PatternMatch => {
          const relevance = score / best;
          const evidence = evidenceOf(record);
          const recency = recencyOf(record, today);
          const whole = relevance * evidence * recency;
          return { pattern, record, score: whole, relevance, evidence, recency, words, coverage };
        })
        .sort((a, b) => b.score - a.score || (qualifiedId(a.pattern) < qualifiedId(b.pattern) ? -1 : 1));
      if (fitting.length > 0) return { fitting, near: [] };
      const near = judged.slice(0, MAX_NEAR).map(({ pattern, words, why = '' }) => ({ pattern, words, why }));
      return { fitting, near };
    },
  };
}

const MAX_NEAR = 3;

type Fit = {
  readonly strong: readonly string[];
  readonly stems: readonly string[];
  /** By weight, of the words of the task. */
  readonly coverage: number;
  readonly phrase: string | undefined;
  /** Whether one of the words is among its names. */
  readonly isNamed: boolean;
};

/** With less of a task than this, a pattern is about something else. */
const MIN_COVERAGE = 0.3;
/** One word is enough only where it is nearly the whole task. */
const WORD_ALONE = 0.6;

/** The reason that a pattern does not fit a task that it shares words with; `undefined` where it fits. */
function unfit({ strong, stems, coverage, phrase, isNamed }: Fit): string | undefined {
  if (strong.length === 0) return 'its name, keywords and description have none of the words';
  if (coverage < MIN_COVERAGE) return 'most of the task is about something else';
  if (strong.length >= 2 || phrase !== undefined) return undefined;
  if (coverage >= WORD_ALONE && stems.length === 1 && isNamed) return undefined;
  return 'one word in common says too little';
}

/** A pattern without outcomes counts about as much as one with a single success. */
const UNTRIED = 0.2;
const MIN_EVIDENCE = 0.4;

/** Weighs a pattern's outcomes: the lower bound of its rate of success, of which a part is given to all. */
function evidenceOf({ runs, lowerBound, stage }: PatternRecord): number {
  const worth = MIN_EVIDENCE + (1 - MIN_EVIDENCE) * (runs === 0 ? UNTRIED : lowerBound);
  return stage === 'deprecated' ? worth / 2 : worth;
}

const HALF_LIFE_DAYS = 180;
const MIN_RECENCY = 0.7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Old outcomes say less: half of what can be lost is lost after half a year. Without a run there is nothing to be old. */
function recencyOf({ lastRun }: PatternRecord, today: string): number {
  if (lastRun === null) return 1;
  const days = Math.max(0, (Date.parse(today) - Date.parse(lastRun)) / DAY_MS);
  if (Number.isNaN(days)) return 1;
  return MIN_RECENCY + (1 - MIN_RECENCY) * 0.5 ** (days / HALF_LIFE_DAYS);
}

function entryOf(
  { name, id, description, domain, keywords = [], phases, requirements = [] }: Pattern,
  at: number,
): Entry {
  return {
    id: at,
    name: `${name} ${id}`,
    keywords: `${keywords.join('\n')} ${domain}`,
    about: description,
    body: [
      ...requirements,
      ...phases.flatMap(({ title, goal, steps, gates }) => [
        title,
        goal,
        ...steps,
        ...gates.map(({ text }) => text),
      ]),
    ].join('\n'),
  };
}

/** The keywords of several words, as stems: a task that has all words of one in its order means it. */
function phrasesOf({ keywords = [], name }: Pattern): string[] {
  return [...keywords, name]
    .map((keyword) => stemsOf(keyword).filter((stem) => !EMPTY_STEMS.has(stem)))
    .filter((stems) => stems.length > 1)
    .map((stems) => stems.join(' '));
}

/**
 * The names of a pattern, as stems: the words of its name, and keywords of one word. Its description mentions many other things.
 */
function namesOf({ name, id, keywords = [] }: Pattern): ReadonlySet<string> {
  const alone = keywords.map(stemsOf).filter((stems) => stems.length === 1);
  return new Set([...stemsOf(`${name} ${id}`), ...alone.flat()]);
}

/** The words of a task that carry meaning, in their order, each with its stem. */
function wordsOf(task: string): { readonly word: string; readonly stem: string }[] {
  return (task.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) => {
    const [stem] = stemsOf(word);
    return stem === undefined || EMPTY_STEMS.has(stem) ? [] : [{ word, stem }];
  });
}
