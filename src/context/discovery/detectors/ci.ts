import type { Detector } from '../detector.ts';
import { type CommandRole, commandFact, type Fact, makeFact, roleOf } from '../fact.ts';
import { nameOf, plain } from '../plain.ts';
import type { YamlNode } from '../reading/yaml.ts';
import type { Sources } from '../sources.ts';

/** What runs in continuous integration: GitHub Actions and GitLab. */
export const ci: Detector = {
  name: 'ci',
  detect(sources) {
    const workflows = sources.paths.filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/u.test(path));
    return [
      ...workflows.slice(0, 40).flatMap((path) => workflowFacts(sources, path)),
      ...gitlabFacts(sources),
      ...otherFacts(sources),
    ];
  },
};

function workflowFacts(sources: Sources, path: string): Fact[] {
  const root = sources.yaml(path)?.root;
  if (root === undefined) return [];
  const on = root.key('on') ?? root.key('true');
  const events =
    on?.scalar !== undefined
      ? [on.scalar]
      : [
          ...(on?.items().map(({ scalar }) => scalar ?? '') ?? []),
          ...(on?.entries().map(({ key }) => key) ?? []),
        ].filter(Boolean);
  const name = root.key('name');
  const facts: Fact[] = [
    makeFact({
      kind: 'ci',
      about: path,
      statement: `GitHub Actions \`${plain(nameOf(path), 60)}\`${name?.scalar === undefined ? '' : ` (${plain(name.scalar, 60)})`} runs on ${events.map((event) => plain(event, 30)).join(', ') || 'nothing that is named'}`,
      values: { workflow: nameOf(path), events: events.join(', ') },
      evidence: [{ path, line: on?.line ?? name?.line ?? 1 }],
    }),
  ];
  const jobs = root.key('jobs')?.entries() ?? [];
  for (const { value: job } of jobs.slice(0, 20))
    for (const step of (job.key('steps')?.items() ?? []).slice(0, 40)) {
      const run = step.key('run');
      const folder = (
        step.key('working-directory') ??
        job.at('defaults', 'run', 'working-directory') ??
        root.at('defaults', 'run', 'working-directory')
      )?.scalar;
      if (run?.scalar !== undefined) facts.push(...runFacts(sources, path, run, folder));
    }
  return facts;
}

/** The plain calls in a step: those of one line that build, test or judge, without what only CI fills in. */
function runFacts(sources: Sources, path: string, run: YamlNode, folder = '.'): Fact[] {
  if (/[$`*{]/u.test(folder)) return [];
  const text = sources.read(path);
  const place = folder.replace(/^\.\/|\/+$/gu, '') || '.';
  const lines = (run.scalar ?? '').split('\n').map((line) => line.trim());
  // What depends on the lines before it can't be told alone.
  if (lines.some((line) => /^(?:cd|if|for|while|case|function)\b|\\$|^\{|<</u.test(line))) return [];
  return lines.flatMap((line): Fact[] => {
    const role = roleOfCall(line) ?? roleOfScript(sources, line, place);
    if (role === undefined || line.length > 100 || line.includes('../') || /[$`|&;<>{}]/u.test(line))
      return [];
    const at = text?.lineOf(line, run.line);
    if (at === undefined) return [];
    return [commandFact({ role, run: plain(line, 100), folder: place, evidence: [{ path, line: at }] })];
  });
}

/** What a script of the project is for that is called by its path (`scripts/test`, `./build.sh`): its name says it, or nothing does. */
function roleOfScript(sources: Sources, line: string, folder: string): CommandRole | undefined {
  const [, path, name = ''] =
    /^(?:(?:ba|z)?sh\s+)?(?:\.\/)?((?:[\w.-]+\/)*([A-Za-z][\w-]*)(?:\.(?:sh|bash|ps1|cmd|bat))?)(?:\s|$)/u.exec(
      line,
    ) ?? [];
  if (path === undefined || !/\/|^\S+\.(?:sh|ps1|cmd|bat)/u.test(line)) return undefined;
  if (!sources.has(folder === '.' ? path : `${folder}/${path}`)) return undefined;
  const role = roleOf(name);
  return role === 'task' ? undefined : role;
}

function roleOfCall(line: string): CommandRole | undefined {
  const gradle = /^(?:\.\/)?gradlew?\s+(\S.*)$/u.exec(line)?.[1];
  if (gradle !== undefined) return roleOfGradle(gradle);
  const role = CALLS.find(([pattern]) => pattern.test(line))?.[1];
  // What a script is for, its own name says.
  const script = /^(?:npm run|pnpm(?: run)?|yarn(?: run)?|bun run) ([\w:.-]+)/u.exec(line)?.[1];
  return role === undefined || role === 'setup' || script === undefined ? role : roleOf(script);
}

/** What tasks of Gradle do: their own names say it, and neither those of their projects (`:module-tests:jar`) nor options do. */
function roleOfGradle(words: string): CommandRole | undefined {
  const tasks = words
    .split(/\s+/u)
    .filter((word) => !word.startsWith('-'))
    .map((word) => word.slice(word.lastIndexOf(':') + 1));
  return GRADLE_TASKS.find(([pattern]) => tasks.some((task) => pattern.test(task)))?.[1];
}

const GRADLE_TASKS: readonly (readonly [RegExp, CommandRole])[] = [
  [/^(?:test|check|verify|connected\w+|(?!assemble|compile|build|process|bundle)\w+Tests?)$/u, 'test'],
  [/^(?:build|assemble|install|bundle|jar|shadowJar|publishToMavenLocal)(?:[A-Z]\w*)?$/u, 'build'],
  [/^(?:lint|detekt|ktlint|spotlessCheck|checkstyle|spotbugs|pmd|apiCheck)(?:[A-Z]\w*)?$/u, 'lint'],
];

const CALLS: readonly (readonly [RegExp, CommandRole])[] = [
  [
    /^(?:npm ci|npm install|(?:pnpm|yarn|bun) install|yarn|uv sync|poetry install|bundle install|composer install|go mod download|pip install|uv pip install|dotnet restore|dotnet tool restore)(?:\s(?!.*-g\b).*)?$/u,
    'setup',
  ],
  [
    /^(?:cargo clippy|ruff check|golangci-lint run|(?:bundle exec )?rubocop|eslint|npx eslint|flake8|terraform validate|tflint|pre-commit run|uv run ruff check|poetry run ruff check|(?:\.\/)?vendor\/bin\/phpstan|go vet)\b/u,
    'lint',
  ],
  [
    /^(?:cargo fmt|ruff format|black|gofmt|terraform fmt|dotnet format|uv run black|(?:\.\/)?vendor\/bin\/pint|npx prettier)\b/u,
    'format',
  ],
  [/^(?:mypy|pyright|tsc|npx tsc|uv run mypy|poetry run mypy)\b/u, 'typecheck'],
  [
    /^(?:cargo (?:test|nextest)|go test|(?:uv run |poetry run |python -m )?pytest|ctest|dotnet test|(?:\.\/)?mvnw? .*\b(?:test|verify|check)|mvn .*\b(?:test|verify)|(?:bundle exec )?rspec|bin\/rails test|(?:bundle exec )?rake (?:test|spec)|php artisan test|(?:\.\/)?vendor\/bin\/(?:phpunit|pest)|npm (?:run )?test\S*|(?:pnpm|yarn|bun)(?: run)? test\S*|nox|tox|make (?:test|check)\S*|npx (?:vitest|jest))\b/u,
    'test',
  ],
  [
    /^(?:cargo (?:build|check)|go build|cmake\b|ninja|dotnet (?:build|pack|publish)|(?:\.\/)?mvnw? .*\b(?:build|package|assemble|install)|mvn .*\b(?:package|install)|npm run build\S*|(?:pnpm|yarn|bun)(?: run)? build\S*|uv build|poetry build|make(?: build\S*| all)?$)/u,
    'build',
  ],
  [/^(?:npm run|pnpm(?: run)?|yarn(?: run)?|bun run) (?:lint|check|typecheck|format)\S*/u, 'check'],
];

function gitlabFacts(sources: Sources): Fact[] {
  const path = '.gitlab-ci.yml';
  const root = sources.has(path) ? sources.yaml(path)?.root : undefined;
  if (root === undefined) return [];
  const stages = root.key('stages');
  const names = stages?.items().map(({ scalar }) => scalar ?? '') ?? [];
  const facts = [
    makeFact({
      kind: 'ci',
      about: path,
      statement: `GitLab CI${names.length === 0 ? '' : ` has the stages ${names.map((name) => plain(name, 30)).join(', ')}`}`,
      values: { workflow: path, stages: names.join(', ') },
      evidence: [{ path, line: stages?.line ?? 1 }],
    }),
  ];
  for (const { value } of root.entries().slice(0, 60))
    for (const run of value.key('script')?.items() ?? [])
      if (run.scalar !== undefined) facts.push(...runFacts(sources, path, run));
  return facts;
}

/** Other services, by the files that they read. */
function otherFacts(sources: Sources): Fact[] {
  return OTHERS.flatMap(([path, name]) =>
    sources.has(path)
      ? [
          makeFact({
            kind: 'ci',
            about: path,
            statement: `${name} is set up in \`${path}\``,
            values: { name, path },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ]
      : [],
  );
}

const OTHERS = [
  ['.circleci/config.yml', 'CircleCI'],
  ['.travis.yml', 'Travis CI'],
  ['azure-pipelines.yml', 'Azure Pipelines'],
  ['Jenkinsfile', 'Jenkins'],
  ['appveyor.yml', 'AppVeyor'],
  ['.github/dependabot.yml', 'Dependabot'],
  ['renovate.json', 'Renovate'],
  ['.readthedocs.yaml', 'Read the Docs'],
  ['.readthedocs.yml', 'Read the Docs'],
] as const;
