import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { TomlSource } from '../reading/toml.ts';
import type { Sources } from '../sources.ts';

/** Settings of a Python project for its tools at the root, the published files, and the typed packages. */
export const pythonSettings: Detector = {
  name: 'python-settings',
  detect: (sources) => [...toolFacts(sources), ...typedFacts(sources)],
};

function toolFacts(sources: Sources): Fact[] {
  const path = 'pyproject.toml';
  const file = sources.has(path) ? sources.toml(path) : undefined;
  if (file === undefined) return [];
  const fact = (
    kind: Fact['kind'],
    statement: string,
    line: number,
    values: Readonly<Record<string, string>>,
  ): Fact =>
    makeFact({ kind, about: `python-settings:${statement}`, statement, values, evidence: [{ path, line }] });
  const lengths = ([['Black', ['tool', 'black', 'line-length']]] as const).flatMap(([name, way]) => {
    const found = file.at(...way);
    return typeof found?.value !== 'number'
      ? []
      : [
          fact('convention', `${name} limits lines to ${found.value} characters`, found.line, {
            tool: name,
            value: String(found.value),
          }),
        ];
  });
  const strict = file
    .entries('tool', 'mypy')
    .filter(({ key, value }) => STRICT.test(key) && value === true)
    .map(({ key, line }) =>
      fact('convention', `mypy checks with \`${key}\``, line, { tool: 'mypy', option: key }),
    );
  const plugins = file
    .texts('tool', 'mypy', 'plugins')
    .slice(0, 5)
    .map(({ value, line }) =>
      fact('convention', `mypy runs with the plug-in \`${plain(value, 60)}\``, line, {
        tool: 'mypy',
        plugin: value,
      }),
    );
  const wheel = ['tool', 'hatch', 'build', 'targets', 'wheel', 'packages'] as const;
  const at = file.at(...wheel);
  const packages = file.texts(...wheel).map(({ value }) => `\`${plain(value, 60)}\``);
  const published =
    at === undefined || packages.length === 0
      ? []
      : [
          fact(
            'layout',
            packages.length === 1
              ? `The published package is ${packages.join('')}`
              : `The published packages are ${packages.slice(0, 8).join(', ')}`,
            at.line,
            { packages: packages.join(', ') },
          ),
        ];
  return [...lengths, ...strict, ...plugins, ...published, ...versionPlace(file, fact)];
}

type MakeOne = (
  kind: Fact['kind'],
  statement: string,
  line: number,
  values: Readonly<Record<string, string>>,
) => Fact;

/** The file, or the git tags, that the package's version is taken from. */
function versionPlace(file: TomlSource, fact: MakeOne): Fact[] {
  const path = file.text('tool', 'hatch', 'version', 'path') ?? file.text('tool', 'pdm', 'version', 'path');
  if (path !== undefined)
    return [
      fact('layout', `The version of the package is kept in \`${plain(path.value)}\``, path.line, {
        path: path.value,
      }),
    ];
  const attribute = file.text('tool', 'setuptools', 'dynamic', 'version', 'attr');
  if (attribute !== undefined)
    return [
      fact(
        'layout',
        `The version of the package is \`${plain(attribute.value, 80)}\` in its code`,
        attribute.line,
        {
          attribute: attribute.value,
        },
      ),
    ];
  const kept = file.text('tool', 'setuptools', 'dynamic', 'version', 'file');
  if (kept !== undefined)
    return [
      fact('layout', `The version of the package is kept in \`${plain(kept.value)}\``, kept.line, {
        path: kept.value,
      }),
    ];
  const tags = file.at('tool', 'setuptools_scm') ?? file.at('tool', 'hatch', 'version', 'source');
  if (tags === undefined || (typeof tags.value === 'string' && tags.value !== 'vcs')) return [];
  return [fact('layout', 'The version of the package is taken from git tags', tags.line, { source: 'git' })];
}

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests']);

/** Settings that make mypy stricter than its default. */
const STRICT =
  /^(?:strict|disallow_(?:untyped_defs|any_generics|incomplete_defs|untyped_calls)|check_untyped_defs|no_implicit_optional|warn_unreachable)$/u;

function typedFacts(sources: Sources): Fact[] {
  return sources
    .named('py.typed')
    .filter((path) => depthOf(path) <= 2 && !MINOR.test(path))
    .slice(0, 4)
    .map((path) =>
      makeFact({
        kind: 'convention',
        about: `typed:${folderOf(path)}`,
        statement: `\`${plain(folderOf(path))}\` is a typed package`,
        values: { package: folderOf(path) },
        evidence: [{ path, line: null }],
        certainty: 'shown',
      }),
    );
}
