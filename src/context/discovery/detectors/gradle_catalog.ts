import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { LocatedEntry } from '../reading/located_value.ts';
import type { TomlSource } from '../reading/toml.ts';
import type { Sources } from '../sources.ts';

/** Gradle's version catalogue: libraries, plug-ins and versions; and the code formatter, if a plug-in provides it. */
export const gradleCatalog: Detector = {
  name: 'gradle-catalog',
  detect: (sources) => {
    const file = sources.has(CATALOG) ? sources.toml(CATALOG) : undefined;
    return [...(file === undefined ? [] : catalogFacts(file)), ...spotlessFacts(sources)];
  },
};

const CATALOG = 'gradle/libs.versions.toml';

function catalogFacts(file: TomlSource): Fact[] {
  const versions = file.entries('versions').slice(0, 80);
  // A version that a library or a plug-in refers to is reported together with it.
  const used = new Set(
    ['libraries', 'plugins'].flatMap((section) =>
      file.entries(section).flatMap(({ key }) => file.text(section, key, 'version', 'ref')?.value ?? []),
    ),
  );
  return [
    ...versions.flatMap(({ key, value, line }) => {
      if (typeof value !== 'string') return [];
      // The versions of Java for the compiler and its target are not libraries.
      return JAVA.test(key)
        ? [
            makeFact({
              kind: 'package-manager',
              about: `gradle-catalog:${key}`,
              statement: `\`${plain(key, 40)}\` is ${plain(value, 20)}`,
              values: { name: key, version: value },
              evidence: [{ path: CATALOG, line }],
            }),
          ]
        : used.has(key)
          ? []
          : [libraryFact({ name: key, range: value, path: CATALOG, line, folder: '.' })];
    }),
    ...file
      .entries('libraries')
      .slice(0, 80)
      .flatMap((entry) => listed(entry, file, 'module')),
    ...file
      .entries('plugins')
      .slice(0, 40)
      .flatMap((entry) => listed(entry, file, 'id')),
  ];
}

const JAVA =
  /^(?:jdk|java|jvm-?toolchain|(?:jvm|java)-?target|(?:source|target)-?compatibility)(?:-?version)?$/iu;

/** An entry of the catalogue: `group:name:version`, or a table of its parts, with the version there or among the versions. */
function listed({ key, value, line }: LocatedEntry, file: TomlSource, called: 'module' | 'id'): Fact[] {
  const parts = typeof value === 'string' ? value.split(':') : [];
  const field = (name: string): unknown =>
    typeof value === 'object' && value !== null
      ? Object.getOwnPropertyDescriptor(value, name)?.value
      : undefined;
  const of = (name: string): string | undefined => {
    const found = field(name);
    return typeof found === 'string' ? found : undefined;
  };
  const group = of('group');
  const own = of('name');
  const joined = group === undefined || own === undefined ? undefined : `${group}:${own}`;
  const split = called === 'module' ? parts.slice(0, 2) : parts.slice(0, 1);
  const name = of(called) ?? joined ?? split.join(':');
  if (name === '') return [];
  const section = called === 'module' ? 'libraries' : 'plugins';
  const referred = file.text(section, key, 'version', 'ref');
  const kept = referred === undefined ? undefined : file.text('versions', referred.value);
  const range = parts.slice(split.length).join(':') || of('version') || kept?.value || '';
  const fact = libraryFact({
    name,
    range,
    path: CATALOG,
    line,
    folder: '.',
    isForDevelopment: called === 'id',
  });
  // A referenced version is on another line.
  if (kept !== undefined && range === kept.value) fact.evidence.push({ path: CATALOG, line: kept.line });
  return [fact];
}

function spotlessFacts(sources: Sources): Fact[] {
  const path = ['build.gradle.kts', 'build.gradle'].find((each) => sources.has(each));
  if (path === undefined) return [];
  const [found] = matchesIn(
    sources.read(path),
    /^\s*(?:alias\s*\(?\s*libs\.plugins\.spotless|id\s*\(?\s*["']com\.diffplug\.spotless["'])(?!.*apply\s*\(?\s*false)/u,
  );
  if (found === undefined) return [];
  return [
    commandFact({
      role: 'format',
      run: `${sources.has('gradlew') ? './gradlew' : 'gradle'} spotlessApply`,
      folder: '.',
      evidence: [{ path, line: found.line }],
      certainty: 'inferred',
    }),
  ];
}
