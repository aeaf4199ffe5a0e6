import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { DETECTORS } from '../../src/context/discovery/detectors.ts';
import { discoverIn } from '../../src/context/discovery/discover.ts';
import { foldersHash } from '../../src/context/discovery/layout_hash.ts';
import { isMarkerFile } from '../../src/context/discovery/marker_files.ts';
import { indexPaths } from '../../src/context/discovery/path_index.ts';
import type { Sources } from '../../src/context/discovery/sources.ts';
import { projectOf } from '../support/discovered.ts';

/** The paths and names that detectors look for in a project that has none of them. */
function lookedFor(): { readonly paths: readonly string[]; readonly names: readonly string[] } {
  const paths = new Set<string>();
  const names = new Set<string>();
  const nothing = () => undefined;
  const sources: Sources = {
    paths: [],
    has: (path) => {
      paths.add(path);
      return false;
    },
    named: (name) => {
      names.add(name);
      return [];
    },
    matching: () => [],
    where: () => [],
    folders: () => [],
    hasFolder: () => false,
    read: nothing,
    json: nothing,
    toml: nothing,
    yaml: nothing,
    report: nothing,
  };
  for (const { detect } of DETECTORS) detect(sources);
  return { paths: [...paths].sort(), names: [...names].sort() };
}

test('whatever a detector looks for by its path makes what was found out stale when it comes', () => {
  const { paths, names } = lookedFor();
  expect(paths.length).toBeGreaterThan(50);
  expect([...paths, ...names].filter((path) => !isMarkerFile(path))).toEqual([]);
});

test('a script whose name says what it is for makes what was found out stale when it comes, and no other script does', () => {
  expect(['scripts/test.sh', 'build.sh', 'hack/lint.bash'].filter((path) => !isMarkerFile(path))).toEqual([]);
  expect(['scripts/helper.sh', 'src/test.sh', 'scripts/deep/test.sh'].filter(isMarkerFile)).toEqual([]);
});

const cases: readonly { readonly name: string; readonly files: Readonly<Record<string, string>> }[] = parse(
  readFileSync(new URL('../cases/discovery.yaml', import.meta.url), 'utf8'),
);

test.each(cases)(
  '$name: a file that alone shows a fact makes what was found out stale when it comes',
  ({ files }) => {
    const root = projectOf(files);
    const paths = Object.keys(files).sort();
    const { facts } = discoverIn(root, paths, 'git');
    for (const path of paths.filter((each) => !isMarkerFile(each))) {
      const rest = paths.filter((each) => each !== path);
      if (hashOf(rest) !== hashOf(paths)) continue;
      const before = new Set(discoverIn(root, rest, 'git').facts.map(({ id }) => id));
      const lost = facts.filter(
        ({ id, evidence, statement }) =>
          !before.has(id) && evidence.every((each) => each.path === path) && !OF_SOURCES.test(statement),
      );
      expect(
        lost.map(({ statement }) => statement),
        path,
      ).toEqual([]);
    }
  },
);

function hashOf(paths: readonly string[]): string {
  return foldersHash(indexPaths(paths));
}

/** Facts that ordinary source files show, which come and go too often to make anything stale. */
const OF_SOURCES =
  /^Most source files|^There are .* files too|says? that (?:it is|they are) generated|^`[\w-]+\/`|^Run: `go run|Django migrations|describes itself|^`[^`]+` embeds `|^Some tests are skipped|^Tests in |besides `src\/test`/u;

test.each([
  ['k8s/web.yaml', 'deploy/prod/app.yml'],
  ['ui/deep/lang/messages/de.json', 'a/b/c/locale/fr/LC_MESSAGES/django.po'],
  ['a/b/c/db/migrations/1.sql', 'x/y/z/prisma/migrations/1_a/migration.sql'],
  ['config/app.php', 'config/runtime.exs', 'lib/x_web/router.ex', 'shop/urls.py', 'frontend/vite.config.ts'],
  ['src/main/java/a/b/ShopApplication.java', 'src/web/Program.cs', 'cli/src/args.rs', 'cmd/x/flags.go'],
  ['test/test_helper.rb', 'buildLogic/src/main/kotlin/a.gradle.kts'],
  ['frontend/tsconfig.json', 'frontend/yarn.lock', '.husky/pre-commit', 'CHANGELOG.md', 'scripts/test'],
])('where %s comes, or one like it, what was found out is stale', (...paths) => {
  for (const path of paths)
    expect(
      isMarkerFile(path) ||
        hashOf(['a/b/c/d', 'ui/deep/lang/messages/en.json', 'x/y/z/w', path].sort()) !==
          hashOf(['a/b/c/d', 'ui/deep/lang/messages/en.json', 'x/y/z/w']),
      path,
    ).toBe(true);
});
