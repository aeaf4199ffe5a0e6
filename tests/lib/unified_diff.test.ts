import { expect, test } from 'vitest';
import { unifiedDiff } from '../../src/lib/index.ts';

test('a diff says where the last line of a side has no end, as it would otherwise show a change of nothing', () => {
  expect(unifiedDiff('a\nb', 'a\nb\nc\n', 'x')).toBe(
    '--- x\n+++ x\n@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+b\n+c\n',
  );
  expect(unifiedDiff(undefined, 'a', 'x')).toBe(
    '--- /dev/null\n+++ x\n@@ -0,0 +1,1 @@\n+a\n\\ No newline at end of file\n',
  );
});
