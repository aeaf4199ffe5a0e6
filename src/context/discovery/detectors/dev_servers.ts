import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, LONGEST_LINE, plain } from '../plain_text.ts';
import { matchesInScript } from '../reading/line_matches.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources } from '../sources.ts';

/** Ports on which the configurations of bundlers let their development servers listen, and the address that these pass requests on to. */
export const devServers: Detector = {
  name: 'dev-servers',
  detect: (sources) =>
    sources
      .matching(/^(?:vite|vue|nuxt|astro|webpack|rsbuild|rspack|svelte)\.config(?:\.dev)?\.[cm]?[jt]s$/u)
      .filter((path) => depthOf(path) <= 2 && !MINOR.test(path))
      .slice(0, 6)
      .flatMap((path) => portFacts(sources, path)),
};

const MINOR = inFolders(
  ['thirdParty', 'fixtures', 'tests', 'examples', 'templates'],
  ['playgrounds?', 'demos?'],
);

function portFacts(sources: Sources, path: string): Fact[] {
  const text = sources.read(path);
  const servers = matchesInScript(text, /^(\s*)(?:server|devServer)\s*:\s*\{/u);
  // Settings of the same name within others are indented more.
  const server = servers.toSorted((a, b) => indentOf(a) - indentOf(b))[0];
  if (text === undefined || server === undefined) return [];
  const block = blockFrom(text.lines, server.line - 1);
  const at = block.findIndex(({ own }) => PORT.test(own));
  const port = PORT.exec(block[at]?.own ?? '')?.[1];
  if (port === undefined) return [];
  const targets = new Set(
    block.flatMap(
      ({ all }) =>
        /\btarget\s*:\s*["'](https?:\/\/(?:localhost|127\.0\.0\.1)[\w.:-]*)["']/u.exec(all)?.[1] ?? [],
    ),
  );
  const [target] = targets.size === 1 ? targets : [];
  const folder = folderOf(path);
  return [
    makeFact({
      kind: 'service',
      about: `dev-server:${path}`,
      statement: `The development server${folder === '.' ? '' : ` of \`${plain(folder, 60)}\``} listens on port ${port}${target === undefined ? '' : ` and passes requests on to \`${plain(target, 60)}\``}`,
      values: { port, ...(target === undefined ? {} : { target }) },
      evidence: [{ path, line: server.line + at }],
    }),
  ];
}

function indentOf({ groups: [indent = ''] }: { readonly groups: readonly string[] }): number {
  return indent.length;
}

/** The lines of the block that begins on a line, without comments: whole, and the part that is outside of inner blocks. */
function blockFrom(
  lines: readonly string[],
  from: number,
): readonly { readonly own: string; readonly all: string }[] {
  const block: { own: string; all: string }[] = [];
  let depth = 0;
  let isStarted = false;
  for (const line of lines.slice(from, from + LONGEST_BLOCK)) {
    const all = line
      .slice(0, LONGEST_LINE)
      .replace(/\/\*.*?\*\//gu, '')
      .replace(/(?<![:"'])\/\/.*$/u, '');
    let own = '';
    for (const character of all) {
      if (/[{[(]/u.test(character)) depth++;
      else if (/[)\]}]/u.test(character)) depth--;
      if (depth === 1) own += character;
      isStarted ||= depth > 0;
    }
    block.push({ own, all });
    if (isStarted && depth <= 0) break;
  }
  return block;
}

const LONGEST_BLOCK = 200;

const PORT = /(?:^|[\s{,])port\s*:\s*(\d{2,5})\s*(?:[,}]|$)/u;
