import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import type { YamlNode } from '../reading/yaml.ts';
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
    ...prefixFact(updates, path),
  ];
}

/** The beginning of messages of Dependabot's commits, if it is the same for all. */
function prefixFact(updates: YamlNode | undefined, path: string): Fact[] {
  const found = (updates?.items() ?? []).map((each) => each.at('commit-message', 'prefix'));
  const [first] = found;
  return first?.scalar === undefined || found.some((each) => each?.scalar !== first.scalar)
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: 'dependabot-prefix',
          statement: `Commit messages of Dependabot begin with \`${plain(first.scalar, 40)}\``,
          values: { prefix: first.scalar },
          evidence: [{ path, line: first.line }],
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
