import { isMendable } from './fix_plan.ts';
import type { FoundThing } from './make_review.ts';
import type { Finding, FindingKind, Review } from './types.ts';

/** What of a batch, and not of a line, these tell: another batch with the same files has its own. */
const OF_THE_BATCH: ReadonlySet<FindingKind> = new Set([
  'no-owner',
  'out-of-scope',
  'no-gate',
  'weak-gate',
  'phase-not-done',
  'union-red',
]);

/**
 * What a batch was to mend and has not: what a rule has seen, where it sees the same again in all that has changed since; what cannot be seen
 * by reading again (a model's word, a hunk that no gate noticed), where its line still stands. Pure.
 *
 * @param before - the review whose findings were to be mended
 * @param now.rules - what the rules see in everything that has changed since before those findings
 * @param now.own - what is found in the batch itself, which is not told twice
 * @param now.textOf - a file as it is at the head of the batch; `undefined` where there is none
 */
export function unmended(
  { findings }: Pick<Review, 'findings'>,
  now: {
    readonly rules: readonly FoundThing[];
    readonly own: readonly FoundThing[];
    readonly textOf: (path: string) => string | undefined;
  },
): FoundThing[] {
  const own = new Set(now.own.map(keyOf));
  const seen = now.rules.filter((each) => !own.has(keyOf(each)));
  return findings.flatMap((finding): FoundThing[] => {
    if (!isMendable(finding) || OF_THE_BATCH.has(finding.kind)) return [];
    // Its phase was one of the batch before.
    const { id: _, phase: _phase, ...rest } = finding;
    if (finding.by !== 'structural') return own.has(keyOf(finding)) ? [] : stillThere(rest, now.textOf);
    const place = seen.findIndex((each) => keyOf(each) === keyOf(finding));
    // The same line may be there twice, and mended once.
    const [again] = place === -1 ? [] : seen.splice(place, 1);
    if (again === undefined) return [];
    const { phase: _own, ...found } = again;
    return [found];
  });
}

/** A finding at the line that it quotes, where that is still in the file. */
function stillThere(
  finding: Omit<Finding, 'id' | 'phase'>,
  textOf: (path: string) => string | undefined,
): FoundThing[] {
  const { endLine: _, ...rest } = finding;
  if (finding.quote === '' || finding.file === null) return [];
  const lines = textOf(finding.file)?.split('\n') ?? [];
  const holding = lines.flatMap((text, index) =>
    text.trim().slice(0, finding.quote.length) === finding.quote ? [index + 1] : [],
  );
  const [first] = holding;
  if (first === undefined) return [];
  const { line } = finding;
  return [{ ...rest, line: line !== null && holding.includes(line) ? line : first }];
}

function keyOf({ kind, file, quote }: Pick<Finding, 'kind' | 'file' | 'quote'>): string {
  return JSON.stringify([kind, file, quote]);
}
