import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain.ts';
import type { Sources } from '../sources.ts';

/** Automatic updates of dependencies: Dependabot with its ecosystems, and Renovate. */
export const dependencyUpdates: Detector = {
  name: 'dependency-updates',
  detect: (sources) => [...dependabotFacts(sources), ...renovateFacts(sources)],
};

function dependabotFacts(sources: Sources): Fact[] {
  const path = ['.github/dependabot.yml', '.github/dependabot.yaml'].find((each) => sources.has(each));
  if (path === undefined) return [];
  const updates = sources.yaml(path)?.root.key('updates');
  const kinds = [
    ...new Set((updates?.items() ?? []).flatMap((each) => each.key('package-ecosystem')?.scalar ?? [])),
  ];
  return [
    makeFact({
      kind: 'ci',
      about: path,
      statement: `Dependabot is set up in \`${path}\`${kinds.length === 0 ? '' : ` for ${kinds.map((kind) => plain(kind, 30)).join(', ')}`}`,
      values: { name: 'Dependabot', path, ecosystems: kinds.join(', ') },
      evidence: [{ path, line: updates?.line ?? null }],
      certainty: 'shown',
    }),
  ];
}

function renovateFacts(sources: Sources): Fact[] {
  const path = RENOVATE.find((each) => sources.has(each));
  if (path !== undefined) return [renovateFact(path, null)];
  const line = sources.has('package.json') ? sources.json('package.json')?.at('renovate')?.line : undefined;
  return line === undefined ? [] : [renovateFact('package.json', line)];
}

function renovateFact(path: string, line: number | null): Fact {
  return makeFact({
    kind: 'ci',
    about: path,
    statement: `Renovate is set up in \`${path}\``,
    values: { name: 'Renovate', path },
    evidence: [{ path, line }],
    certainty: 'shown',
  });
}

const RENOVATE = [
  'renovate.json',
  'renovate.json5',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.gitlab/renovate.json',
  '.renovaterc',
  '.renovaterc.json',
  '.renovaterc.json5',
];
