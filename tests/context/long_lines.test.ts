import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { discover } from '../../src/context/index.ts';
import { emptyFolder } from '../support/program.ts';

const LENGTH = 200_000;

test.each([
  ['build.gradle', `options.compilerArgs =${' '.repeat(LENGTH)}`],
  ['eslint.config.mjs', `import x from "${'eslint'.repeat(LENGTH / 6)}`],
  ['Rakefile', `task :a\ntask a: ${' '.repeat(LENGTH)}x`],
  ['MODULE.bazel', 'bazel_dep(\n'.repeat(LENGTH / 5)],
  ['pom.xml', `<project>${'<plugin>'.repeat(LENGTH / 2)}`],
  [
    '.github/workflows/a.yml',
    `on: push\njobs:\n  a:\n    steps:\n      - run: make ${'-j '.repeat(LENGTH / 3)}x\n`,
  ],
  [
    '.github/workflows/b.yml',
    `on: push\njobs:\n  a:\n    steps:\n      - run: npm install ${'a'.repeat(LENGTH)}\n`,
  ],
  [
    '.github/workflows/c.yml',
    `on: push\njobs:\n  a:\n    steps:\n      - run: |\n          make a${' '.repeat(LENGTH)}x\n`,
  ],
  ['Makefile', `X_VERSION${' '.repeat(LENGTH)}`],
  ['GNUmakefile', `install:${' install-a'.repeat(LENGTH / 10)} .`],
  ['.php-cs-fixer.php', `${' '.repeat(LENGTH)}'a'`],
  ['CMakeLists.txt', `set(X${' -Wall'.repeat(LENGTH / 6)}`],
  ['tox.ini', `[testenv:a]\ncommands = ${' '.repeat(LENGTH)}x`],
  ['tox.ini', `[testenv:${'{a,b}'.repeat(LENGTH / 5)}]\ncommands = x\n`],
  ['tox.ini', `[testenv:${'{a,b}'.repeat(30)}]\ncommands = x\n`],
  ['tox.ini', '[testenv:a]\n'.repeat(LENGTH / 3)],
  ['requirements.txt', `a =${' '.repeat(LENGTH)}@`],
  ['CONTRIBUTING.md', `${'please '.repeat(36)}x\n\n${'also '.repeat(50)}x\n`],
  ['DEVELOPMENT.md', `A \` b\n${'c\n'.repeat(LENGTH / 2)}`],
  ['HACKING.md', `${'A b.\n'.repeat(LENGTH / 5)}`],
  ['tests/conftest.py', '@pytest.fixture(\n'.repeat(LENGTH / 5)],
  ['README.md', '## Contributing\n### Contributing\n'.repeat(LENGTH / 10)],
  ['README.rst', 'Requirements\n------------\n\n'.repeat(LENGTH / 10)],
  ['BUILDING.md', `<!-- a -->\n${'You must update the changelog so:\n\nx\n\n'.repeat(LENGTH / 20)}`],
  ['docs/development.md', `${':'.repeat(1_900)}\n\n`.repeat(LENGTH / 1_000)],
  ['eslint.config.js', `export default [${'{ rules: { a: ['.repeat(LENGTH / 14)}`],
  ['.eslintrc.js', `module.exports = {${' '.repeat(LENGTH)}rules: { 'a': 'off${'/*'.repeat(LENGTH / 2)}`],
  ['tsup.config.ts', `export default { format: [${"'esm', ".repeat(LENGTH / 7)}`],
  [
    'tox.ini',
    `[tox]\nenvlist = ${'a{b,'.repeat(LENGTH / 4)}\n[testenv]\ncommands =${' '.repeat(LENGTH)}\\\n`,
  ],
  ['web/README.md', `IMPORTANT: ${'*a '.repeat(LENGTH / 3)}\n> [!WARNING]\n${'> a\n'.repeat(LENGTH / 4)}`],
  [
    '.github/workflows/d.yml',
    `on: push\njobs:\n  a:\n    steps:\n      - run: |\n          git diff ${'a '.repeat(LENGTH / 2)}\n          A=${'1'.repeat(LENGTH)} make\n`,
  ],
  ['crates/a/build.rs', `prost_build "${'a/'.repeat(LENGTH / 2)}`],
  [
    'CONTRIBUTING.md',
    `cd ${'a/'.repeat(900)} && vale ${'a/b '.repeat(900)}\n\n    cd a && vale ${'a '.repeat(900)}\n`,
  ],
  ['pyproject.toml', `[tool.pytest.ini_options]\nmarkers = ["${':'.repeat(LENGTH)}\\n"]\n`],
])(
  '%s with a long line, or with what nobody closes, is read in the time of its length',
  async (name, text) => {
    const root = emptyFolder();
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
    const before = process.cpuUsage();
    await discover(root, { PATH: process.env.PATH, HOME: '/nowhere' });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(3);
  },
);
