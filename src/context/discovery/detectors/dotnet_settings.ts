import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, nameOf, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { tagsIn } from '../reading/markup.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';
import { allProjects, conditionally, conditionOf } from './dotnet.ts';

/** Files of a .NET project besides its projects: local tools, package sources, more shared settings, and style rules. */
export const dotnetSettings: Detector = {
  name: 'dotnet-settings',
  detect: (sources) => [
    ...toolFacts(sources),
    ...feedFacts(sources),
    ...propertyFacts(sources),
    ...versionFacts(sources),
    ...friendFacts(sources),
    ...styleFacts(sources),
    ...testFacts(sources),
  ],
};

function toolFacts(sources: Sources): Fact[] {
  const path = ['.config/dotnet-tools.json', 'dotnet-tools.json'].find((each) => sources.has(each));
  const tools = path === undefined ? [] : (sources.json(path)?.entries('tools') ?? []);
  const [first] = tools;
  if (path === undefined || first === undefined) return [];
  return [
    commandFact({
      role: 'setup',
      run: 'dotnet tool restore',
      folder: '.',
      evidence: [{ path, line: first.line }],
      certainty: 'inferred',
    }),
    ...tools.slice(0, 12).map(({ key, value, line }) => {
      const version: unknown =
        typeof value === 'object' && value !== null
          ? Object.getOwnPropertyDescriptor(value, 'version')?.value
          : undefined;
      return makeFact({
        kind: 'package-manager',
        about: `dotnet-tool:${key}`,
        statement: `The .NET tool \`${plain(key, 60)}\`${typeof version === 'string' ? ` ${plain(version, 20)}` : ''} is pinned`,
        values: { name: key, ...(typeof version === 'string' ? { version } : {}) },
        evidence: [{ path, line }],
      });
    }),
  ];
}

function feedFacts(sources: Sources): Fact[] {
  const [path] = sources.matching(/^nuget\.config$/iu).filter((each) => depthOf(each) <= 1);
  const text = path === undefined ? undefined : sources.read(path)?.text;
  const [sourcesTag] = text === undefined ? [] : tagsIn(text, 'packageSources');
  if (path === undefined || text === undefined || sourcesTag === undefined) return [];
  return tagsIn(text, 'add')
    .filter(({ from }) => from > sourcesTag.from && from < sourcesTag.to)
    .slice(0, 5)
    .map((tag) =>
      makeFact({
        kind: 'package-manager',
        about: `nuget-source:${tag.attribute('key') ?? ''}`,
        statement: `NuGet takes packages from \`${plain(tag.attribute('value') ?? '', 80)}\``,
        values: { source: tag.attribute('value') ?? '' },
        evidence: [{ path, line: tag.line }],
      }),
    );
}

/** Properties that affect the build output or the rules for a change. */
const PROPERTIES = [
  'GenerateDocumentationFile',
  'EnforceCodeStyleInBuild',
  'AnalysisLevel',
  'AnalysisMode',
  'WarningsAsErrors',
  'PackageLicenseExpression',
  'AllowUnsafeBlocks',
  'MinVerTagPrefix',
  'IsTrimmable',
  'EnablePackageValidation',
  'Deterministic',
  'NoWarn',
];

/** Properties that another detector reads from `Directory.Build.props` at the root. */
const OF_ALL = [
  'LangVersion',
  'Nullable',
  'ImplicitUsings',
  'TreatWarningsAsErrors',
  'SignAssembly',
  'TargetFrameworks',
  'TargetFramework',
  'ManagePackageVersionsCentrally',
];

/** Settings in `.props` files near the root: for the projects in their folder, or for those that import them. */
function propertyFacts(sources: Sources): Fact[] {
  return sources
    .matching(/\.props$/u)
    .filter((path) => depthOf(path) <= 1)
    .slice(0, 8)
    .flatMap((path) => {
      const text = sources.read(path)?.text ?? '';
      const folder = folderOf(path);
      const name = nameOf(path);
      const where =
        name === 'Directory.Build.props' || name === 'Directory.Packages.props'
          ? folder === '.'
            ? `for ${allProjects(sources)}`
            : `for the projects in \`${plain(folder, 60)}\``
          : `for the projects that import \`${plain(path, 80)}\``;
      // A value for a single configuration does not apply to all.
      const bounded = ['When', 'Otherwise', 'Target'].flatMap((group) => tagsIn(text, group));
      const statementOf = (property: string, value: string, condition: string | undefined): string =>
        condition === undefined
          ? `\`${property}\` is ${plain(value, 80)} ${where}`
          : conditionally(property, value, condition);
      const names = path === 'Directory.Build.props' ? PROPERTIES : [...OF_ALL, ...PROPERTIES];
      return names.flatMap((property) => {
        const tags = tagsIn(text, property);
        const [tag] = tags;
        return tag === undefined ||
          tags.length > 1 ||
          tag.text === '' ||
          tag.text.includes('$(') ||
          bounded.some(({ from, to }) => from < tag.from && tag.to < to)
          ? []
          : [
              makeFact({
                kind: 'convention',
                about: `dotnet-property:${path}:${property}`,
                statement: statementOf(property, tag.text, conditionOf(text, tag)),
                values: { name: property, value: tag.text },
                evidence: [{ path, line: tag.line }],
              }),
            ];
      });
    });
}

const MINOR = inFolders(['thirdParty', 'fixtures', 'examples', 'templates']);

/** The projects that may use what is internal to another one. */
function friendFacts(sources: Sources): Fact[] {
  return sources
    .matching(/\.csproj$/u)
    .filter((path) => depthOf(path) <= 3 && !MINOR.test(path))
    .slice(0, 20)
    .flatMap((path) => {
      const found = tagsIn(sources.read(path)?.text ?? '', 'InternalsVisibleTo').flatMap((tag) => {
        const name = /^[\w.]+/u.exec(tag.attribute('Include') ?? '')?.[0];
        return name === undefined ? [] : [{ name, line: tag.line }];
      });
      const [first] = found;
      return first === undefined
        ? []
        : [
            makeFact({
              kind: 'convention',
              about: `internals:${path}`,
              statement: `\`${plain(path, 80)}\` lets ${listed(found.map(({ name }) => name))} see what is internal`,
              values: { projects: found.map(({ name }) => name).join(', ') },
              evidence: [{ path, line: first.line }],
            }),
          ];
    });
}

/** A package that derives the version of the build from git. */
function versionFacts(sources: Sources): Fact[] {
  const files = [
    ...sources.named('Directory.Build.props'),
    ...sources.named('Directory.Packages.props'),
    ...sources.matching(/\.csproj$/u).slice(0, 20),
  ].filter((path) => depthOf(path) <= 2);
  for (const path of files) {
    const text = sources.read(path)?.text ?? '';
    const found = ['PackageReference', 'GlobalPackageReference']
      .flatMap((tag) => tagsIn(text, tag))
      .find(({ attribute }) =>
        /^(?:MinVer|Nerdbank\.GitVersioning|GitVersion\.MsBuild)$/u.test(attribute('Include') ?? ''),
      );
    const name = found?.attribute('Include');
    if (found !== undefined && name !== undefined)
      return [
        makeFact({
          kind: 'layout',
          about: 'dotnet-version',
          statement: `The version of what ${path.endsWith('.props') ? 'is built' : `\`${plain(path, 80)}\` builds`} is taken from git by \`${name}\``,
          values: { source: 'git', tool: name },
          evidence: [{ path, line: found.line }],
        }),
      ];
  }
  return [];
}

/** The settings by which xUnit runs the tests of a project. */
function testFacts(sources: Sources): Fact[] {
  return sources
    .named('xunit.runner.json')
    .filter((path) => depthOf(path) <= 4)
    .slice(0, 6)
    .flatMap((path) =>
      (sources.json(path)?.entries() ?? []).flatMap(({ key, value, line }) =>
        key.startsWith('$') || !/^(?:string|number|boolean)$/u.test(typeof value)
          ? []
          : [
              makeFact({
                kind: 'convention',
                about: `xunit:${path}:${key}`,
                statement: `xUnit sets \`${plain(key, 60)}\` to ${plain(String(value), 40)}${folderOf(path) === '.' ? '' : ` in \`${plain(folderOf(path), 80)}\``}`,
                values: { tool: 'xUnit', setting: key, value: String(value) },
                evidence: [{ path, line }],
              }),
            ],
      ),
    );
}

/** Style rules for compilers and editors. */
function styleFacts(sources: Sources): Fact[] {
  const path = '.editorconfig';
  const text = sources.has(path) ? sources.read(path) : undefined;
  const sections = matchesIn(text, /^\s*\[(.+)\]\s*$/u);
  const filesAt = (at: number): string => {
    const section = sections.findLast(({ line }) => line < at)?.groups[0] ?? '*';
    return section === '*' ? 'all files' : `\`${plain(section, 60)}\``;
  };
  return matchesIn(
    text,
    /^\s*((?:csharp_style_namespace_declarations|csharp_style_var_\w+|csharp_prefer_braces|dotnet_style_qualification_for_\w+|dotnet_sort_system_directives_first))\s*=\s*([\w,]+)/u,
  )
    .slice(0, 12)
    .map(({ groups: [name = '', value = ''], line }) =>
      makeFact({
        kind: 'convention',
        about: `dotnet-style:${name}`,
        statement: `\`${name}\` is ${plain(value, 30)} for ${filesAt(line)}`,
        values: { setting: name, value },
        evidence: [{ path, line }],
      }),
    );
}
