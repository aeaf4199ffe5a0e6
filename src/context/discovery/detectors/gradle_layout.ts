import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** The parts of a Gradle build besides its projects: included builds, its own plug-ins, and source sets of tests. */
export const gradleLayout: Detector = {
  name: 'gradle-layout',
  detect: (sources) => [...includedFacts(sources), ...pluginFacts(sources), ...testSets(sources.paths)],
};

function includedFacts(sources: Sources): Fact[] {
  const path = ['settings.gradle.kts', 'settings.gradle'].find((each) => sources.has(each));
  return matchesIn(
    path === undefined ? undefined : sources.read(path),
    /^\s*includeBuild\s*\(?\s*["']([\w./-]+)["']/u,
  )
    .filter(({ groups: [folder = ''] }) => sources.hasFolder(folder))
    .slice(0, 6)
    .map(({ groups: [folder = ''], line }) =>
      makeFact({
        kind: 'layout',
        about: `gradle-build:${folder}`,
        statement: `Gradle includes the build in \`${plain(folder, 80)}/\``,
        values: { folder: `${folder}/` },
        evidence: [{ path: path ?? '', line }],
      }),
    );
}

/** The build's own plug-ins, which its projects apply by file name. */
function pluginFacts(sources: Sources): Fact[] {
  const found = sources
    .matching(/^[\w.-]+\.gradle(?:\.kts)?$/u)
    .filter((path) =>
      /^(?:buildSrc|build-logic|buildLogic|gradle\/plugins)\/(?:[\w-]+\/)*src\/main\/(?:kotlin|groovy)\//u.test(
        path,
      ),
    );
  const [first] = found;
  if (first === undefined) return [];
  const names = found.map((path) => path.replace(/^.*\/|\.gradle(?:\.kts)?$/gu, ''));
  return [
    makeFact({
      kind: 'layout',
      about: 'gradle-plugins',
      statement: `Gradle projects apply their own plug-ins from \`${plain(first.replace(/\/src\/main\/.*$/u, ''), 60)}/\`: ${listed(names)}`,
      values: { folder: first.replace(/\/src\/main\/.*$/u, '/') },
      evidence: found.slice(0, 3).map((path) => ({ path, line: null })),
      certainty: 'shown',
    }),
  ];
}

/** Folders of tests besides `src/test`, by the project that has them. */
function testSets(paths: readonly string[]): Fact[] {
  const bySet = new Map<string, Map<string, string>>();
  if (!paths.some((path) => /^(?:settings|build)\.gradle(?:\.kts)?$/u.test(path))) return [];
  for (const path of paths) {
    if (!path.includes('/src/') && !path.startsWith('src/')) continue;
    const [, project = '', set = ''] =
      /^((?:[\w.-]+\/){0,4})src\/(\w*[a-z]Tests?|testFixtures|intTest|it|jmh|integration\w*|functional\w*)\/(?:java|kotlin|groovy|scala)\//u.exec(
        path,
      ) ?? [];
    if (set === '' || /(?:^|\/)(?:examples?|samples?)\//u.test(project)) continue;
    const sets = bySet.get(project) ?? new Map<string, string>();
    if (!sets.has(set)) sets.set(set, path);
    bySet.set(project, sets);
  }
  return [...bySet].slice(0, 6).map(([project, sets]) =>
    makeFact({
      kind: 'layout',
      about: `test-sets:${project}`,
      statement: `${project === '' ? 'The project' : `\`${plain(project.slice(0, -1), 80)}\``} has, besides \`src/test\`, the source sets ${listed([...sets.keys()].sort())}`,
      values: { sets: [...sets.keys()].sort().join(', '), ...(project === '' ? {} : { folder: project }) },
      evidence: [...sets.values()].slice(0, 3).map((path) => ({ path, line: null })),
      certainty: 'shown',
    }),
  );
}
