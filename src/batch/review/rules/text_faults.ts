import { gitConflicts, hiddenText } from '../../../lib/index.ts';
import { afterLines, type ChangedFile, type FileRule, type ShownLine, seenAt } from './rule.ts';

/** Unresolved merge conflicts. */
export const conflictMarker: FileRule = (file) =>
  file.hunks.flatMap((hunk) => {
    const added = afterLines(hunk).filter(({ isAdded, text }) => isAdded && file.isNew(text));
    const isShown = file.isProse || file.isFixture || file.isTest;
    return gitConflicts(added.map(({ text }) => text).join('\n')).flatMap((line) => {
      const shown = added[line - 1];
      if (shown === undefined) return [];
      const message = 'The file contains a merge conflict.';
      return [
        seenAt(file, shown, { kind: 'conflict-marker', severity: isShown ? 'low' : 'critical', message }),
      ];
    });
  });

/** Invisible characters. */
export const hiddenCharacter: FileRule = (file) =>
  addedLines(file).flatMap((shown) => {
    // At the very beginning it marks the encoding.
    const text = shown.line === 1 ? shown.text.replace(/^\ufeff/u, '') : shown.text;
    const [first] = hiddenText(text);
    if (first === undefined) return [];
    const isDeceiving = /reorders text|a tag character/u.test(first.what);
    const isData = file.isProse || file.isFixture || file.language === undefined;
    const severity = isDeceiving ? (isData ? 'medium' : 'high') : isData || file.isTest ? 'low' : 'medium';
    const message = `${first.what[0]?.toUpperCase()}${first.what.slice(1)} is in the line, and is invisible.`;
    return [seenAt(file, shown, { kind: 'hidden-character', severity, message })];
  });

/** Includes unreadably long lines: they are the best place to hide something. */
function addedLines({ hunks, isNew }: ChangedFile): ShownLine[] {
  return hunks.flatMap((hunk) => afterLines(hunk).filter(({ isAdded, text }) => isAdded && isNew(text)));
}
