import type { Detector } from '../detector.ts';
import { evenSample } from '../even_sample.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, nameOf, plain } from '../plain_text.ts';
import { matchesIn, matchesInScript } from '../reading/line_matches.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { filesPlaced, type PlacedFiles, placedFiles } from '../reading/placed_files.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources, SourceText } from '../sources.ts';

/**
 * Conditions under which tests run: options and marks of pytest, tags of builds and of tests, variables that the helpers of tests
 * read, and containers.
 */
export const testConditions: Detector = {
  name: 'test-conditions',
  detect: (sources) => [
    ...optionFacts(sources),
    ...markFacts(sources),
    ...goFacts(sources),
    ...taggedFacts(sources),
    ...variableFacts(sources),
    ...containerFacts(sources),
  ],
};

function fact(
  about: string,
  statement: string,
  values: Record<string, string>,
  evidence: Fact['evidence'],
): Fact {
  return makeFact({ kind: 'convention', about: `test-condition:${about}`, statement, values, evidence });
}

const MINOR = inFolders(['thirdParty', 'fixtures', 'examples', 'templates', 'built']);

/** Options that the project adds to pytest, with the help on them. */
function optionFacts(sources: Sources): Fact[] {
  return sources
    .named('conftest.py')
    .filter((path) => depthOf(path) <= 3 && !MINOR.test(path))
    .slice(0, 4)
    .flatMap((path) => {
      const lines = sources.read(path)?.lines ?? [];
      return lines.flatMap((line, place): Fact[] => {
        if (!/^[^#]*\baddoption\(/u.test(line)) return [];
        const call = lines
          .slice(place, place + 9)
          .join(' ')
          .slice(0, 900);
        const option = /^.*?\baddoption\(\s*["'](--[\w-]+)["']/u.exec(call)?.[1];
        const [own = ''] = call.slice(call.indexOf('addoption(')).split(/\.add\w+\(/u, 1);
        const help = /\bhelp=\(?\s*["']([^"'\\]{4,200})["']\s*[,)]/u.exec(own)?.[1];
        if (option === undefined) return [];
        return [
          fact(
            `pytest:${option}`,
            `pytest takes the option \`${plain(option, 40)}\` here${help === undefined ? '' : `: ${plain(help, 120)}`}`,
            { option },
            [{ path, line: place + 1 + (line.includes(option) ? 0 : 1) }],
          ),
        ];
      });
    })
    .slice(0, 6);
}

/** Marks of pytest whose description names a condition. */
function markFacts(sources: Sources): Fact[] {
  return ['pyproject.toml', 'pytest.ini', 'setup.cfg', 'tox.ini'].flatMap((path) =>
    matchesIn(
      sources.has(path) ? sources.read(path) : undefined,
      /^\s*["']?(\w+)(?:\(\w*\))?\s*:\s*((?=.*\b(?:slow|network|internet|integration|database|requires?|needs?|skip\w*|by default|docker|external|deselect)\b)[A-Za-z][^"']{6,160}?)["']?,?\s*$/iu,
    )
      .filter(({ line }) => isMark(sources.read(path), line))
      .slice(0, 6)
      .map(({ groups: [mark = '', said = ''], line }) =>
        fact(`mark:${mark}`, `Tests marked \`${plain(mark, 40)}\` in pytest: ${plain(said, 140)}`, { mark }, [
          { path, line },
        ]),
      ),
  );
}

/** Whether a line is within the list of marks. */
function isMark(text: SourceText | undefined, line: number): boolean {
  let above = line - 2;
  while (above >= 0 && !/^\s*(?:\[|[\w-]+\s*=)/u.test(text?.lines[above] ?? '')) above--;
  return /^\s*markers\s*=/u.test(text?.lines[above] ?? '');
}

/** Tags of a platform, a compiler or a kind of run, which say nothing about the tests. */
const PLAIN_TAGS =
  /^(?:ignore|tools|race|cgo|unix|linux|darwin|windows|freebsd|openbsd|netbsd|plan9|solaris|js|wasm|wasip1|android|ios|aix|amd64|arm64|arm|386|ppc64le|s390x|riscv64|mips\w*|loong64|go1\.\d+|gc|gccgo|purego|appengine|tinygo|msan|asan)$/u;

function goFacts(sources: Sources): Fact[] {
  const tests = sources.where({ name: /_test\.go$/u, outside: MINOR });
  const opened = new Set([
    ...tests.filter((path) => OF_SERVICES.test(path)).slice(0, 12),
    ...evenSample(tests, 12),
  ]);
  const tags = new Map<string, { path: string; line: number }[]>();
  const short: { path: string; line: number }[] = [];
  const needed = new Map<string, { path: string; line: number }>();
  for (const path of opened) {
    const text = sources.read(path);
    const [tag] = matchesIn(text, /^\/\/go:build\s+(\w+)\s*$/u);
    const name = tag?.groups[0] ?? '';
    if (tag !== undefined && !PLAIN_TAGS.test(name))
      tags.set(name, [...(tags.get(name) ?? []), { path, line: tag.line }]);
    const line = text?.lineOf(/^(?!\s*\/\/).*\btesting\.Short\(\)/u);
    if (line !== undefined) short.push({ path, line });
    for (const each of skippedWithout(text))
      if (!needed.has(each.name)) needed.set(each.name, { path, line: each.line });
  }
  const variables = [...needed.keys()];
  return [
    ...(variables.length === 0
      ? []
      : [
          fact(
            'go:variables',
            `Tests in Go are skipped unless ${listed(variables)} ${variables.length === 1 ? 'is' : 'are'} set`,
            { variables: variables.join(', ') },
            [...needed.values()].slice(0, 3),
          ),
        ]),
    ...[...tags].map(([tag, places]) =>
      fact(
        `go:${tag}`,
        `Tests ${places.length === 1 ? `in \`${plain(places[0]?.path ?? '')}\`` : `such as those in \`${plain(places[0]?.path ?? '')}\``} are only built with the tag \`${plain(tag, 40)}\` (\`go test -tags ${plain(tag, 40)}\`)`,
        { tag },
        places.slice(0, 3),
      ),
    ),
    ...(short[0] === undefined
      ? []
      : [
          fact(
            'go:short',
            'Some tests are skipped or shortened with `go test -short`',
            { option: '-short' },
            short.slice(0, 3),
          ),
        ]),
  ];
}

/** Tests that usually need something outside the program. */
const OF_SERVICES =
  /integration|e2e|acceptance|functional|smoke|live|docker|slow|postgres|mysql|mongo|redis|etcd|kafka|vault|ldap|kubernetes|s3/iu;

/** The variables in a file of tests without which a test is skipped in the lines after they are read. */
function skippedWithout(text: SourceText | undefined): { readonly name: string; readonly line: number }[] {
  const constants = new Map(
    matchesInScript(text, /^\s*(?:const\s+)?(\w+)\s*=\s*"([A-Z][A-Z0-9_]{2,60})"\s*$/u).map(
      ({ groups: [key = '', value = ''] }) => [key, value],
    ),
  );
  return matchesInScript(text, /\bos\.(?:Getenv|LookupEnv)\((?:"([A-Z][A-Z0-9_]{2,60})"|(\w+))\)/u).flatMap(
    ({ groups: [literal = '', constant = ''], line }) => {
      const name = literal || constants.get(constant);
      const next = text?.lines.slice(line - 1, line + 4).join(' ') ?? '';
      return name === undefined || COMMON.test(name) || !/\b[tb]\.Skip(?:f|Now)?\(/u.test(next)
        ? []
        : [{ name, line }];
    },
  );
}

/** A mark in the source of tests: the files, the mark, and what it means. */
const TAGGED: readonly (readonly [string, RegExp, RegExp, (name: string) => string])[] = [
  [
    'junit',
    /(?:Tests?|IT)\.(?:java|kt)$/u,
    /^\s*@Tag\("([\w-]+)"\)/u,
    (name) => `Tests are tagged \`${name}\` in JUnit`,
  ],
  [
    'rust',
    /(?:^|\/)tests\/(?:[\w-]+\/)?[\w-]+\.rs$/u,
    /^\s*#\[ignore\s*=\s*"([^"]{4,120})"\]/u,
    (name) => `Tests in Rust are ignored unless asked for (\`cargo test -- --ignored\`): ${name}`,
  ],
  [
    'exunit',
    /(?:^|\/)test\/test_helper\.exs$/u,
    /^\s*(?:ExUnit\.(?:start|configure)\(\s*)?exclude:\s*\[([^\]]{2,100})\]|^ExUnit\.(?:start|configure)\(.*\bexclude:\s*\[([^\]]{2,100})\]/u,
    (name) =>
      `Tests tagged ${name} are left out by ExUnit unless they are included (\`mix test --include TAG\`)`,
  ],
];

function taggedFacts(sources: Sources): Fact[] {
  return TAGGED.flatMap(([about, files, pattern, words]) => {
    const opened = evenSample(
      sources.where({ endings: OF_TESTS, outside: MINOR }).filter((path) => files.test(path)),
      12,
    );
    const found = new Map<string, { path: string; line: number }>();
    for (const path of opened)
      for (const { groups, line } of matchesIn(sources.read(path), pattern)) {
        const name = groups.find((each) => each !== '') ?? '';
        if (!found.has(name)) found.set(name, { path, line });
      }
    return [...found]
      .slice(0, 5)
      .map(([name, place]) => fact(`${about}:${name}`, words(plain(name, 120)), { tag: name }, [place]));
  });
}

/** Any folder. */
const ANY = /(?:.*\/)?/u;

/** The files that prepare tests, and how each language reads a variable; group 1 is its name. */
const HELPERS: readonly (readonly [PlacedFiles, RegExp])[] = [
  [
    placedFiles(
      'py',
      [ANY, /conftest\.py/u],
      [/(?:.*\/)?tests?\//u, /(?:__init__|settings|config|utils|helpers?)\.py/u],
    ),
    /\b(?:environ(?:\.get\(|\[)|getenv\()\s*["']([A-Z][A-Z0-9_]{2,60})["'](?!\]\s*=[^=])/gu,
  ],
  [
    placedFiles('rb', [
      /(?:.*\/)?(?:test|spec)\//u,
      /(?:helper|test_helper|spec_helper|rails_helper|system_helper|application_system_test_case)\.rb/u,
    ]),
    /\bENV(?:\.fetch\(|\[)["']([A-Z][A-Z0-9_]{2,60})["'](?!\]\s*(?:\|\|)?=[^=])/gu,
  ],
  [
    placedFiles('js cjs mjs jsx ts cts mts tsx', [
      /(?:.*\/)?(?:tests?|__tests__|e2e)\/(?:[\w-]+\/)?/u,
      /[\w.-]*(?:setup|global|utils|helpers?)[\w.-]*\.[cm]?[jt]sx?/iu,
    ]),
    /\bprocess\.env(?:\.|\[["'])([A-Z][A-Z0-9_]{2,60})\b(?!["']?\]?\s*(?:\?\?|\|\|)?=[^=])/gu,
  ],
  [
    placedFiles(
      'go',
      [ANY, /(?:main|setup|suite|helpers?|util|utils|common|testing|testutil)_test\.go/u],
      [/(?:.*\/)?test(?:util|utils|ing|helpers?)\//u, /\w+\.go/u],
    ),
    /\bos\.(?:Getenv|LookupEnv)\("([A-Z][A-Z0-9_]{2,60})"\)/gu,
  ],
  [
    placedFiles(
      'rs',
      [/(?:.*\/)?tests\//u, /(?:common|util|utils|support)\.rs/u],
      [/(?:.*\/)?tests\/(?:common|util|utils|support)\//u, /mod\.rs/u],
    ),
    /\benv::var(?:_os)?\("([A-Z][A-Z0-9_]{2,60})"\)/gu,
  ],
  [
    placedFiles(
      'ex exs',
      [/(?:.*\/)?test\//u, /test_helper\.exs?/u],
      [/(?:.*\/)?test\/support\//u, /\w+\.exs?/u],
    ),
    /\bSystem\.(?:get|fetch)_env!?\("([A-Z][A-Z0-9_]{2,60})"/gu,
  ],
];

/** The endings of tests with marks. */
const OF_TESTS: ReadonlySet<string> = new Set(['java', 'kt', 'rs', 'exs']);

/** Variables of the system and of services for CI, which nobody sets for a test. */
const COMMON =
  /^(?:CI|PATH|HOME|USER|PWD|TMPDIR|TEMP|TMP|SHELL|LANG|TERM|NODE_ENV|RAILS_ENV|RACK_ENV|MIX_ENV|APP_ENV|DEBUG|GITHUB_\w+|GITLAB_\w+|CIRCLE\w*|TRAVIS\w*|BUILDKITE\w*|APPVEYOR|RUNNER_\w+|PYTEST_\w+|XDG_\w+)$/u;

function variableFacts(sources: Sources): Fact[] {
  return HELPERS.flatMap(([files, pattern]) =>
    filesPlaced(sources, files, MINOR)
      .filter((path) => depthOf(path) <= 4)
      .slice(0, 4)
      .flatMap((path): Fact[] => {
        const found = new Map<string, number>();
        for (const [place, line] of (sources.read(path)?.lines ?? []).entries())
          if (!/^\s*(?:#|\/\/|\*)/u.test(line))
            for (const { 1: name = '' } of line.slice(0, 500).matchAll(pattern))
              if (!COMMON.test(name) && !found.has(name)) found.set(name, place + 1);
        const [first] = found.values();
        return first === undefined
          ? []
          : [
              fact(
                `variables:${path}`,
                `\`${plain(path)}\` reads from the environment, for tests, ${listed([...found.keys()])}`,
                { variables: [...found.keys()].join(', ') },
                [{ path, line: first }],
              ),
            ];
      }),
  );
}

/** Manifests that declare Testcontainers, whose tests need Docker. */
function containerFacts(sources: Sources): Fact[] {
  const files = [
    ...[
      'go.mod',
      'package.json',
      'pyproject.toml',
      'pom.xml',
      'build.gradle',
      'build.gradle.kts',
      'gradle/libs.versions.toml',
      'Directory.Packages.props',
      'Cargo.toml',
    ].filter((path) => sources.has(path)),
    ...sources
      .matching(/^(?:build\.gradle(?:\.kts)?|[\w.]*Tests?\.csproj|package\.json)$/u)
      .filter((path) => depthOf(path) > 0 && depthOf(path) <= 3 && !MINOR.test(path))
      .slice(0, 20),
  ];
  for (const path of files) {
    const text = sources.read(path);
    if (text === undefined || !/testcontainers/iu.test(text.text)) continue;
    const line = matchesIn(text, /testcontainers/iu).find(
      (each) => !MENTION.test(text.lines[each.line - 1] ?? ''),
    )?.line;
    if (line !== undefined)
      return [
        fact(
          'testcontainers',
          `Tests start their services in containers with Testcontainers, so they need Docker (\`${plain(nameOf(path), 60)}\`)`,
          { tool: 'testcontainers' },
          [{ path, line }],
        ),
      ];
  }
  return [];
}

/** A line that only mentions a library: a comment, a requirement of other libraries, or the project's own description. */
const MENTION =
  /^\s*(?:\/\/|#|<!--|\*)|\/\/\s*indirect|^module\s|^\s*(?:"(?:name|description|homepage|keywords|url)"\s*:|(?:name|description)\s*=)/u;
