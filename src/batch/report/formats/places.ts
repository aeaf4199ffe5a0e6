import type { ReportFinding } from '../document/index.ts';

/** A finding that has a place in the repository, which tools that show findings at their place ask for. */
export type PlacedFinding = ReportFinding & { readonly file: string };

/** Whether a path is one below the top of the repository: relative, and leading nowhere else. */
export function isBelow(path: string): boolean {
  return !/^(?:\/|[A-Za-z][A-Za-z0-9+.-]*:|\\)|(?:^|\/)\.\.(?:\/|$)|^$/u.test(path);
}

/** The findings that have a place, the worst first, up to a number of them; and how many are left out. */
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

/** A path as a relative URI: every part of it escaped by itself. */
export function relativeUri(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}
