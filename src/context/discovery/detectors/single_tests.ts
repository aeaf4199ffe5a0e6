import type { Detector } from '../detector.ts';
import { commandFact, type Evidence, type Fact } from '../fact.ts';
import { depthOf, folderOf } from '../plain_text.ts';
import { composerBinaries } from '../reading/composer.ts';
import type { JsonSource } from '../reading/json.ts';
import type { Sources, SourceText } from '../sources.ts';

/** The call that runs one test, or one file of tests, with the tool that the project declares. */
export const singleTests: Detector = {
  name: 'single-tests',
  detect: (sources) => [
    ...javascript(sources),
    ...python(sources),
    ...goTests(sources),
    ...rust(sources),
    ...java(sources),
    ...dotnet(sources),
    ...ruby(sources),
    ...php(sources),
    ...cmake(sources),
  ],
};

function one(run: string, evidence: Evidence, folder = '.'): Fact[] {
  return [commandFact({ role: 'test-one', run, folder, evidence: [evidence], certainty: 'inferred' })];
}

/** The first of these files that exists. */
function firstOf(sources: Sources, paths: readonly string[]): string | undefined {
  return paths.find((path) => sources.has(path));
}

function javascript(sources: Sources): Fact[] {
  const lock = firstOf(sources, [
    'pnpm-lock.yaml',
    'yarn.lock',
    'bun.lock',
    'bun.lockb',
    'package-lock.json',
  ]);
  const call = lock?.startsWith('pnpm')
    ? 'pnpm exec'
    : lock === 'yarn.lock'
      ? 'yarn'
      : lock?.startsWith('bun')
        ? 'bunx'
        : 'npx';
  const manifests = sources
    .named('package.json')
    .filter((path) => path === 'package.json' || /^packages\/[^/]+\/package\.json$/u.test(path))
    .slice(0, MOST);
  const root = sources.has('package.json') ? sources.json('package.json') : undefined;
  return manifests.flatMap((path) => {
    const manifest = path === 'package.json' ? root : sources.json(path);
    const scripts = manifest?.entries('scripts').filter(({ key }) => /^(?:test|unit)\b/u.test(key)) ?? [];
    for (const { key, value, line } of scripts) {
      const found = RUNNERS.find(({ tool }) =>
        new RegExp(`(?:^|[\\s/])${tool}(?:\\s|$)`, 'u').test(String(value)),
      );
      if (found === undefined) continue;
      // A runner in a later script is for tests of another kind.
      if (
        key !== 'test' &&
        scripts.some((each) => each.key === 'test' && each.value !== value && runs(each.value))
      )
        continue;
      return one(found.run(call), { path, line }, folderOf(path));
    }
    return manifest === undefined ? [] : wrapped(manifest, path, lock);
  });
}

/** One test by the script that the tests' own script calls, if that one calls the runner. */
function wrapped(manifest: JsonSource, path: string, lock: string | undefined): Fact[] {
  const tests = manifest.text('scripts', 'test')?.value ?? '';
  for (const { key, value, line } of manifest.entries('scripts')) {
    const text = String(value);
    const found = RUNNERS.find(({ tool }) => text.endsWith(` ${tool}`) || text.endsWith(` ${tool} run`));
    if (found === undefined || !/^[\w:-]+$/u.test(key)) continue;
    if (!new RegExp(`\\b(?:pnpm|yarn|npm run|bun run|pnpm run|yarn run) ${key}(?![\\w:-])`, 'u').test(tests))
      continue;
    const rest = found.run('').trim().slice(found.tool.length).trim();
    const words = text.endsWith(' run') ? rest.replace(/^run /u, '') : rest;
    const call = lock?.startsWith('pnpm')
      ? `pnpm ${key}`
      : lock === 'yarn.lock'
        ? `yarn ${key}`
        : lock?.startsWith('bun')
          ? `bun run ${key}`
          : `npm run ${key} --`;
    return one(`${call} ${words}`, { path, line }, folderOf(path));
  }
  return [];
}

const MOST = 6;

function runs(script: unknown): boolean {
  return RUNNERS.some(({ tool }) => new RegExp(`(?:^|[\\s/])${tool}(?:\\s|$)`, 'u').test(String(script)));
}

const RUNNERS: readonly { readonly tool: string; readonly run: (call: string) => string }[] = [
  { tool: 'vitest', run: (call) => `${call} vitest run FILE -t NAME` },
  { tool: 'jest', run: (call) => `${call} jest FILE -t NAME` },
  { tool: 'mocha', run: (call) => `${call} mocha FILE -g NAME` },
  { tool: 'ava', run: (call) => `${call} ava FILE --match=NAME` },
  { tool: 'node --test', run: () => 'node --test --test-name-pattern=NAME FILE' },
  { tool: 'bun test', run: () => 'bun test FILE -t NAME' },
];

function python(sources: Sources): Fact[] {
  const path = 'pyproject.toml';
  const text = sources.has(path) ? sources.read(path) : undefined;
  // Settings of pytest, or a dependency on it.
  const line = text?.lineOf(/^\[tool\.pytest|^\s*"pytest[\s>=~<["]|^pytest\s*=/u);
  const lock = LOCKS.find(([name]) => sources.has(name));
  if (line !== undefined) return one(`${lock?.[1] ?? ''}pytest FILE::NAME`, { path, line });
  const ini = firstOf(sources, ['pytest.ini']);
  return ini === undefined ? [] : one(`${lock?.[1] ?? ''}pytest FILE::NAME`, { path: ini, line: null });
}

const LOCKS = [
  ['uv.lock', 'uv run '],
  ['poetry.lock', 'poetry run '],
  ['pdm.lock', 'pdm run '],
  ['Pipfile.lock', 'pipenv run '],
] as const;

function goTests(sources: Sources): Fact[] {
  const path = 'go.mod';
  const line = sources.has(path) ? sources.read(path)?.lineOf(/^module\s/u) : undefined;
  return line === undefined || sources.where({ name: /_test\.go$/u }).length === 0
    ? []
    : one('go test ./PACKAGE -run NAME', { path, line });
}

function rust(sources: Sources): Fact[] {
  const path = 'Cargo.toml';
  const line = sources.has(path) ? sources.read(path)?.lineOf(/^\[(?:package|workspace)\]/u) : undefined;
  return line === undefined ? [] : one('cargo test NAME', { path, line });
}

function java(sources: Sources): Fact[] {
  if (sources.where({ name: /Tests?\.(?:java|kt|groovy)$|Spec\.(?:groovy|kt)$/u }).length === 0) return [];
  const gradle = firstOf(sources, [
    'build.gradle.kts',
    'build.gradle',
    'settings.gradle.kts',
    'settings.gradle',
  ]);
  if (gradle !== undefined)
    return one(`${sources.has('gradlew') ? './gradlew' : 'gradle'} test --tests CLASS`, {
      path: gradle,
      line: null,
    });
  return sources.has('pom.xml')
    ? one(`${sources.has('mvnw') ? './mvnw' : 'mvn'} test -Dtest=CLASS`, { path: 'pom.xml', line: null })
    : [];
}

function dotnet(sources: Sources): Fact[] {
  const project = sources
    .matching(/\.(?:cs|fs)proj$/u)
    .find((path) => depthOf(path) <= 3 && /tests?\.(?:cs|fs)proj$/iu.test(path));
  return project === undefined
    ? []
    : usesTestingPlatform(sources, project)
      ? one(`dotnet test --project ${project} --filter-method NAME`, { path: project, line: null })
      : one('dotnet test --filter FullyQualifiedName~NAME', { path: project, line: null });
}

/** Whether tests run on Microsoft's testing platform with xunit, which has other filters. */
function usesTestingPlatform(sources: Sources, project: string): boolean {
  const path = 'global.json';
  return (
    sources.has(path) &&
    sources.json(path)?.text('test', 'runner')?.value === 'Microsoft.Testing.Platform' &&
    sources.read(project)?.lineOf(/xunit\.v3/u) !== undefined
  );
}

function ruby(sources: Sources): Fact[] {
  const [spec] = sources.where({ name: /_spec\.rb$/u, folder: /^spec\//u });
  if (spec !== undefined && asksForRspec(sources))
    return one(`${firstOf(sources, ['Gemfile']) === undefined ? '' : 'bundle exec '}rspec FILE:LINE`, {
      path: spec,
      line: null,
    });
  const [test] = sources.where({ name: /_test\.rb$/u, folder: /^test\//u });
  const rails = firstOf(sources, ['bin/rails']);
  if (test === undefined) return [];
  if (rails !== undefined) return one('bin/rails test FILE:LINE', { path: rails, line: null });
  // The class's own variable; Minitest's class has another.
  const line = sources.has('Rakefile')
    ? sources.read('Rakefile')?.lineOf(/^\s*Rake::TestTask\.new(?:\s*\(?\s*:test\b|\s*(?:do\b|\{|$))/u)
    : undefined;
  return line === undefined
    ? []
    : one(`${firstOf(sources, ['Gemfile']) === undefined ? '' : 'bundle exec '}rake test TEST=FILE`, {
        path: 'Rakefile',
        line,
      });
}

/** Whether the project uses RSpec; specs can be written with Minitest too. */
function asksForRspec(sources: Sources): boolean {
  return (
    sources.has('.rspec') ||
    [...sources.named('Gemfile'), ...sources.matching(/\.gemspec$/u)]
      .filter((path) => !path.includes('/'))
      .some((path) => sources.read(path)?.lineOf(/["']rspec(?:-\w+)?["']/u) !== undefined)
  );
}

function php(sources: Sources): Fact[] {
  const path = 'composer.json';
  const file = sources.has(path) ? sources.json(path) : undefined;
  for (const [name, run] of [
    ['pestphp/pest', 'pest --filter NAME'],
    ['phpunit/phpunit', 'phpunit --filter NAME'],
  ] as const) {
    const at = file?.at('require-dev', name) ?? file?.at('require', name);
    if (file !== undefined && at !== undefined)
      return one(`${composerBinaries(file)}/${run}`, { path, line: at.line });
  }
  return [];
}

function cmake(sources: Sources): Fact[] {
  const path = 'CMakeLists.txt';
  const text: SourceText | undefined = sources.has(path) ? sources.read(path) : undefined;
  const line = text?.lineOf(/^\s*(?:enable_testing|include\s*\(\s*CTest)\b/iu);
  return line === undefined ? [] : one('ctest --test-dir build -R NAME', { path, line });
}
