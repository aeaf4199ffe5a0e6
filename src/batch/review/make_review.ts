import { sha256 } from '../../platform/index.ts';
import { createSecrets } from '../../tape/index.ts';
import { type Dropped, type Finding, type Review, type ReviewedPhase, SEVERITIES } from './finding.ts';
import { type Change, type Seen, seeChange } from './read_change.ts';
import { REVIEW_RULES } from './rules_revision.ts';
import { bandOf, countFindings, riskScore } from './score.ts';

/** The subject of a review, before anything was examined. */
export type ReviewFrame = {
  readonly at: string;
  readonly subject: Review['subject'];
  readonly version: Omit<Review['version'], 'rules'>;
};

/** A finding before it has its id. */
export type FoundThing = Omit<Finding, 'id'>;

/** The most findings of one kind in a review. */
const MAX_OF_A_KIND = 100;

/** The findings of the rules about a change. @param phaseOf - the phase that a place belongs to, for batches */
export function structuralFindings(
  change: Change,
  phaseOf: (seen: Seen) => string | undefined = () => undefined,
): FoundThing[] {
  const all = seeChange(change);
  // Any other finding in the line of a secret would quote the secret as well.
  const placeOf = ({ file, line, side }: Seen) => JSON.stringify([file, line, side ?? null]);
  const hidden = new Set(all.filter(({ isSecret }) => isSecret).map(placeOf));
  return all.map((seen) => {
    const phase = phaseOf(seen);
    const { isSecret: _, ...own } = hidden.has(placeOf(seen)) ? { ...seen, quote: '' } : seen;
    return { ...own, ...(phase === undefined ? {} : { phase }), by: 'structural' };
  });
}

/** A finding without texts that look like keys, whoever made it. */
function withoutKeys(found: FoundThing): FoundThing {
  const { clean } = createSecrets();
  return { ...found, quote: clean(found.quote), message: clean(found.message) };
}

/** Assembles a review: ids, order, limits, score. Pure. */
export function makeReview(
  frame: ReviewFrame,
  parts: {
    readonly change: Change;
    readonly found: readonly FoundThing[];
    readonly dropped: readonly Dropped[];
    readonly phases?: readonly ReviewedPhase[];
    readonly phasesOf?: (path: string) => readonly string[];
    readonly readings?: Partial<Review['readings']>;
  },
): Review {
  const { change, found, dropped, phases = [], phasesOf = () => [], readings = {} } = parts;
  const numbered = withIds(found.map(withoutKeys).sort(byPlace));
  const counts = new Map<string, number>();
  const kept = numbered.filter(({ kind }) => {
    const before = counts.get(kind) ?? 0;
    counts.set(kind, before + 1);
    return before < MAX_OF_A_KIND;
  });
  const score = riskScore(numbered);
  const isKept = new Set(kept);
  const cut = numbered.filter((each) => !isKept.has(each));
  return {
    schema: 'orchestrator.reviewed/1',
    at: frame.at,
    subject: frame.subject,
    version: { rules: REVIEW_RULES, ...frame.version },
    score,
    band: bandOf(score),
    counts: countAll(numbered, dropped),
    findings: kept,
    dropped: [...dropped, ...asDropped(cut)],
    phases: [...phases],
    files: change.files.map(({ path, from, status, added, removed, isBinary, isGenerated, isTest }) => ({
      ...{ path, status, added, removed, isBinary, isGenerated, isTest },
      ...(from === undefined ? {} : { from }),
      phases: [...phasesOf(path)],
    })),
    readings: { loadBearing: null, union: null, model: null, ...readings },
  };
}

/** Findings beyond the limit of their kind, by source and severity. */
function asDropped(cut: readonly Finding[]): Dropped[] {
  return REVIEWERS.flatMap((by) =>
    SEVERITIES.map((severity) => ({
      by,
      why: `more than ${MAX_OF_A_KIND} findings of one kind; they count for the score`,
      count: cut.filter((each) => each.by === by && each.severity === severity).length,
      severity,
    })),
  ).filter(({ count }) => count > 0);
}

/** The number of findings, including those that a previous review dropped. */
function countAll(found: readonly Finding[], dropped: readonly Dropped[]): Review['counts'] {
  const counts = countFindings(found);
  const more = (wanted: Finding['severity']) =>
    dropped.reduce((sum, { severity, count }) => sum + (severity === wanted ? count : 0), counts[wanted]);
  return { low: more('low'), medium: more('medium'), high: more('high'), critical: more('critical') };
}

const REVIEWERS: readonly Finding['by'][] = ['structural', 'load-bearing', 'union', 'model'];

/** Sorts by severity, the worst first, then by place. */
function byPlace(one: FoundThing, other: FoundThing): number {
  const worse = SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity);
  if (worse !== 0) return worse;
  const [file, otherFile] = [one.file ?? '', other.file ?? ''];
  if (file !== otherFile) return file < otherFile ? -1 : 1;
  return (one.line ?? 0) - (other.line ?? 0) || (one.kind < other.kind ? -1 : one.kind > other.kind ? 1 : 0);
}

/**
 * A finding keeps its id as long as its text is unchanged, wherever it is in the file; equal texts are distinguished by their
 * order.
 */
function withIds(found: readonly FoundThing[]): Finding[] {
  const times = new Map<string, number>();
  return found.map((each) => {
    const key = JSON.stringify([each.kind, each.file, each.phase ?? null, each.quote, each.message]);
    const time = times.get(key) ?? 0;
    times.set(key, time + 1);
    return { id: sha256(`${key} ${time}`).slice(0, 12), ...each };
  });
}
