/** A heading over at most so many lines, apart from the text before it, with the number of further ones; empty without a line. */
export function sectionLines(heading: string, lines: readonly string[], most: number): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - most;
  return [
    '',
    heading,
    ...lines.slice(0, most).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
