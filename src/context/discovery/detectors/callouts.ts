import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { LONGEST_LINE, plain, quoted } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { guidesIn, longestPart } from '../reading/prose.ts';
import type { Sources, SourceText } from '../sources.ts';

/**
 * What guides for contributors, and the pages at the top of the project's folders, mark as important or as a warning, quoted with its
 * line.
 */
export const callouts: Detector = {
  name: 'callouts',
  detect: (sources) => {
    const guides = guidesIn(sources).filter(
      ({ path }) => !/(?:^|\/)(?:AGENTS|CLAUDE|copilot-instructions)\.md$/u.test(path),
    );
    const known = new Set(guides.map(({ path }) => path));
    return [...guides, ...pagesOfFolders(sources).filter(({ path }) => !known.has(path))]
      .flatMap((page) => calloutsIn(page).slice(0, MOST_OF_ONE))
      .slice(0, MOST);
  },
};

const MOST = 8;
const MOST_OF_ONE = 3;

const MINOR = inFolders(
  ['thirdParty', 'fixtures', 'examples', 'templates', 'docs'],
  ['packages', 'plugins', '\\.github'],
);

function pagesOfFolders(sources: Sources): readonly SourceText[] {
  return sources
    .named('README.md')
    .filter((path) => path.split('/').length === 2 && !MINOR.test(path))
    .slice(0, 12)
    .flatMap((path) => sources.read(path) ?? []);
}

/** The heading of an alert as GitHub shows it. */
const ALERT = /^\s*>\s*\[!(IMPORTANT|WARNING|CAUTION)\]\s*$/u;

/** A paragraph that begins with its own mark. */
const MARKED =
  /^(?:>\s*)?(?:[*_]{1,2})?(IMPORTANT|WARNING|CAUTION|Important|Warning)(?:[*_]{1,2})?\s*(?:(?:note)\s*)?[:!](?:[*_]{1,2})?\s+(\S.*)$/u;

function calloutsIn(page: SourceText): Fact[] {
  let isCode = false;
  return page.lines.flatMap((whole, place): Fact[] => {
    const line = whole.slice(0, LONGEST_LINE);
    if (/^\s*(?:```|~~~)/u.test(line)) isCode = !isCode;
    if (isCode) return [];
    if (ALERT.test(line)) {
      const said: string[] = [];
      for (let next = place + 1; said.length < LONGEST_CALLOUT; next++) {
        const part = /^\s*>\s?(.*)$/u.exec((page.lines[next] ?? '').slice(0, LONGEST_LINE))?.[1];
        if (part === undefined || (part.trim() === '' && said.length > 0)) break;
        if (part.trim() !== '') said.push(part.trim());
      }
      return factOf(page, said.join(' '), place + (said.length === 0 ? 1 : 2));
    }
    const marked = MARKED.exec(line)?.[2];
    if (marked === undefined) return [];
    const said = [marked];
    for (let next = place + 1; said.length < LONGEST_CALLOUT; next++) {
      const part = (page.lines[next] ?? '')
        .slice(0, LONGEST_LINE)
        .replace(/^\s*>\s?/u, '')
        .trim();
      if (part === '' || /^(?:[-*+#`|]|\d+[.)])/u.test(part)) break;
      said.push(part);
    }
    return factOf(page, said.join(' '), place + 1);
  });
}

const LONGEST_CALLOUT = 8;

function factOf(page: SourceText, text: string, line: number): Fact[] {
  const said = text
    .replace(/\[([^\]]{1,200})\]\([^)]{0,400}\)/gu, '$1')
    .replace(/\*\*|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)/gu, '')
    .replace(/[*_]{1,2}$/u, '')
    .trim();
  return said.split(' ').length < 5 || said.endsWith(':')
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: `callout:${page.path}:${line}`,
          statement: `\`${plain(page.path)}\` marks as important: ${quoted(said, LONGEST)}`,
          values: { said: longestPart(page.lines[line - 1] ?? '') },
          evidence: [{ path: page.path, line }],
        }),
      ];
}

const LONGEST = 300;
