import { commentIn } from '../comments.ts';
import { type FileRule, newLines, seenAt } from './rule.ts';

/** Marks of postponed work, in comments. */
export const todo: FileRule = (file) => {
  if (file.isProse || file.isFixture || file.isGenerated) return [];
  return newLines(file).flatMap((shown) => {
    const comment = commentIn(shown.text, file.language);
    const mark = comment === undefined ? null : /\b(TODO|FIXME|XXX|HACK)\b/u.exec(comment);
    if (mark === null) return [];
    const message = `A comment says ${mark[1]}: something was left for later.`;
    return [seenAt(file, shown, { kind: 'todo', severity: 'low', message })];
  });
};
