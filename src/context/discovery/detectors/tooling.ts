import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { nameOf, plain } from '../plain.ts';
import type { Sources } from '../sources.ts';

/** The tools configured at the root, the hooks, and the tools that run a monorepo. */
export const tooling: Detector = {
  name: 'tooling',
  detect: (sources) => [...configFacts(sources), ...hookFacts(sources), ...workspaceFacts(sources)],
};

function configFacts(sources: Sources): Fact[] {
  // There are many patterns, and few files in the relevant places.
  const near = [
    ...sources.paths.filter((path) => !path.includes('/')),
    ...sources.paths.filter((path) => path.startsWith('config/') && IN_CONFIG.test(path)),
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

const CONFIGS: readonly (readonly [RegExp, string, string])[] = [
  [/^(?:\.eslintrc(?:\.\w+)?|eslint\.config\.\w+)$/u, 'ESLint', 'is set up'],
  [/^(?:\.prettierrc(?:\.\w+)?|prettier\.config\.\w+)$/u, 'Prettier', 'is set up'],
  [/^biome\.jsonc?$/u, 'Biome', 'is set up'],
  [/^vitest\.config\.\w+$/u, 'Vitest', 'is set up'],
  [/^jest\.config\.\w+$/u, 'Jest', 'is set up'],
  [/^playwright\.config\.\w+$/u, 'Playwright', 'is set up'],
  [/^vite\.config\.\w+$/u, 'Vite', 'is set up'],
  [/^tailwind\.config\.\w+$/u, 'Tailwind CSS', 'is set up'],
  [/^\.?ruff\.toml$/u, 'Ruff', 'is set up'],
  [/^mypy\.ini$/u, 'mypy', 'is set up'],
  [/^pytest\.ini$/u, 'pytest', 'is set up'],
  [/^\.flake8$/u, 'Flake8', 'is set up'],
  [/^\.rubocop\.yml$/u, 'RuboCop', 'is set up'],
  [/^phpstan\.neon(?:\.dist)?$/u, 'PHPStan', 'is set up'],
  [/^psalm\.xml(?:\.dist)?$/u, 'Psalm', 'is set up'],
  [/^\.php-cs-fixer(?:\.dist)?\.php$/u, 'PHP CS Fixer', 'is set up'],
  [/^phpunit\.xml(?:\.dist)?$/u, 'PHPUnit', 'is set up'],
  [/^checkstyle\.xml$/u, 'Checkstyle', 'is set up'],
  [/^detekt\.ya?ml$/u, 'detekt', 'is set up'],
  [/^pint\.json$/u, 'Laravel Pint', 'is set up'],
  [/^\.?rustfmt\.toml$/u, 'rustfmt', 'is set up'],
  [/^\.?clippy\.toml$/u, 'Clippy', 'is set up'],
  [/^\.clang-format$/u, 'clang-format', 'is set up'],
  [/^\.clang-tidy$/u, 'clang-tidy', 'is set up'],
  [/^\.golangci\.ya?ml$/u, 'golangci-lint', 'is set up'],
  [/^\.goreleaser\.ya?ml$/u, 'GoReleaser', 'is set up'],
  [/^\.tflint\.hcl$/u, 'TFLint', 'is set up'],
  [/^\.releaserc(?:\.\w+)?$/u, 'semantic-release', 'is set up'],
  [/^\.stylelintrc(?:\.\w+)?$/u, 'Stylelint', 'is set up'],
  [/^\.shellcheckrc$/u, 'ShellCheck', 'is set up'],
  [/^(?:\.commitlintrc(?:\.\w+)?|commitlint\.config\.\w+)$/u, 'commitlint', 'is set up'],
  [/^\.?oxfmtrc\.jsonc?$/u, 'oxfmt', 'is set up'],
  [/^\.?oxlintrc\.json$/u, 'oxlint', 'is set up'],
  [/^mago\.toml$/u, 'Mago', 'is set up'],
  [/^\.markdownlint(?:-cli2)?\.(?:jsonc?|ya?ml)$/u, 'markdownlint', 'is set up'],
  [/^[._]?typos\.toml$/u, 'typos', 'is set up'],
  [/^deny\.toml$/u, 'cargo-deny', 'is set up'],
  [/^release-plz\.toml$/u, 'release-plz', 'is set up'],
  [/^\.mockery\.ya?ml$/u, 'mockery', 'is set up'],
  [/^\.size-limit\.(?:json|[cm]?js)$/u, 'size-limit', 'is set up'],
  [/^mkdocs\.ya?ml$/u, 'MkDocs', 'is set up'],
  [/^docusaurus\.config\.\w+$/u, 'Docusaurus', 'is set up'],
  [/^nest-cli\.json$/u, 'Nest', 'is set up'],
  [/^tsup\.config\.\w+$/u, 'tsup', 'is set up'],
  [/^tsdown\.config\.\w+$/u, 'tsdown', 'is set up'],
  [/^rollup\.config\.\w+$/u, 'Rollup', 'is set up'],
  [/^webpack\.config\.\w+$/u, 'webpack', 'is set up'],
  [/^cypress\.config\.\w+$/u, 'Cypress', 'is set up'],
  [/^karma\.conf\.\w+$/u, 'Karma', 'is set up'],
  [/^\.mocharc(?:\.\w+)?$/u, 'Mocha', 'is set up'],
  [/^knip\.(?:jsonc?|ts)$/u, 'knip', 'is set up'],
  [/^\.?cspell\.(?:json|ya?ml)$/u, 'cspell', 'is set up'],
  [/^buf\.ya?ml$/u, 'Buf', 'is set up'],
  [/^sqlc\.ya?ml$/u, 'sqlc', 'is set up'],
  [/^\.rspec$/u, 'RSpec', 'is set up'],
  [/^\.erb[-_]lint\.yml$/u, 'ERB Lint', 'is set up'],
  [/^\.yamllint(?:\.ya?ml)?$/u, 'yamllint', 'is set up'],
  [/^\.hadolint\.ya?ml$/u, 'hadolint', 'is set up'],
  [/^\.?rector\.php$/u, 'Rector', 'is set up'],
  [/^infection\.json5?(?:\.dist)?$/u, 'Infection', 'is set up'],
  [/^\.?nextest\.toml$/u, 'nextest', 'is set up'],
  [/^\.scalafmt\.conf$/u, 'scalafmt', 'is set up'],
  [/^\.swiftlint\.yml$/u, 'SwiftLint', 'is set up'],
  [/^(?:ct|chart-testing)\.ya?ml$/u, 'chart-testing', 'is set up'],
  [/^\.pylintrc$/u, 'Pylint', 'is set up'],
];

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
      const files = entry === undefined ? undefined : hook.key('files')?.scalar;
      return [
        makeFact({
          kind: 'convention',
          about: `pre-commit:${id.scalar}`,
          statement: `Before each commit, pre-commit runs \`${plain(id.scalar, 60)}\`${entry === undefined ? '' : `: \`${plain(entry, 100)}\``}${files === undefined ? '' : ` where files match \`${plain(files, 60)}\``}`,
          values: { hook: id.scalar },
          evidence: [{ path, line: id.line }],
        }),
      ];
    }),
  );
  return [...run, ...hooks];
}

function workspaceFacts(sources: Sources): Fact[] {
  const facts = RUNNERS.flatMap(([path, name]) =>
    sources.has(path)
      ? [
          makeFact({
            kind: 'layout',
            about: `monorepo:${name}`,
            statement: `Packages are looked after with ${name}`,
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
