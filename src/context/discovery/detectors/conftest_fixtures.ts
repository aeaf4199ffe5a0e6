import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, LONGEST_LINE, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Fixtures of pytest that affect tests without being asked for, and those that make tests run several times. */
export const conftestFixtures: Detector = {
  name: 'conftest-fixtures',
  detect: (sources) =>
    sources
      .named('conftest.py')
      .filter((path) => depthOf(path) <= 3 && !MINOR.test(path))
      .slice(0, 4)
      .flatMap((path) => factsIn(sources, path)),
};

const MINOR = inFolders(['thirdParty', 'fixtures', 'examples', 'templates']);

type Fixture = { readonly name: string; readonly call: string; readonly line: number };

function factsIn(sources: Sources, path: string): Fact[] {
  const fixtures = fixturesIn(sources.read(path)?.lines ?? []);
  const always = fixtures.filter(({ call }) => /\bautouse\s*=\s*True\b/u.test(call));
  const [first] = always;
  const folder = folderOf(path);
  const fact = (about: string, statement: string, values: Record<string, string>, line: number): Fact =>
    makeFact({
      kind: 'convention',
      about: `conftest:${about}:${path}`,
      statement,
      values,
      evidence: [{ path, line }],
    });
  return [
    ...(first === undefined
      ? []
      : [
          fact(
            'always',
            `Every test${folder === '.' ? '' : ` below \`${plain(folder, 60)}/\``} has the fixture${always.length === 1 ? '' : 's'} ${listed(always.map(({ name }) => name))}`,
            { fixtures: always.map(({ name }) => name).join(', ') },
            first.line,
          ),
        ]),
    ...fixtures
      .filter(({ call }) => /\bparams\s*=/u.test(call))
      .slice(0, 3)
      .map(({ name, line }) =>
        fact(
          `params:${name}`,
          `Tests with the fixture \`${plain(name, 60)}\` run once for each of its parameters`,
          { fixture: name },
          line,
        ),
      ),
  ];
}

/** The fixtures with arguments that a file defines at its outermost level, each with the line of its function. */
function fixturesIn(lines: readonly string[]): Fixture[] {
  let quotes: string | undefined;
  return lines.flatMap((line, place) => {
    const isText = quotes !== undefined;
    for (const [mark] of line.slice(0, LONGEST_LINE).matchAll(/"""|'''/gu))
      quotes = quotes === undefined ? mark : quotes === mark ? undefined : quotes;
    if (isText || !/^@(?:pytest\.|pytest_asyncio\.)?fixture\(/u.test(line)) return [];
    const rest = lines.slice(place, place + LONGEST_CALL + 1);
    const end = rest.findIndex((each) => /^(?:async )?def \w|^class \w/u.test(each));
    const defined = /^(?:async )?def (\w+)/u.exec(rest[end] ?? '')?.[1];
    if (defined === undefined) return [];
    const call = rest
      .slice(0, end)
      .map((each) => each.slice(0, LONGEST_LINE).replace(/(?:^|\s)#.*$/u, ''))
      .join(' ')
      .slice(0, LONGEST_LINE);
    const name = /[(,]\s*name\s*=\s*["'](\w+)["']/u.exec(call)?.[1] ?? defined;
    return [{ name, call, line: place + end + 1 }];
  });
}

const LONGEST_CALL = 12;
