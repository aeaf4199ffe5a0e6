import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printRun, type Run } from '../../src/framework/index.ts';
import {
  type AnswerEvent,
  type ComponentListEvent,
  type ComponentShowEvent,
  type ExplainEvent,
  type FillEvent,
  type FrameworkListEvent,
  fill,
  findComponents,
  type GoalsCheckEvent,
  type GoalsEvent,
  type GoalTestEvent,
  type LintEvent,
  type NewComponentEvent,
  type NewGoalEvent,
  neverAsks,
  newComponent,
  newFramework,
  newGoal,
  type PromoteEvent,
  promoteComponent,
  promoteEdits,
  reportAnswer,
  reportComponent,
  reportComponents,
  reportExplanation,
  reportFrameworks,
  reportGoal,
  reportGoalList,
  reportGoalsCheck,
  reportGoalTest,
  reportLint,
} from '../../src/operations/index.ts';
import { contextIn, documentOf, kinds, withoutTerminal } from '../support/front_end.ts';
import { emptyFolder } from '../support/program.ts';
import { scriptedPort } from '../support/scripted_port.ts';

const GOALS = {
  Mine: {
    TRY_IT: {
      description: 'To try it out.',
      persona: 'meticulous_auditor.txt',
      protocol: 'code_review_pass.txt',
      constraints: ['report_do_not_rewrite.txt'],
    },
  },
};

function project() {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify(GOALS));
  return contextIn(cwd);
}

/** A project in which there is a framework, `Audit`. */
async function projectWithAudit() {
  const context = project();
  const request = { name: 'Audit', goal: 'TRY_IT', title: 'T', generate: false, onConflict: 'ask' } as const;
  await newFramework(context, request, neverAsks());
  return context;
}

const ANSWERED = { outcome: 'done', replaced: false } as const;

const RUN: Run = {
  ...{ schema: 'orchestrator.run/1', framework: 'Audit', started: '2026-11-21T06:36:39Z', model: 'test' },
  ...{ endpoint: 'http://127.0.0.1', outcome: 'done', missingHeadings: [], tokens: null, seconds: 1 },
  messages: [
    { role: 'user', content: 'Look.', outcome: null, replaced: false },
    { role: 'assistant', content: 'No.', ...ANSWERED, replaced: true },
    { role: 'assistant', content: 'Seen.', ...ANSWERED },
  ],
};

describe('a front end without a terminal', () => {
  withoutTerminal();

  test('begins a component, has it opened, and promotes it', async () => {
    const context = project();
    const begun = scriptedPort<NewComponentEvent>();
    const opened: string[] = [];
    const port = {
      ...begun.port,
      editFile: async (path: string) => {
        opened.push(path);
        return { ok: true, value: 'edited' } as const;
      },
    };
    const wanted = { kind: 'persona', name: 'mine' };
    const made = documentOf(await newComponent(context, { ...wanted, edit: true }, port), begun);
    expect(made).toMatchObject({ ok: true, dryRun: false, component: { kind: 'persona', file: 'mine.txt' } });
    expect([kinds(begun.events), opened]).toEqual([['begun'], [made.component?.path]]);
    const unknown = await newComponent(context, { kind: 'poem', name: 'mine' }, neverAsks());
    expect(unknown).toMatchObject({ cause: 'usage', problems: [{ code: 'unknown-kind' }] });

    const request = { file: 'mine', to: 'user' } as const;
    const unasked = await promoteComponent(context, request, neverAsks());
    expect(unasked).toMatchObject({ cause: 'usage', problems: [{ code: 'not-confirmed' }] });
    const refused = scriptedPort<PromoteEvent>(['Move', false]);
    expect(await promoteComponent(context, request, refused.port)).toMatchObject({ cause: 'declined' });
    expect(existsSync(made.component?.path ?? '')).toBe(true);
    const moved = scriptedPort<PromoteEvent>(['Move', true]);
    const document = documentOf(await promoteComponent(context, request, moved.port), moved);
    expect(document).toMatchObject({ outcome: 'moved', component: { layer: 'user' } });
    expect(kinds(moved.events)).toEqual(['move-planned', 'moved']);
    expect(existsSync(made.component?.path ?? '')).toBe(false);

    const user = document.component?.path ?? '';
    writeFileSync(user, readFileSync(user, 'utf8').replaceAll('TODO(orchestrator)', 'Done'));
    const raised = scriptedPort<PromoteEvent>();
    const status = { file: 'mine', status: 'tested', by: 'Ada', why: 'Ten releases.' };
    const told = documentOf(await promoteComponent(context, status, raised.port), raised);
    expect(told).toMatchObject({ outcome: 'raised', component: { status: 'tested' } });
  });

  test('fills a framework, and answers what is missing', async () => {
    const context = await projectWithAudit();
    const wanted = { framework: 'Audit', part: 'both', as: 'text' } as const;
    const silent = await fill(context, wanted, neverAsks());
    expect(silent.ok ? [] : silent.problems.map(({ code }) => code)).toContain('input-missing');
    const closed = scriptedPort<FillEvent>(['material (material)', null]);
    expect(await fill(context, wanted, closed.port)).toMatchObject({ cause: 'interrupted' });
    const filled = scriptedPort<FillEvent>(['material', 'line'], ['material', 'Look at the login.']);
    const document = documentOf(await fill(context, wanted, filled.port), filled);
    expect(document.text).toContain('Look at the login.');
    expect(kinds(filled.events)).toEqual(['filled']);
  });

  test('takes what was edited in a framework back into its component', async () => {
    const context = await projectWithAudit();
    const file = join(context.cwd, 'output/Audit/00_PERSONA.md');
    const text = readFileSync(file, 'utf8');
    const line = text.split('\n').find((each) => each.startsWith('You ')) ?? '';
    writeFileSync(file, text.replace(line, `${line} Twice.`));
    const promoted = scriptedPort<PromoteEvent>(['Write the new version of', true]);
    const edits = { framework: 'Audit', to: 'project' } as const;
    const document = documentOf(await promoteEdits(context, edits, promoted.port), promoted);
    expect(document).toMatchObject({ outcome: 'promoted', framework: 'Audit' });
    const component = join(context.cwd, 'components/personas/meticulous_auditor.txt');
    expect(readFileSync(component, 'utf8')).toContain(' Twice.');
    const again = await promoteEdits(context, edits, neverAsks());
    expect(again).toMatchObject({ ok: false, known: { dryRun: false } });
  });

  test('judges components, and what goals make of them', async () => {
    const context = project();
    const linted = scriptedPort<LintEvent>();
    const files = ['meticulous_auditor.txt'];
    const lint = documentOf(await reportLint(context, { files }, linted.port), linted);
    expect(lint).toMatchObject({ ok: true, files: 1 });
    const checked = scriptedPort<GoalsCheckEvent>();
    const check = documentOf(await reportGoalsCheck(context, {}, checked.port), checked);
    expect(check.compositions.map(({ goal }) => goal)).toContain('TRY_IT');
    expect([kinds(linted.events), kinds(checked.events)]).toEqual([['judged'], ['checked']]);
    const absent = await reportLint(context, { files: ['absent.txt'] }, neverAsks());
    expect(absent).toMatchObject({ ok: false });
  });

  test('adds a goal, and answers what is open of it', async () => {
    const context = project();
    const missing = await newGoal(context, {}, neverAsks());
    expect(missing).toMatchObject({ ok: false, cause: 'usage' });
    expect(missing.ok ? [] : missing.problems.map(({ code }) => code)).toEqual([
      'missing-name',
      'missing-description',
    ]);
    const closed = scriptedPort<NewGoalEvent>(['Enter a name', null]);
    expect(await newGoal(context, {}, closed.port)).toMatchObject({ cause: 'interrupted' });
    const added = scriptedPort<NewGoalEvent>(
      ['Enter a name', 'TRIAGE_BUG'],
      ['What is it for?', 'To decide.'],
      ['Under which heading', 'Mine'],
      ['Which persona', 'meticulous_auditor.txt'],
      ['Which protocol', ''],
      ['Which constraint', ''],
    );
    const document = documentOf(await newGoal(context, {}, added.port), added);
    expect(document).toMatchObject({ goal: { name: 'TRIAGE_BUG', category: 'Mine', number: 2 } });
    expect(document.files.map(({ file }) => file)).toEqual([
      './goal_map.json',
      './components/protocols/triage_bug_protocol.txt',
    ]);
    expect(readFileSync(join(context.cwd, 'goal_map.json'), 'utf8')).toContain('TRIAGE_BUG');
  });

  test('lists frameworks, with what is known of each', async () => {
    const context = await projectWithAudit();
    const listed = scriptedPort<FrameworkListEvent>();
    const document = documentOf(await reportFrameworks(context, {}, listed.port), listed);
    expect(document.frameworks).toMatchObject([
      { name: 'Audit', goal: 'TRY_IT', status: ['fresh'], lastRun: null, reasons: [] },
    ]);
    expect(kinds(listed.events)).toEqual(['listed']);
    const elsewhere = await reportFrameworks(context, { output: 'absent' }, neverAsks());
    expect(elsewhere).toMatchObject({ ok: false, cause: 'usage' });
  });

  test('lists, finds and shows components', async () => {
    const context = project();
    const listed = scriptedPort<ComponentListEvent>();
    const all = documentOf(await reportComponents(context, { kind: 'protocol' }, listed.port), listed);
    expect(new Set(all.components.map(({ kind }) => kind))).toEqual(new Set(['protocol']));
    const found = scriptedPort<ComponentListEvent>();
    const search = { words: ['root', 'cause'], kind: 'protocol' };
    const hits = documentOf(await findComponents(context, search, found.port), found);
    expect(hits.components[0]?.file).toBe('hypothesis_elimination.txt');
    const shown = scriptedPort<ComponentShowEvent>();
    const one = documentOf(await reportComponent(context, { file: 'meticulous_auditor' }, shown.port), shown);
    expect(one.components).toMatchObject([{ file: 'meticulous_auditor.txt', goals: ['TRY_IT'] }]);
    expect([listed, found, shown].map(({ events }) => kinds(events))).toEqual([
      ...[['listed'], ['listed'], ['components']],
    ]);
    for (const refused of [
      await reportComponents(context, { kind: 'poem' }, neverAsks()),
      await findComponents(context, { ...search, kind: 'poem' }, neverAsks()),
      await reportComponent(context, { file: 'absent.txt' }, neverAsks()),
    ])
      expect(refused).toMatchObject({ ok: false, cause: 'usage' });
  });

  test('lists and shows goals, and compares them with their snapshots', async () => {
    const context = project();
    const listed = scriptedPort<GoalsEvent>();
    const all = documentOf(await reportGoalList(context, {}, listed.port), listed);
    expect(all.goals.map(({ name }) => name)).toEqual(['TRY_IT']);
    const shown = scriptedPort<GoalsEvent>();
    const one = documentOf(await reportGoal(context, { goal: '1' }, shown.port), shown);
    expect(one.goal).toMatchObject({ name: 'TRY_IT', persona: 'meticulous_auditor.txt', missing: [] });
    expect(await reportGoal(context, { goal: 'NONE' }, neverAsks())).toMatchObject({ cause: 'usage' });

    const first = scriptedPort<GoalTestEvent>();
    const untested = documentOf(await reportGoalTest(context, {}, first.port), first);
    expect(untested).toMatchObject({ ok: false, problems: [{ code: 'no-snapshots' }] });
    const stored = scriptedPort<GoalTestEvent>();
    const update = documentOf(await reportGoalTest(context, { update: true }, stored.port), stored);
    expect(update).toMatchObject({ ok: true, snapshots: [{ goal: 'TRY_IT', status: 'written' }] });
    const again = scriptedPort<GoalTestEvent>();
    expect(documentOf(await reportGoalTest(context, {}, again.port), again)).toMatchObject({ ok: true });
    expect(kinds(again.events)).toEqual(['compared']);
    const lost = await reportGoalTest(context, { goalMap: 'absent.json', dryRun: true }, neverAsks());
    expect(lost).toMatchObject({ ok: false, cause: 'usage', known: { dryRun: true } });
  });

  test('tells where lines came from, and what was answered in an earlier run', async () => {
    const context = await projectWithAudit();
    const explained = scriptedPort<ExplainEvent>();
    const place = { file: 'output/Audit/00_PERSONA.md:1-3' };
    const document = documentOf(await reportExplanation(context, place, explained.port), explained);
    expect(document.framework).toMatchObject({ name: 'Audit', goal: 'TRY_IT' });
    expect(document.ranges[0]).toMatchObject({ from: 1, state: 'as-written' });
    expect(kinds(explained.events)).toEqual(['explained']);
    const absent = await reportExplanation(context, { file: 'absent.md' }, neverAsks());
    expect(absent).toMatchObject({ ok: false, cause: 'usage' });

    const never = await reportAnswer(context, { framework: 'Audit' }, neverAsks());
    expect(never).toMatchObject({ cause: 'usage', problems: [{ code: 'no-run' }] });
    const runs = join(context.cwd, 'output/Audit/runs');
    mkdirSync(runs);
    writeFileSync(join(runs, '20261121T063639Z-01.json'), printRun(RUN));
    const answered = scriptedPort<AnswerEvent>();
    const request = { framework: 'Audit', all: true };
    const told = documentOf(await reportAnswer(context, request, answered.port), answered);
    expect(told).toMatchObject({ answer: 'Seen.', outcome: 'done' });
    expect(told.messages.map(({ content }) => content)).toEqual(['Look.', 'Seen.']);
  });
});
