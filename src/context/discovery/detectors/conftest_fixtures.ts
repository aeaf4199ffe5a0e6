import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, LONGEST_LINE, plain } from '../plain_text.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Fixtures of pytest that affect tests without being asked for, and those that make tests run several times. */
export const conftestFixtures: Detector = {
  name: 'conftest-fixtures',
  detect: (sources) =>
    sources
      .named('conftest.py')
      .filter((path) => depthOf(path) <= 3 && !OTHERS.test(path))
      .slice(0, 4)
      .flatMap((path) => factsIn(sources, path)),
};

const OTHERS =
  /(?:^|\/)(?:node_modules|vendor|third[_-]?party|fixtures?|testdata|examples?|samples?|templates?)\//u;

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

/** The fixtures with arguments that a file defines at its outermost level, each with the line of its name. */
function fixturesIn(lines: readonly string[]): Fixture[] {
  return lines.flatMap((line, place) => {
    if (!/^@(?:pytest\.|pytest_asyncio\.)?fixture\(/u.test(line)) return [];
    const end = lines.findIndex((each, next) => next > place && /^(?:async )?def \w|^class \w/u.test(each));
    if (end < 0 || end > place + LONGEST_CALL) return [];
    const name = /^(?:async )?def (\w+)/u.exec(lines[end] ?? '')?.[1];
    const call = lines
      .slice(place, end)
      .map((each) => each.replace(/^\s*#.*$/u, ''))
      .join(' ')
      .slice(0, LONGEST_LINE);
    return name === undefined ? [] : [{ name, call, line: end + 1 }];
  });
}

const LONGEST_CALL = 12;
