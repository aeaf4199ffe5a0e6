import { type ChangeRule, seenOf } from './rule.ts';

/** The numbers of lines from which a change is reported as large, and as very large. */
const LARGE = 500;
const VERY_LARGE = 2_000;
const MANY_FILES = 50;

/** The amount to read. Generated files do not count. */
export const size: ChangeRule = ({ files }) => {
  const read = files.filter(({ isGenerated, isFixture }) => !isGenerated && !isFixture);
  const lines = read.reduce((sum, { added, removed }) => sum + added + removed, 0);
  if (lines < LARGE && read.length < MANY_FILES) return [];
  const message = `${lines} lines in ${read.length === 1 ? 'a file' : `${read.length} files`} changed: reviewers miss more in a change of this size.`;
  return [seenOf(null, { kind: 'size', severity: lines >= VERY_LARGE ? 'medium' : 'low', message })];
};
