import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, plain } from '../plain_text.ts';
import { matchesInScript } from '../reading/line_matches.ts';
import type { Sources } from '../sources.ts';

/** Ports on which the configurations of bundlers let their development servers listen, and the address that these pass requests on to. */
export const devServers: Detector = {
  name: 'dev-servers',
  detect: (sources) =>
    sources
      .matching(/^(?:vite|vue|nuxt|astro|webpack|rsbuild|rspack|svelte)\.config(?:\.dev)?\.[cm]?[jt]s$/u)
      .filter((path) => depthOf(path) <= 2 && !OTHERS.test(path))
      .slice(0, 6)
      .flatMap((path) => portFacts(sources, path)),
};

const OTHERS =
  /(?:^|\/)(?:node_modules|vendor|fixtures?|examples?|samples?|templates?|playgrounds?|demos?)\//u;

function portFacts(sources: Sources, path: string): Fact[] {
  const text = sources.read(path);
  const [server] = matchesInScript(text, /^(\s*)(?:server|devServer)\s*:\s*\{(.*)$/u);
  if (server === undefined) return [];
  const [indent = '', rest = ''] = server.groups;
  const after = (text?.lines ?? []).slice(server.line);
  // The block ends where a bracket is indented like its start.
  const end = /\}\s*,?\s*$/u.test(rest)
    ? 0
    : after.findIndex((line) => /^\s*\}/u.test(line) && line.search(/\S/u) <= indent.length);
  const block = [rest, ...after.slice(0, Math.max(end, 0))];
  const at = block.findIndex((line) => PORT.test(line));
  const port = PORT.exec(block[at] ?? '')?.[1];
  if (port === undefined) return [];
  const targets = new Set(
    block.flatMap(
      (line) =>
        /\btarget\s*:\s*["'](https?:\/\/(?:localhost|127\.0\.0\.1)[\w.:-]*)["']/u.exec(line)?.[1] ?? [],
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

const PORT = /^(?!\s*\/\/).*?(?:^|[\s{,])port\s*:\s*(\d{2,5})\b/u;
