import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact, roleOf } from '../fact.ts';
import { depthOf, folderOf, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Compilation and tests of C and C++ beyond the root's build file: flags, standards, tests, fuzzing and Meson's settings. */
export const cppSettings: Detector = {
  name: 'cpp-settings',
  detect(sources) {
    if (!sources.has('CMakeLists.txt') && !sources.has('meson.build')) return [];
    const files = [
      ...sources.named('CMakeLists.txt').filter((path) => depthOf(path) <= 1),
      ...sources.matching(/\.cmake$/u).filter((path) => /^cmake\/[^/]+$/u.test(path)),
    ]
      .filter((path) => !OTHERS.test(path))
      .slice(0, 20)
      .flatMap((path) => sources.read(path) ?? []);
    return [
      ...flagFacts(files),
      ...files.flatMap((text) => (text.path === 'CMakeLists.txt' ? targetFacts(text) : partFacts(text))),
      ...mesonFacts(sources),
      ...carriedFacts(sources),
      ...fuzzFacts(sources),
    ];
  },
};

const OTHERS = /(?:^|\/)(?:third[_-]?party|vendor|external|extern|deps|examples?|samples?)\//iu;

function fact(about: string, statement: string, path: string, line: number | null): Fact {
  return makeFact({
    kind: 'convention',
    about: `cpp:${about}`,
    statement,
    values: { setting: about },
    evidence: [{ path, line }],
    ...(line === null ? { certainty: 'shown' } : {}),
  });
}

/** The compiler flags that the build may use; whether they are used may depend on the compiler or an option. */
function flagFacts(files: readonly SourceText[]): Fact[] {
  const found = new Map<string, { readonly path: string; readonly line: number }>();
  for (const text of files)
    for (const [place, line] of text.lines.entries()) {
      const code = line.slice(0, 1000).replace(/#.*$/u, '');
      for (const [, flag = ''] of code.matchAll(
        /(?:^|[\s"';])(-W(?:all|extra|error|pedantic)|-pedantic(?:-errors)?|-std=[\w+]+|\/WX|\/W[34])(?=$|[\s"';)])/gu,
      ))
        if (!found.has(flag)) found.set(flag, { path: text.path, line: place + 1 });
    }
  const [first] = found.values();
  return first === undefined
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: 'cpp:flags',
          statement: `CMake can call the compiler with ${listed([...found.keys()], 30)}`,
          values: { flags: [...found.keys()].join(', ') },
          evidence: [...found.values()].slice(0, 3),
        }),
      ];
}

/** Custom targets, which are called by name. */
function targetFacts(text: SourceText): Fact[] {
  return matchesIn(text, /^\s*add_custom_target\s*\(\s*"?([A-Za-z][\w-]*)/iu)
    .slice(0, 10)
    .flatMap(({ groups: [name = ''], line }) => [
      commandFact({
        role: /^check(?:s|-all)?$/u.test(name) ? 'test' : roleOf(name),
        run: `cmake --build build --target ${name}`,
        folder: '.',
        evidence: [{ path: text.path, line }],
      }),
    ]);
}

/** The tests, options and standards in a part of the build. */
function partFacts(text: SourceText): Fact[] {
  const { path } = text;
  const tests = matchesIn(text, /^\s*add_test\s*\(\s*(?:NAME\s+)?(?!NAME\s)"?([A-Za-z][\w.-]*)/iu);
  const [first] = tests;
  const options = matchesIn(text, /^\s*option\s*\(\s*(\w+)\s+(?:(?:ON|OFF)\s+)?"([^"]*)"/iu).slice(0, 12);
  const standards = matchesIn(text, /^\s*set\s*\(\s*CMAKE_(CXX|C)_STANDARD\s+"?(\d+)/u);
  return [
    ...(first === undefined
      ? []
      : [
          fact(
            `tests:${path}`,
            `CTest runs ${listed([...new Set(tests.map(({ groups: [name = ''] }) => name))])}`,
            path,
            first.line,
          ),
        ]),
    ...options.map(({ groups: [name = '', said = ''], line }) =>
      fact(`option:${name}`, `CMake option \`${plain(name, 60)}\`: ${plain(said, 70)}`, path, line),
    ),
    ...standards
      .slice(0, 2)
      .map(({ groups: [language = '', standard = ''], line }) =>
        fact(
          `standard:${path}:${language}`,
          `\`${plain(path)}\` sets the standard ${language === 'CXX' ? 'C++' : 'C'}${standard}`,
          path,
          line,
        ),
      ),
  ];
}

/** Meson's version, and the default settings of a build. */
function mesonFacts(sources: Sources): Fact[] {
  const path = 'meson.build';
  const text = sources.has(path) ? sources.read(path) : undefined;
  const from = text?.lineOf(/^\s*project\s*\(/u);
  if (text === undefined || from === undefined) return [];
  const end = text.lines.findIndex((line, place) => place + 1 > from && /^\)/u.test(line));
  const within = <Found extends { readonly line: number }>(found: readonly Found[]): readonly Found[] =>
    found.filter(({ line }) => line >= from && (end < 0 || line <= end + 1));
  const [version] = within(matchesIn(text, /\bmeson_version\s*:\s*'([^']+)'/u));
  const settings = within(
    matchesIn(text, /'(cpp_std|c_std|warning_level|werror|buildtype|default_library)=([\w+.]+)'/u),
  );
  const all = settings.flatMap(({ line }) =>
    Array.from(
      (text.lines[line - 1] ?? '')
        .slice(0, 500)
        .matchAll(/'((?:cpp_std|c_std|warning_level|werror|buildtype|default_library)=[\w+.]+)'/gu),
      ([, given = '']) => given,
    ),
  );
  const [first] = settings;
  return [
    ...(version === undefined
      ? []
      : [fact('meson-version', `Needs Meson ${plain(version.groups[0] ?? '', 30)}`, path, version.line)]),
    ...(first === undefined
      ? []
      : [fact('meson-options', `Meson builds with ${listed(all)}`, path, first.line)]),
  ];
}

/** Test libraries whose files lie among the tests. */
function carriedFacts(sources: Sources): Fact[] {
  return CARRIED.flatMap(([pattern, name]) => {
    const path = sources.matching(pattern).find((each) => /^(?:tests?|unit_?tests?)\//iu.test(each));
    return path === undefined
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: `tests-with:${name}`,
            statement: `Tests are written with ${name}`,
            values: { tests: name },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ];
  });
}

const CARRIED: readonly (readonly [RegExp, string])[] = [
  [/^catch(?:2|_amalgamated)?\.hpp$/u, 'Catch2'],
  [/^doctest\.h$/u, 'doctest'],
  [/^unity\.[ch]$/u, 'Unity'],
  [/^(?:cmocka|greatest|munit|minunit|utest)\.h$/u, 'a single-header test library'],
  [/^gtest\.h$/u, 'GoogleTest'],
];

/** Programs for a fuzzer, by their files. */
function fuzzFacts(sources: Sources): Fact[] {
  const found = sources
    .matching(/fuzz\w*\.(?:c|cc|cpp)$/iu)
    .filter(
      (path) =>
        depthOf(path) <= 2 && !OTHERS.test(path) && sources.read(path)?.lineOf(FUZZ_TEST) !== undefined,
    );
  const [first] = found;
  return first === undefined
    ? []
    : [
        makeFact({
          kind: 'layout',
          about: `fuzz:${folderOf(first)}`,
          statement: `Fuzz tests are in ${listed(found.slice(0, 4), 100)}`,
          values: { fuzz: found.join(', ') },
          evidence: found
            .slice(0, 3)
            .map((path) => ({ path, line: sources.read(path)?.lineOf(FUZZ_TEST) ?? 1 })),
          certainty: 'shown',
        }),
      ];
}

const FUZZ_TEST = /^(?!\s*(?:\/\/|\/?\*)).*\bLLVMFuzzerTestOneInput\b/u;
