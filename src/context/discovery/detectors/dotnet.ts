import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, inFolder, nameOf, plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import type { LocatedValue } from '../reading/located_value.ts';
import { type Tag, tagsIn } from '../reading/markup.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources, SourceText } from '../sources.ts';

/** .NET: solutions, projects, and their packages. */
export const dotnet: Detector = {
  name: 'dotnet',
  detect(sources) {
    const projects = sources.matching(/\.(?:cs|fs|vb)proj$/u).slice(0, 60);
    const solutions = sources.matching(/\.slnx?$/u).filter((path) => depthOf(path) <= 1);
    if (projects.length + solutions.length === 0) return [];
    const isTested = projects.some((path) => /tests?\b|specs?\b/iu.test(path));
    return [
      ...solutions.flatMap((path) => [
        makeFact({
          kind: 'layout',
          about: `solution:${path}`,
          statement: `The solution is \`${plain(path)}\``,
          values: { solution: path },
          evidence: [{ path, line: null }],
          certainty: 'shown',
        }),
        commandFact({
          role: 'build',
          run: `dotnet build ${path}`,
          folder: '.',
          evidence: [{ path, line: null }],
          certainty: 'inferred',
        }),
        ...(isTested
          ? [
              commandFact({
                role: 'test',
                run: `dotnet test ${path}`,
                folder: '.',
                evidence: [{ path, line: null }],
                certainty: 'inferred',
              }),
            ]
          : []),
      ]),
      ...sdkFacts(sources),
      ...projects.flatMap((path) => projectFacts(sources, path)),
      ...sources
        .named('Directory.Packages.props')
        .slice(0, 5)
        .flatMap((path) => CENTRAL_TAGS.flatMap((tag) => packagesIn(sources, path, tag))),
      ...sources
        .named('Directory.Build.props')
        .slice(0, 1)
        .flatMap((path) => settingsIn(sources, path)),
    ];
  },
};

/** Tags that name a package and its version for several projects, or for all. */
const CENTRAL_TAGS = ['PackageVersion', 'GlobalPackageReference'];

function sdkFacts(sources: Sources): Fact[] {
  const path = sources.named('global.json').find((each) => depthOf(each) <= 1);
  const version = path === undefined ? undefined : sources.json(path)?.text('sdk', 'version');
  return path === undefined || version === undefined
    ? []
    : [
        makeFact({
          kind: 'package-manager',
          about: 'dotnet-sdk',
          statement: `.NET SDK ${plain(version.value, 40)}`,
          values: { name: '.net sdk', version: version.value },
          evidence: [{ path, line: version.line }],
        }),
      ];
}

function projectFacts(sources: Sources, path: string): Fact[] {
  const text = sources.read(path)?.text;
  if (text === undefined) return [];
  const targets = targetsIn(text);
  const name = nameOf(path).replace(/\.\w+$/u, '');
  return [
    makeFact({
      kind: 'layout',
      about: `project:${path}`,
      statement: `\`${plain(path)}\` is a project${targets === undefined ? '' : ` for ${plain(targets.words, 120)}`}`,
      values: { project: name, ...(targets === undefined ? {} : { target: targets.all.join(';') }) },
      evidence:
        targets === undefined ? [{ path, line: null }] : targets.lines.map((line) => ({ path, line })),
      certainty: 'shown',
    }),
    ...packagesIn(sources, path, 'PackageReference').filter(({ values }) => values.version !== undefined),
  ];
}

/** A project's target frameworks: the unconditional ones, and those with a condition, such as one system. */
function targetsIn(
  text: string,
):
  | { readonly words: string; readonly all: readonly string[]; readonly lines: readonly number[] }
  | undefined {
  const isConditional = conditionsIn(text);
  const named = ['TargetFramework', 'TargetFrameworks']
    .flatMap((tag) => tagsIn(text, tag))
    .map((tag) => ({
      line: tag.line,
      isAlways: !isConditional(tag),
      names: tag.text
        .split(';')
        .map((one) => one.trim())
        .filter((one) => one !== '' && !one.includes('$(')),
    }))
    .filter(({ names }) => names.length > 0);
  const namesOf = (isAlways: boolean) => [
    ...new Set(named.filter((one) => one.isAlways === isAlways).flatMap(({ names }) => names)),
  ];
  const always = namesOf(true);
  const sometimes = namesOf(false).filter((name) => !always.includes(name));
  if (named.length === 0) return undefined;
  const more = sometimes.join(';');
  return {
    words:
      always.length === 0
        ? `${more}, ${named.length === 1 ? '' : 'each '}on a condition`
        : `${always.join(';')}${more === '' ? '' : `, on a condition ${more}`}`,
    all: [...always, ...sometimes],
    lines: named.map(({ line }) => line).slice(0, 3),
  };
}

/** Returns a function that tells whether a tag is conditional: by itself, or by a group, case or target around it. */
function conditionsIn(text: string): (tag: Tag) => boolean {
  const around = [
    ...['PropertyGroup', 'When']
      .flatMap((name) => tagsIn(text, name))
      .filter((group) => group.attribute('Condition') !== undefined),
    ...['Otherwise', 'Target'].flatMap((name) => tagsIn(text, name)),
  ];
  return (tag) =>
    tag.attribute('Condition') !== undefined ||
    around.some(({ from, to }) => from < tag.from && tag.from < to);
}

function packagesIn(sources: Sources, path: string, tag: string): Fact[] {
  return tagsIn(sources.read(path)?.text ?? '', tag)
    .slice(0, 80)
    .flatMap((found) => {
      const name = found.attribute('Include');
      const version = found.attribute('Version') ?? '';
      const property = /^\$\(([\w.]+)\)$/u.exec(version)?.[1];
      const set = property === undefined ? undefined : propertyOf(sources, path, property);
      if (name === undefined || (version.includes('$(') && set === undefined)) return [];
      const folder = SAMPLES.test(path) ? folderOf(path) : '.';
      return [libraryFact({ name, range: version, path, line: found.line, folder, ...set })];
    });
}

/** Projects that show how the project is used: their libraries are not its own. */
const SAMPLES = /(?:^|\/)(?:samples?|examples?|demos?)\//iu;

/** The value of a property in a project: its own, or that of the nearest settings file upward. */
function propertyOf(
  sources: Sources,
  project: string,
  name: string,
): { readonly lock: SourceText; readonly locked: LocatedValue<string> } | undefined {
  const files = [project];
  for (let folder = folderOf(project); ; folder = folderOf(folder)) {
    const path = inFolder(folder, 'Directory.Build.props');
    if (sources.has(path)) files.push(path);
    if (folder === '.') break;
  }
  for (const path of files) {
    const lock = sources.read(path);
    const tags = lock === undefined ? [] : tagsIn(lock.text, name);
    const [tag] = tags;
    // A property that is set more than once is conditional.
    if (lock !== undefined && tag !== undefined)
      return tags.length > 1 || tag.text.includes('$(')
        ? undefined
        : { lock, locked: { value: tag.text, line: tag.line } };
  }
  return undefined;
}

function settingsIn(sources: Sources, path: string): Fact[] {
  const text = sources.read(path)?.text ?? '';
  const apart = path.includes('/') ? [] : setApart(sources);
  const others = [
    ...sources.named('Directory.Build.props').filter((each) => each !== path),
    ...sources.matching(/\.(?:cs|fs|vb)proj$/u).slice(0, 60),
  ].filter((each) => !apart.some((folder) => each.startsWith(`${folder}/`)));
  const [central] = tagsIn(text, 'ManagePackageVersionsCentrally').filter(
    (tag) => tag.text.trim() === 'true',
  );
  const kept = sources.named('Directory.Packages.props')[0];
  const centralFacts =
    central === undefined || kept === undefined
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: 'dotnet:central',
            statement: `Package versions are kept in \`${plain(kept)}\``,
            values: { file: kept },
            evidence: [{ path, line: central.line }],
          }),
        ];
  const named = [
    'LangVersion',
    'Nullable',
    'TreatWarningsAsErrors',
    'ImplicitUsings',
    'VersionPrefix',
    'SignAssembly',
  ].flatMap((name) => {
    const tags = tagsIn(text, name);
    const other = tags.slice(1).find((tag) => tag.text !== tags[0]?.text);
    const condition = tags[0] === undefined ? undefined : conditionOf(text, tags[0]);
    return tags.slice(0, 1).map((tag) =>
      makeFact({
        kind: 'convention',
        about: `dotnet:${name}`,
        statement:
          condition !== undefined && other === undefined
            ? conditionally(name, tag.text, condition)
            : other === undefined
              ? `\`${name}\` is ${plain(tag.text, 40)} for ${path.includes('/') ? 'all projects' : allProjects(sources)}${exceptions(sources, others, name, tag.text)}`
              : `\`${name}\` is ${plain(tag.text, 40)} by default; a condition in \`${plain(path)}\` sets it to ${plain(other.text, 40)}`,
        values: { name, value: tag.text },
        evidence: [{ path, line: tag.line }],
      }),
    );
  });
  return [...named, ...centralFacts];
}

/** The condition under which a property is set: its own, or that of its group. */
export function conditionOf(text: string, { from, to, attribute }: Tag): string | undefined {
  return (
    attribute('Condition') ??
    tagsIn(text, 'PropertyGroup')
      .find((group) => group.from < from && to < group.to)
      ?.attribute('Condition')
  );
}

/** The sentence that a property is set only under a condition. */
export function conditionally(name: string, value: string, condition: string): string {
  return `\`${name}\` is ${plain(value, 60)} only where \`${plain(condition, 100)}\``;
}

/** The folders with their own settings, which do not import those of the root. */
function setApart(sources: Sources): string[] {
  return sources
    .named('Directory.Build.props')
    .filter((path) => path.includes('/') && !/<Import\s/u.test(sources.read(path)?.text ?? ''))
    .map((path) => folderOf(path));
}

/** Names the projects that the root's settings apply to: a folder's own file replaces them, unless it imports the root's. */
export function allProjects(sources: Sources): string {
  const own = setApart(sources);
  return own.length === 0 ? 'all projects' : `all projects outside ${listed(own, 60, 3)}`;
}

/** The files that override a setting of all projects. */
function exceptions(sources: Sources, others: readonly string[], name: string, value: string): string {
  const found = others.filter((path) =>
    tagsIn(sources.read(path)?.text ?? '', name).some(({ text }) => text.trim() !== value.trim()),
  );
  if (found.length === 0) return '';
  return ` except those of ${listed(found, 120, 3)}`;
}
