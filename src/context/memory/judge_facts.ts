import { basename, join } from 'node:path';
import { type Environment, isWithin, readText } from '../../platform/index.ts';
import type { Citation, Freshness, JudgedCitation, JudgedFact, KeptFact, SpanMark } from './memory_fact.ts';
import { readProofs } from './proofs.ts';
import { fileMoves } from './renames.ts';
import { findSpan, isDistinctive, type NonBlankLines, nonBlankLines } from './span.ts';

/**
 * Judges whether the lines that each fact cites still exist: moved within their file, or with it, they do; changed or deleted,
 * they do not. Only the current files count, so that reverting a change makes a fact fresh again. A fact whose proof failed in
 * its last run is stale until the proof succeeds. Writes nothing.
 */
export async function judgeFacts(
  root: string,
  facts: readonly KeptFact[],
  env: Environment,
): Promise<JudgedFact[]> {
  const moves = fileMoves(root, env);
  const proofs = readProofs(root);
  const texts = new Map<string, string | undefined>();
  const open = (path: string, cited: string): NonBlankLines | undefined => {
    if (!texts.has(path)) {
      const whole = join(root, path);
      const read = isWithin(root, whole) ? readText(whole, LARGEST) : undefined;
      texts.set(path, read?.kind === 'text' ? read.text : undefined);
    }
    const text = texts.get(path);
    return text === undefined ? undefined : nonBlankLines(text, cited);
  };
  const judge = async ({ path, from, mark, commit }: Citation): Promise<JudgedCitation> => {
    const here = open(path, path);
    if (mark === undefined)
      return {
        standing: 'unpinned',
        now: undefined,
        why: `${path}: the citation has no hash, so changes cannot be detected`,
      };
    const known = mark;
    const stood = here && inFile(here, path, { from, mark: known });
    if (stood && stood.standing !== 'stale') return stood;
    const { renamed, added, resembles } = await moves(commit);
    const to = renamed.get(path);
    const there = to === undefined ? undefined : open(to, path);
    if (to !== undefined && there !== undefined) {
      const found = inFile(there, to, { from, mark: known });
      if (found.standing !== 'stale') return { ...found, why: found.why || `${path} is now called ${to}` };
      if (here === undefined)
        return { ...found, why: `${path} is now called ${to}, and the lines have changed` };
    }
    if (stood) return stood;
    const near = added.filter((other) => basename(other) === basename(path));
    const having = [...near, ...added.filter((other) => !near.includes(other))]
      .slice(0, MAX_LOOKED_AT)
      .flatMap((other) => {
        const file = open(other, path);
        const span = file && findSpan(file, known);
        return file && span?.kind === 'found'
          ? [{ path: other, place: span.place, isTelling: isDistinctive(file, span.place, known) }]
          : [];
      });
    // Lines that many files could have are those that were cited if the rest of the file came along.
    const alike: typeof having = [];
    for (const one of having) if (await resembles(path, texts.get(one.path) ?? '')) alike.push(one);
    const found = (alike.length > 0 ? alike : having.filter((one) => one.isTelling)).map((one) => ({
      path: one.path,
      ...one.place,
    }));
    const [only] = found;
    if (only && found.length === 1)
      return { standing: 'fresh', now: only, why: `${path} is now called ${only.path}` };
    if (only)
      return {
        standing: 'ambiguous',
        now: undefined,
        why: `${path} is gone, and the lines are now in ${found
          .map((one) => one.path)
          .slice(0, 3)
          .join(', ')}`,
      };
    return { standing: 'stale', now: undefined, why: `${path} no longer exists` };
  };
  return Promise.all(
    facts.map(async (fact): Promise<JudgedFact> => {
      const cites: JudgedCitation[] = [];
      for (const cite of fact.cites) cites.push(await judge(cite));
      const standing = WORST.find((one) => cites.some((cite) => cite.standing === one)) ?? 'fresh';
      const proof = fact.prove === undefined ? undefined : proofs.get(fact.sha256);
      if (standing !== 'stale' && proof?.held === false)
        return { fact, standing: 'stale', why: `its proof failed on ${proof.day}: ${proof.why}`, cites };
      const why = cites
        .filter((cite) => cite.standing === standing)
        .map((cite) => cite.why)
        .filter(Boolean)
        .join('; ');
      return { fact, standing, why, cites };
    }),
  );
}

const WORST: readonly Freshness[] = ['stale', 'ambiguous', 'unpinned'];
const LARGEST = 2 * 1024 * 1024;
const MAX_LOOKED_AT = 5000;

function inFile(
  file: NonBlankLines,
  path: string,
  { from, mark }: { readonly from: number; readonly mark: SpanMark },
): JudgedCitation {
  const span = findSpan(file, mark);
  if (span.kind === 'gone')
    return { standing: 'stale', now: undefined, why: `the cited lines of ${path} have changed` };
  if (span.kind === 'ambiguous')
    return {
      standing: 'ambiguous',
      now: undefined,
      why: `${path} has the cited lines ${span.places.length} times instead of ${span.copies}, from line ${span.places
        .map((place) => place.from)
        .slice(0, 5)
        .join(', ')}`,
    };
  return {
    standing: 'fresh',
    now: { path, ...span.place },
    why: span.place.from === from ? '' : `now from line ${span.place.from} of ${path}`,
  };
}
