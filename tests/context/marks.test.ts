import { expect, test } from 'vitest';
import { DETECTORS } from '../../src/context/discovery/detectors.ts';
import { isMark } from '../../src/context/discovery/marks.ts';
import type { Sources } from '../../src/context/discovery/sources.ts';

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
    read: nothing,
    json: nothing,
    toml: nothing,
    yaml: nothing,
    tell: nothing,
  };
  for (const { detect } of DETECTORS) detect(sources);
  return { paths: [...paths].sort(), names: [...names].sort() };
}

test('whatever a detector looks for by its path makes what was found out stale when it comes', () => {
  const { paths, names } = lookedFor();
  expect(paths.length).toBeGreaterThan(50);
  expect([...paths, ...names].filter((path) => !isMark(path))).toEqual([]);
});

test('a script whose name says what it is for makes what was found out stale when it comes, and no other script does', () => {
  expect(['scripts/test.sh', 'build.sh', 'hack/lint.bash'].filter((path) => !isMark(path))).toEqual([]);
  expect(['scripts/helper.sh', 'src/test.sh', 'scripts/deep/test.sh'].filter(isMark)).toEqual([]);
});
