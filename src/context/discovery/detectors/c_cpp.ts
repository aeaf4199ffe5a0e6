import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain.ts';
import { libraryFact } from '../reading/library.ts';
import { matchesIn } from '../reading/line_facts.ts';
import type { Sources } from '../sources.ts';

/** C and C++: CMake and Meson at the root. */
export const cAndCpp: Detector = {
  name: 'c-and-cpp',
  detect: (sources) => [...cmakeFacts(sources), ...mesonFacts(sources)],
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
  if (project !== undefined)
    facts.push(
      makeFact({
        kind: 'layout',
        about: 'cmake-project',
        statement: `The CMake project is \`${plain(project.groups[0] ?? '', 60)}\``,
        values: { project: project.groups[0] ?? '' },
        evidence,
      }),
    );
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
  for (const {
    groups: [language = '', standard = ''],
    line,
  } of matchesIn(text, /^\s*set\s*\(\s*CMAKE_(CXX|C)_STANDARD\s+(\d+)/u).slice(0, 2))
    facts.push(
      makeFact({
        kind: 'convention',
        about: `cmake-standard:${language}`,
        statement: `${language === 'CXX' ? 'C++' : 'C'} standard ${standard} is set`,
        values: { standard: `${language === 'CXX' ? 'c++' : 'c'}${standard}` },
        evidence: [{ path, line }],
      }),
    );
  for (const {
    groups: [feature = ''],
    line,
  } of matchesIn(text, /^\s*target_compile_features\s*\([^)]*\b(c(?:xx)?_std_\d+)/u).slice(0, 1))
    facts.push(
      makeFact({
        kind: 'convention',
        about: 'cmake-feature',
        statement: `The compile feature \`${feature}\` is asked for`,
        values: { feature },
        evidence: [{ path, line }],
      }),
    );
  for (const {
    groups: [name = '', said = ''],
    line,
  } of matchesIn(text, /^\s*option\s*\(\s*(\w+)\s+"?([^"]*)"?/iu).slice(0, 30))
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
