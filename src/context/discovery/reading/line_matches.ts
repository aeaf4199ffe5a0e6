import { LONGEST_LINE } from '../plain_text.ts';
import type { SourceText } from '../sources.ts';

/** The matches of a pattern in a file, line by line: its groups, and the line. Only the beginning of a long line is examined. */
export function matchesIn(
  text: SourceText | undefined,
  pattern: RegExp,
): { readonly groups: readonly string[]; readonly line: number }[] {
  return (text?.lines ?? []).flatMap((line, place) => {
    const match = pattern.exec(line.slice(0, LONGEST_LINE));
    return match === null ? [] : [{ groups: match.slice(1).map((group) => group ?? ''), line: place + 1 }];
  });
}

/** Like {@link matchesIn}, in a script: comment lines are skipped. */
export function matchesInScript(
  text: SourceText | undefined,
  pattern: RegExp,
): { readonly groups: readonly string[]; readonly line: number }[] {
  const inComment = new Set<number>();
  let isOpen = false;
  for (const [place, line] of (text?.lines ?? []).entries()) {
    const start = line.trimStart();
    if (!isOpen && start.startsWith('/*')) isOpen = true;
    if (isOpen || start.startsWith('//')) inComment.add(place + 1);
    if (isOpen && line.includes('*/')) isOpen = false;
  }
  return matchesIn(text, pattern).filter(({ line }) => !inComment.has(line));
}
