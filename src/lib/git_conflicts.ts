/**
 * The lines, 1-based, where conflicts of a git merge begin, or, if that marker is missing, end.
 *
 * @param known - a text whose own lines of that look are no conflicts, as where somebody writes about merges
 */
export function gitConflicts(text: string, known = ''): number[] {
  const left = new Map<string, number>();
  for (const { line } of markersIn(known)) left.set(line, (left.get(line) ?? 0) + 1);
  const markers = markersIn(text).filter(({ line }) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  });
  const starts = markers.filter(({ line }) => line.startsWith('<'));
  return (starts.length > 0 ? starts : markers).map(({ at }) => at);
}

/** Both sides of a text with git merge conflicts; `undefined` if there are none, or they are incomplete. */
export function gitSides(text: string): { readonly ours: string; readonly theirs: string } | undefined {
  const ours: string[] = [];
  const theirs: string[] = [];
  let state: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  let hasConflict = false;
  for (const line of text.split('\n')) {
    if (state === 'both' && /^<{7,}(?: |\r?$)/u.test(line)) {
      state = 'ours';
      hasConflict = true;
    } else if (state === 'ours' && /^\|{7,}(?: |\r?$)/u.test(line)) state = 'base';
    else if ((state === 'ours' || state === 'base') && /^={7,}\r?$/u.test(line)) state = 'theirs';
    else if (state === 'theirs' && /^>{7,}(?: |\r?$)/u.test(line)) state = 'both';
    else {
      if (state === 'both' || state === 'ours') ours.push(line);
      if (state === 'both' || state === 'theirs') theirs.push(line);
    }
  }
  return hasConflict && state === 'both' ? { ours: ours.join('\n'), theirs: theirs.join('\n') } : undefined;
}

/**
 * A marker is followed by the name of its side. A row of seven alone may be a rule, or a quotation in a quotation; git writes
 * such rows if a side has no name, and these count where there is a whole conflict between them.
 */
function markersIn(text: string): { readonly line: string; readonly at: number }[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const nameless = new Set(namelessMarkers(lines));
  return lines.flatMap((line, place) =>
    /^(?:<{7,}|>{7,}) \S/u.test(line) || nameless.has(place) ? [{ line, at: place + 1 }] : [],
  );
}

/** Where markers without a name begin and end complete conflicts: three rows of one length, one after another. */
function namelessMarkers(lines: readonly string[]): number[] {
  const found: number[] = [];
  let open: { readonly at: number; readonly length: number; readonly isParted: boolean } | undefined;
  for (const [at, line] of lines.entries()) {
    const [, row = ''] = /^(<{7,}|={7,}|>{7,})(?: |$)/u.exec(line) ?? [];
    const { length } = row;
    if (row.startsWith('<')) open = { at, length, isParted: false };
    else if (open?.length !== length) continue;
    else if (line.startsWith('=')) open = line === row ? { ...open, isParted: true } : open;
    else if (open.isParted) {
      found.push(...[open.at, at].filter((place) => /^[<>]+$/u.test(lines[place] ?? '')));
      open = undefined;
    }
  }
  return found;
}
