import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact, makerOf } from '../fact.ts';
import { folderOf, inFolder, nameOf, plain } from '../plain_text.ts';
import { matchesIn, matchesInScript } from '../reading/line_matches.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources } from '../sources.ts';

/**
 * Files made from other files: by Go's directives, .NET templates, Laravel Mix, and builds that write a version; and files that a
 * Go program embeds.
 */
export const codeGeneration: Detector = {
  name: 'code-generation',
  detect: (sources) => [
    ...goFacts(sources),
    ...templateFacts(sources),
    ...mixFacts(sources),
    ...versionFacts(sources),
  ],
};

const generated = makerOf('generated');

const MINOR = inFolders(['thirdParty', 'fixtures', 'examples']);

/** Names of the files that usually contain Go's directives. */
const DIRECTIVES =
  /^(?:doc|generate|gen|generator|main|tools|embed|embedded|assets?|static|serve|ui|web|frontend|templates?|migrations?|swagger|mocks?|version|fs)\.go$/u;

function goFacts(sources: Sources): Fact[] {
  const files = sources
    .matching(DIRECTIVES)
    .filter((path) => !MINOR.test(path))
    .slice(0, 24);
  return files.flatMap((path) => {
    const text = sources.read(path);
    const makes = matchesIn(text, /^\/\/go:generate\s+(\S.{2,200})$/u);
    const takes = matchesIn(text, /^\/\/go:embed\s+([\w.*/-]+)\s*$/u);
    return [
      ...makes.slice(0, 3).map(({ groups: [run = ''], line }) =>
        commandFact({
          role: 'generate',
          run: `go generate ./${folderOf(path) === '.' ? '' : folderOf(path)}`,
          folder: '.',
          evidence: [{ path, line }],
          does: plain(run, 80),
        }),
      ),
      ...takes.slice(0, 3).map(({ groups: [pattern = ''], line }) => {
        const [literal = ''] = pattern.split('*', 1);
        const start = inFolder(folderOf(path), literal);
        const isKept =
          literal === pattern
            ? sources.has(start) || sources.hasFolder(start.replace(/\/$/u, ''))
            : sources.paths.some((each) => each.startsWith(start) && each !== path);
        return makeFact({
          kind: 'layout',
          about: `embeds:${path}:${pattern}`,
          statement: `\`${plain(path)}\` embeds \`${plain(pattern, 60)}\` in the program${isKept ? '' : ', which is not in the repository and has to be built first'}`,
          values: { path, pattern },
          evidence: [{ path, line }],
        });
      }),
    ];
  });
}

/** Text templates of .NET beside the files of the same names that are made from them. */
function templateFacts(sources: Sources): Fact[] {
  const byFolder = new Map<string, string[]>();
  for (const path of sources.where({ endings: TEMPLATES }))
    if (sources.has(path.replace(/\.tt$/u, '.cs')))
      byFolder.set(folderOf(path), [...(byFolder.get(folderOf(path)) ?? []), path]);
  return [...byFolder]
    .slice(0, 6)
    .map(([folder, [first = folder, ...more]]) =>
      generated(
        `t4:${folder}`,
        `\`${plain(first.replace(/\.tt$/u, '.cs'))}\`${more.length === 0 ? ' is' : ` and ${more.length} more in \`${plain(folder, 80)}/\` are`} made from the text template${more.length === 0 ? '' : 's'} of the same name (\`${plain(nameOf(first), 60)}\`)`,
        { folder: `${folder}/` },
        first,
        null,
      ),
    );
}

const TEMPLATES: ReadonlySet<string> = new Set(['tt']);

/** Files that Laravel Mix compiles into a folder of the repository. */
function mixFacts(sources: Sources): Fact[] {
  const path = 'webpack.mix.js';
  const found = matchesInScript(
    sources.has(path) ? sources.read(path) : undefined,
    /\.(?:js|ts|sass|less|css|postCss|react|vue)\(\s*['"]([\w./-]+)['"]\s*,\s*['"](public\/[\w./-]+)['"]/u,
  );
  const byFolder = new Map<string, (typeof found)[number]>();
  for (const each of found) {
    const to = (each.groups[1] ?? '').replace(/\/[\w-]+\.\w+$/u, '').replace(/\/$/u, '');
    if (!byFolder.has(to) && sources.hasFolder(to)) byFolder.set(to, each);
  }
  return [...byFolder].slice(0, 4).map(
    ([
      to,
      {
        groups: [from = ''],
        line,
      },
    ]) =>
      generated(
        `mix:${to}`,
        `Laravel Mix compiles \`${plain(from, 80)}\` and the like into \`${plain(to, 60)}/\`, which is in the repository`,
        { folder: `${to}/` },
        path,
        line,
      ),
  );
}

/** The file that a build of Python writes the version into. */
function versionFacts(sources: Sources): Fact[] {
  const path = 'pyproject.toml';
  const file = sources.has(path) ? sources.toml(path) : undefined;
  return [
    ['tool', 'hatch', 'build', 'hooks', 'vcs', 'version-file'],
    ['tool', 'setuptools_scm', 'write_to'],
    ['tool', 'setuptools_scm', 'version_file'],
    ['tool', 'pdm', 'version', 'write_to'],
  ].flatMap((way) => {
    const found = file?.text(...way);
    return found === undefined
      ? []
      : [
          generated(
            `version:${found.value}`,
            `\`${plain(found.value, 80)}\` is written with the version when the package is built`,
            { path: found.value },
            path,
            found.line,
          ),
        ];
  });
}
