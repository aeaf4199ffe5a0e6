import { expect, test } from 'vitest';
import type { Review } from '../../src/batch/review/index.ts';
import { batchProject, type PlannedPhase } from '../support/batch_project.ts';
import { documentOf } from '../support/program.ts';
import { inLines } from '../support/review.ts';

type Batch = {
  readonly name: string;
  /** What is there before. */
  readonly files: Readonly<Record<string, string>>;
  /** Each with the files that its agent writes. */
  readonly phases: readonly (PlannedPhase & { readonly writes: Readonly<Record<string, string>> })[];
};

const NODE_TEST = (name: string, expected: number) =>
  `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { ${name} } from '../src/${name}.mjs';\n\ntest('${name} of 6 and 3', () => {\n  assert.equal(${name}(6, 3), ${expected});\n});\n`;

const CI = (steps: string) => `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;

const BATCHES: readonly Batch[] = [
  {
    name: 'a package of Node that gets tests, a type check in its test script, and CI',
    files: {
      'package.json':
        '{\n  "type": "module",\n  "scripts": {\n    "test": "node --test tests/add.test.mjs"\n  }\n}\n',
      'src/add.mjs': 'export const add = (a, b) => a + b;\n',
      'tests/add.test.mjs': NODE_TEST('add', 9),
    },
    phases: [
      {
        files: ['src/times.mjs', 'tests/times.test.mjs', 'package.json'],
        gates: ['npm test'],
        writes: {
          'src/times.mjs': 'export const times = (a, b) => a * b;\n',
          'tests/times.test.mjs': NODE_TEST('times', 18),
          'package.json':
            '{\n  "type": "module",\n  "scripts": {\n    "pretest": "mkdir -p tmp || true",\n    "test": "node --test tests/add.test.mjs tests/times.test.mjs",\n    "posttest": "echo done"\n  }\n}\n',
        },
      },
      {
        files: ['.github/workflows/ci.yml'],
        after: ['1'],
        gates: ['grep -q "npm test" .github/workflows/ci.yml'],
        writes: {
          '.github/workflows/ci.yml': CI('      - uses: actions/checkout@v4\n      - run: npm test\n'),
        },
      },
    ],
  },
  {
    name: 'a package of Python with a command, its tests and a package of checks',
    files: { 'wc/__init__.py': '', 'tools/verify.py': 'import wc\n\nassert wc is not None\n' },
    phases: [
      {
        files: ['wc/count.py', 'tests/__init__.py', 'tests/test_count.py'],
        gates: ['python3 -m unittest tests.test_count'],
        writes: {
          'wc/count.py': 'def count(text):\n    return len(text.split())\n',
          'tests/__init__.py': '',
          'tests/test_count.py':
            "import unittest\n\nfrom wc.count import count\n\n\nclass CountTest(unittest.TestCase):\n    def test_words(self):\n        self.assertEqual(count('a b'), 2)\n\n\nif __name__ == '__main__':\n    unittest.main()\n",
        },
      },
      {
        files: ['checks/__init__.py', 'checks/rules.py', 'tools/verify.py'],
        after: ['1'],
        gates: ['python3 -m tools.verify'],
        writes: {
          'checks/__init__.py': '"""Checks of the package."""\n',
          'checks/rules.py': "from wc.count import count\n\n\ndef run():\n    assert count('a b c') == 3\n",
          'tools/verify.py': 'import wc\nfrom checks import rules\n\nassert wc is not None\nrules.run()\n',
        },
      },
    ],
  },
  {
    name: 'a project with a Makefile as those in Go have, whose test target gets a build and a clean one',
    files: {
      Makefile: '.PHONY: test\ntest:\n\t@sh tests/version.sh\n',
      'cmd/version': '1\n',
      'tests/version.sh': 'set -e\ngrep -q 1 cmd/version\n',
    },
    phases: [
      {
        files: ['Makefile', 'cmd/version', 'tests/version.sh'],
        gates: ['sh tests/version.sh'],
        writes: {
          Makefile:
            '.PHONY: test build clean\ntest: clean build\n\t@sh tests/version.sh\n\nbuild:\n\tmkdir -p out\n\tcp cmd/version out/version\n\nclean:\n\t-rm -rf out\n',
          'cmd/version': '12\n',
          'tests/version.sh': 'set -e\ngrep -q 1 cmd/version\ngrep -q 12 cmd/version\n',
        },
      },
    ],
  },
  {
    name: 'a program of the shell, whose output the gate compares',
    files: { 'wanted.txt': 'Hello\n', 'scripts/test.sh': 'set -e\npython3 -m unittest tests.test_a\n' },
    phases: [
      {
        files: ['hello.sh'],
        gates: [
          'sh hello.sh > out.txt && diff out.txt wanted.txt; r=$?; rm -f out.txt; exit $r',
          'sh hello.sh',
        ],
        writes: { 'hello.sh': "#!/bin/sh\necho 'Hello'\n" },
      },
      {
        files: ['tests/test_a.py', 'tests/test_b.py', 'scripts/test.sh'],
        gates: ['sh scripts/test.sh'],
        writes: {
          'scripts/test.sh': 'set -e\npython3 -m unittest tests.test_a tests.test_b\n',
          ...Object.fromEntries(
            ['a', 'b'].map((name) => [
              `tests/test_${name}.py`,
              `import unittest\n\n\nclass Test(unittest.TestCase):\n    def test_it(self):\n        with open('wanted.txt', encoding='utf-8') as file:\n            self.assertIn('${name === 'a' ? 'H' : 'o'}', file.read())\n`,
            ]),
          ),
        },
      },
    ],
  },
  {
    name: 'packages in one repository, one of which has no tests yet',
    files: {
      'package.json':
        '{\n  "private": true,\n  "type": "module",\n  "scripts": {\n    "ci": "node --test packages/a"\n  }\n}\n',
      'packages/a/a.mjs': 'export const a = 1;\n',
      'packages/a/a.test.mjs':
        "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { a } from './a.mjs';\n\ntest('a', () => assert.equal(a, 1));\n",
    },
    phases: [
      {
        files: ['packages/b/package.json', 'packages/b/b.mjs', 'package.json'],
        gates: ['npm run ci'],
        writes: {
          'packages/b/package.json':
            '{\n  "name": "b",\n  "scripts": {\n    "test": "vitest run --passWithNoTests",\n    "clean": "rm -rf test-output || true"\n  }\n}\n',
          'packages/b/b.mjs': 'export const b = 2;\n',
          'package.json':
            '{\n  "private": true,\n  "type": "module",\n  "scripts": {\n    "clean": "rm -rf out || true",\n    "ci": "npm run clean && node --test packages/a"\n  }\n}\n',
        },
      },
    ],
  },
  {
    name: 'a script that builds, and a program of checks to which checks are added',
    files: {
      'scripts/build.sh': '#!/bin/sh\nset -e\nmkdir -p out\ncp src/a.txt out/\n',
      'src/a.txt': 'a\n',
      'check.mjs':
        "import { readFileSync } from 'node:fs';\n\nif (readFileSync('src/a.txt', 'utf8') !== 'a\\n') process.exit(1);\n",
    },
    phases: [
      {
        files: ['scripts/build.sh', 'src/b.txt', 'check.mjs'],
        gates: ['sh scripts/build.sh && rm -r out', 'node check.mjs'],
        writes: {
          'scripts/build.sh': '#!/bin/sh\nset -e\nmkdir -p out\ncp src/a.txt src/b.txt out/\n',
          'src/b.txt': 'b\n',
          'check.mjs':
            "import { readFileSync } from 'node:fs';\n\nif (readFileSync('src/a.txt', 'utf8') !== 'a\\n') process.exit(1);\nif (readFileSync('src/b.txt', 'utf8') !== 'b\\n') process.exit(1);\n",
        },
      },
    ],
  },
];

test.each(BATCHES)('the review of an ordinary batch is LOW: $name', async ({ files, phases }) => {
  const script = Object.fromEntries(
    phases.map(({ writes }, place) => [`${place + 1}`, [[{ write: writes }]]]),
  );
  const project = await batchProject(phases, { phases: script }, files);
  expect((await project.run()).counts).toMatchObject({ done: phases.length });
  const review = documentOf(await project.call('batch', 'review', '1', '--json')).review as Review;
  expect(inLines(review).filter((line) => !line.startsWith('low '))).toEqual([]);
  expect(review.band).toBe('LOW');
});
