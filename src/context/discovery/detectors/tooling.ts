import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain.ts';
import { matchesIn } from '../reading/line_facts.ts';
import type { Sources } from '../sources.ts';

/** The tools that are set up at the root, the versions that are pinned, the hooks, and what a monorepo is run with. */
export const tooling: Detector = {
  name: 'tooling',
  detect: (sources) => [
    ...configFacts(sources),
    ...pinnedFacts(sources),
    ...voltaFacts(sources),
    ...golangciFacts(sources),
    ...hookFacts(sources),
    ...formFacts(sources),
    ...lineEndFacts(sources),
    ...workspaceFacts(sources),
  ],
};

function configFacts(sources: Sources): Fact[] {
  return CONFIGS.flatMap(([pattern, name, what]) => {
    const path = sources.matching(pattern).find((each) => depthOf(each) === 0);
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
  [/^phpunit\.xml(?:\.dist)?$/u, 'PHPUnit', 'is set up'],
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
  [/^mkdocs\.ya?ml$/u, 'MkDocs', 'is set up'],
  [/^docusaurus\.config\.\w+$/u, 'Docusaurus', 'is set up'],
];

function pinnedFacts(sources: Sources): Fact[] {
  return PINS.flatMap(([path, name]) => {
    const [found] = matchesIn(sources.has(path) ? sources.read(path) : undefined, /^v?(\S+)\s*$/u);
    if (found === undefined) return [];
    const [version = ''] = found.groups;
    return [
      makeFact({
        kind: 'package-manager',
        about: `pinned:${path}`,
        statement: `${name} ${plain(version, 30)} is pinned`,
        values: { name, version },
        evidence: [{ path, line: found.line }],
      }),
    ];
  });
}

const PINS = [
  ['.nvmrc', 'Node.js'],
  ['.node-version', 'Node.js'],
  ['.python-version', 'Python'],
  ['.go-version', 'Go'],
  ['.terraform-version', 'Terraform'],
] as const;

/** What Volta keeps for everyone who works on it. */
function voltaFacts(sources: Sources): Fact[] {
  const path = 'package.json';
  const entries = sources.has(path) ? (sources.json(path)?.entries('volta') ?? []) : [];
  return entries.flatMap(({ key, value, line }) =>
    typeof value !== 'string' || !/^\w[\w.-]*$/u.test(value) || key === 'extends'
      ? []
      : [
          makeFact({
            kind: 'package-manager',
            about: `volta:${key}`,
            statement: `${key === 'node' ? 'Node.js' : plain(key, 20)} ${plain(value, 30)} is pinned`,
            values: { name: key, version: value },
            evidence: [{ path, line }],
          }),
        ],
  );
}

/** The linters that golangci-lint is told to run. */
function golangciFacts(sources: Sources): Fact[] {
  const path = ['.golangci.yml', '.golangci.yaml'].find((each) => sources.has(each));
  const linters = path === undefined ? undefined : sources.yaml(path)?.root.key('linters');
  const enabled = linters?.entries().find(({ key }) => key === 'enable');
  const names = enabled?.value.items().flatMap(({ scalar }) => scalar ?? []) ?? [];
  if (path === undefined || enabled === undefined || names.length === 0) return [];
  const told = names.slice(0, 12).map((name) => `\`${plain(name, 30)}\``);
  return [
    makeFact({
      kind: 'convention',
      about: 'golangci-linters',
      statement: `golangci-lint runs ${told.join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''}`,
      values: { linters: names.join(', ') },
      evidence: [{ path, line: enabled.line }],
    }),
  ];
}

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
      return [
        makeFact({
          kind: 'convention',
          about: `pre-commit:${id.scalar}`,
          statement: `Before each commit, pre-commit runs \`${plain(id.scalar, 60)}\``,
          values: { hook: id.scalar },
          evidence: [{ path, line: id.line }],
        }),
      ];
    }),
  );
  return [...run, ...hooks];
}

/** How lines end, as .gitattributes says for all files. */
function lineEndFacts(sources: Sources): Fact[] {
  const path = '.gitattributes';
  const text = sources.has(path) ? sources.read(path) : undefined;
  return matchesIn(text, /^\*\s(?:.*\s)?eol=(lf|crlf)(?:\s|$)/u)
    .slice(-1)
    .map(({ groups: [end = ''], line }) =>
      makeFact({
        kind: 'convention',
        about: 'line-ends',
        statement: `Lines of text files end with ${end.toUpperCase()}`,
        values: { eol: end },
        evidence: [{ path, line }],
      }),
    );
}

/** How text is set, as .editorconfig says for all files. */
function formFacts(sources: Sources): Fact[] {
  const path = '.editorconfig';
  const text = sources.has(path) ? sources.read(path) : undefined;
  let section = '';
  const otherwise = (setting: string): string => {
    let within = '';
    const found = new Set<string>();
    for (const line of text?.lines ?? []) {
      within = /^\s*\[(.+)\]\s*$/u.exec(line)?.[1] ?? within;
      if (within !== '*' && line.trim().toLowerCase().startsWith(setting)) found.add(within);
    }
    const told = [...found].slice(0, 3).map((each) => `\`${plain(each, 60)}\``);
    return told.length === 0
      ? ''
      : ` but those of ${told.join(', ')}${found.size > 3 ? ` and ${found.size - 3} more` : ''}`;
  };
  return (text?.lines ?? []).flatMap((line, place): Fact[] => {
    const header = /^\s*\[(.+)\]\s*$/u.exec(line)?.[1];
    if (header !== undefined) section = header;
    const [, key, value] = /^\s*(indent_style|indent_size|max_line_length)\s*=\s*(\w+)/u.exec(line) ?? [];
    if (section !== '*' || key === undefined || value === undefined) return [];
    return [
      makeFact({
        kind: 'convention',
        about: `editorconfig:${key}`,
        statement: `\`${key}\` is ${plain(value, 20)} for all files${otherwise(key)}`,
        values: { setting: key, value },
        evidence: [{ path, line: place + 1 }],
      }),
    ];
  });
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
