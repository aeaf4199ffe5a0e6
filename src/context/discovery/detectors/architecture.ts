import type { Detector } from '../detector.ts';
import { type Fact, makerOf } from '../fact.ts';
import { depthOf, folderOf, nameOf, plain, quoted } from '../plain_text.ts';
import { PAGES, RECORDS } from '../reading/guides.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { guidesIn, longestPart, shownLines } from '../reading/prose.ts';
import type { Sources, SourceText } from '../sources.ts';

/**
 * The structure of the code: the pages about it, their descriptions of folders and files, the descriptions of packages, and the
 * files in which frameworks declare routes and start.
 */
export const architecture: Detector = {
  name: 'architecture',
  detect: (sources) => [
    ...pageFacts(sources),
    ...glossFacts(sources),
    ...packageFacts(sources),
    ...placeFacts(sources),
  ],
};

const fact = makerOf('layout', 'architecture:');

function pagesIn(sources: Sources): readonly string[] {
  return sources
    .where({ endings: DOCUMENTS })
    .filter((path) => path.length < 80 && PAGES.test(path))
    .slice(0, 4);
}

const DOCUMENTS: ReadonlySet<string> = new Set(['md', 'mdx', 'rst', 'adoc', 'txt', 'MD']);

function pageFacts(sources: Sources): Fact[] {
  const records = new Map<string, string[]>();
  for (const path of sources.where({ folder: /^docs?\//iu })) {
    const folder = path.length < 200 ? RECORDS.exec(path)?.[1] : undefined;
    if (folder !== undefined) records.set(folder, [...(records.get(folder) ?? []), path]);
  }
  return [
    ...pagesIn(sources).map((path) =>
      fact(path, `The architecture is described in \`${plain(path)}\``, { path }, path, null),
    ),
    ...[...records]
      .slice(0, 2)
      .map(([folder, paths]) =>
        fact(
          folder,
          `Decisions and proposals are recorded in \`${plain(folder, 80)}/\`, ${paths.length} so far`,
          { folder: `${folder}/` },
          paths[0] ?? folder,
          null,
        ),
      ),
  ];
}

/** A path of the project at the start of an item or a row, and its description. */
const GLOSSES: readonly RegExp[] = [
  /^\s*[-*+]\s+(?:\*\*)?\[?`([\w.-]+(?:\/[\w.-]+)*\/?)`\]?(?:\([^)]*\))?(?:\*\*)?\s*(?:[-–—:]|is |are |contains |holds )\s*(\S.{5,160})$/u,
  /^\s*\|\s*(?:\*\*)?\[?`([\w.-]+(?:\/[\w.-]+)*\/?)`\]?(?:\([^)]*\))?(?:\*\*)?\s*\|\s*([A-Za-z][^|]{5,160}?)\s*\|/u,
];

/** A line of a drawn tree: its indentation, the name, and the remark on it. */
const BRANCH = /^([\s│├└─|`+]*)([\w.-]+(?:\/[\w.-]+)*\/?)(?:\s+(?:#|←|<-|—|–)\s*(\S.{5,120}))?\s*$/u;

/** Descriptions of existing folders and files in guides and pages about the structure. */
function glossFacts(sources: Sources): Fact[] {
  const pages = [...guidesIn(sources), ...pagesIn(sources).flatMap((path) => sources.read(path) ?? [])];
  const seen = new Set<string>();
  return pages
    .flatMap((page) =>
      glossesIn(page, sources).flatMap(({ path, said, line }): Fact[] => {
        if (seen.has(path) || /^https?:|\]\(/u.test(said)) return [];
        seen.add(path);
        return [
          fact(
            `gloss:${path}`,
            `\`${plain(path, 80)}\`, says \`${plain(page.path, 60)}\`: ${quoted(said.replace(/\*\*/gu, '').trim(), 160)}`,
            { said: longestPart(shownLines(page)[line - 1] ?? '') },
            page.path,
            line,
          ),
        ];
      }),
    )
    .slice(0, 24);
}

type Gloss = { readonly path: string; readonly said: string; readonly line: number };

function glossesIn(page: SourceText, sources: Sources): Gloss[] {
  let above: { readonly indent: number; readonly path: string }[] = [];
  let isCode = false;
  // A list of the types of commits names no folders.
  const isOfCommits = page.lineOf(/^\s*[-*+|]\s+\**`?(?:feat|fix)`?\**\s*[:|—–-]/u) !== undefined;
  return shownLines(page).flatMap((whole, place): Gloss[] => {
    const line = whole.slice(0, 400);
    if (/^\s*(?:```|~~~)/u.test(line)) {
      isCode = !isCode;
      above = [];
      return [];
    }
    const [, lead = '', name = '', remark = ''] = (isCode ? BRANCH.exec(line) : null) ?? [];
    if (name !== '') {
      above = above.filter(({ indent }) => indent < lead.length);
      const inside = [above.at(-1)?.path, undefined].map((folder) =>
        placeOf(sources, folder === undefined ? name : `${folder}/${name}`),
      );
      const path = inside.find((each) => each !== undefined);
      if (path !== undefined) above.push({ indent: lead.length, path });
      return path === undefined || remark === '' ? [] : [{ path, said: remark, line: place + 1 }];
    }
    if (isCode) return [];
    const [named = '', said = ''] =
      GLOSSES.map((pattern) => pattern.exec(line)?.slice(1)).find(Boolean) ?? [];
    const path = named === '' || (isOfCommits && /^\w+$/u.test(named)) ? undefined : placeOf(sources, named);
    return path === undefined ? [] : [{ path, said, line: place + 1 }];
  });
}

/** The path of a file or folder that a page names from the root, or of the only file of that name. */
function placeOf(sources: Sources, named: string): string | undefined {
  const path = named.replace(/^\.\/|\/$/gu, '');
  if (path === '' || path === '.') return undefined;
  if (sources.has(path) || sources.hasFolder(path)) return path;
  const same = /^[\w-]+\.\w+$/u.test(path) ? sources.named(path) : [];
  return same.length === 1 ? same[0] : undefined;
}

/** Files in which a package says what it is for, and the form in which it does. */
const SELF_DESCRIBING: readonly (readonly [
  string,
  (sources: Sources) => readonly string[],
  (text: SourceText) => { readonly said: string; readonly line: number } | undefined,
])[] = [
  [
    'Go',
    goFiles,
    (text) => {
      const [found] = matchesIn(text, /^(?:\/\/|\/\*|)\s*Package [\w.]+ ((?:\S+ ){2,}.*\S)\s*$/u);
      return found === undefined
        ? undefined
        : {
            said: firstSentence(
              `${text.lines[found.line - 1] ?? ''} ${continued(text, found.line)}`.replace(
                /^(?:\/\/|\/\*)\s*/u,
                '',
              ),
            ),
            line: found.line,
          };
    },
  ],
  [
    'Rust',
    (sources) =>
      sources
        .where({ name: /^lib\.rs$/u, folder: /(?:^|\/)src\/$/u, outside: MINOR })
        .filter((path) => depthOf(path) <= 3)
        .slice(0, 12),
    (text) => {
      const [found] = matchesIn(text, /^\/\/!\s+([A-Z][\w`]*\s.{12,})$/u);
      return found === undefined || found.line > 12
        ? undefined
        : {
            said: firstSentence(`${found.groups[0] ?? ''} ${continued(text, found.line)}`),
            line: found.line,
          };
    },
  ],
  [
    'Python',
    (sources) =>
      sources
        .matching(/^__init__\.py$/u)
        .filter((path) => depthOf(path) >= 1 && depthOf(path) <= 3 && !MINOR.test(path))
        .slice(0, 16),
    (text) => {
      const line = text.lines.findIndex((each) => each.trim() !== '' && !each.startsWith('#'));
      const [, said = ''] =
        /^(?:r)?"""\s*(\S.*)$/u.exec(text.lines[line] ?? '') ??
        (/^(?:r)?"""\s*$/u.test(text.lines[line] ?? '') ? [undefined, text.lines[line + 1] ?? ''] : []);
      const plainSaid = said.replace(/"""\s*$/u, '').trim();
      return line < 0 || !/^[A-Z]\w*\s\S+\s\S+/u.test(plainSaid)
        ? undefined
        : { said: plainSaid, line: line + 1 + (text.lines[line]?.includes(plainSaid) === true ? 0 : 1) };
    },
  ],
];

const MINOR = inFolders(
  ['thirdParty', 'fixtures', 'tests', 'examples', 'templates', 'built'],
  ['migrations'],
);

/** The file that describes each Go package: `doc.go`, or the one named after its folder. */
function goFiles(sources: Sources): readonly string[] {
  return sources
    .where({ endings: GO, folder: /./u, outside: MINOR })
    .filter((path) => nameOf(path) === 'doc.go' || nameOf(path) === `${nameOf(folderOf(path))}.go`)
    .sort((a, b) => depthOf(a) - depthOf(b))
    .slice(0, 24);
}

const GO: ReadonlySet<string> = new Set(['go']);

/** The lines of the same comment after one. */
function continued({ lines }: SourceText, line: number): string {
  const more: string[] = [];
  for (const each of lines.slice(line, line + 4)) {
    const said = /^\/\/[!/]?\s+(\S.*)$/u.exec(each)?.[1];
    if (said === undefined) break;
    more.push(said);
  }
  return more.join(' ');
}

function firstSentence(text: string): string {
  return /^.*?[.!](?=\s|$)/u.exec(text.trim())?.[0] ?? text.trim();
}

function packageFacts(sources: Sources): Fact[] {
  return SELF_DESCRIBING.flatMap(([language, files, describe]) =>
    files(sources).flatMap((path): Fact[] => {
      const text = sources.read(path);
      const found = text === undefined ? undefined : describe(text);
      const folder = folderOf(path);
      return found === undefined || found.said.length < 20 || found.said.length > 240
        ? []
        : [
            fact(
              `package:${folder}`,
              `The ${language === 'Rust' ? 'crate' : 'package'} in \`${plain(folder, 80)}/\` describes itself: ${quoted(found.said, 180)}`,
              { folder: `${folder}/`, said: plain(found.said, 200) },
              path,
              found.line,
            ),
          ];
    }),
  ).slice(0, 24);
}

/** Files in which frameworks keep what a newcomer looks for first. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^config\/routes\.rb$/u, 'Rails routes are declared in'],
  [/^routes\/(?:web|api|console)\.php$/u, 'Laravel routes are declared in'],
  [/^(?:[\w-]+\/){0,3}lib\/\w+_web\/router\.ex$/u, 'Phoenix routes are declared in'],
  [/^(?:[\w-]+\/){0,2}urls\.py$/u, 'Django URLs are declared in'],
  [/^(?:[\w.-]+\/){0,7}\w+Application\.(?:java|kt)$/u, 'The Spring application starts in'],
  [/^(?:[\w.-]+\/){0,3}Program\.cs$/u, 'A .NET program starts in'],
  [/^config\/application\.rb$/u, 'The Rails application is configured in'],
];

/** A quick check of the names of all these files. */
const PLACE_NAMES =
  /^(?:routes\.rb|(?:web|api|console)\.php|router\.ex|urls\.py|\w+Application\.(?:java|kt)|Program\.cs|application\.rb)$/u;

/** A pattern that the file must match for the statement to be true. */
const HOLDS: readonly (readonly [RegExp, RegExp])[] = [
  [/routes\.rb$/u, /\.routes\.draw\b/u],
  [/\.php$/u, /\bRoute::/u],
  [/router\.ex$/u, /\bscope\s|\b(?:get|live)\s/u],
  [/urls\.py$/u, /\burlpatterns\s*[+=]/u],
  [/Application\.(?:java|kt)$/u, /@SpringBootApplication\b/u],
  [/application\.rb$/u, /Rails::Application\b/u],
  [/Program\.cs$/u, /\bMain\s*\(|\b(?:WebApplication|Host)\.Create\w*Builder\b/u],
];

function placeFacts(sources: Sources): Fact[] {
  return PLACES.flatMap(([pattern, statement]) =>
    sources
      .where({ name: PLACE_NAMES, outside: MINOR })
      .filter((path) => path.length < 160 && pattern.test(path))
      .slice(0, 3)
      .flatMap((path): Fact[] => {
        const held = HOLDS.find(([is]) => is.test(path))?.[1];
        const line = held === undefined ? undefined : lineWithout(sources.read(path), held);
        return line === undefined
          ? []
          : [fact(`place:${path}`, `${statement} \`${plain(path)}\``, { path }, path, line)];
      }),
  );
}

/** The first line that matches a pattern and is not a comment. */
function lineWithout(text: SourceText | undefined, pattern: RegExp): number | undefined {
  return matchesIn(text, pattern).find(({ line }) => !/^\s*(?:\/\/|#|\*)/u.test(text?.lines[line - 1] ?? ''))
    ?.line;
}
