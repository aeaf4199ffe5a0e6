import { describe, expect, test } from 'vitest';
import {
  constraintsIn,
  contextOfMention,
  findMention,
  joinConstraints,
  listConstraints,
  mergeConstraints,
  readConstraints,
  readFlag,
  withConstraints,
} from '../../../src/plan/index.ts';
import { casesIn } from '../../support/cases.ts';

type Case = {
  readonly name: string;
  readonly text: string;
  readonly left: string;
  readonly given: readonly string[];
  readonly tells?: readonly string[];
  readonly hint?: string;
};

describe('the constraints of a requirement', () => {
  test.each(casesIn<Case>('plan_constraints.yaml'))(
    'are read: $name',
    ({ text, left, given, tells = [], hint }) => {
      const read = readConstraints(text);
      expect(read.given.map(({ key, value }) => `${key}: ${value}`)).toEqual(given);
      expect(
        read.problems.map(({ severity, code, line, column }) => `${severity} ${code} ${line}:${column}`),
      ).toEqual(tells);
      expect(read.text).toBe(left);
      if (hint !== undefined) expect(read.problems[0]?.hint).toContain(hint);
    },
  );

  test('of several times the shortest counts, and nothing is kept twice', () => {
    const given = ['4h', '2h', '3 days'].map((value) => ({ key: 'max-time', value }) as const);
    const avoid = ['OAuth', 'oauth'].map((value) => ({ key: 'avoid', value }) as const);
    const all = mergeConstraints([...given, ...avoid]);
    expect(all.maxTime).toEqual({ text: '2h', hours: 2 });
    expect(all.avoid).toEqual(['OAuth']);
    expect(joinConstraints(all, all)).toEqual(all);
  });

  test('a flag is read as the text is', () => {
    expect(readFlag('avoid', ' oauth ')).toEqual({ key: 'avoid', value: 'oauth' });
    expect(readFlag('max-time', 'soon')).toMatchObject({ code: 'constraint-time' });
  });
});

describe('the constraints in the document of a plan', () => {
  const plan = '# Plan\n\n## Requirement\n\n- avoid: not one\n\n## Phases\n\n### Phase 1: A\n';
  const some = mergeConstraints([
    { key: 'avoid', value: 'oauth' },
    { key: 'max-time', value: '2h' },
  ]);

  test.each(['\n', '\r\n'])('are kept and read again', (end) => {
    const source = plan.replaceAll('\n', end);
    const kept = withConstraints(source, some);
    expect(constraintsIn(source)).toEqual(mergeConstraints([]));
    expect(constraintsIn(kept)).toEqual(some);
    expect(kept.replace(/## Constraints\s+- avoid: oauth\s+- max-time: 2h\s+(?=## Req)/u, '')).toBe(source);
    expect(withConstraints(kept, some)).toBe(kept);
    expect(withConstraints(source, mergeConstraints([]))).toBe(source);
    const more = withConstraints(kept, mergeConstraints([{ key: 'note', value: 'x' }]));
    expect(listConstraints(constraintsIn(more))).toHaveLength(3);
    expect(more.match(/## Constraints/gu)).toHaveLength(1);
  });
});

test.each([
  ['Set up OAuth for it', true],
  ['Use oauth2 tokens', true],
  ['src/auth/oauth.ts', true],
  ['passport-oauth', true],
  ['Log in without OAuth', false],
  ['Do not use any OAuth here', false],
  ["Don't add OAuth", false],
  ['Replace OAuth with passwords', false],
  ['Say no. Then set up OAuth', true],
  ['An oauthentic page', false],
])('"%s" names OAuth: %s', (text, isNamed) => {
  expect(contextOfMention(text, 'oauth') !== undefined).toBe(isNamed);
});

/** What is only named to be taken away, or looked for to be refused, is not used; where it cannot be told, that is not sure. */
test.each([
  ['Migrate the data from MongoDB to Postgres', 'not named'],
  ['Migrate the data from Postgres to MongoDB', 'sure'],
  ['Move the orders away from MongoDB', 'not named'],
  ['Move the orders into MongoDB', 'sure'],
  ['Read the orders from MongoDB', 'sure'],
  ['Delete the MongoDB driver', 'not named'],
  ['Uninstall MongoDB and its driver', 'not named'],
  ['Get rid of MongoDB', 'not named'],
  ['MongoDB is not used any more', 'not named'],
  ['MongoDB and its driver are gone', 'not named'],
  ['MongoDB is no longer needed', 'not named'],
  ["MongoDB isn't imported anywhere", 'not named'],
  ['A MongoDB-free build', 'not named'],
  ['Fail the build when MongoDB is imported', 'not named'],
  ['Ban MongoDB from the imports', 'not named'],
  ['Use MongoDB where Postgres is not used', 'unsure'],
  ['Store it in MongoDB, not in a file', 'sure'],
  ['Nothing is left over. Then set up MongoDB', 'sure'],
  ['Delete the MongoDB records of last year', 'unsure'],
  ['Remove duplicates from MongoDB', 'unsure'],
  ['Look after the legacy MongoDB', 'unsure'],
  ['MongoDB does not answer strangers', 'unsure'],
  ['! grep -rqi mongodb src', 'not named'],
  ['Check it with `! grep -rqi mongodb src`', 'not named'],
  ['test -f src/a.js && ! grep -q mongodb package.json', 'not named'],
  ['test ! -e node_modules/mongodb', 'not named'],
  ['test -z "$(grep -rl mongodb src)"', 'not named'],
  ['if grep -rq mongodb src; then exit 1; fi', 'not named'],
  ['npm uninstall mongodb', 'not named'],
  ['! grep -q redis src && grep -q mongodb package.json', 'sure'],
  ['grep -q mongodb package.json', 'sure'],
  ['npm install mongodb', 'sure'],
])('"%s" names MongoDB: %s', (text, said) => {
  const naming = findMention(text, 'mongodb');
  const grades = new Map<boolean | undefined, string>([
    [true, 'sure'],
    [false, 'unsure'],
  ]);
  expect(grades.get(naming?.isSure) ?? 'not named').toBe(said);
});

/** A sign at the end of a name, or a dot before it, is a part of the name. */
test.each([
  ['C#', 'Write it in C#.', true],
  ['C#', 'Write it in C.', false],
  ['C#', 'Write it in C++.', false],
  ['C++', 'A C++ library', true],
  ['C++', 'A C library', false],
  ['C', 'A C library', true],
  ['C', 'A C# service', false],
  ['C', 'A C++ library', false],
  ['.NET', 'An ASP.NET page', true],
  ['.NET', 'The net income', false],
  ['C++', 'Use C++17 for it', true],
  ['C#', 'Move to C#12', true],
  ['C', 'Use C++17 for it', false],
  ['.NET', 'A .NET 8 service', true],
  ['.NET', 'Call api.example.net first', false],
  ['.NET', 'Mail to someone@asp.net.example.net', false],
  ['.js', 'Split main.js in two', false],
  ['.js', 'Copy dist/vue.js there', false],
  ['.js', 'A Node.js server', true],
  ['.js', 'Write no TypeScript: plain .js files', true],
  ['Node.js', 'A nodejs server', true],
  ['cookie', 'It sets cookies', true],
])('of %s, %j names it: %j', (term, text, isNamed) => {
  expect(contextOfMention(text, term) !== undefined).toBe(isNamed);
});
