import {
  changeOf,
  makeReview,
  parseDiff,
  type Review,
  structuralFindings,
} from '../../src/batch/review/index.ts';
import { unifiedDiff } from '../../src/lib/index.ts';

/** Files before and after a change: path → text; a file that is left out does not exist. */
export type Sides = {
  readonly before?: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
};

/** The diff between two sets of files, in the format of `diff -u`. */
export function diffOf({ before = {}, after }: Sides): string {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths
    .map((path) => {
      const text = unifiedDiff(before[path], after[path] ?? '', path);
      return after[path] === undefined ? text.replace(/^\+\+\+ .*$/mu, '+++ /dev/null') : text;
    })
    .join('');
}

/** The rules' review of a diff. */
export function reviewOf(diff: string): Review {
  const change = changeOf(parseDiff(diff));
  return makeReview(
    {
      at: '2026-11-29T10:00:00.000Z',
      subject: { kind: 'diff', batch: null, name: 'change.diff' },
      version: { seq: null, base: null, head: null, diff: '' },
    },
    { change, found: structuralFindings(change), dropped: [] },
  );
}

/** Findings in a line each: `high stub a.js:3`. */
export function inLines({ findings }: Pick<Review, 'findings'>): string[] {
  return findings.map(
    ({ severity, kind, file, line, side }) =>
      `${severity} ${kind}${file === null ? '' : ` ${file}`}${line === null ? '' : `:${line}`}${side === 'before' ? ' before' : ''}`,
  );
}
