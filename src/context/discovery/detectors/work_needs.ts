import { firstFew } from '../../../lib/index.ts';
import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain, quoted } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import {
  guidesIn,
  type Heading,
  headingsIn,
  itemsAfter,
  proseIn,
  readmeOf,
  shownLines,
} from '../reading/prose.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources, SourceText } from '../sources.ts';

/**
 * Needs of work on the project that only pages state: the lists under headings such as “Prerequisites”, and the variables of the
 * environment that guides have one set or a makefile passes on to a container.
 */
export const workNeeds: Detector = {
  name: 'work-needs',
  detect: (sources) => {
    const guides = guidesIn(sources);
    const readme = readmeOf(sources);
    const pages = new Map(
      [...(readme === undefined ? [] : [readme]), ...guides].map((page) => [page.path, page]),
    );
    return [
      ...[...pages.keys()].flatMap((path) => needsIn(sources.read(path))).slice(0, MOST),
      ...guides.flatMap(variablesIn),
      ...passedOn(sources),
    ];
  },
};

const MOST = 4;

/** Headings over lists of what must be there. */
const NEEDS =
  /^(?:\d+[.)]?\s*)?(?:(?:system|build|development|software|dev|compile|runtime|minimum|installed) )*(?:pre-?requisites?|requirements?|dependencies|installed software|required (?:software|tools))(?: (?:for|to) (?:development|build(?:ing)?|contribut\w+|run(?:ning)? tests))?:?$/iu;

function needsIn(page: SourceText | undefined): Fact[] {
  if (page === undefined) return [];
  const lines = shownLines(page);
  /** The headings of the sections that a place is in, each of a deeper level. */
  const above: Heading[] = [];
  return headingsIn(page.path, lines)
    .filter((heading) => {
      while ((above.at(-1)?.level ?? 0) >= heading.level) above.pop();
      const parent = above.at(-1);
      above.push(heading);
      return NEEDS.test(heading.text) && (parent === undefined || !OF_OTHERS.test(parent.text));
    })
    .flatMap(({ text, line }) => {
      const items = itemsAfter(page.path, lines, line, { across: true });
      const needs = items.slice(0, MOST_ITEMS);
      return needs.length === 0 || needs.some((item) => item.text.length > LONGEST_ITEM)
        ? []
        : [
            makeFact({
              kind: 'package-manager',
              about: `needs:${page.path}:${line}`,
              statement: `Under ${quoted(text.replace(/:$/u, ''), 60)}, \`${plain(page.path)}\` lists ${firstFew(items, MOST_ITEMS, (item) => quoted(item.text, LONGEST_ITEM))}`,
              values: { needs: needs.map((item) => item.text).join(', ') },
              evidence: needs.map((item) => ({ path: page.path, line: item.line })),
            }),
          ];
    });
}

/** Sections whose needs are those of few people. */
const OF_OTHERS = /\b(?:deploy\w*|production|upgrad\w+|migrat\w+|maintain\w+|releas\w+|publish\w+)\b/iu;

const MOST_ITEMS = 8;
const LONGEST_ITEM = 90;

/** Variables of which a guide shows the setting, or that it calls a variable of the environment. */
function variablesIn(guide: SourceText): Fact[] {
  const { code, sentences } = proseIn(guide);
  const found = new Map<string, number>();
  const note = (name: string, line: number): void => {
    if (!found.has(name) && !/^(?:PATH|HOME|USER|SHELL|EDITOR)$/u.test(name)) found.set(name, line);
  };
  for (const { text, line } of code) {
    const name = /^(?:\$\s+)?(?:export|set -gx|go env -w)\s+([A-Z][A-Za-z0-9_]{2,60})[= ]/u.exec(text)?.[1];
    if (name !== undefined) note(name, line);
  }
  for (const { text, line } of sentences)
    for (const match of text.matchAll(
      /\benvironment variables?\s+(?:called |named )?`([A-Z][A-Z0-9_]{2,60})`|`([A-Z][A-Z0-9_]{2,60})`\s+(?:environment|env) variable/gu,
    ))
      note(match[1] ?? match[2] ?? '', line);
  const lines = [...new Set(found.values())].slice(0, 3);
  return found.size === 0
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: `guide-environment:${guide.path}`,
          statement: `\`${plain(guide.path)}\` names the environment variable${found.size === 1 ? '' : 's'} ${listed([...found.keys()])}`,
          values: { variables: [...found.keys()].join(', ') },
          evidence: lines.map((line) => ({ path: guide.path, line })),
        }),
      ];
}

/** Variables that a makefile passes on to a container without setting them. */
function passedOn(sources: Sources): Fact[] {
  return ['Makefile', 'makefile', 'GNUmakefile'].flatMap((path) => {
    const found = matchesIn(
      sources.has(path) ? sources.read(path) : undefined,
      /^\t.*?(?:^|\s)-e\s+([A-Z][A-Za-z0-9_]{2,60})(?=\s|$)/u,
    );
    const [first] = found;
    return first === undefined
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: `passed-on:${path}`,
            statement: `\`${path}\` passes ${listed([...new Set(found.map(({ groups: [name = ''] }) => name))])} on from the environment`,
            values: { variables: [...new Set(found.map(({ groups: [name = ''] }) => name))].join(', ') },
            evidence: [{ path, line: first.line }],
          }),
        ];
  });
}
