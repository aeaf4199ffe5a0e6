import { describe, expect, test } from 'vitest';
import type { PlanRuleId } from '../../src/plan/index.ts';
import { cannotFail } from '../../src/plan/rules/cannot_fail.ts';
import { checkOf } from '../support/plan.ts';

/** What one rule says of a plan. */
const said = (id: PlanRuleId, source: string) =>
  checkOf(source)
    .problems.filter(({ code }) => code === id)
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
const phases = (count: number, lines: (number: number) => string) =>
  Array.from({ length: count }, (_, at) => `# Phase ${at + 1}\n${lines(at + 1)}\n`).join('');

describe('the limits of rules', () => {
  test('an estimate of up to two years, and more than none', () => {
    expect(
      said(
        'hours-absurd',
        phases(1, () => '**Hours**: 4000'),
      ),
    ).toEqual([]);
    expect(
      said(
        'hours-absurd',
        phases(1, () => '**Hours**: 4000.1'),
      ),
    ).toEqual(['2:12 An estimate of "4000.1" is more than 4000 hours.']);
    expect(
      said(
        'hours-absurd',
        phases(1, () => '**Hours**: 0.01'),
      ),
    ).toEqual([]);
    expect(
      said(
        'hours-absurd',
        phases(1, () => '**Hours**: soon'),
      ),
    ).toEqual([]);
  });

  test('a day and twenty files', () => {
    const files = (count: number) =>
      `**Files**: ${Array.from({ length: count }, (_, at) => `${at}.ts`).join(', ')}`;
    expect(
      said(
        'phase-too-large',
        phases(1, () => `**Hours**: 8\n${files(20)}`),
      ),
    ).toEqual([]);
    expect(
      said(
        'phase-too-large',
        phases(1, () => `**Hours**: 8.01\n${files(21)}`),
      ),
    ).toEqual(['2:12 Phase 1 is estimated at more than a day of 8 hours.', '3:1 Phase 1 names 21 files.']);
  });

  test('ten candidates of an ambiguous name, and how many more', () => {
    const twins = (count: number) =>
      `${'# Phase 1: Twin\n'.repeat(count)}# Phase 2\n**Dependencies**: Twin\n`;
    const named = (count: number) => Array.from({ length: count }, () => 'Phase 1 (Twin)').join(', ');
    expect(said('ambiguous-dependency', twins(10))).toEqual([`12:19 "Twin" can mean ${named(10)}.`]);
    expect(said('ambiguous-dependency', twins(12))).toEqual([
      `14:19 "Twin" can mean ${named(10)} and 2 more.`,
    ]);
  });

  test('twenty names of a circle, and its middle left out', () => {
    const circle = (count: number) =>
      phases(count, (number) => `**Dependencies**: Phase ${(number % count) + 1}`);
    const trail = (ids: readonly (number | string)[]) =>
      `Phases depend on each other in a cycle: ${ids.map((id) => (id === '…' ? id : `Phase ${id}`)).join(' → ')}.`;
    const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
    expect(said('dependency-cycle', circle(19))).toEqual([`2:19 ${trail([...upTo(19), 1])}`]);
    expect(said('dependency-cycle', circle(20))).toEqual([`2:19 ${trail([...upTo(17), '…', 20, 1])}`]);
    expect(said('dependency-cycle', circle(40))).toEqual([`2:19 ${trail([...upTo(17), '…', 40, 1])}`]);
  });

  test('a circle stands where its first phase names the next one', () => {
    const source =
      '# Phase 1\n# Phase 2\n**Dependencies**:\n- Phase 1\n- Phase 3\n# Phase 3\n**Dependencies**: Phase 2\n';
    expect(said('dependency-cycle', source)).toEqual([
      '5:3 Phases depend on each other in a cycle: Phase 2 → Phase 3 → Phase 2.',
    ]);
  });

  test('twenty phases of a list', () => {
    const hint = (count: number) =>
      checkOf(phases(count, (number) => (number === 1 ? '**Dependencies**: Nobody' : ''))).problems.find(
        ({ code }) => code === 'undefined-dependency',
      )?.hint;
    expect(hint(20)).toMatch(/Phase 19, Phase 20\.$/u);
    expect(hint(21)).toMatch(/Phase 19, Phase 20 and 1 more\.$/u);
  });

  test('texts of eighty characters', () => {
    const message = (text: string) =>
      said(
        'hours-unreadable',
        phases(1, () => `**Hours**: ${text}`),
      )[0];
    expect(message('x'.repeat(80))).toBe(`2:12 "${'x'.repeat(80)}" is not an estimate.`);
    expect(message('x'.repeat(81))).toBe(`2:12 "${'x'.repeat(79)}…" is not an estimate.`);
  });

  test('the closest phase is looked for a hundred phases up and down', () => {
    const plan = (at: number) =>
      phases(220, (number) => (number === 110 ? '**Dependencies**: Databse' : '')).replace(
        `# Phase ${at}\n`,
        `# Phase ${at}: Database\n`,
      );
    const found = (at: number) => said('undefined-dependency', plan(at))[0]?.includes('the closest is');
    expect([9, 10, 209, 210].map(found)).toEqual([false, true, true, false]);
  });

  test('a label with a slip finds its phase', () => {
    const source =
      '# Phase 1: Set up\n# Phase 2: Look\n# Phase 3\n**Dependencies**: Phase 1: Set pu, Phase 7: Lok\n';
    expect(said('undefined-dependency', source)).toEqual([
      '4:36 No phase is called "Phase 7: Lok"; the closest is Phase 2 (Look).',
    ]);
  });
});

describe('a phase that depends on itself', () => {
  test('among others that it names, or by a range', () => {
    expect(
      said(
        'self-dependency',
        '# Phase 1\n# Phase 2: B\n**Dependencies**: Phase 1, Phase 2\n# Phase 3\n**Dependencies**: 1-3\n',
      ),
    ).toEqual(['3:28 Phase 2 (B) depends on itself.', '5:19 Phase 3 depends on itself.']);
  });

  test('not where the name can mean another', () => {
    expect(said('self-dependency', '# Phase 1: T\n**Dependencies**: T\n# Phase 2: T\n')).toEqual([]);
  });

  test('is a phase of the graph like others, which wait for what is sure only', () => {
    const { graph } = checkOf(
      '# Phase 1: T\n# Phase 2: T\n**Files**: b.ts, the rest\n# Phase 3a\n**Dependencies**: 2, 1\n# Phase 4\n**Dependencies**: T\n',
    );
    expect(graph.ids).toEqual(['1', '2', '3a', '4']);
    expect(graph.files).toEqual([[], ['b.ts'], [], []]);
    expect([[...graph.needs.starts], [...graph.needs.targets]]).toEqual([
      [0, 0, 0, 2, 2],
      [0, 1],
    ]);
  });

  test('does not wait for itself', () => {
    const { graph, order } = checkOf('# Phase 1\n# Phase 2\n**Dependencies**: 2, 1-2, 1\n');
    expect([...graph.needs.targets]).toEqual([0]);
    expect([...order.order]).toEqual([0, 1]);
  });
});

test.each([
  ['../a', "leads out of the project's folder"],
  ['a/../../b', "leads out of the project's folder"],
  ['..\\a', "leads out of the project's folder"],
  ['./../a', "leads out of the project's folder"],
  ['a/../b', undefined],
  ['a/../b/../c', undefined],
  ['..a/b', undefined],
  ['a..', undefined],
  ['/a', "is not relative to the project's folder"],
  ['\\a', "is not relative to the project's folder"],
  ['~/a', "is not relative to the project's folder"],
  ['a/~', undefined],
  ['c:', "is not relative to the project's folder"],
  ['c:/a', "is not relative to the project's folder"],
  ['C:\\a', "is not relative to the project's folder"],
  ['c:a', undefined],
  ['ab:/c', undefined],
  ['file:///a', "is not relative to the project's folder"],
  ['a/file:b', undefined],
  ['$HOME/a', "is not relative to the project's folder"],
  ['a$b.ts', undefined],
  ['.git/hooks', "belongs to git's own files"],
  ['a/.GIT/x', "belongs to git's own files"],
  ['.gitignore', undefined],
  ['x.git', undefined],
  ['a//./b', undefined],
])('the file %s: %s', (path, wrong) => {
  expect(
    said(
      'file-outside',
      phases(1, () => `**Files**: \`${path}\``),
    ),
  ).toEqual(wrong === undefined ? [] : [`2:12 "${path.replace(/^(?:\.\/)+/u, '')}" ${wrong}.`]);
});

test.each([
  '',
  '   ',
  '# a comment',
  ' true ',
  'true;',
  'true\n',
  '\ntrue',
  'npm test\ntrue',
  'npm test; # done\necho ok',
  'echo ok && # done',
  'usr; /usr/bin/true',
  'return 0',
  'exit  0',
  'sleep 1.5s',
  'sleep 10m',
  'echo ok 2>&1',
  'echo ok > /dev/null',
  'echo ok >&2',
  'echo "a;b|c" ; :',
  "npm test || echo 'it failed; exit 1'",
  'npm test || true',
  'true; true && true',
  'echo a; echo b && echo c',
  'npm test || true; true',
  'npm test | true',
  'npm test & true',
  'npm test; true && true',
  'true && exit 0',
  'return  0',
  'sleep  10',
  'sleep 0.25',
  'echo ok >/dev/null',
  'echo ok >> /dev/null',
  'echo ok >  /dev/null',
  'echo exit 1',
  'npm run exit; true',
  'npm run if; true',
  'npm run set -e; true',
  "'a; b'; true",
  'printf "%s" x | echo y',
  'exit 0 && npm test; npm test',
  'echo ok; exit; npm test',
])('the command %j cannot fail', (command) => {
  expect(cannotFail(command)).toBe(true);
});

test.each([
  'true && npm test',
  'npm test && true',
  'set -e; npm run lint; npm test || true',
  'exit 1 || true',
  'npm test || npm run other',
  'exit 2',
  'exit $code',
  'exec npm test; true',
  '. ./strict.sh; npm test; true',
  'set -o errexit; npm test; true',
  "trap 'exit 1' ERR; npm test; true",
  'npm test; echo ${OUT:?}',
  'npm test <<EOF\ntrue\nEOF',
  'npm test; exit 0 || true; npm test',
  'return 1',
  'sleep forever',
  'echo `npm test`',
  'echo $(npm test)',
  'echo ok >> log',
  'echo ok > /etc/x 2>&1',
  'printfx',
  'a/true',
  '/opt/bin/true',
  'exit 1; true',
  'npm test || exit 3; true',
  'set -e; npm test; true',
  'set -ue; npm test; true',
  'if npm test; then true; fi; exit 1; true',
  'for x in a; do npm test; done; true',
  '! npm test; true',
  '{ npm test; exit 1; }; true',
  '(npm test); true',
  'set -e; npm test; true && true',
  'npm test\n# true',
  'npm test "; true"',
  "npm test '| true'",
  'npm test \\; true',
  'npm test $(a; b)',
  'npm test $(a; true)',
  'npm test "\\"; true"',
  'npm test "a; true"',
  'npm test >& true',
  'npm test &> true',
  'npm test <&0',
  'npm run true',
  'grep echo x',
  'exit  1',
  'sleep 1x',
  'return 01',
  'echo a $(npm test) b',
  'echo a `npm test` b',
  'echo ok >/root/x',
  'set  -e; npm test; true',
  'else exit  3; true',
])('the command %j can fail', (command) => {
  expect(cannotFail(command)).toBe(false);
});
