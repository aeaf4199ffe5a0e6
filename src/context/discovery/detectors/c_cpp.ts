import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { Sources, SourceText } from '../sources.ts';

/** C and C++: CMake and Meson at the root, Conan and vcpkg beside them. */
export const cAndCpp: Detector = {
  name: 'c-and-cpp',
  detect: (sources) => [...cmakeFacts(sources), ...mesonFacts(sources), ...otherFacts(sources)],
};

function cmakeFacts(sources: Sources): Fact[] {
  const path = 'CMakeLists.txt';
  const text = sources.has(path) ? sources.read(path) : undefined;
  if (text === undefined) return [];
  const facts: Fact[] = [];
  for (const {
    groups: [version = ''],
    line,
  } of matchesIn(text, /^\s*cmake_minimum_required\s*\(\s*VERSION\s+([\d.]+(?:\.\.\.[\d.]+)?)/iu).slice(0, 1))
    facts.push(
      makeFact({
        kind: 'package-manager',
        about: 'cmake',
        statement: `Built with CMake (\`cmake_minimum_required\` ${version})`,
        values: { manager: 'cmake', version },
        evidence: [{ path, line }],
      }),
    );
  const [project] = matchesIn(text, /^\s*project\s*\(\s*([\w.+-]+)/iu);
  const evidence = [{ path, line: project?.line ?? 1 }];
  facts.push(
    commandFact({ role: 'build', run: 'cmake -S . -B build', folder: '.', evidence, certainty: 'inferred' }),
  );
  facts.push(
    commandFact({ role: 'build', run: 'cmake --build build', folder: '.', evidence, certainty: 'inferred' }),
  );
  if (project !== undefined) {
    const end = text.lines.findIndex((each, place) => place + 1 >= project.line && each.includes(')'));
    const version = matchesIn(text, /\bVERSION\s+(\d[\w.]*)/u).find(
      ({ line }) => line >= project.line && line <= end + 1,
    );
    facts.push(
      makeFact({
        kind: 'layout',
        about: 'cmake-project',
        statement: `The CMake project is \`${plain(project.groups[0] ?? '', 60)}\`${version === undefined ? '' : `, version ${version.groups[0] ?? ''}`}`,
        values: {
          project: project.groups[0] ?? '',
          ...(version === undefined ? {} : { version: version.groups[0] ?? '' }),
        },
        evidence: [
          ...evidence,
          ...(version === undefined || version.line === project.line ? [] : [{ path, line: version.line }]),
        ],
      }),
    );
  }
  for (const { line } of matchesIn(text, /^\s*(?:enable_testing|include\s*\(\s*CTest)\b/iu).slice(0, 1))
    facts.push(
      commandFact({
        role: 'test',
        run: 'ctest --test-dir build',
        folder: '.',
        evidence: [{ path, line }],
        certainty: 'inferred',
      }),
    );
  facts.push(...standardFacts(text), ...targetFacts(text), ...fetchedFacts(sources));
  for (const {
    groups: [feature = ''],
    line,
  } of matchesIn(text, /^\s*target_compile_features\s*\([^)]*\b(c(?:xx)?_std_\d+)/u).slice(0, 1))
    facts.push(
      makeFact({
        kind: 'convention',
        about: 'cmake-feature',
        statement: `The compile feature \`${feature}\` is required`,
        values: { feature },
        evidence: [{ path, line }],
      }),
    );
  for (const {
    groups: [name = '', said = ''],
    line,
  } of matchesIn(text, /^\s*(?:cmake_dependent_)?option\s*\(\s*(\w+)\s+"?([^"]*)"?/iu).slice(0, 30))
    facts.push(
      makeFact({
        kind: 'convention',
        about: `cmake-option:${name}`,
        statement: `CMake option \`${name}\`: ${plain(said, 70)}`,
        values: { option: name },
        evidence: [{ path, line }],
      }),
    );
  for (const {
    groups: [name = '', version = ''],
    line,
  } of matchesIn(text, /^\s*find_package\s*\(\s*(\w+)(?:\s+([\d.]+))?/iu).slice(0, 30))
    facts.push(libraryFact({ name, range: version, path, line, folder: '.' }));
  for (const name of ['CMakePresets.json']) {
    const presets = sources.has(name) ? sources.json(name) : undefined;
    for (const { value, line } of presets?.items('configurePresets').slice(0, 10) ?? []) {
      const preset =
        typeof value === 'object' &&
        value !== null &&
        'name' in value &&
        typeof value.name === 'string' &&
        !('hidden' in value && value.hidden)
          ? value.name
          : undefined;
      const at = preset === undefined ? undefined : sources.read(name)?.lineOf(`"${preset}"`, line);
      if (preset !== undefined && at !== undefined)
        facts.push(
          commandFact({
            role: 'build',
            run: `cmake --preset ${plain(preset, 40)}`,
            folder: '.',
            evidence: [{ path: name, line: at }],
          }),
        );
    }
  }
  return facts;
}

function otherFacts(sources: Sources): Fact[] {
  return OTHERS.flatMap(([path, name, about]) =>
    sources.has(path)
      ? [
          makeFact({
            kind: 'package-manager',
            about,
            statement: `${name} \`${path}\``,
            values: { manager: about, path },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ]
      : [],
  );
}

const OTHERS = [
  ['conanfile.py', 'Conan packages are created or installed by', 'conan'],
  ['conanfile.txt', 'Conan packages are created or installed by', 'conan'],
  ['vcpkg.json', 'vcpkg libraries are listed in', 'vcpkg'],
] as const;

/** The standards of C and C++: several, if options or the compiler decide. */
function standardFacts(text: SourceText): Fact[] {
  const found = matchesIn(text, /^\s*set\s*\(\s*CMAKE_(CXX|C)_STANDARD\s+"?(\d+|\$\{\w+\})/u).flatMap(
    ({ groups: [language = '', said = ''], line }) => {
      const name = /^\$\{(\w+)\}$/u.exec(said)?.[1];
      if (name === undefined) return [{ groups: [language, said], line }];
      // A variable that is set only once in the same file has that value.
      const own = matchesIn(text, new RegExp(`^\\s*set\\s*\\(\\s*${name}\\s+"?(\\d+)\\b`, 'u'));
      return own.length === 1 ? [{ groups: [language, own[0]?.groups[0] ?? ''], line }] : [];
    },
  );
  return ['CXX', 'C'].flatMap((language) => {
    const same = found.filter(({ groups }) => groups[0] === language);
    const standards = [...new Set(same.map(({ groups }) => groups[1] ?? ''))];
    if (standards.length === 0) return [];
    const name = language === 'CXX' ? 'C++' : 'C';
    return [
      makeFact({
        kind: 'convention',
        about: `cmake-standard:${language}`,
        statement:
          standards.length === 1
            ? `${name} standard ${standards.join('')} is set`
            : `${name} standard ${standards.slice(0, 4).join(' or ')} is set, depending on how the build is configured`,
        values: { standard: standards.map((each) => `${name.toLowerCase()}${each}`).join(', ') },
        evidence: same.slice(0, 4).map(({ line }) => ({ path: text.path, line })),
      }),
    ];
  });
}

/** The libraries and programs that the file at the root defines. */
function targetFacts(text: SourceText): Fact[] {
  const found = matchesIn(
    text,
    /^\s*add_(library|executable)\s*\(\s*([\w.+-]+)(?!\S*::)(?:\s+(INTERFACE))?\b(?!.*\bALIAS\b)/iu,
  );
  const names = new Set<string>();
  return found
    .filter(({ groups: [, name = ''] }) => name !== '' && !names.has(name) && names.add(name))
    .slice(0, 10)
    .map(({ groups: [kind = '', name = '', isHeaderOnly = ''], line }) =>
      makeFact({
        kind: 'layout',
        about: `cmake-target:${name}`,
        statement: `The CMake target \`${plain(name, 60)}\` is ${kind.toLowerCase() === 'executable' ? 'a program' : isHeaderOnly === '' ? 'a library' : 'a header-only library'}`,
        values: { target: name },
        evidence: [{ path: text.path, line }],
      }),
    );
}

/** Dependencies that the build downloads, with the requested tags. */
function fetchedFacts(sources: Sources): Fact[] {
  return sources
    .named('CMakeLists.txt')
    .filter((path) => depthOf(path) <= 1)
    .slice(0, 12)
    .flatMap((path) => {
      const text = sources.read(path);
      return matchesIn(
        text,
        /^\s*(?:FetchContent_Declare|CPMAddPackage)\s*\(\s*(?:NAME\s+)?([\w.+-]+)?/iu,
      ).flatMap(({ groups: [named = ''], line }) => {
        const rest = (text?.lines ?? []).slice(line - 1, line + 6);
        const end = rest.findIndex((each) => each.includes(')'));
        const call = rest.slice(0, end < 0 ? undefined : end + 1).join('\n');
        const name =
          named === '' ? /^\s*(?:NAME\s+)?([\w.+-]+)/mu.exec(call.replace(/^.*\(/u, ''))?.[1] : named;
        const tag = /GIT_TAG\s+(\S+)(?:\s+#\s*(v?\d\S*))?/u.exec(call);
        const version = tag?.[2] ?? tag?.[1]?.replace(/^["']|["')]+$/gu, '') ?? '';
        return name === undefined || version.includes('$')
          ? []
          : [
              libraryFact({
                name,
                range: version,
                path,
                line,
                folder: '.',
                isForDevelopment: /^tests?\//u.test(path),
              }),
            ];
      });
    });
}

function mesonFacts(sources: Sources): Fact[] {
  const path = 'meson.build';
  const text = sources.has(path) ? sources.read(path) : undefined;
  const line = text?.lineOf(/^\s*project\s*\(/u);
  if (text === undefined || line === undefined) return [];
  const evidence = [{ path, line }];
  const tests = text.lineOf(/^\s*(?:test\s*\(|subdir\s*\(\s*'tests?')/u);
  return [
    makeFact({
      kind: 'package-manager',
      about: 'meson',
      statement: 'Built with Meson',
      values: { manager: 'meson' },
      evidence,
    }),
    commandFact({ role: 'build', run: 'meson setup build', folder: '.', evidence, certainty: 'inferred' }),
    commandFact({
      role: 'build',
      run: 'meson compile -C build',
      folder: '.',
      evidence,
      certainty: 'inferred',
    }),
    ...(tests === undefined
      ? []
      : [
          commandFact({
            role: 'test',
            run: 'meson test -C build',
            folder: '.',
            evidence: [{ path, line: tests }],
            certainty: 'inferred',
          }),
        ]),
  ];
}
