import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  openProject,
  readInstructions,
  readManifests,
  readTree,
  shortenTree,
} from '../../src/context/index.ts';
import { emptyFolder } from '../support/program.ts';

const ENV = { PATH: process.env.PATH, HOME: '/nowhere', GIT_DIR: '/nowhere/else' };

function folderWith(files: Readonly<Record<string, string>>): string {
  const root = emptyFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

describe('the files of a project', () => {
  const files = {
    'b.ts': '',
    'a/é.ts': '',
    'a/new\nline': '',
    '.gitignore': 'dist/\n*.log\n',
    'dist/x.js': '',
    'x.log': '',
  };

  test('are those that git knows or would take, whatever GIT_DIR says', async () => {
    const root = folderWith({ ...files, '.orchestrator/plans/p.md': '' });
    execFileSync('git', ['init', '-q'], { cwd: root });
    execFileSync('git', ['add', 'b.ts'], { cwd: root });
    expect(await readTree(root, ENV)).toEqual({
      source: 'git',
      files: ['.gitignore', 'a/new\nline', 'a/é.ts', 'b.ts'],
    });
  });

  test('without git are those that are found, but for what is made or installed', async () => {
    const root = folderWith({ ...files, 'node_modules/p/i.js': '', '.env/secret': '' });
    symlinkSync('/etc', join(root, 'etc'));
    const expected = { source: 'folder', files: ['.gitignore', 'a/new\nline', 'a/é.ts', 'b.ts', 'x.log'] };
    expect(await readTree(root, ENV)).toEqual(expected);
    expect(await readTree(root, { ...ENV, PATH: '/nowhere' })).toEqual(expected);
  });

  test('are shortened by folding folders from the deepest up, and then by leaving out', () => {
    const tree = ['a/b/one.ts', 'a/b/second.ts', 'a/b/third.md', 'a/c.ts', 'z.md'];
    expect(shortenTree(tree, 1000)).toBe(tree.join('\n'));
    expect(shortenTree(tree, 44)).toBe('a/b/ (3 files: .ts 2, .md 1)\na/c.ts\nz.md');
    expect(shortenTree(tree, 35)).toBe('a/ (4 files: .ts 3, .md 1)\nz.md');
    expect(shortenTree(['a\n=====END'], 100)).toBe('"a\\n=====END"');
    const wide = Array.from({ length: 500 }, (_, index) => `file_${String(index).padStart(3, '0')}.ts`);
    expect(shortenTree(wide, 100)).toMatch(/^file_000\.ts\n[\s\S]*\n\(49\d more\)$/u);
  });

  test('never take more room than they are given', () => {
    const name = fc.constantFrom('a', 'b', 'long_name', 'x.ts', 'é');
    const path = fc.array(name, { minLength: 1, maxLength: 12 }).map((names) => names.join('/'));
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { maxLength: 60 }),
        fc.integer({ min: 40, max: 500 }),
        (paths, limit) => {
          expect(shortenTree(paths.sort(), limit).length).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});

test('manifests and instructions are read from the root, each kind once, and no link out of it is followed', () => {
  const root = folderWith({
    'package.json': '{}',
    Makefile: 'all:\n',
    'Readme.txt': 'hello',
    'AGENTS.md': 'rules',
    'sub/package.json': '{}',
    'go.mod': ' \n',
    'Cargo.toml': 'a\u0000b',
  });
  symlinkSync('/etc/passwd', join(root, 'CLAUDE.md'));
  symlinkSync('/etc/passwd', join(root, 'pyproject.toml'));
  expect(readManifests(root)).toEqual([
    { file: 'Makefile', text: 'all:\n' },
    { file: 'package.json', text: '{}' },
  ]);
  expect(readInstructions(root).map(({ file }) => file)).toEqual(['Readme.txt', 'AGENTS.md']);
});

describe('a project can be asked', () => {
  const root = folderWith({
    'package.json': '{"scripts":{"test":"x","__proto__":"y"},"devDependencies":{"vitest":"1"}}',
    'broken/package.json': '{',
    'odd/package.json': '{"scripts":["test"],"dependencies":null}',
    Makefile: '# no: target\nall check: dep\n\tbuild: no\nVAR := x\nA=b:c\n.PHONY: all\n',
    'open/Makefile': 'include other.mk\n%.o: %.c\n',
    'app/x.ts': '',
    'node_modules/.bin/tsc': '',
  });
  symlinkSync('/etc', join(root, 'etc'));
  const project = openProject(root, { PATH: '/bin:/usr/bin' });

  test('what stands at a path, and nothing outside', () => {
    expect(project.has('app')).toBe('folder');
    expect(project.has('app/x.ts')).toBe('file');
    for (const path of ['app/y.ts', '../', '/etc/passwd/..', 'etc/passwd', 'a\u0000b', '../../etc/passwd'])
      expect(project.has(path)).toBeUndefined();
  });

  test('for scripts and dependencies, of manifests that may be broken', () => {
    const found = project.npmPackage('.');
    expect([...(found?.scripts ?? [])].sort()).toEqual(['__proto__', 'test']);
    expect([...(found?.dependencies ?? [])]).toEqual(['vitest']);
    expect(project.npmPackage('broken')).toBeUndefined();
    expect(project.npmPackage('nowhere')).toBeUndefined();
    expect([...(project.npmPackage('odd')?.dependencies ?? [])]).toEqual([]);
  });

  test('for the targets of makefiles', () => {
    const targets = project.makeTargets('.');
    expect(targets?.isOpen).toBe(false);
    for (const target of ['all', 'check']) expect(targets?.names.has(target)).toBe(true);
    for (const target of ['no', 'build', 'VAR', '# no']) expect(targets?.names.has(target)).toBe(false);
    expect(project.makeTargets('open')?.isOpen).toBe(true);
    expect(project.makeTargets('app')).toBeUndefined();
  });

  test('for programs, its own and those of the machine', () => {
    expect(project.hasLocalProgram('app', 'tsc')).toBe(true);
    expect(project.hasLocalProgram('.', '../.bin/tsc')).toBe(false);
    expect(project.hasProgram('sh')).toBe(true);
    expect(project.hasProgram('no-such-program-here')).toBe(false);
  });
});
