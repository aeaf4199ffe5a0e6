import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type CheckPlanEvent,
  checkPlan,
  type DraftEvent,
  draftNewPlan,
  type GenerateEvent,
  generateNewBatch,
  type ImportEvent,
  importNewPlan,
  type NewEvent,
  type NormaliseEvent,
  neverAsks,
  newFramework,
  normalisePlan,
  type OperationContext,
  type RunEvent,
  runWholeBatch,
  type ShowPlanEvent,
  type SimulateEvent,
  showPlan,
  simulatePlan,
  type UpdateEvent,
  updateFrameworks,
} from '../../src/operations/index.ts';
import { planText, WORKS } from '../support/batch_project.ts';
import { answeredPhase, answerOf } from '../support/draft.ts';
import { contextIn, documentOf, kinds, withoutTerminal } from '../support/front_end.ts';
import { GOOD, MISSING, modelServer } from '../support/generation.ts';
import { goodStream, type Reply } from '../support/model_server.ts';
import { emptyFolder } from '../support/program.ts';
import { repositoryWith } from '../support/repository.ts';
import { scriptedPort } from '../support/scripted_port.ts';
import { FAKE_AGENT } from '../support/shell_agent.ts';

/** A sketch of another front end: no terminal, no process, questions answered by a script. */

const GOALS = {
  Mine: {
    TRY_IT: {
      description: 'To try it out.',
      persona: MISSING,
      protocol: 'code_review_pass.txt',
      constraints: ['report_do_not_rewrite.txt'],
      keywords: ['login', 'add'],
    },
  },
};

const NOTES = ['Alpha', 'Beta', 'Gamma', 'Delta']
  .map((name) => `## ${name}\n\nSome words on it.\n\n- one of ${name}\n- two of ${name}\n`)
  .join('\n');

/** A project under git, a home, and a model that answers in this order. */
async function project(replies: readonly Reply[]): Promise<OperationContext> {
  const server = await modelServer(null, replies);
  const cwd = repositoryWith({
    'README.md': 'A project.\n',
    'package.json': '{ "name": "shop", "scripts": { "test": "node --test" } }\n',
    'goal_map.json': JSON.stringify(GOALS),
    'notes.md': `# Notes\n\n${NOTES}`,
    'plan.md': planText([{}, { after: ['1'] }]),
  });
  return contextIn(cwd, { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model' });
}

const NEW = { name: 'Audit', goal: 'TRY_IT', generate: true, onConflict: 'ask' } as const;

describe('a front end without a terminal', () => {
  withoutTerminal();

  test('makes a framework with a generated component, and updates it', async () => {
    const context = await project([goodStream(GOOD.persona)]);
    const made = scriptedPort<NewEvent>(
      ['title for the Persona', 'The Sceptic'],
      [`Describe the persona ${MISSING}`, 'Somebody who doubts schemas.'],
      ['Use this persona?', 'use'],
    );
    const document = documentOf(await newFramework(context, NEW, made.port), made);
    expect(document).toMatchObject({ ok: true, outcome: 'created', framework: { title: 'The Sceptic' } });
    expect(document.components.find(({ kind }) => kind === 'persona')).toMatchObject({ status: 'generated' });
    expect(kinds(made.events)).toEqual([
      ...['questions-begin', 'repaired', 'chosen', 'problems', 'generating', 'waiting', 'waited'],
      ...['draft', 'component-saved', 'written'],
    ]);
    const persona = join(context.cwd, 'components/personas', MISSING);
    const text = readFileSync(persona, 'utf8');
    writeFileSync(persona, text.replace('You check schemas', 'You doubt schemas'));

    const updated = scriptedPort<UpdateEvent>();
    const options = { frameworks: ['Audit', 'None'], generate: true };
    const told = documentOf(await updateFrameworks(context, options, updated.port), updated);
    expect(told.frameworks.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['Audit', 'updated'],
      ['None', 'failed'],
    ]);
    const written = readFileSync(join(context.cwd, 'output/Audit/00_PERSONA.md'), 'utf8');
    expect(written).toContain('You doubt schemas');
  });

  test('that is closed at a question has written nothing but what was saved', async () => {
    const context = await project([goodStream(GOOD.persona)]);
    const { port } = scriptedPort<NewEvent>(['title', 'T'], ['Describe', 'One.'], ['Use this', null]);
    const made = await newFramework(context, NEW, port);
    expect(made).toMatchObject({ ok: false, cause: 'interrupted', known: { dryRun: false } });
    expect(existsSync(join(context.cwd, 'output'))).toBe(false);
    expect(existsSync(join(context.cwd, 'components'))).toBe(false);
  });

  test('that never asks is told what is missing, all at once', async () => {
    const context = await project([]);
    const made = await newFramework(context, { generate: false, onConflict: 'ask' }, neverAsks());
    expect(made).toMatchObject({ ok: false, cause: 'usage' });
    expect(made.ok ? [] : made.problems.map(({ code }) => code)).toEqual(['missing-name', 'missing-goal']);
  });

  test('drafts a plan, and answers what its model asks back', async () => {
    const context = await project([
      answerOf([], { questions: ['Which provider is used?'] }),
      answerOf([answeredPhase('1')]),
    ]);
    const drafted = scriptedPort<DraftEvent>(['Which provider', 'Our own']);
    const request = { words: ['Add', 'a', 'login', 'page'], out: 'login.md', budget: 16_000 };
    const document = documentOf(await draftNewPlan(context, request, drafted.port), drafted);
    expect(document).toMatchObject({ origin: 'model', file: './login.md' });
    expect(readFileSync(join(context.cwd, 'login.md'), 'utf8')).toContain('### Phase 1: Part 1');
    const requirement = document.requirement.map(({ text }) => text).join('\n');
    expect(requirement).toContain('Which provider is used: Our own');
  });

  test('imports a plan, and says which list is the work', async () => {
    const context = await project([]);
    const imported = scriptedPort<ImportEvent>(['Which of its lists', 'Gamma']);
    const request = { file: 'notes.md', from: 'auto', out: 'imported.md' };
    const document = documentOf(await importNewPlan(context, request, imported.port), imported);
    expect(document).toMatchObject({ file: './imported.md', written: true });
    const plan = readFileSync(join(context.cwd, 'imported.md'), 'utf8');
    expect(plan).toContain('### Phase 1: one of Gamma\n');
    expect(plan).not.toContain('of Alpha');
  });

  test('checks, simulates and normalises a document, and says which of its lists is the work', async () => {
    const context = await project([]);
    const answer = ['Which of its lists', 'Gamma'] as const;
    const checked = scriptedPort<CheckPlanEvent>(answer);
    const judged = documentOf(await checkPlan(context, { file: 'notes.md' }, checked.port), checked);
    expect(judged.plan?.phases.map(({ title }) => title)).toEqual(['one of Gamma', 'two of Gamma']);
    expect(judged.reading?.sections.length).toBeGreaterThan(3);
    const drawn = scriptedPort<ShowPlanEvent>(answer);
    const picture = documentOf(await showPlan(context, { file: 'notes.md' }, drawn.port), drawn);
    expect(picture.plan?.phases.map(({ title }) => title)).toEqual(['one of Gamma', 'two of Gamma']);
    expect(drawn.events).toMatchObject([{ kind: 'drawn', text: expect.stringContaining('one of Gamma') }]);
    const saved = scriptedPort<ShowPlanEvent>();
    const form = { file: 'plan.md', as: 'dot', out: 'plan.dot' };
    documentOf(await showPlan(context, form, saved.port), saved);
    expect(readFileSync(join(context.cwd, 'plan.dot'), 'utf8')).toContain('digraph');
    expect(kinds(saved.events)).toEqual(['saved']);
    const refused = [form, { ...form, as: 'poem' }, { ...form, json: true }];
    for (const request of refused)
      expect(await showPlan(context, request, neverAsks())).toMatchObject({ ok: false });
    const lone = await checkPlan(context, { file: 'plan.md', dryRun: true }, neverAsks());
    expect(lone).toMatchObject({ ok: false, cause: 'usage' });

    const simulated = scriptedPort<SimulateEvent>();
    const request = { file: 'plan.md', concurrency: [1, '2'] };
    const schedules = documentOf(await simulatePlan(context, request, simulated.port), simulated);
    expect(schedules.schedules?.map(({ concurrency }) => concurrency)).toEqual([1, 2]);
    const absurd = await simulatePlan(context, { ...request, concurrency: [0] }, neverAsks());
    expect(absurd).toMatchObject({ ok: false, cause: 'usage' });

    const normalised = scriptedPort<NormaliseEvent>(answer);
    const wanted = { file: 'notes.md', out: 'normal.md' };
    const plan = documentOf(await normalisePlan(context, wanted, normalised.port), normalised);
    expect(plan).toMatchObject({ file: './normal.md', written: true, text: null });
    expect(readFileSync(join(context.cwd, 'normal.md'), 'utf8')).toContain('### Phase 1: one of Gamma\n');
    const closed = scriptedPort<NormaliseEvent>(['Which of its lists', null]);
    expect(await normalisePlan(context, { file: 'notes.md', out: '-' }, closed.port)).toMatchObject({
      cause: 'interrupted',
    });
  });

  test('generates a batch, has its commands approved, and runs it', async () => {
    const context = await project([goodStream(GOOD.persona)]);
    const generated = scriptedPort<GenerateEvent>(
      [`Describe the persona ${MISSING}`, 'Somebody who doubts schemas.'],
      ['Use this persona?', 'use'],
    );
    const wanted = { file: 'plan.md', generate: true };
    const batch = documentOf(await generateNewBatch(context, wanted, generated.port), generated);
    expect(batch.prps.map(({ phase, stage }) => [phase, stage])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
    const script = join(emptyFolder(), 'script.json');
    writeFileSync(script, JSON.stringify(WORKS));
    const options = { batch: '1', executorCommand: `${process.execPath} ${FAKE_AGENT} ${script}` };

    const silent = await runWholeBatch(context, options, neverAsks());
    const errors = silent.ok ? [] : silent.problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual(Array(3).fill('not-approved'));
    const declined = scriptedPort<RunEvent>(['Let them run?', 'no']);
    expect(await runWholeBatch(context, options, declined.port)).toMatchObject({ cause: 'declined' });

    const ran = scriptedPort<RunEvent>(['Let them run?', 'once']);
    const document = documentOf(await runWholeBatch(context, options, ran.port), ran);
    expect(document).toMatchObject({ ok: true, batch: 1 });
    expect(document.phases.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(kinds(ran.events).filter((kind) => kind !== 'activity' && kind !== 'doing')).toEqual(
      expect.arrayContaining(['commands', 'begun', 'event', 'ended']),
    );
  });
});
