import { describe, expect, test } from 'vitest';
import { readBlocks } from '../../src/plan/document/blocks.ts';
import { PhaseCollector } from '../../src/plan/document/phases.ts';
import { verbatimIn } from '../../src/plan/document/verbatim.ts';
import { checkPlan, PLAN_RULES, type PlanRuleId, readPlan } from '../../src/plan/index.ts';
import { cannotFail } from '../../src/plan/rules/cannot_fail.ts';
import { describeLarge } from '../support/cases.ts';
import { checkOf, GOALS, planOf, problemsIn } from '../support/plan.ts';

describe('every rule', () => {
  test.each(PLAN_RULES.map((rule) => [rule.id, rule] as const))(
    '%s fires on its bad example, and nothing does on its good one',
    (id, { bad, good, severity, reason, title }) => {
      const found = checkOf(bad).problems.filter(({ code }) => code === id);
      expect(found).not.toEqual([]);
      for (const problem of found) {
        expect(problem).toMatchObject({ severity, file: 'plan.md' });
        expect(problem.message).toMatch(/^["A-Z][^\n]{3,400}\.$/u);
        expect(problem.hint).not.toBe('');
      }
      expect(checkOf(good).problems.filter(({ code }) => code === id)).toEqual([]);
      expect(reason).toMatch(/^[A-Z][^.!?]+\.$/u);
      expect(title).toMatch(/^[a-z][^.]+$/u);
    },
  );

  test('has an id of its own, and stands in the list once', () => {
    expect(new Set(PLAN_RULES.map(({ id }) => id)).size).toBe(PLAN_RULES.length);
  });
});

test.each(['2-3 Monde', 'bald', 'по мере сил'])(
  'the estimate %s, which is not understood, is told of and keeps no plan from being carried out',
  (hours) => {
    const { checked } = checkOf(`# Plan\n\n## Phase 1: Base\n\n**Goal**: g\n**Estimate**: ${hours}\n`);
    expect(checked?.warnings.map(({ code }) => code)).toContain('hours-unreadable');
    expect(checked?.phases.map((phase) => phase.hours)).toEqual([undefined]);
  },
);

function ruleOf(id: PlanRuleId) {
  const rule = PLAN_RULES.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(id);
  return rule;
}

/** What each bad example is there to show, places included. */
test.each<[PlanRuleId, readonly string[]]>([
  ['hidden-text', ['13:1 There is an HTML comment here, which prompts leave out.']],
  ['context-too-long', ['3:1 The context has 16,001 characters, more than 16,000.']],
  ['no-phases', ['1:1 The plan has no phases.']],
  ['phase-not-counted', ['13:1 "Phase 2: More" was not read as a phase of this plan.']],
  ['duplicate-id', ['13:5 The id "1" is already taken by the phase at line 5.']],
  ['duplicate-title', ['13:5 Phase 2 (setup) has the same title as the phase at line 5.']],
  ['goal-missing', ['5:5 Phase 1 (Part 1) has no goal.']],
  ['field-repeated', ['13:1 Phase 1 (Part 1) already has the field "Goal", so "Goal" is ignored.']],
  ['hours-missing', ['5:5 Phase 1 (Part 1) has no estimate.', '12:5 Phase 2 (Part 2) has no estimate.']],
  ['hours-unreadable', ['7:22 "quite long" is not an estimate.']],
  [
    'hours-absurd',
    [
      '7:22 An estimate of "0" is no time at all.',
      '15:22 An estimate of "-2" is no time at all.',
      '23:22 An estimate of "20000" is more than 4000 hours.',
    ],
  ],
  ['files-missing', ['5:5 Phase 1 (Part 1) does not say which files it touches.']],
  ['file-not-a-path', ['8:21 "all the controllers" is not a path.']],
  [
    'file-outside',
    [
      `8:21 "../other/a.ts" leads out of the project's folder.`,
      `8:36 "/etc/hosts" is not relative to the project's folder.`,
      `8:48 "~/x" is not relative to the project's folder.`,
      `8:53 "C:\\x" is not relative to the project's folder.`,
      `8:59 "src/../../y" leads out of the project's folder.`,
      '8:72 ".git/config" belongs to git\'s own files.',
    ],
  ],
  [
    'undefined-dependency',
    [
      '17:19 No phase is called "Phase 10".',
      '25:19 No phase is called "Databse schema"; the closest is Phase 3 (Database schema).',
    ],
  ],
  ['ambiguous-dependency', ['25:19 "Setup" can mean Phase 1 (Setup), Phase 2 (Setup).']],
  ['self-dependency', ['17:19 Phase 2 (Part 2) depends on itself.']],
  ['dependency-cycle', ['9:19 Phases depend on each other in a cycle: Phase 1 → Phase 2 → Phase 1.']],
  ['gates-missing', ['5:5 Phase 1 (Part 1) has no validation gates.']],
  ['gate-without-command', ['11:7 The gate "All tests pass" has no command.']],
  ['gate-several-commands', ['11:25 This gate runs only "npm run lint", not "npm test".']],
  [
    'gate-cannot-fail',
    ['11:13 The command "npm test || true" cannot fail.', '12:13 The command "echo ok" cannot fail.'],
  ],
  ['needs-unreadable', ['10:12 "a big machine" is not a known machine requirement, or it is repeated.']],
  [
    'gate-exclusive-unreadable',
    ['11:7 What this gate needs exclusively ("exclusive:") is not a list of names.'],
  ],
  [
    'unknown-workflow',
    ['13:15 The goal map has no goal "REVIEW_AGAINST_STANDARD"; the closest is REVIEW_AGAINST_STANDARDS.'],
  ],
  [
    'phase-too-large',
    [
      '7:22 Phase 1 (Part 1) is estimated at more than a day of 8 hours.',
      '16:1 Phase 2 (Part 2) names 21 files.',
    ],
  ],
])('%s says what is wrong, and where', (id, expected) => {
  const found = checkOf(ruleOf(id).bad).problems.filter(({ code }) => code === id);
  expect(found.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(expected);
});

test.each([
  ['Same twice: `npm test`, again `npm test`', 0],
  ['`npm test` leaves `src/a.ts` and `true` alone', 0],
  ['`make` or `yarn build`', 1],
  ['All pass\n  - `npm run lint`\n  - `npm test`', 1],
  ['`npm run a`, `npm run b` and `npm run c`', 1],
])('the gate %j names more commands than the one that is run: %i', (gate, count) => {
  const found = checkOf(`### Phase 1: A\n**Validation Gates**:\n- [ ] ${gate}\n`).problems;
  expect(found.filter(({ code }) => code === 'gate-several-commands')).toHaveLength(count);
});

test.each([
  ['```markdown\n# P\n### Phase 1: A\n**Goal**: g\n```\n', /^Its phases are in a code block/u],
  ['1. **Phase 1: Setup** (2 hours)\n   - Goal: g\n', /`orchestrator plan import`/u],
  ['Some words.\n', /^Write each phase like this:/u],
  ['```sh\nnpm test\n```\n', /^Write each phase like this:/u],
])('where %j has no phases, the hint says what to do about it', (source, hint) => {
  expect(checkOf(source).problems).toMatchObject([{ code: 'no-phases', hint: expect.stringMatching(hint) }]);
});

describe('problems', () => {
  const phase = (heading: string, ...lines: string[]) => `### ${heading}\n${lines.join('\n')}\n`;

  test('of all rules come at once, in document order', () => {
    const source = `# P\n${phase('Phase 1: A', '**Dependencies**: Phase 9, Phase 1')}${phase('Phase 1: B', '**Goal**: g')}`;
    expect(problemsIn(source).map((text) => text.split(':').slice(0, 2).join(':'))).toEqual([
      '2:5 warning files-missing',
      '2:5 warning gates-missing',
      '2:5 error goal-missing',
      '2:5 warning hours-missing',
      '3:19 error undefined-dependency',
      '3:28 error ambiguous-dependency',
      '4:5 error duplicate-id',
      '4:5 warning files-missing',
      '4:5 warning gates-missing',
      '4:5 warning hours-missing',
    ]);
  });

  test('name the phases that there are, up to twenty', () => {
    const phases = Array.from({ length: 25 }, (_, index) => phase(`Phase ${index + 1}`, '**Goal**: g'));
    const [problem] = checkOf(`${phases.join('')}**Dependencies**: Nobody\n`).problems.filter(
      ({ code }) => code === 'undefined-dependency',
    );
    expect(problem?.hint).toMatch(/^The phases are: Phase 1, Phase 2, .*, Phase 20 and 5 more\.$/u);
  });

  test('of two separate cycles are two, each with its shortest path', () => {
    const source = [
      phase('Phase 1', '**Dependencies**: Phase 2'),
      phase('Phase 2', '**Dependencies**: Phase 3'),
      phase('Phase 3', '**Dependencies**: Phase 1, Phase 2'),
      phase('Phase 4', '**Dependencies**: Phase 5'),
      phase('Phase 5', '**Dependencies**: Phase 4'),
    ].join('');
    const found = checkOf(source).problems.filter(({ code }) => code === 'dependency-cycle');
    expect(found.map(({ line, message, hint }) => [line, message, hint])).toEqual([
      [
        4,
        'Phases depend on each other in a cycle: Phase 2 → Phase 3 → Phase 2.',
        'Remove one of these dependencies; the phases involved are: Phase 1, Phase 2, Phase 3.',
      ],
      [
        8,
        'Phases depend on each other in a cycle: Phase 4 → Phase 5 → Phase 4.',
        'Remove one of these dependencies.',
      ],
    ]);
  });

  test('carry no control characters of the document', () => {
    const source = phase('Phase 1: \u001b[31mred\u202e', '**Dependencies**: \u001b]0;x\u0007Nobody');
    for (const { message } of checkOf(source).problems) expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('a checked plan', () => {
  test('is made of a plan without errors, with what the phases need', () => {
    const source =
      '# T\n### Phase 1: A\n**Goal**: g\n**Estimated Hours**: 1\n**Files Modified**: a.ts, the rest\n' +
      '### Phase 2: B\n**Goal**: h\n**Dependencies**: A, Phase 1\n**Files Modified**: None\n';
    const { checked, graph } = checkOf(source);
    expect(checked?.title).toBe('T');
    expect(checked?.phases.map(({ source: _source, ...phase }) => phase)).toEqual([
      {
        id: '1',
        title: 'A',
        goal: 'g',
        hours: 1,
        complexity: undefined,
        files: ['a.ts'],
        filesExpected: false,
        dependencies: [],
      },
      {
        id: '2',
        title: 'B',
        goal: 'h',
        hours: undefined,
        complexity: undefined,
        files: [],
        filesExpected: false,
        dependencies: [0],
      },
    ]);
    expect(checked?.phases[1]?.source.line).toBe(6);
    expect(checked?.warnings.map(({ code }) => code)).toEqual([
      'gates-missing',
      'file-not-a-path',
      'gates-missing',
      'hours-missing',
    ]);
    expect(graph.size).toBe(2);
  });

  test('is not made where a rule finds an error', () => {
    expect(checkOf('### Phase 1\n**Files**: a.ts\n').checked).toBeUndefined();
  });

  test('judges no workflow without a goal map', () => {
    const plan = planOf('### Phase 1\n**Goal**: g\n**Workflow**: BAKE_A_CAKE\n');
    expect(checkPlan(plan).checked).toBeDefined();
    expect(checkPlan(plan, { goals: GOALS }).checked).toBeUndefined();
  });

  test('takes files that are told in prose only as unknown', () => {
    expect(
      checkOf('### Phase 1\n**Goal**: g\n**Files**: all the files\n').checked?.phases[0]?.files,
    ).toBeUndefined();
  });
});

describe('limits', () => {
  const refused = (problem: object) => ({ ok: false, cause: 'problems', problems: [problem] });

  test('refuse a file that is far too large before anything is made of it', () => {
    expect(readPlan('x'.repeat(128 * 1024 * 1024 + 1), 'p.md')).toEqual(
      refused({
        severity: 'error',
        code: 'plan-too-large',
        message: 'A plan may have at most 128 Mi characters; this file has more.',
        file: 'p.md',
        hint: 'Check that this is the right file, or split the plan.',
      }),
    );
  });

  test('refuse ranges that come to millions of dependencies, and say where', () => {
    const phases = (last: string) =>
      Array.from({ length: 2501 }, (_, index) => {
        return `# Phase ${index + 1}\n**Dependencies**: ${index === 2500 ? last : '1-2000'}\n`;
      }).join('');
    expect(readPlan(phases('None'), 'p.md').ok).toBe(true);
    expect(readPlan(phases('Phase 7'), 'p.md')).toEqual(
      refused({
        severity: 'error',
        code: 'plan-too-many-dependencies',
        message: 'A plan may have at most 5000000 dependencies; with this line it has more.',
        file: 'p.md',
        line: 5002,
        column: 19,
        hint: 'Name only the phases that are needed directly.',
      }),
    );
  });

  test('refuse thousands of names that no phase has, and say where', () => {
    const plan = (count: number) =>
      `# Phase 1\n**Dependencies**: ${'nobody, '.repeat(1000)}\n# Phase 2\n**Dependencies**: ${'nobody'.repeat(count)}\n`;
    expect(readPlan(plan(0), 'p.md').ok).toBe(true);
    expect(readPlan(plan(1), 'p.md')).toEqual(
      refused({
        severity: 'error',
        code: 'plan-too-many-dependencies',
        message: 'A plan may name at most 1000 phases that do not exist; with this line it names more.',
        file: 'p.md',
        line: 4,
        column: 19,
        hint: 'Check the names: a phase is identified by the label or title in its heading.',
      }),
    );
  });
});

test('a plan may have just as many phases as the limit says', () => {
  const phasesOf = (text: string) => {
    const collector = new PhaseCollector(2);
    return collector.finish(readBlocks(text, 0, (block) => collector.add(block, verbatimIn(text))));
  };
  expect(phasesOf('# Phase 1\n# Phase 2\n')).toHaveLength(2);
  expect(phasesOf('# Phase 1\n# Phase 2\n# Phase 3\n')).toBeUndefined();
});

describeLarge('limits', () => {
  test('refuse too many phases before anything is made of them', () => {
    expect(readPlan('# Phase 1\n'.repeat(500_001), 'p.md')).toEqual({
      ok: false,
      cause: 'problems',
      problems: [
        {
          severity: 'error',
          code: 'plan-too-many-phases',
          message: 'A plan may have at most 500000 phases; this one has more.',
          file: 'p.md',
          hint: 'Split the plan into several.',
        },
      ],
    });
  });
});

test.each([
  'true',
  ':',
  'exit 0',
  'exit',
  'echo ok',
  "echo 'a && b'",
  'printf done',
  'npm test || true',
  'npm test || :',
  'npm test || echo failed',
  'npm test; true',
  'npm test; exit 0',
  'npm test | echo ok',
  'npm test & echo started',
  'echo a && echo b',
  'true && true',
  '/bin/true',
  '# npm test',
  'sleep 1',
  'npm test || exit 0',
])('the command %s cannot fail', (command) => {
  expect(cannotFail(command)).toBe(true);
});

test.each([
  'npm test',
  'npm test && echo ok',
  'echo start && npm test',
  'true && npm test',
  'npm test || exit 1',
  'npm test || false',
  'echo x | grep y',
  'echo "a || true" | sh',
  'exit 1',
  'echo ok > /root/file',
  'set -e; npm test; echo ok',
  'npm test || (echo failed; exit 1)',
  'echo $(npm test)',
  'trueish',
  'echoes',
  'grep -q "true" file',
  'test -f a || exit 2; true && npm test',
])('the command %s can fail', (command) => {
  expect(cannotFail(command)).toBe(false);
});
