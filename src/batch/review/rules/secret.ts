import { createSecrets } from '../../../tape/index.ts';
import { withoutPlaceholders } from './placeholder.ts';
import { afterLines, type FileRule, seenAt } from './rule.ts';

/** Texts that look like keys, by the program's one table. Never quotes them. Placeholders, which open nothing, are ignored. */
export const secret: FileRule = (file) => {
  const secrets = createSecrets();
  return file.hunks.flatMap((hunk) => {
    const added = afterLines(hunk).filter(({ isAdded, text }) => isAdded && file.isNew(text));
    const hasKey = (text: string) =>
      piecesOf(text).some((piece) => secrets.find(withoutPlaceholders(piece)) !== undefined);
    const found = added.filter(({ text }) => hasKey(text));
    // A private key has several lines.
    const first =
      found.length > 0 || !hasKey(added.map(({ text }) => text).join('\n'))
        ? []
        : added.filter(({ text }) => /BEGIN .*PRIVATE KEY/u.test(text));
    return [...found, ...first].map((shown) => {
      const severity = file.isTest ? 'medium' : 'critical';
      const message = file.isTest
        ? 'This looks like a key. If it is real, replace it with a new one.'
        : 'This looks like a key. Once merged, it has to be replaced with a new one: history keeps it.';
      return seenAt(file, shown, { kind: 'secret', severity, message, isSecret: true });
    });
  });
};

/** Longer texts are examined in pieces: a regular expression cannot backtrack over millions of characters. */
const LONGEST_PIECE = 500_000;
/** The overlap of the pieces, longer than a key. */
const OVERLAP = 10_000;

function piecesOf(text: string): string[] {
  const pieces = [text.slice(0, LONGEST_PIECE)];
  for (let end = LONGEST_PIECE; end < text.length; end += LONGEST_PIECE - OVERLAP)
    pieces.push(text.slice(end - OVERLAP, end - OVERLAP + LONGEST_PIECE));
  return pieces;
}
