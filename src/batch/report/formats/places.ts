import type { ReportFinding } from '../document/index.ts';

/** A finding with a place in the repository, as tools that show findings in place require. */
export type PlacedFinding = ReportFinding & { readonly file: string };

/** Whether a path is below the top of the repository: relative, and without a way out. */
export function isBelow(path: string): boolean {
  return !/^(?:\/|[A-Za-z][A-Za-z0-9+.-]*:|\\)|(?:^|\/)\.\.(?:\/|$)|^$/u.test(path);
}

/** The findings with a place, the worst first, up to a limit; and the number left out. */
export function placedFindings(
  findings: readonly ReportFinding[],
  most: number,
): { readonly placed: readonly PlacedFinding[]; readonly placeless: number; readonly cut: number } {
  const all = findings.filter(
    (finding): finding is PlacedFinding => finding.file !== null && isBelow(finding.file),
  );
  const placed = all.slice(0, most);
  return { placed, placeless: findings.length - all.length, cut: all.length - placed.length };
}

/** A path as a relative URI, with each segment escaped separately. */
export function relativeUri(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}
