import type { Finding, FindingKind, Review } from './finding.ts';
import { isFixable } from './fix_plan.ts';
import type { FoundThing } from './make_review.ts';

/** Findings about the batch, not about a line: another batch with the same files has its own. */
const OF_THE_BATCH: ReadonlySet<FindingKind> = new Set([
  'no-owner',
  'out-of-scope',
  'no-gate',
  'weak-gate',
  'phase-not-done',
  'union-red',
]);

/**
 * The findings that a batch was to fix and has not: those of rules, where a rule finds the same in everything that has changed
 * since; others (a model's claim, a hunk that no gate noticed), where their line still exists. Pure.
 *
 * @param before - the review whose findings were to be fixed
 * @param now.rules - the findings of the rules in everything that has changed since before those findings
 * @param now.own - the findings of the batch itself, which are not reported twice
 * @param now.textOf - a file as it is at the head of the batch; `undefined` where there is none
 */
export function unfixedFindings(
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
    if (!isFixable(finding) || OF_THE_BATCH.has(finding.kind)) return [];
    // Its phase belonged to the previous batch.
    const { id: _, phase: _phase, ...rest } = finding;
    if (finding.by !== 'structural') return own.has(keyOf(finding)) ? [] : stillThere(rest, now.textOf);
    const place = seen.findIndex((each) => keyOf(each) === keyOf(finding));
    // The same line may occur twice, and be fixed once.
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
