import { describe, expect, test } from 'vitest';
import {
  changeOf,
  makeReview,
  parseDiff,
  phaseFinder,
  structuralFindings,
} from '../../src/batch/review/index.ts';
import { fold } from '../support/batch_events.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { casesIn } from '../support/cases.ts';
import { present } from '../support/present.ts';
import { diffOf, inLines, reviewOf, type Sides } from '../support/review.ts';

type Case = Sides & { readonly name: string; readonly finds: readonly string[] };

describe('what the rules find', () => {
  test.each(casesIn<Case>('review_rules.yaml'))('$name', ({ finds, ...sides }) => {
    expect(inLines(reviewOf(diffOf(sides)))).toEqual(finds);
  });
});

/** A change of a few lines in a test; they stand under the language, before and after. */
type TestCase = { readonly name: string; readonly finds: readonly string[] } & {
  readonly [language in keyof typeof TESTS]?: readonly [string, string];
};

/** A file with one test in each language, which has a place for what it checks. */
const TESTS = {
  js: ['a.test.js', "test('adds', () => {\n  HERE\n});\n"],
  python: ['test_a.py', 'def test_adds():\n    HERE\n'],
  go: ['a_test.go', 'func TestAdds(t *testing.T) {\n\tHERE\n}\n'],
  rust: ['a.rs', '    #[test]\n    fn adds() {\n        HERE\n    }\n'],
  java: ['ATest.java', '  @Test\n  void adds() {\n    HERE\n  }\n'],
  csharp: ['ATests.cs', '  [Fact]\n  public void Adds() {\n    HERE\n  }\n'],
  php: ['ATest.php', '<?php\nfunction testAdds() {\n  HERE\n}\n'],
  ruby: ['a_spec.rb', "it 'adds' do\n  HERE\nend\n"],
} as const;

describe('what a change makes of a test', () => {
  test.each(casesIn<TestCase>('review_weakened.yaml'))('$name', ({ finds, name: _, ...sides }) => {
    const found = Object.entries(sides).map(([language, lines]) => {
      const [path, around] = TESTS[language as keyof typeof TESTS];
      const [before = '', after = ''] = lines.map((own) => around.replace('HERE', () => own));
      return reviewOf(diffOf({ before: { [path]: before }, after: { [path]: after } })).findings;
    });
    expect(found.flat().map(({ severity, kind }) => `${severity} ${kind}`)).toEqual(finds);
  });
});

test('large changes and long lines are read in time in proportion to them', () => {
  const places = Array.from({ length: 1_000 }, (_, place) => place);
  const long = '/*'.repeat(50_000) + 'a('.repeat(50_000) + 'test '.repeat(50_000) + '"'.repeat(10_000);
  const diff = [
    ...places.map(
      (place) =>
        `--- test/${place}.test.js\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-test('case ${place}', () => {\n-  expect(f(${place}1)).toBe(${place}2);\n-});\n`,
    ),
    ...places.map(
      (place) =>
        `--- /dev/null\n+++ src/${place}.js\n@@ -0,0 +1,2 @@\n+if (n === ${place}1) return ${place}3;\n+// TODO: ${place}\n`,
    ),
    ...['src/long.js', 'test/test_long.py'].map(
      (path) => `--- /dev/null\n+++ ${path}\n@@ -0,0 +1 @@\n+assert ${long}\n`,
    ),
  ].join('');
  const from = performance.now();
  const review = reviewOf(diff);
  expect(performance.now() - from).toBeLessThan(10_000);
  expect(review.counts).toMatchObject({ low: 1_000, medium: 1, high: 1_000 });
  expect(review.findings).toHaveLength(201);
  expect(review.dropped).toMatchObject([
    { count: 900, severity: 'low' },
    { count: 900, severity: 'high' },
  ]);
});

test('a key is quoted by no rule, nor what stands in the line of a password', () => {
  const key = `ghp_${'abcdefghijklmnopqrstuvwxyz0123456789'}`;
  const after = {
    'a.js': `const token = '${key}'; // TODO move\nconst password = 'hunter2-blue9'; // TODO hide\nrun(); // TODO later\n`,
  };
  const review = reviewOf(diffOf({ after }));
  expect(inLines(review)).toEqual([
    'critical secret a.js:1',
    'high hard-coded a.js:2',
    'low todo a.js:1',
    'low todo a.js:2',
    'low todo a.js:3',
  ]);
  expect(JSON.stringify(review)).not.toMatch(/ghp_|hunter2/u);
  expect(review.findings.at(-1)?.quote).toBe('run(); // TODO later');
});

test('what was made elsewhere and quotes a key is kept without it', () => {
  const key = `ghp_${'abcdefghijklmnopqrstuvwxyz0123456789'}`;
  const found = {
    kind: 'bug',
    severity: 'low',
    file: 'a.js',
    line: 1,
    by: 'model',
    proof: 'claimed',
    quote: `use('${key}')`,
    message: `It uses ${key}.`,
  } as const;
  const review = makeReview(
    {
      at: '2026-11-29T10:00:00.000Z',
      subject: { kind: 'diff', batch: null, name: 'change.diff' },
      version: { seq: null, base: null, head: null, diff: '' },
    },
    { change: { files: [] }, found: [found], dropped: [] },
  );
  expect(review.findings).toMatchObject([
    { quote: "use('[key removed]')", message: 'It uses [key removed].' },
  ]);
});

test('a password is of the phase that wrote it, and not of the last one that changed its file', () => {
  const first = diffOf({ after: { 'a.js': "const password = 'hunter2-blue9';\n" } });
  const second = diffOf({
    before: { 'a.js': "const password = 'hunter2-blue9';\n" },
    after: { 'a.js': "const password = 'hunter2-blue9';\nrun();\n" },
  });
  const manifest = manifestOf({ ids: ['1', '2'], dependencies: [[], []], hours: [1, 1], files: [[], []] });
  const phases = fold(manifest, []).phases.map((record, place) => ({
    record,
    commit: 'c',
    diff: parseDiff(present([first, second][place])),
  }));
  const change = changeOf(
    parseDiff(diffOf({ after: { 'a.js': "const password = 'hunter2-blue9';\nrun();\n" } })),
  );
  const found = structuralFindings(change, phaseFinder(phases).ofSeen);
  expect(found).toMatchObject([{ kind: 'hard-coded', phase: '1', quote: '' }]);
});
