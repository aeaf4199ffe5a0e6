import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { attemptNames } from '../../src/batch/index.ts';
import {
  type ArchiveEvent,
  archiveBatch,
  type BatchListEvent,
  type BatchShowEvent,
  type BatchStatusEvent,
  type DecisionsEvent,
  type LogsEvent,
  type MergeEvent,
  mergeBatch,
  neverAsks,
  type PruneEvent,
  pruneBatch,
  type RetryEvent,
  reportBatch,
  reportBatches,
  reportBatchStatus,
  reportDecisions,
  reportLogs,
  retryBatch,
  type StopEvent,
  stopBatch,
  type UndoEvent,
  undoBatch,
} from '../../src/operations/index.ts';
import { ranBatch } from '../support/done_batch.ts';
import { contextIn, documentOf, kinds, withoutTerminal } from '../support/front_end.ts';
import { asUser, putFiles } from '../support/repository.ts';
import { scriptedPort } from '../support/scripted_port.ts';

describe('a front end without a terminal', () => {
  withoutTerminal();

  test('merges what a batch has done, prunes it and archives it', async () => {
    const { cwd, head } = await ranBatch([1, 3]);
    const context = contextIn(cwd);
    const question = 'Only 2 of 3 phases are done. Merge them into main?';
    const dry = scriptedPort<MergeEvent>();
    const planned = documentOf(await mergeBatch(context, { batch: '1', dryRun: true }, dry.port), dry);
    expect(planned).toMatchObject({ ok: true, dryRun: true, branch: 'main', to: head });
    expect(dry.events).toMatchObject([{ kind: 'planned', isDryRun: true }]);

    const unasked = await mergeBatch(context, { batch: '1' }, neverAsks());
    expect(unasked).toMatchObject({ ok: false, cause: 'usage', problems: [{ code: 'not-confirmed' }] });
    const refused = scriptedPort<MergeEvent>([question, false]);
    expect(await mergeBatch(context, { batch: '1' }, refused.port)).toMatchObject({ cause: 'declined' });
    const closed = scriptedPort<MergeEvent>([question, null]);
    expect(await mergeBatch(context, { batch: '1' }, closed.port)).toMatchObject({ cause: 'interrupted' });
    expect(asUser(cwd, 'rev-parse', 'main').trim()).not.toBe(head);

    const merged = scriptedPort<MergeEvent>([question, true]);
    documentOf(await mergeBatch(context, { batch: '1' }, merged.port), merged);
    expect(kinds(merged.events)).toEqual(['planned', 'changed']);
    expect(asUser(cwd, 'rev-parse', 'main').trim()).toBe(head);

    const pruned = scriptedPort<PruneEvent>();
    const drop = await pruneBatch(context, { batch: '1', yes: true }, pruned.port);
    expect(documentOf(drop, pruned)).toMatchObject({ ok: true, dryRun: false, batch: 1 });
    const archived = scriptedPort<ArchiveEvent>(['Archive batch 1?', true]);
    const away = documentOf(await archiveBatch(context, { batch: '1' }, archived.port), archived);
    expect(existsSync(join(cwd, away.folder ?? ''))).toBe(true);
    expect(await archiveBatch(context, { batch: '1' }, neverAsks())).toMatchObject({
      ok: false,
      known: { dryRun: false },
    });
  });

  test('tells of the batches, of one, and of what waits for a person', async () => {
    const { cwd } = await ranBatch([1, 3]);
    const context = contextIn(cwd);
    const listed = scriptedPort<BatchListEvent>();
    const list = documentOf(await reportBatches(context, { all: true }, listed.port), listed);
    expect(list.batches).toMatchObject([{ batch: 1, phases: 3, archived: false }]);
    const shown = scriptedPort<BatchShowEvent>();
    const whole = documentOf(await reportBatch(context, { batch: '1' }, shown.port), shown);
    const prompt = documentOf(await reportBatch(context, { batch: '1', phase: '2' }, shown.port), shown);
    expect([whole.phases.length, prompt.phases.length]).toEqual([3, 1]);
    expect(prompt.prompt).toContain('Part 2 works.');
    expect(kinds(shown.events)).toEqual(['batch', 'prompt']);
    const waits = scriptedPort<DecisionsEvent>();
    const open = documentOf(await reportDecisions(context, {}, waits.port), waits);
    expect(open.decisions.map(({ phase }) => phase)).toEqual(['2']);
    expect(await reportBatch(context, { batch: '7' }, neverAsks())).toMatchObject({ ok: false });
  });

  test('tells where a batch stands, watches it, and reads its logs', async () => {
    const { cwd } = await ranBatch([1, 3]);
    const context = contextIn(cwd);
    const log = attemptNames({ prp: 'PRP-1.1.1' }, 1).log;
    putFiles(cwd, { [`.orchestrator/batches/1/${log}`]: 'Begun.\nDone.\n' });
    const stood = scriptedPort<BatchStatusEvent>();
    const status = documentOf(await reportBatchStatus(context, {}, stood.port), stood);
    expect(status).toMatchObject({ ok: true, batch: 1, state: 'stopped', counts: { done: 2, failed: 1 } });
    const watched = scriptedPort<BatchStatusEvent>();
    documentOf(await reportBatchStatus(context, { batch: '1', watch: true }, watched.port), watched);
    expect([kinds(stood.events), kinds(watched.events)]).toEqual([
      ...[['stands'], ['watched', 'looked', 'stands']],
    ]);
    expect(await reportBatchStatus(context, { batch: '7' }, neverAsks())).toMatchObject({ ok: false });

    const listed = scriptedPort<LogsEvent>();
    const all = documentOf(await reportLogs(context, { batch: '1' }, listed.port), listed);
    expect(all).toMatchObject({ batch: 1, log: null });
    expect(all.logs.map(({ phase }) => phase)).toEqual(['1', '2', '3']);
    const read: string[] = [];
    const port = neverAsks<LogsEvent>({
      async show(event) {
        if (event.kind === 'text') for await (const piece of event.pieces) read.push(piece);
      },
    });
    for (const follow of [false, true]) {
      read.length = 0;
      const request = { batch: '1', phase: '1', attempt: '1', follow };
      const told = documentOf(await reportLogs(context, request, port), listed);
      expect([told.log?.bytes, read.join('')]).toEqual([13, 'Begun.\nDone.\n']);
    }
    const raw = { batch: '1', phase: '1', raw: true, isTerminal: true };
    expect(await reportLogs(context, raw, port)).toMatchObject({ problems: [{ code: 'raw-to-terminal' }] });
  });

  test('takes a phase out of a batch, has a failed one tried again, and stops what nobody runs', async () => {
    const { cwd } = await ranBatch([1, 3]);
    const context = contextIn(cwd);
    const undone = scriptedPort<UndoEvent>(['Take 1 phase out of batch 1?', true]);
    const out = documentOf(await undoBatch(context, { batch: '1', phases: ['3'] }, undone.port), undone);
    expect(out.phases.map(({ id }) => id)).toEqual(['3']);

    const nothing = await retryBatch(context, { batch: '1' }, neverAsks());
    expect(nothing).toMatchObject({ ok: false, cause: 'usage', problems: [{ code: 'phase-missing' }] });
    const retried = scriptedPort<RetryEvent>();
    const again = await retryBatch(context, { batch: '1', phases: ['2'] }, retried.port);
    expect(documentOf(again, retried)).toMatchObject({ ok: true, phase: '2' });
    expect(kinds(retried.events)).toEqual(['retried']);

    const stopped = scriptedPort<StopEvent>();
    const stood = documentOf(await stopBatch(context, { batch: '1' }, stopped.port), stopped);
    expect(stood).toMatchObject({ ok: true, owner: null, batch: 1 });
  });
});
