import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { nameOf, plain } from '../plain_text.ts';
import type { YamlNode } from '../reading/yaml.ts';
import type { Sources } from '../sources.ts';
import { CONFIGS } from '../tool_files.ts';

/** The tools configured at the root, the hooks, and the tools that run a monorepo. */
export const tooling: Detector = {
  name: 'tooling',
  detect: (sources) => [...configFacts(sources), ...hookFacts(sources), ...workspaceFacts(sources)],
};

function configFacts(sources: Sources): Fact[] {
  // There are many patterns, and few files in the relevant places.
  const near = [
    ...sources.where({ folder: /^$/u }),
    ...sources.where({ folder: /^config\//u }).filter((path) => IN_CONFIG.test(path)),
  ];
  return CONFIGS.flatMap(([pattern, name, what]) => {
    const path = near.find((each) => pattern.test(nameOf(each)));
    return path === undefined
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: `tool:${name}`,
            statement: `${name} ${what} by \`${path}\``,
            values: { tool: name, file: path },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ];
  });
}

/** The folder in which Java builds keep the settings of their tools. */
const IN_CONFIG = /^config\/(?:checkstyle|detekt|pmd|spotbugs)\/[^/]+$/u;

function hookFacts(sources: Sources): Fact[] {
  const path = '.pre-commit-config.yaml';
  const root = sources.has(path) ? sources.yaml(path)?.root : undefined;
  const repos = root?.key('repos');
  const run =
    repos === undefined
      ? []
      : [
          commandFact({
            role: 'lint',
            run: 'pre-commit run --all-files',
            folder: '.',
            evidence: [{ path, line: repos.line }],
            certainty: 'inferred',
          }),
        ];
  const hooks = (repos?.items() ?? []).flatMap((repo) =>
    (repo.key('hooks')?.items() ?? []).flatMap((hook): Fact[] => {
      const id = hook.key('id');
      if (id?.scalar === undefined) return [];
      // A local hook is reported with its command.
      const entry = repo.key('repo')?.scalar === 'local' ? hook.key('entry')?.scalar : undefined;
      const given =
        hook
          .key('args')
          ?.items()
          .flatMap(({ scalar }) => scalar ?? []) ?? [];
      const does =
        entry !== undefined && hook.key('language')?.scalar === 'pygrep'
          ? `forbids \`${plain(entry, 100)}\` (\`${plain(id.scalar, 60)}\`${reasonOf(hook)})`
          : `runs \`${plain(id.scalar, 60)}\`${entry === undefined ? '' : `: \`${plain(entry, 100)}\``}`;
      const files = entry === undefined ? undefined : hook.key('files')?.scalar;
      return [
        makeFact({
          kind: 'convention',
          about: `pre-commit:${id.scalar}`,
          statement: `Before each commit, pre-commit ${does}${files === undefined ? '' : ` where files match \`${plain(files, 60)}\``}${given.length === 0 ? '' : ` with \`${plain(given.join(' '), 80)}\``}`,
          values: { hook: id.scalar },
          evidence: [{ path, line: id.line }],
        }),
      ];
    }),
  );
  return [...run, ...hooks];
}

/** The name of a hook, which says why it is there. */
function reasonOf(hook: YamlNode): string {
  const name = hook.key('name')?.scalar;
  return name === undefined ? '' : `: ${plain(name, 80)}`;
}

function workspaceFacts(sources: Sources): Fact[] {
  const facts = RUNNERS.flatMap(([path, name]) =>
    sources.has(path)
      ? [
          makeFact({
            kind: 'layout',
            about: `monorepo:${name}`,
            statement: `Packages are managed with ${name}`,
            values: { tool: name },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ]
      : [],
  );
  const path = 'pnpm-workspace.yaml';
  const packages = sources.has(path) ? sources.yaml(path)?.root.key('packages') : undefined;
  const all = packages?.items().map(({ scalar }) => scalar ?? '') ?? [];
  const listed = all.filter((each) => !each.startsWith('!'));
  const left = all.filter((each) => each.startsWith('!')).map((each) => `\`${plain(each.slice(1), 60)}\``);
  for (const { key, value, line } of (sources.has(path) ? sources.yaml(path)?.root : undefined)
    ?.key('patchedDependencies')
    ?.entries()
    .slice(0, 10) ?? [])
    if (value.scalar !== undefined)
      facts.push(
        makeFact({
          kind: 'convention',
          about: `patched:${key}`,
          statement: `\`${plain(key, 60)}\` is patched by \`${plain(value.scalar, 100)}\``,
          values: { library: key, patch: value.scalar },
          evidence: [{ path, line }],
        }),
      );
  if (packages !== undefined && listed.length > 0)
    facts.push(
      makeFact({
        kind: 'layout',
        about: 'workspaces:.',
        statement: `Workspaces: ${listed
          .slice(0, 20)
          .map((each) => `\`${plain(each, 60)}\``)
          .join(', ')}${left.length === 0 ? '' : `, without ${left.slice(0, 5).join(', ')}`}`,
        values: { workspaces: listed.join(', ') },
        evidence: [{ path, line: packages.line }],
      }),
    );
  return facts;
}

const RUNNERS = [
  ['turbo.json', 'Turborepo'],
  ['nx.json', 'Nx'],
  ['lerna.json', 'Lerna'],
  ['rush.json', 'Rush'],
  ['.changeset/config.json', 'Changesets'],
] as const;
