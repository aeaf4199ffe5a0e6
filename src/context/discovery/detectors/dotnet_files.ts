import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { tagsIn } from '../reading/markup.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** A .NET project's templates, package descriptions and test settings, and properties that only some projects set. */
export const dotnetFiles: Detector = {
  name: 'dotnet-files',
  detect: (sources) => [
    ...templateFacts(sources),
    ...packageFacts(sources),
    ...testFacts(sources),
    ...frameworkFacts(sources),
    ...projectFacts(sources),
  ],
};

function templateFacts(sources: Sources): Fact[] {
  return sources
    .matching(/^template\.json$/u)
    .filter((path) => /(?:^|\/)\.template\.config\/template\.json$/u.test(path) && depthOf(path) <= 3)
    .slice(0, 6)
    .flatMap((path) => {
      const name = sources.json(path)?.text('shortName');
      return name === undefined
        ? []
        : [
            makeFact({
              kind: 'layout',
              about: `dotnet-template:${path}`,
              statement: `\`dotnet new ${plain(name.value, 40)}\` creates a project from the template of \`${plain(path)}\``,
              values: { template: name.value },
              evidence: [{ path, line: name.line }],
            }),
          ];
    });
}

function packageFacts(sources: Sources): Fact[] {
  return sources
    .matching(/\.nuspec$/u)
    .filter((path) => depthOf(path) <= 2)
    .slice(0, 4)
    .flatMap((path) => {
      const [id] = tagsIn(sources.read(path)?.text ?? '', 'id');
      return id === undefined
        ? []
        : [
            makeFact({
              kind: 'layout',
              about: `nuspec:${path}`,
              statement: `\`${plain(path)}\` describes the NuGet package \`${plain(id.text, 80)}\``,
              values: { package: id.text },
              evidence: [{ path, line: id.line }],
            }),
          ];
    });
}

function testFacts(sources: Sources): Fact[] {
  const [path] = sources.matching(/\.runsettings$/u).filter((each) => depthOf(each) === 0);
  return path === undefined
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: 'tool:runsettings',
          statement: `Test runs are configured by \`${plain(path)}\``,
          values: { file: path },
          evidence: [{ path, line: null }],
          certainty: 'shown',
        }),
      ];
}

/** The target framework of the projects that name none themselves. */
function frameworkFacts(sources: Sources): Fact[] {
  const path = 'Directory.Build.props';
  const text = sources.has(path) ? (sources.read(path)?.text ?? '') : '';
  const tags = ['TargetFramework', 'TargetFrameworks'].flatMap((name) => tagsIn(text, name));
  const [tag] = tags;
  return tag === undefined || tags.length > 1 || tag.text === '' || tag.text.includes('$(')
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: 'dotnet:TargetFramework',
          statement: `Projects that name no other target framework target ${plain(tag.text, 60)}`,
          values: { name: tag.name, value: tag.text },
          evidence: [{ path, line: tag.line }],
        }),
      ];
}

/** Properties with the same value in one or several projects. */
function projectFacts(sources: Sources): Fact[] {
  const projects = sources
    .matching(/\.(?:cs|fs|vb)proj$/u)
    .filter((path) => !/(?:^|\/)(?:samples?|examples?|templates?|tests?|benchmarks?)\//iu.test(path))
    .slice(0, 30);
  return PROPERTIES.flatMap((name) => {
    const byValue = new Map<string, { readonly path: string; readonly line: number }[]>();
    for (const path of projects)
      for (const tag of tagsIn(sources.read(path)?.text ?? '', name)) {
        if (tag.text === '' || /\$\(|\n/u.test(tag.text) || tag.attribute('Condition') !== undefined)
          continue;
        const same = byValue.get(tag.text) ?? [];
        byValue.set(tag.text, same);
        if (!same.some((each) => each.path === path)) same.push({ path, line: tag.line });
      }
    return [...byValue].slice(0, 2).map(([value, evidence]) =>
      makeFact({
        kind: 'convention',
        about: `dotnet-project-property:${name}:${value}`,
        statement: `\`${name}\` is ${plain(value, 60)} in ${listed(
          evidence.map(({ path }) => path),
          100,
          3,
        )}`,
        values: { name, value },
        evidence: evidence.slice(0, 3),
      }),
    );
  });
}

const PROPERTIES = [
  'Nullable',
  'LangVersion',
  'TreatWarningsAsErrors',
  'SignAssembly',
  'MinVerTagPrefix',
  'VersionPrefix',
  'PackAsTool',
  'ToolCommandName',
  'GenerateDocumentationFile',
  'PackageLicenseExpression',
  'AllowUnsafeBlocks',
  'IsTrimmable',
  'PublishAot',
];
