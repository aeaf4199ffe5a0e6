import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { Sources } from '../sources.ts';

/** Settings of a Gradle build for all of its projects: how it runs, and the version of Java that its own plug-ins name. */
export const gradleSettings: Detector = {
  name: 'gradle-settings',
  detect: (sources) => [...runningFacts(sources), ...versionFacts(sources), ...languageFacts(sources)],
};

function runningFacts(sources: Sources): Fact[] {
  const path = 'gradle.properties';
  return matchesIn(
    sources.has(path) ? sources.read(path) : undefined,
    /^\s*org\.gradle\.(parallel|caching|configuration-cache)\s*=\s*(true|false)\s*$/u,
  ).map(({ groups: [key = '', value = ''], line }) =>
    makeFact({
      kind: 'convention',
      about: `gradle:${key}`,
      statement: `Gradle sets \`org.gradle.${key}\` to ${value}`,
      values: { setting: `org.gradle.${key}`, value },
      evidence: [{ path, line }],
    }),
  );
}

/** The version and group that the properties give to all projects. */
function versionFacts(sources: Sources): Fact[] {
  const path = 'gradle.properties';
  return matchesIn(
    sources.has(path) ? sources.read(path) : undefined,
    /^\s*(version|VERSION_NAME|group|GROUP)\s*[=:]\s*([\w.+-]+)\s*$/u,
  ).map(({ groups: [key = '', value = ''], line }) =>
    makeFact({
      kind: 'layout',
      about: `gradle-property:${key}`,
      statement: `The project has the ${/^v/iu.test(key) ? 'version' : 'group'} ${plain(value, 80)}`,
      values: { name: key, value },
      evidence: [{ path, line }],
    }),
  );
}

/** Plug-ins inside the build configure what its projects have in common. */
function languageFacts(sources: Sources): Fact[] {
  return sources
    .matching(/\.gradle(?:\.kts)?$/u)
    .filter((path) => /^(?:buildSrc|build-logic|buildLogic|gradle\/plugins)\/.*src\//u.test(path))
    .slice(0, 30)
    .flatMap((path) =>
      matchesIn(sources.read(path), JAVA)
        .slice(0, 1)
        .map(({ groups, line }) =>
          makeFact({
            kind: 'package-manager',
            about: `gradle-java:${path}`,
            statement: `\`${plain(path.replace(/^.*\//u, ''), 80)}\` sets Java ${groups.find(Boolean) ?? ''}`,
            values: { name: 'java', version: groups.find(Boolean) ?? '', path },
            evidence: [{ path, line }],
          }),
        ),
    );
}

const JAVA =
  /^(?!\s*(?:\/\/|\*)).*?(?:(?:languageVersion\s*(?:=|\.set\()\s*JavaLanguageVersion\.of\(|jvmToolchain\(|JavaVersion\.toVersion\(|(?:source|target)Compatibility\s*=\s*['"]?(?:JavaVersion\.VERSION_)?|options\.release(?:\.set\(|\s*=\s*))(\d[\d_.]*)|\b(?:java|jdk)\w*Version\s*=\s*["']?(\d+)\b)/iu;
