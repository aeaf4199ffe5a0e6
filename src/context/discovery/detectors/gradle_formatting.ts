import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesInScript } from '../reading/line_matches.ts';
import type { Sources } from '../sources.ts';

/** Formatting with Spotless in a Gradle build, and the tasks of plug-ins that check formatting and the public API. */
export const gradleFormatting: Detector = {
  name: 'gradle-formatting',
  detect: (sources) => [...spotlessFacts(sources), ...apiFacts(sources)],
};

const BUILDS = ['build.gradle.kts', 'build.gradle'];
const CATALOG = 'gradle/libs.versions.toml';

function spotlessFacts(sources: Sources): Fact[] {
  const path = BUILDS.find((each) => sources.has(each));
  const text = path === undefined ? undefined : sources.read(path);
  const [block] = matchesInScript(text, /^\s*(?:configure<SpotlessExtension>|spotless)\s*(\{)/u);
  if (path === undefined || block === undefined) return [];
  const languages = matchesInScript(text, /^\s*(kotlin|kotlinGradle|java|groovy|groovyGradle|scala)\s*\{/u);
  // The detector of Kotlin's settings reports ktlint with its version.
  const formats = matchesInScript(
    text,
    /^\s*(ktfmt|ktlint(?!\(\s*["']\d)|googleJavaFormat|palantirJavaFormat|eclipse|scalafmt|diktat|cleanthat)\s*\(/u,
  );
  return [
    commandFact({
      role: 'format',
      run: `${sources.has('gradlew') ? './gradlew' : 'gradle'} spotlessApply`,
      folder: '.',
      evidence: [{ path, line: block.line }],
      certainty: 'inferred',
    }),
    ...formats
      .filter(({ line }) => line > block.line)
      .slice(0, 4)
      .map(({ groups: [format = ''], line }) => {
        const language = languages.findLast((each) => each.line > block.line && each.line < line)?.groups[0];
        const name = language === undefined ? 'code' : (LANGUAGES.get(language) ?? 'code');
        return makeFact({
          kind: 'convention',
          about: `spotless:${language ?? ''}:${format}`,
          statement: `Spotless formats ${name} with \`${plain(format, 40)}\``,
          values: { tool: 'Spotless', format },
          evidence: [{ path, line }],
        });
      }),
  ];
}

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['kotlin', 'Kotlin'],
  ['kotlinGradle', 'the scripts of Gradle'],
  ['java', 'Java'],
  ['groovy', 'Groovy'],
  ['groovyGradle', 'the scripts of Gradle'],
  ['scala', 'Scala'],
]);

/** The tasks of Kotlin's validator of public APIs: one compares, one writes what is compared with. */
function apiFacts(sources: Sources): Fact[] {
  const found = [...BUILDS, CATALOG]
    .filter((each) => sources.has(each))
    .flatMap((path) =>
      matchesInScript(
        sources.read(path),
        /^[^#]*["'](org\.jetbrains\.kotlinx\.binary-compatibility-validator)["']/u,
      )
        .slice(0, 1)
        .map(({ line }) => ({ path, line })),
    );
  const [first] = found;
  if (first === undefined) return [];
  const call = sources.has('gradlew') ? './gradlew' : 'gradle';
  return [
    { role: 'lint', task: 'apiCheck', does: 'Compares the public API with the files in `api/`' },
    { role: 'generate', task: 'apiDump', does: 'Writes the public API to the files in `api/`' },
  ].map(({ role, task, does }) =>
    commandFact({
      role: role === 'lint' ? 'lint' : 'generate',
      run: `${call} ${task}`,
      folder: '.',
      evidence: [first],
      does: plain(does, 70),
      certainty: 'inferred',
    }),
  );
}
