import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, inFolder, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources } from '../sources.ts';

/** Scripts of JavaScript packages that nobody calls: the package manager runs them before or after something else. */
export const lifecycleScripts: Detector = {
  name: 'lifecycle-scripts',
  detect: (sources) =>
    sources
      .named('package.json')
      .filter((path) => depthOf(path) <= 2 && !MINOR.test(path))
      .flatMap((path) => scriptsIn(sources, path))
      .slice(0, MOST),
};

const MINOR = inFolders(['thirdParty', 'fixtures', 'examples', 'templates', 'docs'], ['playgrounds?', 'www']);

const MOST = 6;

function scriptsIn(sources: Sources, path: string): Fact[] {
  const folder = folderOf(path);
  const isYarn2 = sources.has(inFolder(folder, '.yarnrc.yml')) || sources.has('.yarnrc.yml');
  const scripts = sources.json(path)?.entries('scripts') ?? [];
  const names = new Set(scripts.map(({ key }) => key));
  return scripts.flatMap(({ key, value, line }): Fact[] => {
    const when = momentOf(key, names, isYarn2);
    return when === undefined || typeof value !== 'string' || TRIVIAL.test(value)
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: `lifecycle:${folder}:${key}`,
            statement: `${when} runs \`${plain(value, 120)}\` (\`${key}\`)${folder === '.' ? '' : ` in \`${plain(folder, 60)}\``}`,
            values: { script: key, does: value },
            evidence: [{ path, line }],
          }),
        ];
  });
}

/** What a script is run before or after. Since its second version, Yarn runs none before or after the project's own scripts. */
function momentOf(name: string, names: ReadonlySet<string>, isYarn2: boolean): string | undefined {
  if (name === 'postinstall' || name === 'preinstall')
    return `${name === 'postinstall' ? 'After' : 'Before'} packages are installed, the package manager`;
  if (name === 'prepack' || name === 'prepublishOnly')
    return `Before the package is ${name === 'prepack' ? 'packed' : 'published'}, the package manager`;
  const [, order, script = ''] = /^(pre|post)(build|test|start|dev|lint)$/u.exec(name) ?? [];
  return order === undefined || isYarn2 || !names.has(script)
    ? undefined
    : `${order === 'pre' ? 'Before' : 'After'} \`${script}\`, the package manager`;
}

/** Scripts that only say something, or that only set up hooks. */
const TRIVIAL = /^(?:echo\b[^&|;]*|husky(?: install)?|is-ci \|\| husky install|patch-package|exit 0)$/u;
