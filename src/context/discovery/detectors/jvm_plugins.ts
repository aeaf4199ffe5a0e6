import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain.ts';
import { matchesIn } from '../reading/line_facts.ts';
import { tagsIn } from '../reading/markup.ts';
import type { Sources } from '../sources.ts';

/** What the builds of Java and Kotlin bring in at the root: plugins of Gradle and Maven, profiles, and the version and group of the project. */
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

function gradleFacts(sources: Sources): Fact[] {
  const paths = ['build.gradle.kts', 'build.gradle', 'settings.gradle.kts', 'settings.gradle'].filter(
    (each) => sources.has(each),
  );
  return paths.flatMap((path) => {
    const text = sources.read(path);
    const from = text?.lineOf(/^\s*plugins\s*\{/u);
    if (text === undefined || from === undefined) return [];
    const end = text.lineOf(/^\s*\}/u, from + 1) ?? text.lines.length;
    return matchesIn(
      text,
      /^\s*(?:id\s*\(?\s*["']([\w.-]+)["']\s*\)?|kotlin\s*\(\s*["']([\w.-]+)["']\s*\)|["`]?(java-library|java|application|checkstyle|jacoco|maven-publish|signing|pmd|war|groovy|antlr|idea|eclipse)["`]?)\s*(?:version\s*\(?\s*["']([\w.-]+)["']\s*\)?)?/u,
    )
      .filter(({ line }) => line > from && line < end)
      .slice(0, 30)
      .map(({ groups: [id = '', kotlin = '', core = '', version = ''], line }) =>
        pluginFact(
          'Gradle',
          id || (kotlin === '' ? core : `org.jetbrains.kotlin.${kotlin}`),
          version,
          path,
          line,
        ),
      );
  });
}

function propertyFacts(sources: Sources): Fact[] {
  const path = 'gradle.properties';
  return matchesIn(
    sources.has(path) ? sources.read(path) : undefined,
    /^(group|version|GROUP|VERSION_NAME|projectVersion|projectGroup)\s*=\s*([\w.-]+)\s*$/u,
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
  const plugins = tagsIn(text, 'plugin')
    .slice(0, 40)
    .flatMap((tag) => {
      const name = /<artifactId>\s*([\w.-]+)\s*<\/artifactId>/u.exec(tag.text)?.[1];
      const version = /<version>\s*([\w.-]+)\s*<\/version>/u.exec(tag.text)?.[1] ?? '';
      return name === undefined ? [] : [pluginFact('Maven', name, version, path, tag.line)];
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
