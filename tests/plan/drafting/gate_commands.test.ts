import { describe, expect, test } from 'vitest';
import type { Project } from '../../../src/context/index.ts';
import { missingPrerequisites } from '../../../src/plan/drafting/gate_commands.ts';
import { shellParts } from '../../../src/plan/drafting/shell_calls.ts';

const PROJECT: Project = {
  has: (path) => (['scripts/check.sh', 'src/a.test.js'].includes(path) ? 'file' : undefined),
  npmPackage: (folder) =>
    ({
      '.': {
        scripts: new Set(['test', 'lint', 'type-check']),
        dependencies: new Set(['vitest', '@scope/tool']),
      },
      'packages/app': { scripts: new Set(['e2e']), dependencies: new Set<string>() },
    })[folder],
  makeTargets: (folder) => (folder === '.' ? { names: new Set(['all', 'check']), isOpen: false } : undefined),
  hasLocalProgram: (_, name) => name === 'tsc',
  hasProgram: (name) =>
    ['npm', 'npx', 'yarn', 'bun', 'make', 'node', 'bash', 'git', 'grep', 'cargo'].includes(name),
};

function missing(command: string, touched: readonly string[] = []): string[] {
  const found = missingPrerequisites(command, {
    project: PROJECT,
    touches: (path) => touched.includes(path),
  });
  return found.map(
    ({ what, mayCome, hint }) => `${what}${mayCome ? ' (may come)' : ''}${hint ? ` | ${hint}` : ''}`,
  );
}

describe('what a gate needs is here', () => {
  test.each([
    'npm test',
    'npm t -- --watch=false',
    'npm run lint && npm run type-check',
    'CI=1 npm test | grep -q ok',
    'cd packages/app && npm run e2e',
    'npm --prefix packages/app run e2e',
    'npm run whatever -w packages/app',
    'npm test --workspaces',
    'npm ci',
    'npx tsc --noEmit',
    'npx vitest run',
    'npx @scope/tool@2 check',
    'yarn lint',
    'yarn tsc',
    'bun test',
    'make check -j 4',
    'make -C other whatever',
    'node src/a.test.js',
    'node --test',
    'node -e "process.exit(1)"',
    './scripts/check.sh && bash scripts/check.sh',
    'test -f README.md',
    '[ "$(git status --porcelain)" = "" ]',
    '! grep -rq "TODO; rm -rf missing-program" src 2>/dev/null > out.txt',
    'if grep -q x y; then exit 1; fi',
    '(git diff --quiet) || exit 1',
    'env A=b timeout 60 cargo test',
    '$TOOL run',
    'grep -c "a && b" file # then nothing',
  ])('%s', (command) => {
    expect(missing(command)).toEqual([]);
  });
});

describe('what a gate needs and is not here is named', () => {
  test.each([
    ['npm run tests', ['the script "tests" in package.json | Did you mean test?']],
    ['npm start', ['the script "start" in package.json | The scripts are: test, lint, type-check.']],
    [
      'cd packages/app && npm test',
      ['the script "test" in packages/app/package.json | The scripts are: e2e.'],
    ],
    ['cd nowhere && npm test', ['the script "test" in nowhere/package.json']],
    [
      'pnpm test:all',
      [
        'the program "pnpm"',
        'the script "test:all" in package.json | The scripts are: test, lint, type-check.',
      ],
    ],
    ['npx cypress run', ['the program "cypress" among the installed packages']],
    ['tsc --noEmit', ['the program "tsc" | Run it as npx tsc.']],
    ['pytest -q', ['the program "pytest"']],
    ['make chek', ['the target "chek" in Makefile | Did you mean check?']],
    ['cd docs && make', ['a makefile in docs']],
    ['./scripts/verify.sh', ['the file scripts/verify.sh']],
    ['node scripts/no.mjs', ['the file scripts/no.mjs']],
    ['npm test && frobnicate | grep x', ['the program "frobnicate"']],
    ['env A=b timeout 60 frobnicate', ['the program "frobnicate"']],
  ])('%s', (command, expected) => {
    expect(missing(command)).toEqual(expected);
  });

  test('and a phase that touches its place may be about to make it', () => {
    expect(missing('npm run e2e', ['package.json'])).toEqual([
      'the script "e2e" in package.json (may come) | The scripts are: test, lint, type-check.',
    ]);
    expect(missing('node tests/new.mjs', ['tests/new.mjs'])).toEqual(['the file tests/new.mjs (may come)']);
    expect(missing('pytest', ['package.json'])).toEqual(['the program "pytest"']);
  });
});

test('a shell line is taken apart into its calls', () => {
  expect(shellParts(`A=1 a "b c" 'd;e' f\\ g && h|i>j; k 2>&1 "l\\"m" # n`)).toEqual([
    ['A=1', 'a', 'b c', 'd;e', 'f g'],
    ['h'],
    ['i'],
    ['k', 'l"m'],
  ]);
  expect(shellParts('')).toEqual([]);
  expect(shellParts('"unclosed')).toEqual([['unclosed']]);
});
