import MiniSearch from 'minisearch';
import picomatch from 'picomatch';
import { estimateTokens } from '../../lib/index.ts';
import type { Environment } from '../../platform/index.ts';
import { findContradictions } from './contradictions.ts';
import { readMemory } from './fact_store.ts';
import { judgeFacts } from './judge_facts.ts';
import type { FactKind, JudgedFact, MemoryProblem } from './memory_fact.ts';

/** The criteria of a recall. */
export type RecallRequest = {
  readonly env: Environment;
  /** Paths and globs from the root: facts that cite such files come first, and without a query there are no others. */
  readonly paths?: readonly string[];
  readonly query?: string;
  readonly kinds?: readonly FactKind[];
  /** The most tokens of all texts together. */
  readonly tokens?: number;
  /** The most facts. */
  readonly most?: number;
  /** Whether a text must not be sent to a model. */
  readonly isUnfit?: (text: string) => boolean;
};

/** The recalled facts, and the number of those left out. */
export type Recalled = {
  readonly facts: readonly JudgedFact[];
  readonly leftOut: {
    readonly notFresh: number;
    /** Another fresh fact says the opposite, and nobody has decided which is right. */
    readonly opposite: number;
    readonly unfit: number;
    readonly noRoom: number;
  };
  readonly problems: readonly MemoryProblem[];
};

/** Recalls the facts about files or words, those about the files first, without stale ones and those that are contradicted. */
export async function recall(root: string, { env, ...request }: RecallRequest): Promise<Recalled> {
  return (await openRecall(root, env))(request);
}

/** Reads and judges the memory once, for any number of recalls. */
export async function openRecall(
  root: string,
  env: Environment,
): Promise<(request: Omit<RecallRequest, 'env'>) => Recalled> {
  const { facts, problems } = readMemory(root);
  const judged = await judgeFacts(root, facts, env);
  const opposed = opposedFacts(judged);
  return (request) => recallFrom({ judged, opposed, problems }, request);
}

/** The ids of facts that still hold and say the opposite of another one that does. */
export function opposedFacts(judged: readonly JudgedFact[]): ReadonlySet<string> {
  const fresh = judged.filter(({ standing }) => standing === 'fresh');
  const opposites = findContradictions(fresh).filter(({ kind }) => kind === 'opposite');
  return new Set(opposites.flatMap(({ facts }) => facts));
}

type OpenMemory = {
  readonly judged: readonly JudgedFact[];
  readonly opposed: ReadonlySet<string>;
  readonly problems: readonly MemoryProblem[];
};

function recallFrom(
  { judged: all, opposed, problems }: OpenMemory,
  {
    paths,
    query,
    kinds,
    tokens = Infinity,
    most = Infinity,
    isUnfit = () => false,
  }: Omit<RecallRequest, 'env'>,
): Recalled {
  const judged = all.filter(({ fact }) => kinds?.includes(fact.kind) ?? true);
  const touches =
    paths === undefined ? () => false : picomatch([...paths], { dot: true, posix: true, nonegate: true });
  const hits = query === undefined ? new Map<string, number>() : searchFacts(judged, query);
  const scored = judged.map((one) => {
    const cited = one.cites.map(({ now }, place) => now?.path ?? one.fact.cites[place]?.path ?? '');
    const isNear = (cited.length > 0 ? cited : filesIn(one.fact)).some((file) => touches(file));
    return { one, isNear, score: hits.get(one.fact.file) ?? 0 };
  });
  const asked = scored.filter(
    ({ isNear, score }) => (paths === undefined && query === undefined) || isNear || score > 0,
  );
  const fresh = asked.filter(({ one }) => one.standing === 'fresh');
  const agreed = fresh.filter(({ one }) => !opposed.has(one.fact.id));
  const fit = agreed.filter(({ one }) => !isUnfit(one.fact.text));
  fit.sort(
    (a, b) =>
      Number(b.isNear) - Number(a.isNear) ||
      b.score - a.score ||
      (a.one.fact.file < b.one.fact.file ? -1 : 1),
  );
  const taken: JudgedFact[] = [];
  let used = 0;
  for (const { one } of fit) {
    const size = estimateTokens(one.fact.text);
    if (taken.length >= most || used + size > tokens) continue;
    used += size;
    taken.push(one);
  }
  return {
    facts: taken,
    leftOut: {
      notFresh: asked.length - fresh.length,
      opposite: fresh.length - agreed.length,
      unfit: agreed.length - fit.length,
      noRoom: fit.length - taken.length,
    },
    problems,
  };
}

/** The files that a failure names between backticks: it may concern files that did not exist yet and could not be cited. */
function filesIn({ kind, text }: JudgedFact['fact']): string[] {
  if (kind !== 'failure') return [];
  return Array.from(text.matchAll(/`([^`\s]{1,200})`/gu), ([, file = '']) => file);
}

/** Facts that match words, by their file, with their scores. */
export function searchFacts(judged: readonly JudgedFact[], words: string): ReadonlyMap<string, number> {
  const index = new MiniSearch<{ id: number; text: string; paths: string; kind: string }>({
    fields: ['text', 'paths', 'kind'],
    tokenize: searchTerms,
    processTerm: (term) => term.normalize('NFKC').toLowerCase().replaceAll('ß', 'ss'),
    searchOptions: {
      prefix: (term) => term.length > 2 || UNSPACED.test(term),
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    },
  });
  index.addAll(
    judged.map(({ fact: { text, cites, kind } }, id) => ({
      id,
      text,
      kind,
      paths: cites.map(({ path }) => path).join(' '),
    })),
  );
  return new Map(
    index.search(words).flatMap(({ id, score }) => {
      const file = judged[Number(id)]?.fact.file;
      return file === undefined ? [] : [[file, score] as const];
    }),
  );
}

/** Splits a text into the terms that are searched: its words, and of scripts without blanks between words, each pair of letters. */
function searchTerms(text: string): string[] {
  return text
    .split(/[\n\r\p{Z}\p{P}]+/u)
    .flatMap((word) => word.split(UNSPACED_RUN))
    .flatMap((piece) => (UNSPACED.test(piece) ? pairs(piece) : [piece]))
    .filter((term) => term !== '');
}

/** The pairs of neighbouring letters; a letter by itself as it is. */
function pairs(run: string): string[] {
  const letters = [...run];
  if (letters.length < 2) return letters;
  return letters.slice(1).map((letter, place) => `${letters[place] ?? ''}${letter}`);
}

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const UNSPACED_RUN =
  /([\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{M}ー]+)/u;
