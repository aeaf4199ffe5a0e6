import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, inFolder, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { Sources } from '../sources.ts';

/** Python projects whose packages pip installs from a requirements file, and tests that only `unittest` runs. */
export const pip: Detector = {
  name: 'pip',
  detect: (sources) => [...managerFacts(sources), ...unittestFacts(sources)],
};

function managerFacts(sources: Sources): Fact[] {
  return sources
    .named('requirements.txt')
    .filter(
      (path) => depthOf(path) <= 1 && !OTHERS.test(path) && !isManagedOtherwise(sources, folderOf(path)),
    )
    .slice(0, 5)
    .flatMap((path) => {
      const line = sources.read(path)?.lineOf(/^[A-Za-z0-9]/u);
      if (line === undefined) return [];
      const folder = folderOf(path);
      const place = folder === '.' ? '' : ` in \`${plain(folder, 60)}\``;
      return [
        makeFact({
          kind: 'package-manager',
          about: `pip:${folder}`,
          statement: `Python packages are installed with pip from \`requirements.txt\`${place}`,
          values: { manager: 'pip', ...(folder === '.' ? {} : { folder }) },
          evidence: [{ path, line: null }],
          certainty: 'shown',
        }),
        commandFact({
          role: isForPages(sources, path) ? 'task' : 'setup',
          run: 'pip install -r requirements.txt',
          folder,
          evidence: [{ path, line }],
          certainty: 'inferred',
        }),
      ];
    });
}

/** Whether requirements only name what builds pages of documentation. */
function isForPages(sources: Sources, path: string): boolean {
  return matchesIn(sources.read(path), /^\s*([A-Za-z0-9][\w.-]*)/u).every(({ groups: [name = ''] }) =>
    /^(?:mkdocs|sphinx|pymdown|furo|myst)/iu.test(name),
  );
}

const OTHERS =
  /^(?:docs?|tests?|examples?|samples?|scripts?|tools|templates?|vendor|node_modules|\.github)\//u;

/** Whether another manager's file is beside the requirements. */
function isManagedOtherwise(sources: Sources, folder: string): boolean {
  return ['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile', 'pyproject.toml', 'setup.py'].some((name) =>
    sources.has(inFolder(folder, name)),
  );
}

/** The tests in one file at the root, if no test runner is configured. */
function unittestFacts(sources: Sources): Fact[] {
  const path = ['tests.py', 'test.py'].find((each) => sources.has(each));
  const line =
    path === undefined
      ? undefined
      : sources.read(path)?.lineOf(/^(?:import unittest\b|from unittest import)/u);
  if (path === undefined || line === undefined) return [];
  const evidence = [{ path, line }];
  return [
    makeFact({
      kind: 'convention',
      about: 'tests-with:`unittest`',
      statement: 'Tests are written with `unittest`',
      values: { tests: 'unittest' },
      evidence,
      certainty: 'shown',
    }),
    commandFact({
      role: 'test',
      run: `python -m unittest ${path.replace(/\.py$/u, '')}`,
      folder: '.',
      evidence,
      certainty: 'inferred',
    }),
  ];
}
