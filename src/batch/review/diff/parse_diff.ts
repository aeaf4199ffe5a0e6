import type { Diff, DiffFault, DiffFile, DiffHunk, DiffLine } from './diff.ts';
import { gitHeaderPaths, sidePath, unquotedPath } from './quoted_path.ts';

/** A file that has been partly read. */
type Draft = {
  old: string | undefined;
  now: string | undefined;
  status: DiffFile['status'];
  oldMode?: string;
  newMode?: string;
  isBinary: boolean;
  /** Whether its lines `---` and `+++` were present. */
  hasSides: boolean;
  readonly hunks: DiffHunk[];
};

/**
 * Parses a unified diff, as written by git or `diff -u`. Reports unreadable parts with their line, and reads the rest. Skips text
 * before the first file, such as that of a mail with a patch.
 */
export function parseDiff(text: string): Diff {
  const lines = text.split('\n');
  const drafts: Draft[] = [];
  const faults: DiffFault[] = [];
  let draft: Draft | undefined;
  let isCombined = false;
  const begin = (): Draft => {
    draft = {
      old: undefined,
      now: undefined,
      status: 'modified',
      isBinary: false,
      hasSides: false,
      hunks: [],
    };
    drafts.push(draft);
    return draft;
  };
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').replace(/\r$/u, '');
    if (/^(?:diff --(?:cc|combined) |@@@+ )/u.test(line)) {
      if (!isCombined || line.startsWith('diff ')) faults.push({ line: at + 1, message: COMBINED });
      isCombined = true;
    } else if (isCombined && !line.startsWith('diff ')) continue;
    else if (line.startsWith('diff --git ')) {
      isCombined = false;
      const paths = gitHeaderPaths(line.slice('diff --git '.length));
      Object.assign(begin(), { old: paths?.old, now: paths?.now });
    } else if (line.startsWith('--- ') && (lines[at + 1] ?? '').startsWith('+++ ')) {
      // Other programs write no line of their own before a file.
      const isNext = draft === undefined || draft.hasSides;
      const [old, now] = [
        sidePath(line.slice(4)),
        sidePath((lines[at + 1] ?? '').replace(/\r$/u, '').slice(4)),
      ];
      Object.assign(isNext ? begin() : (draft ?? begin()), sides(draft, old, now));
      at += 1;
    } else if (line.startsWith('@@ ') && draft !== undefined) {
      const read = readHunk(lines, at);
      if ('fault' in read) faults.push({ line: at + 1, message: read.fault });
      else draft.hunks.push(read.hunk);
      at = read.end;
    } else if (draft !== undefined) readExtended(draft, line);
  }
  const files = drafts.flatMap((each) => fileOf(each) ?? []);
  for (const each of drafts)
    if (fileOf(each) === undefined) faults.push({ line: 1, message: 'A file of the diff has no name.' });
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), faults };
}

/** Its lines have a sign for each parent. */
const COMBINED =
  'This is a combined diff, as git shows a merge, which cannot be read; use git diff with both commits.';

function sides(before: Draft | undefined, old: string | undefined, now: string | undefined): Partial<Draft> {
  const status = old === undefined ? 'added' : now === undefined ? 'deleted' : undefined;
  return { old, now, hasSides: true, ...(status === undefined ? {} : { status: status ?? before?.status }) };
}

/** Reads a line between the name of a file and its hunks. */
function readExtended(draft: Draft, line: string): void {
  const [, word = '', rest = ''] =
    /^(old mode|new mode|new file mode|deleted file mode|rename from|rename to|copy from|copy to|index|Binary files|GIT binary patch)(?: (.*))?$/su.exec(
      line,
    ) ?? [];
  switch (word) {
    case 'old mode':
      draft.oldMode = rest;
      break;
    case 'new mode':
      draft.newMode = rest;
      break;
    case 'new file mode':
      draft.status = 'added';
      draft.newMode = rest;
      break;
    case 'deleted file mode':
      draft.status = 'deleted';
      draft.oldMode = rest;
      break;
    case 'rename from':
    case 'copy from':
      draft.status = word === 'rename from' ? 'renamed' : 'copied';
      draft.old = unquotedPath(rest);
      break;
    case 'rename to':
    case 'copy to':
      draft.now = unquotedPath(rest);
      break;
    case 'index': {
      const mode = / (\d{6})$/u.exec(line)?.[1];
      if (mode !== undefined) {
        draft.oldMode ??= mode;
        draft.newMode ??= mode;
      }
      break;
    }
    case 'Binary files':
    case 'GIT binary patch':
      draft.isBinary = true;
      break;
  }
}

function fileOf({ old, now, status, oldMode, newMode, isBinary, hunks }: Draft): DiffFile | undefined {
  const path = status === 'deleted' ? (old ?? now) : (now ?? old);
  if (path === undefined || path === '') return undefined;
  const count = (kind: DiffLine['kind']) =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0);
  const isOther = (status === 'renamed' || status === 'copied') && old !== undefined && old !== path;
  const isType =
    status === 'modified' &&
    oldMode !== undefined &&
    newMode !== undefined &&
    kindOf(oldMode) !== kindOf(newMode);
  return {
    path,
    ...(isOther ? { from: old } : {}),
    status: isType ? 'type-changed' : status,
    ...(oldMode === undefined ? {} : { oldMode }),
    ...(newMode === undefined ? {} : { newMode }),
    ...{ isBinary, hunks, added: count('added'), removed: count('removed') },
  };
}

function kindOf(mode: string): string {
  return mode.slice(0, 3);
}

/** The end of such a hunk is unknown: the lines after its header are read as if it were not there. */
const FEWER = 'This hunk has fewer lines than its header says.';

/** The most lines of one hunk. */
const MAX_LINES = 1_000_000;

type HunkRead = { readonly end: number } & ({ readonly hunk: DiffHunk } | { readonly fault: string });

/** Reads the hunk whose header is on a line; the header gives its number of lines. */
function readHunk(all: readonly string[], start: number): HunkRead {
  const header = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/u.exec(all[start] ?? '');
  if (header === null) return { fault: 'This is not the header of a hunk.', end: start };
  const [, from = '', removes = '1', to = '', adds = '1'] = header;
  const before = { line: Number(from), count: Number(removes) };
  const after = { line: Number(to), count: Number(adds) };
  const lines: DiffLine[] = [];
  // A side without lines names the line before it.
  let [old, now] = [before.line + (before.count === 0 ? 1 : 0), after.line + (after.count === 0 ? 1 : 0)];
  let [oldLeft, nowLeft] = [before.count, after.count];
  let at = start;
  while (oldLeft > 0 || nowLeft > 0) {
    at += 1;
    const line = all[at];
    if (line === undefined || at - start > MAX_LINES) return { fault: FEWER, end: start };
    // There is no line after the last line end.
    if (line === '' && at === all.length - 1) return { fault: FEWER, end: start };
    const text = line.slice(1).replace(/\r$/u, '');
    // Mail programs remove the space of an empty line.
    const sign = line === '' || line === '\r' ? ' ' : line[0];
    if (sign === '\\') continue;
    if (sign === '+') {
      nowLeft -= 1;
      lines.push({ kind: 'added', text, before: 0, after: now++ });
    } else if (sign === '-') {
      oldLeft -= 1;
      lines.push({ kind: 'removed', text, before: old++, after: 0 });
    } else if (sign === ' ') {
      oldLeft -= 1;
      nowLeft -= 1;
      lines.push({ kind: 'same', text, before: old++, after: now++ });
    } else return { fault: FEWER, end: start };
    // One side is full and the other is not: a line that fits neither belongs to what follows.
    if ((oldLeft < 0 || nowLeft < 0) && isBehindHunk(all, at)) return { fault: FEWER, end: start };
    if (oldLeft < 0 || nowLeft < 0)
      return { fault: 'This hunk has more lines than its header says.', end: at };
  }
  if ((all[at + 1] ?? '').startsWith('\\')) at += 1;
  return { hunk: { before, after, lines }, end: at };
}

/** Whether a line begins another file or ends a mail, or is an empty one before that, and only looks like a line of a hunk. */
function isBehindHunk(all: readonly string[], at: number): boolean {
  let next = at;
  while (next < all.length && /^\r?$/u.test(all[next] ?? '')) next += 1;
  const line = all[next];
  if (line === undefined || /^-- ?\r?$/u.test(line)) return true;
  if (line.startsWith('--- ') && (all[next + 1] ?? '').startsWith('+++ ')) return true;
  return next > at && /^(?:diff |@@ )/u.test(line);
}
