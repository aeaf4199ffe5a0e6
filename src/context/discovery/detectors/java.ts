import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, inFolder, plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { lineCounter, tagsIn, withoutComments, withoutTags } from '../reading/markup.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Java and Kotlin: Maven and Gradle at the root, with their wrappers. */
export const java: Detector = {
  name: 'java',
  detect: (sources) => {
    const [maven, gradle] = [mavenFacts(sources), gradleFacts(sources)];
    return [...maven, ...gradle, ...bothFacts(maven, gradle)];
  },
};

type BuildTool = {
  readonly name: string;
  readonly command: string;
  /** The script that a project may use in place of the command. */
  readonly wrapper: string;
  /** The task or goal that builds a package. */
  readonly builds: string;
};

const MAVEN: BuildTool = { name: 'Maven', command: 'mvn', wrapper: 'mvnw', builds: 'package' };
const GRADLE: BuildTool = { name: 'Gradle', command: 'gradle', wrapper: 'gradlew', builds: 'build' };

/** The facts that a tool builds the project, as its file shows, and how it is called. */
function builtWith(
  sources: Sources,
  { name, command, wrapper, builds, file }: BuildTool & { readonly file: string },
  folder = '.',
): Fact[] {
  const script = inFolder(folder, wrapper);
  const isWrapped = sources.has(script);
  const call = isWrapped ? `./${wrapper}` : command;
  const evidence = (isWrapped ? [script, file] : [file]).map((path) => ({ path, line: null }));
  const manager = name.toLowerCase();
  const made = { folder, evidence, certainty: 'inferred' } as const;
  return [
    makeFact({
      kind: 'package-manager',
      about: folder === '.' ? manager : `${manager}:${folder}`,
      statement: `Built with ${name}${isWrapped ? ' through its wrapper' : ''}${folder === '.' ? '' : ` in \`${plain(folder, 60)}\``}`,
      values: { manager, call, ...(folder === '.' ? {} : { folder }) },
      evidence,
    }),
    commandFact({ role: 'build', run: `${call} ${builds}`, ...made }),
    commandFact({ role: 'test', run: `${call} test`, ...made }),
  ];
}

function mavenFacts(sources: Sources): Fact[] {
  const path = 'pom.xml';
  const text = sources.read(path)?.text;
  if (text === undefined) return [];
  const facts = builtWith(sources, { ...MAVEN, file: path });
  const properties = propertiesIn(text);
  const resolved = (value: string): string => filledIn(value, properties);
  for (const name of ['java.version', 'maven.compiler.release', 'maven.compiler.source', 'kotlin.version'])
    for (const tag of tagsIn(text, name).slice(0, 1))
      facts.push(
        makeFact({
          kind: 'package-manager',
          about: `maven:${name}`,
          statement: `\`${name}\` is ${plain(tag.text, 20)}`,
          values: { name, version: tag.text },
          evidence: [{ path, line: tag.line }],
        }),
      );
  facts.push(...librariesIn({ path, text }, resolved));
  for (const [name, what] of [
    ['requireJavaVersion', 'Java'],
    ['requireMavenVersion', 'Maven'],
  ] as const)
    for (const tag of tagsIn(text, name).slice(0, 1)) {
      const [version] = tagsIn(tag.text, 'version');
      if (version !== undefined)
        facts.push(
          makeFact({
            kind: 'package-manager',
            about: `maven:${name}`,
            statement: `The build needs ${what} ${plain(version.text, 30)}`,
            values: { name: what, version: version.text },
            evidence: [
              { path, line: sources.read(path)?.lineOf(`<version>${version.text}<`, tag.line) ?? tag.line },
            ],
          }),
        );
    }
  const modules = tagsIn(text, 'module');
  const [first] = modules;
  if (first !== undefined)
    facts.push(
      makeFact({
        kind: 'layout',
        about: 'maven-modules',
        statement: `Maven modules: ${modules
          .slice(0, 30)
          .map((tag) => `\`${plain(tag.text, 50)}\``)
          .join(', ')}`,
        values: { modules: modules.map((tag) => tag.text).join(', ') },
        evidence: [{ path, line: first.line }],
      }),
    );
  const atRoot = new Set(facts.map(({ values }) => values.name));
  for (const { text: module } of modules.slice(0, 20)) {
    const own = sources.read(inFolder(plain(module, 200), 'pom.xml'));
    if (own === undefined) continue;
    const ownProperties = propertiesIn(own.text);
    // A module does not repeat the root's dependencies.
    facts.push(
      ...librariesIn(own, (value) => resolved(filledIn(value, ownProperties)), module).filter(
        ({ values }) => !atRoot.has(values.name) && !modules.some((each) => each.text === values.name),
      ),
    );
  }
  return facts;
}

/** The properties of a Maven file. */
export function propertiesIn(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const [, key = '', value = ''] of withoutComments(text).matchAll(/<([\w.-]+)>([^<>]+)<\/\1>/gu))
    if (!properties.has(key)) properties.set(key, value);
  return properties;
}

/** A value with the properties that it names. */
export function filledIn(value: string, properties: ReadonlyMap<string, string>): string {
  return value.replace(/\$\{([\w.-]+)\}/gu, (whole, key: string) => properties.get(key) ?? whole);
}

/** Dependencies in a Maven file: with the parent at the root, libraries only in a module. Those of a plugin are its own. */
function librariesIn(
  { path, text }: Pick<SourceText, 'path' | 'text'>,
  resolved: (value: string) => string,
  folder = '.',
): Fact[] {
  const seen = withoutComments(text);
  const lineAt = lineCounter(seen);
  const tagsOf = (names: readonly string[]) => {
    let at = 0;
    return names
      .flatMap((name) => tagsIn(seen, name))
      .sort((a, b) => a.from - b.from)
      .filter(({ from, to }) => {
        // A tag within another one is a part of it.
        if (from < at || to === from) return false;
        at = to;
        return true;
      });
  };
  const found = tagsOf(['parent', 'dependency', 'plugin']).filter(
    ({ name }) => name === 'dependency' || (folder === '.' && name === 'parent'),
  );
  // Annotation processors, which the compiler runs.
  const processors = folder === '.' ? tagsIn(seen, 'annotationProcessorPaths') : [];
  const paths =
    processors.length === 0
      ? []
      : tagsOf(['path']).filter((tag) => processors.some(({ from, to }) => tag.from > from && tag.from < to));
  return [...found, ...paths].flatMap(({ name, from, to }): Fact[] => {
    const within = withoutTags(seen.slice(from, to), ['dependencies', 'configuration', 'executions']);
    const artifact = /<artifactId>([^<]+)</u.exec(within);
    const version = resolved(/<version>([^<]+)</u.exec(within)?.[1] ?? '');
    if (artifact?.[1] === undefined) return [];
    return [
      libraryFact({
        name: artifact[1].trim(),
        range: version.includes('${') ? '' : version.trim(),
        path,
        line: lineAt(from + artifact.index),
        folder,
        isForDevelopment: name === 'path' || /<scope>test</u.test(within),
      }),
    ];
  });
}

/** Gradle builds in folders of a project that is not built with Gradle as a whole. */
function separateBuilds(sources: Sources): Fact[] {
  return sources
    .matching(/^settings\.gradle(?:\.kts)?$/u)
    .filter((path) => depthOf(path) <= 4 && !MINOR.test(path))
    .slice(0, 6)
    .flatMap((path) => {
      const folder = folderOf(path);
      const file = ['build.gradle', 'build.gradle.kts']
        .map((name) => inFolder(folder, name))
        .find((each) => sources.has(each));
      return file === undefined ? [] : builtWith(sources, { ...GRADLE, file }, folder);
    });
}

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates'], ['resources']);

function gradleFacts(sources: Sources): Fact[] {
  const settings = ['settings.gradle.kts', 'settings.gradle'].find((path) => sources.has(path));
  const builds = sources
    .matching(/^build\.gradle(?:\.kts)?$/u)
    .filter((path) => path.split('/').length <= 2)
    .slice(0, 20);
  const first = settings ?? builds.find((path) => !path.includes('/'));
  if (first === undefined) return separateBuilds(sources);
  const facts = builtWith(sources, { ...GRADLE, file: first });
  const properties = 'gradle/wrapper/gradle-wrapper.properties';
  for (const {
    groups: [version = ''],
    line,
  } of matchesIn(
    sources.has(properties) ? sources.read(properties) : undefined,
    /^distributionUrl=.*gradle-([\d.]+(?:-\w+-?\d*)?)-(?:bin|all)\.zip/u,
  ))
    facts.push(
      makeFact({
        kind: 'package-manager',
        about: 'gradle-version',
        statement: `Gradle ${version}`,
        values: { name: 'gradle', version },
        evidence: [{ path: properties, line }],
      }),
    );
  const included = settings === undefined ? [] : includedProjects(sources.read(settings));
  const [one] = included;
  if (one !== undefined && settings !== undefined)
    facts.push(
      makeFact({
        kind: 'layout',
        about: 'gradle-projects',
        statement: `Gradle projects: ${listed(
          included.map(({ name }) => name),
          50,
          30,
        )}`,
        values: { projects: included.map(({ name }) => name).join(', ') },
        evidence: [{ path: settings, line: one.line }],
      }),
    );
  for (const path of builds) {
    const text = sources.read(path);
    const folder = path.includes('/') ? (path.split('/')[0] ?? '.') : '.';
    for (const {
      groups: [id = '', version = ''],
      line,
    } of matchesIn(text, /^\s*id\s*\(?\s*["']([\w.-]+)["']\s*\)?\s*(?:version\s*\(?\s*["']([^"']+)["'])?/u))
      facts.push(libraryFact({ name: id, range: version, path, line, folder, isForDevelopment: true }));
    for (const {
      groups: [scope = '', name = '', version = ''],
      line,
    } of matchesIn(
      text,
      /^\s*(\w*(?:[iI]mplementation|api|[cC]ompileOnly|[rR]untimeOnly|ksp|kapt))\s*\(?\s*["']([\w.-]+:[\w.-]+)(?::([\w.${}+-]+))?["']/u,
    ))
      facts.push(
        libraryFact({
          name,
          range: version.includes('$') ? '' : version,
          path,
          line,
          folder,
          isForDevelopment: scope.startsWith('test'),
        }),
      );
    for (const {
      groups: [version = ''],
      line,
    } of matchesIn(
      text,
      /(?:languageVersion\s*=\s*JavaLanguageVersion\.of\(|jvmToolchain\(|sourceCompatibility\s*=\s*['"]?(?:JavaVersion\.VERSION_)?)(\d[\d_.]*)/u,
    ).slice(0, 1))
      facts.push(
        makeFact({
          kind: 'package-manager',
          about: `java-version:${folder}`,
          statement: `Java ${version}${folder === '.' ? '' : ` in \`${folder}\``}`,
          values: { name: 'java', version, ...(folder === '.' ? {} : { folder }) },
          evidence: [{ path, line }],
        }),
      );
  }
  return facts;
}

/** The projects that Gradle settings include, each with the line that names it within the call. */
function includedProjects(
  settings: SourceText | undefined,
): { readonly name: string; readonly line: number }[] {
  let call: 'none' | 'bracketed' | 'listed' = 'none';
  return (settings?.lines ?? []).flatMap((line, place) => {
    const code = line.replace(/\/\/.*$/u, '').trimEnd();
    if (/^\s*include\s*\(/u.test(code)) call = 'bracketed';
    else if (/^\s*include\s+["']/u.test(code)) call = 'listed';
    if (call === 'none') return [];
    if (call === 'bracketed' ? code.includes(')') : !code.endsWith(',')) call = 'none';
    return Array.from(code.matchAll(/["']([^"'$]+)["']/gu), ([, name = '']) => ({ name, line: place + 1 }));
  });
}

/** Two build tools for one project: a dependency has to be changed in both. */
function bothFacts(maven: readonly Fact[], gradle: readonly Fact[]): Fact[] {
  const [first] = maven;
  const [second] = gradle;
  if (first === undefined || second === undefined) return [];
  return [
    makeFact({
      kind: 'contradiction',
      about: 'java-build',
      statement: 'The project can be built with Maven and with Gradle; nothing says which one counts',
      values: { managers: 'Maven, Gradle' },
      evidence: [...first.evidence.slice(-1), ...second.evidence.slice(-1)],
      certainty: 'shown',
    }),
  ];
}
