import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { tagsIn, withoutTags } from '../reading/markup.ts';
import type { Sources } from '../sources.ts';
import { filledIn, propertiesIn } from './java.ts';

/** Settings at the root of Java and Kotlin builds: plugins and profiles of Maven, and Gradle's settings for all projects. */
export const jvmPlugins: Detector = {
  name: 'jvm-plugins',
  detect: (sources) => [...gradleFacts(sources), ...propertyFacts(sources), ...mavenFacts(sources)],
};

function pluginFact(tool: string, name: string, version: string, path: string, line: number): Fact {
  return makeFact({
    kind: 'framework',
    about: `plugin:${tool}:${name}`,
    statement: `The ${tool} plugin \`${plain(name, 80)}\`${version === '' ? '' : ` ${plain(version, 30)}`}`,
    values: { name, ...(version === '' ? {} : { version }) },
    evidence: [{ path, line }],
  });
}

/** Settings for all projects in the build file at the root. */
function gradleFacts(sources: Sources): Fact[] {
  return ['build.gradle.kts', 'build.gradle']
    .filter((each) => sources.has(each))
    .flatMap((path) =>
      SET.flatMap(([about, pattern, statement]) =>
        matchesIn(sources.read(path), pattern)
          .slice(0, 1)
          .map(({ groups: [value = ''], line }) =>
            makeFact({
              kind: 'convention',
              about: `gradle-set:${about}`,
              statement: `${statement} ${plain(value.replaceAll('"', '').replaceAll("'", ''), 80)}`,
              values: { setting: about, value },
              evidence: [{ path, line }],
            }),
          ),
      ),
    );
}

const SET: readonly (readonly [string, RegExp, string])[] = [
  ['group', /^\s*group\s*=?\s*["']([\w.-]+)["']\s*$/u, 'The group of the project is'],
  [
    'compiler-args',
    /^\s*options\.compilerArgs\s*(?:\+=|=|\.addAll\()\s*(?:[[(]\s*)?(?:listOf\(\s*)?([^\s\])$][^\])$]*)[\])]/u,
    'The Java compiler is called with',
  ],
  [
    'max-retries',
    /^\s*maxRetries(?:\.set\(|\s*=)\s*(\d+)/u,
    'The maximum number of retries of a failed test is',
  ],
  ['junit-platform', /^\s*(useJUnitPlatform|useTestNG|useJUnit)\(/u, 'Tests are started with'],
];

function propertyFacts(sources: Sources): Fact[] {
  const path = 'gradle.properties';
  return matchesIn(
    sources.has(path) ? sources.read(path) : undefined,
    /^(group|version|GROUP|VERSION_NAME|projectVersion|projectGroup|kotlin\.code\.style)\s*=\s*([\w.-]+)\s*$/u,
  ).map(({ groups: [key = '', value = ''], line }) =>
    makeFact({
      kind: 'layout',
      about: `gradle-property:${key}`,
      statement: `\`${key}\` of the project is ${plain(value, 40)}`,
      values: { name: key, value },
      evidence: [{ path, line }],
    }),
  );
}

function mavenFacts(sources: Sources): Fact[] {
  const path = 'pom.xml';
  const text = sources.has(path) ? sources.read(path)?.text : undefined;
  if (text === undefined) return [];
  const properties = propertiesIn(text);
  const plugins = tagsIn(text, 'plugin')
    .slice(0, 40)
    .flatMap((tag) => {
      // A plugin's dependencies and configuration have names and versions too.
      const own = withoutTags(tag.text, ['dependencies', 'configuration', 'executions']);
      const name = /<artifactId>\s*([\w.-]+)\s*<\/artifactId>/u.exec(own)?.[1];
      const version = filledIn(/<version>\s*([^<\s]+)\s*<\/version>/u.exec(own)?.[1] ?? '', properties);
      return name === undefined
        ? []
        : [pluginFact('Maven', name, version.includes('${') ? '' : version, path, tag.line)];
    });
  const profiles = tagsIn(text, 'profile').flatMap((tag) => {
    const id = /<id>\s*([\w.-]+)\s*<\/id>/u.exec(tag.text)?.[1];
    return id === undefined ? [] : [{ id, line: tag.line }];
  });
  const [first] = profiles;
  return [
    ...plugins,
    ...(first === undefined
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: 'maven-profiles',
            statement: `Maven has the profiles ${profiles
              .slice(0, 12)
              .map(({ id }) => `\`${plain(id, 40)}\``)
              .join(', ')} (\`-P\`)`,
            values: { profiles: profiles.map(({ id }) => id).join(', ') },
            evidence: [{ path, line: first.line }],
          }),
        ]),
  ];
}
