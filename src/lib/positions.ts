/** Finds line and column, both 1-based, of offsets into a text with any kind of line ends. */
export function positionsIn(text: string): (offset: number) => { line: number; column: number } {
  let found: readonly number[] | undefined;
  return (offset) => {
    found ??= lineStarts(text);
    const starts = found;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // In a CRLF pair, the line feed is the end.
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
