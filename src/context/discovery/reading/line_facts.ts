import type { SourceText } from '../sources.ts';

/** What a pattern finds in a file, line by line: its groups, and the line. */
export function matchesIn(
  text: SourceText | undefined,
  pattern: RegExp,
): { readonly groups: readonly string[]; readonly line: number }[] {
  return (text?.lines ?? []).flatMap((line, place) => {
    const match = pattern.exec(line);
    return match === null ? [] : [{ groups: match.slice(1).map((group) => group ?? ''), line: place + 1 }];
  });
}
