import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, nameOf, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources } from '../sources.ts';

/** Samples of settings that everyone copies: the copy is meant to stay out of git. */
export const sampleFiles: Detector = {
  name: 'sample-files',
  detect: (sources) =>
    sources
      .where({ name: SAMPLE, outside: MINOR })
      .filter((path) => depthOf(path) <= 1)
      .slice(0, MAX_FILES)
      .flatMap((path) => factOf(sources, path))
      .slice(0, MOST),
};

const MOST = 4;
const MAX_FILES = 20;

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates', 'docs']);

/** Names of settings with a word that says that the file is a sample of them. */
const SAMPLE =
  /^(?:[\w-]+(?:\.[\w-]+)?\.(?:ya?ml|toml|ini|json|conf|cfg|env|php|rb|properties|config)|\.env(?:\.[\w-]+)?)\.(?:sample|example|dist|template)$|^[\w-]+[.-](?:sample|example)\.(?:ya?ml|toml|ini|json|conf|env|php)$/u;

function factOf(sources: Sources, path: string): Fact[] {
  const copy = path.replace(/[.-](?:sample|example|dist|template)(?=\.\w+$|$)/u, '');
  if (copy === path || sources.has(copy)) return [];
  const ignored = ignoredAt(sources, copy);
  return ignored === undefined
    ? []
    : [
        makeFact({
          kind: 'layout',
          about: `sample:${path}`,
          statement: `\`${plain(copy, 80)}\` is not in git; \`${plain(path, 80)}\` is the sample of it`,
          values: { path: copy, sample: path },
          evidence: [ignored, { path, line: null }],
        }),
      ];
}

/** The line that keeps a file out of git, if it names it. */
function ignoredAt(
  sources: Sources,
  copy: string,
): { readonly path: string; readonly line: number } | undefined {
  const slash = copy.lastIndexOf('/');
  const own = slash < 0 ? '' : copy.slice(0, slash + 1);
  for (const folder of new Set(['', own])) {
    const path = `${folder}.gitignore`;
    const text = sources.has(path) ? sources.read(path) : undefined;
    const within = copy.slice(folder.length);
    const place = text?.lines.findIndex((line) => {
      const said = line.trim();
      return [within, `/${within}`, nameOf(copy), `*${nameOf(copy)}`].includes(said);
    });
    if (place !== undefined && place >= 0) return { path, line: place + 1 };
  }
  return undefined;
}
