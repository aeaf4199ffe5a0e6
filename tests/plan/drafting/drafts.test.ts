import { describe, expect, test } from 'vitest';
import type { Project } from '../../../src/context/index.ts';
import { type DraftFacts, type DraftProblem, judgeDraft } from '../../../src/plan/drafting/judge_draft.ts';
import { absentFiles, touchedBy } from '../../../src/plan/drafting/known_files.ts';
import { phaseDrafts, printDraft } from '../../../src/plan/drafting/print_draft.ts';
import { readAnswer } from '../../../src/plan/drafting/read_answer.ts';
import { type FieldSchema, fieldLines } from '../../../src/plan/drafting/schema_fields.ts';
import { skeletonPhases, splitRequirement } from '../../../src/plan/index.ts';
import { caseGroupsIn } from '../../support/cases.ts';
import { type AnsweredPhase, answeredPhase } from '../../support/draft.ts';
import { planOf } from '../../support/plan.ts';

type Drafts = {
  readonly files: readonly [string, readonly string[]][];
  readonly touched: readonly [string, boolean][];
  readonly judged: readonly {
    readonly plan: string;
    readonly served: string;
    readonly problems: readonly string[];
  }[];
  readonly standing: readonly [[string, string | null], readonly string[]][];
  readonly fields: readonly [FieldSchema, readonly string[]][];
  readonly answers: readonly [Record<string, unknown>, unknown][];
  readonly faults: readonly [Partial<AnsweredPhase>, readonly string[]][];
  readonly no_answers: readonly [unknown, readonly string[]][];
  readonly documents: readonly [[string, string], string][];
  readonly drafts: readonly [Partial<AnsweredPhase>, unknown][];
  readonly skeletons: readonly [[string, string], readonly string[]][];
};
const drafts = caseGroupsIn<Drafts>('plan_drafts.yaml');

const KINDS: Readonly<Record<string, 'file' | 'folder'>> = {
  src: 'folder',
  'src/app.js': 'file',
  'app/[id]/page.js': 'file',
};
const project: Project = {
  has: (path) => KINDS[path],
  npmPackage: () => undefined,
  makeTargets: () => undefined,
  hasLocalProgram: () => false,
  hasProgram: (name) => name === 'npm',
};
const files = ['src/app.js', 'src/deep/one.test.js', 'app/[id]/page.js', 'top.md'];

describe('beside a phase that makes files', () => {
  const other = `### Phase 2: B
**Files**: made/a.ts (new), lib/** (create), gen/*.js (added), out (created), extra/x.ts (added later), docs/old.md, more/ (renewed), net/x (to add), no path at all (new)
`;

  test.each(drafts.files)('what is not there of %j', (text, meaning) => {
    const plan = planOf(`### Phase 1: A\n**Files**: ${text}\n${other}`);
    const [absent, ofOther] = absentFiles(plan, { project, files });
    expect(absent?.map(({ path }) => path)).toEqual(meaning);
    expect(ofOther?.map(({ path }) => path)).toEqual(['docs/old.md', 'more/']);
  });

  test.each(drafts.touched)('that %j is touched: %s', (path, meaning) => {
    expect(touchedBy(planOf(other))(path)).toBe(meaning);
  });
});

/** What is wrong with a draft that is not wrong with every plan. */
function problemsOf(source: string, ground: Partial<DraftFacts>): readonly DraftProblem[] {
  const requirement = splitRequirement('Add it.');
  const { problems } = judgeDraft(planOf(source), { project, files, goals: [], requirement, ...ground });
  expect(problems.filter(({ file }) => file !== 'plan.md')).toEqual([]);
  return problems.filter(({ code }) => code.startsWith('draft-'));
}

/** The ids of the phases that serve each line, a space between lines; each problem with its place and its hint. */
test.each(drafts.judged.map((each) => [each.plan, each] as const))(
  'the draft %j',
  (plan, { served, problems }) => {
    const requirement = splitRequirement('Rules:\nAdd it.\nTest it.');
    const told = problemsOf(plan, { requirement }).map(
      ({ line = 0, column = 0, severity, code, message, hint }) =>
        `${line}:${column} ${severity} ${code}: ${message}${hint === undefined ? '' : ` | ${hint}`}`,
    );
    expect(told).toEqual(problems);
    const { servedBy } = judgeDraft(planOf(plan), { project, files, goals: [], requirement });
    expect(servedBy.map((ids) => ids.join('+')).join(' ')).toBe(served);
  },
);

/** The phases that stood before, and those that have to be there; null where any may. */
test.each(drafts.standing)('a draft of phases 1 and 2 where %j', ([standing, expected], meaning) => {
  const plan = `### Phase 1: A
**Files**: a.js
**Requirement**: 1
**Validation Gates**:
- [ ] Runs: \`frob\`
### Phase 2: B
**Requirement**: 7
`;
  const problems = problemsOf(plan, {
    earlier: new Set(standing.split(' ')),
    ...(expected === null ? {} : { expected: expected.split(' ') }),
  });
  const told = problems.map(({ line = 0, code, message }) =>
    code === 'draft-phase-lost' ? `${line} ${code}: ${message}` : `${line} ${code}`,
  );
  expect(told).toEqual(meaning);
});

test('a draft whose phases are all lost says so', () => {
  const problems = problemsOf('Nothing.\n', { expected: ['1', '2'], requirement: { lines: [] } });
  expect(problems).toEqual([
    {
      severity: 'error',
      code: 'draft-phase-lost',
      file: 'plan.md',
      message: 'The document does not say what the answer says: its phases are none, but should be 1, 2.',
      hint: 'Give every phase its own number and a title in plain words.',
    },
  ]);
});

test.each(drafts.fields)('the fields of %j', (schema, meaning) => {
  expect(fieldLines(schema)).toEqual(meaning);
});

/** A field of an answer or of its only phase, made clean. */
test.each(drafts.answers)('of an answer: %j', (more, meaning) => {
  const { title = 'T', questions = [], 'phase title': phaseTitle = 'P', ...phase } = more;
  const read = readAnswer({
    questions,
    title,
    phases: [answeredPhase('1', { ...phase, title: String(phaseTitle) })],
  });
  if (read.kind !== 'answer') throw new Error(read.faults.join('\n'));
  const [only] = read.answer.phases;
  const all: Record<string, unknown> = { ...only, 'phase title': only?.title, ...read.answer };
  expect(all[Object.keys(more)[0] ?? '']).toEqual(meaning);
});

/** Whether it can be used, and its faults. */
test.each(drafts.faults)('an answer with %j', (more, meaning) => {
  const { kind, faults } = readAnswer({ questions: [], title: 'T', phases: [answeredPhase('1', more)] });
  expect([kind, ...faults]).toEqual(meaning);
});

test.each(drafts.no_answers)('the answer %j', (data, meaning) => {
  const { kind, faults } = readAnswer(data);
  expect([kind, ...faults]).toEqual(meaning);
});

test.each(drafts.documents)('the document for %j', ([requirement, title], meaning) => {
  expect(printDraft({ title, phases: [] }, splitRequirement(requirement))).toBe(meaning);
});

test.each(drafts.drafts)('the draft of a phase with %j', (more, meaning) => {
  const read = readAnswer({ questions: [], title: '', phases: [answeredPhase('7', more)] });
  if (read.kind !== 'answer') throw new Error(read.faults.join('\n'));
  expect(phaseDrafts(read.answer, project)).toEqual([meaning]);
});

describe('a skeleton', () => {
  const goals = [
    { name: 'ADD_IT', description: '', keywords: ['add'] },
    { name: 'TEST_IT', description: '', keywords: ['test'] },
  ];

  /** Of a requirement, with the phases that stand: id, goal, lines, dependencies, title, what is asked for, steps. */
  test.each(drafts.skeletons)('for %j', ([text, standing], meaning) => {
    const phases = skeletonPhases(splitRequirement(text), goals, standing.split(' ').filter(Boolean));
    const told = phases.map(({ id, workflow = '', requirement, dependencies, title, goal, steps }) =>
      [
        id,
        workflow,
        requirement,
        dependencies.map((each) => String(each.id)).join(),
        title,
        goal,
        ...steps,
      ].join(' | '),
    );
    expect(told).toEqual(meaning);
  });

  test('says all that it does not know, and one gate that nobody can tick yet', () => {
    const [first, second] = skeletonPhases(splitRequirement('Add it. Test it.'), goals);
    expect(first?.gates).toEqual([{ text: 'TODO: a command that fails until this is done', checked: false }]);
    expect(first?.others).toEqual([]);
    expect(second?.dependencies).toEqual([
      { id: '1', note: 'TODO: assumed from the order of the requirement' },
    ]);
  });

  test.each([
    [200, `Asked for: ${'x'.repeat(200)}`],
    [201, `Asked for: ${'x'.repeat(200)}…`],
  ])('quotes %i characters of what is asked for', (length, end) => {
    const [phase] = skeletonPhases(splitRequirement('x'.repeat(length)), goals);
    expect(phase?.goal?.slice(-end.length)).toBe(end);
  });
});
