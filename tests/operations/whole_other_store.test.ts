import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  archiveBatch,
  type BatchReviewEvent,
  type ExportBatchEvent,
  exportBatch,
  type GenerateEvent,
  generateNewBatch,
  type LogsEvent,
  type MergeEvent,
  mergeBatch,
  neverAsks,
  produceReport,
  type RunEvent,
  reportBatch,
  reportBatches,
  reportLogs,
  reviewBatch,
  runWholeBatch,
} from '../../src/operations/index.ts';
import { filesBelow } from '../../src/platform/index.ts';
import { BatchProject, ownFile, planText, WORKS } from '../support/batch_project.ts';
import { contextIn, documentOf, kinds } from '../support/front_end.ts';
import { memoryStore } from '../support/memory_store.ts';
import { asUser, filesOf, repositoryWith } from '../support/repository.ts';
import { scriptedPort } from '../support/scripted_port.ts';

const PLAN = { file: 'plan.md', generate: false };

test('a batch lives its whole life in a store that has neither manifest nor prompt nor journal on the disk', async () => {
  const plan = planText([{}, { after: ['1'] }]);
  const cwd = repositoryWith({ 'README.md': 'A project.\n', 'plan.md': plan });
  const project = new BatchProject(cwd);
  project.script(WORKS);
  const store = memoryStore(join(project.aside, 'batches'));
  const context = { ...contextIn(cwd, { HOME: project.home }), store };

  const preview = scriptedPort<GenerateEvent>();
  documentOf(await generateNewBatch(context, { ...PLAN, dryRun: true }, preview.port), preview);
  const made = scriptedPort<GenerateEvent>();
  const generated = documentOf(await generateNewBatch(context, PLAN, made.port), made);
  expect(generated).toMatchObject({ batch: 1, prps: [{ phase: '1' }, { phase: '2' }] });
  expect(kinds(preview.events)).toEqual(kinds(made.events));
  expect(existsSync(join(project.aside, 'batches'))).toBe(false);

  const wish = { batch: '1', executorCommand: project.agent(), yes: true };
  const planned = scriptedPort<ExportBatchEvent>();
  const workflow = documentOf(
    await exportBatch(
      context,
      { batch: '1', as: 'github-actions', prepare: ['npm ci'], executorCommand: 'agent' },
      planned.port,
    ),
    planned,
  );
  expect(workflow.jobs.map(({ phase }) => phase)).toEqual(['1', '2']);
  const ran = scriptedPort<RunEvent>();
  const document = documentOf(await runWholeBatch(context, wish, ran.port), ran);
  expect(document.phases.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(filesOf(cwd, 'refs/orchestrator/batches/1/head')).toMatchObject({
    [ownFile(1)]: expect.any(String),
    [ownFile(2)]: expect.any(String),
  });
  const again = scriptedPort<RunEvent>();
  expect(documentOf(await runWholeBatch(context, wish, again.port), again)).toMatchObject({ ok: true });

  const shown = documentOf(
    await reportBatch(context, { batch: '1', phase: '2' }, neverAsks()),
    scriptedPort(),
  );
  expect(shown.prompt).toContain('Part 2 is there.');
  const logs = scriptedPort<LogsEvent>();
  const log = documentOf(await reportLogs(context, { batch: '1', phase: '1' }, logs.port), logs);
  expect(log.logs[0]?.file).toContain('batches/1/logs/');

  const reviewed = scriptedPort<BatchReviewEvent>();
  const review = documentOf(await reviewBatch(context, { batch: '1' }, reviewed.port), reviewed);
  expect(review.kept).toContain('batches/1/');
  const results = join(project.aside, 'results');
  const exported = scriptedPort<ExportBatchEvent>();
  const given = documentOf(
    await exportBatch(context, { batch: '1', as: 'results', to: results }, exported.port),
    exported,
  );
  expect(given.jobs.map(({ phase }) => phase)).toEqual(['1', '2']);
  expect(filesBelow(results).length).toBeGreaterThan(0);

  const report = documentOf(await produceReport(context, { batch: '1' }, neverAsks()), scriptedPort());
  expect(report).toMatchObject({ batch: 1, problems: [] });

  const merged = scriptedPort<MergeEvent>();
  documentOf(await mergeBatch(context, { batch: '1', yes: true }, merged.port), merged);
  expect(asUser(cwd, 'show', `main:${ownFile(2)}`)).not.toBe('');
  documentOf(await archiveBatch(context, { batch: '1', yes: true }, neverAsks()), scriptedPort());
  const listed = documentOf(await reportBatches(context, { all: true }, neverAsks()), scriptedPort());
  expect(listed.batches).toMatchObject([{ batch: 1, archived: true }]);

  // On the disk there is only what other programs read and write.
  expect(readdirSync(join(cwd, '.orchestrator'))).not.toEqual(expect.arrayContaining(['batches']));
  expect(readdirSync(join(cwd, '.orchestrator'))).not.toEqual(expect.arrayContaining(['archive']));
  expect(
    filesBelow(join(project.aside, 'batches')).filter((path) => /journal|batch\.json|lock/u.test(path)),
  ).toEqual([]);
});
