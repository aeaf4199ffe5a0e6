import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { folderOf, plain } from '../plain_text.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/**
 * Installation and maintenance of JavaScript packages as a whole: settings of pnpm, npm and yarn, tasks of Turborepo and Nx, the
 * base branch of Changesets, and whether the packages are ES modules.
 */
export const monorepoSettings: Detector = {
  name: 'monorepo-settings',
  detect: (sources) => [
    ...pnpmFacts(sources),
    ...npmrcFacts(sources),
    ...yarnFacts(sources),
    ...taskFacts(sources),
    ...lernaFacts(sources),
    ...changesetFacts(sources),
    ...moduleFacts(sources),
  ],
};

function setting(tool: string, key: string, statement: string, path: string, line: number): Fact {
  return makeFact({
    kind: 'package-manager',
    about: `setting:${tool}:${key}`,
    statement,
    values: { tool, setting: key },
    evidence: [{ path, line }],
  });
}

function pnpmFacts(sources: Sources): Fact[] {
  const path = 'pnpm-workspace.yaml';
  const root = sources.has(path) ? sources.yaml(path)?.root : undefined;
  return (root?.entries() ?? []).flatMap(({ key, value, line }): Fact[] => {
    if (value.scalar !== undefined && PNPM.has(key))
      return [setting('pnpm', key, `pnpm sets \`${key}\` to ${plain(value.scalar, 30)}`, path, line)];
    if (key === 'catalog' || key === 'catalogs')
      return [
        setting(
          'pnpm',
          key,
          `Versions that packages share are kept in the \`${key}\` of \`${path}\``,
          path,
          line,
        ),
      ];
    if (key === 'overrides')
      return [
        setting(
          'pnpm',
          key,
          `pnpm overrides the versions of ${value
            .entries()
            .slice(0, 8)
            .map((each) => `\`${plain(each.key, 60)}\``)
            .join(', ')}`,
          path,
          line,
        ),
      ];
    return [];
  });
}

/** Settings that affect a person who installs or adds a package. */
const PNPM: ReadonlySet<string> = new Set([
  'minimumReleaseAge',
  'linkWorkspacePackages',
  'preferWorkspacePackages',
  'nodeLinker',
  'shamefullyHoist',
  'strictPeerDependencies',
  'autoInstallPeers',
  'savePrefix',
  'engineStrict',
  'catalogMode',
  'shellEmulator',
]);

function npmrcFacts(sources: Sources): Fact[] {
  const path = '.npmrc';
  const lines = (sources.has(path) ? sources.read(path)?.lines : undefined) ?? [];
  return lines.flatMap((line, place) => {
    const [, key = '', value = ''] = /^([a-z][\w-]*)\s*=\s*([\w.^~-]+)\s*$/u.exec(line) ?? [];
    return NPM.has(key)
      ? [setting('npm', key, `\`.npmrc\` sets \`${key}\` to ${plain(value, 30)}`, path, place + 1)]
      : [];
  });
}

const NPM: ReadonlySet<string> = new Set([
  'engine-strict',
  'save-exact',
  'save-prefix',
  'package-lock',
  'legacy-peer-deps',
  'node-linker',
  'shamefully-hoist',
  'auto-install-peers',
  'strict-peer-dependencies',
  'link-workspace-packages',
  'ignore-scripts',
  'min-release-age',
]);

function yarnFacts(sources: Sources): Fact[] {
  const path = '.yarnrc.yml';
  const root = sources.has(path) ? sources.yaml(path)?.root : undefined;
  return (root?.entries() ?? []).flatMap(({ key, value, line }) =>
    value.scalar !== undefined &&
    /^(?:nodeLinker|defaultSemverRangePrefix|enableScripts|npmMinimalAgeGate)$/u.test(key)
      ? [setting('yarn', key, `yarn sets \`${key}\` to ${plain(value.scalar, 30)}`, path, line)]
      : [],
  );
}

function taskFacts(sources: Sources): Fact[] {
  const places = [
    ['turbo.json', 'Turborepo', ['tasks']],
    ['turbo.json', 'Turborepo', ['pipeline']],
    ['nx.json', 'Nx', ['targetDefaults']],
  ] as const;
  return places.flatMap(([path, tool, way]) => {
    const entries = sources.has(path) ? (sources.json(path)?.entries(...way) ?? []) : [];
    const [first] = entries;
    const needs = new Map<string, (typeof entries)[number][]>();
    for (const entry of entries)
      for (const { value } of sources.json(path)?.items(...way, entry.key, 'dependsOn') ?? [])
        if (typeof value === 'string') needs.set(value, [...(needs.get(value) ?? []), entry]);
    return first === undefined
      ? []
      : [
          ...[...needs].slice(0, MAX_NEEDS).map(([need, by]) =>
            makeFact({
              kind: 'layout',
              about: `tasks:${tool}:${need}`,
              statement: `${tool} runs \`${plain(need, 40)}\` before ${listed(by.map(({ key }) => key))}`,
              values: { tool, task: need },
              evidence: by.slice(0, 1).map(({ line }) => ({ path, line })),
            }),
          ),
          makeFact({
            kind: 'layout',
            about: `tasks:${tool}`,
            statement: `${tool} knows the tasks ${listed(
              entries.map(({ key }) => key),
              40,
              14,
            )}`,
            values: { tool, tasks: entries.map(({ key }) => key).join(', ') },
            evidence: [{ path, line: first.line }],
          }),
        ];
  });
}

const MAX_NEEDS = 6;

function lernaFacts(sources: Sources): Fact[] {
  const path = 'lerna.json';
  const version = sources.has(path) ? sources.json(path)?.text('version') : undefined;
  return version === undefined
    ? []
    : [
        setting(
          'Lerna',
          'version',
          version.value === 'independent'
            ? 'Lerna gives each package a version of its own'
            : `Lerna gives all packages the version ${plain(version.value, 30)}`,
          path,
          version.line,
        ),
      ];
}

function changesetFacts(sources: Sources): Fact[] {
  const path = '.changeset/config.json';
  const base = sources.has(path) ? sources.json(path)?.text('baseBranch') : undefined;
  return base === undefined
    ? []
    : [
        setting(
          'Changesets',
          'baseBranch',
          `A change that users notice comes with a file in \`.changeset/\`; Changesets compares with \`${plain(base.value, 40)}\``,
          path,
          base.line,
        ),
      ];
}

/** A fact that all packages of a workspace are ES modules, if the root does not say so. */
function moduleFacts(sources: Sources): Fact[] {
  const manifests = sources
    .named('package.json')
    .filter((path) => path !== 'package.json' && MEMBER.test(path));
  if (manifests.length < 2 || manifests.length > 40) return [];
  const types = manifests.map((path) => ({ path, type: sources.json(path)?.text('type') }));
  const modules = types.filter(({ type }) => type?.value === 'module');
  if (modules.length !== types.length) return [];
  const folder = new Set(manifests.map((path) => folderOf(folderOf(path))));
  return [
    makeFact({
      kind: 'convention',
      about: 'es-modules:members',
      statement: `The packages in ${[...folder].map((each) => `\`${plain(each)}/\``).join(' and ')} use ES modules (\`"type": "module"\`)`,
      values: { type: 'module' },
      evidence: modules
        .slice(0, 3)
        .flatMap(({ path, type }) => (type === undefined ? [] : [{ path, line: type.line }])),
    }),
  ];
}

const MEMBER = /^(?:packages|libs|modules)\/[^/]+\/package\.json$/u;
