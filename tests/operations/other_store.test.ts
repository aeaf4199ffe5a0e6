import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type BatchStore, folderStore } from '../../src/batch/index.ts';
import { answerBatch, neverAsks, retryBatch, undoBatch } from '../../src/operations/index.ts';
import { ranBatch } from '../support/done_batch.ts';
import { contextIn } from '../support/front_end.ts';

const PORT = neverAsks();

/** A store that reads what is in the project's folder, and writes only into a list. */
function storeInMemory(cwd: string) {
  const told: string[] = [];
  const below = folderStore(cwd);
  const store: BatchStore = {
    ...below,
    async hold(project, number, options) {
      const held = await below.hold(project, number, options);
      if (!held.ok) return held;
      const { state } = held.value;
      return {
        ...held,
        value: {
          ...held.value,
          async record(event) {
            told.push(event.event);
            const seq = state.seq + told.length;
            return { ok: true, value: { ...event, seq, at: '2026-01-01T00:00:00.000Z' } as never };
          },
        },
      };
    },
  };
  return { store, told };
}

test('what is done with a batch goes through the store of the context, and its journal is not touched', async () => {
  const { cwd, folder } = await ranBatch([1]);
  const { store, told } = storeInMemory(cwd);
  const journal = () => readFileSync(join(folder, 'journal.ndjson'), 'utf8');
  const before = journal();
  const context = { ...contextIn(cwd), store };
  const answered = await answerBatch(context, { batch: '1', phase: '2', text: 'Try it otherwise' }, PORT);
  expect(answered).toMatchObject({ ok: true });
  expect(told).toEqual(['phase-answered', 'phase-reopened']);
  const retried = await retryBatch(context, { batch: '1', phases: ['2'] }, PORT);
  expect(retried).toMatchObject({ ok: true });
  expect(told).toEqual(['phase-answered', 'phase-reopened', 'phase-reopened']);
  expect(journal()).toBe(before);
});

test('an owner that only the store knows is in the way', async () => {
  const { cwd } = await ranBatch([1]);
  const owner = { pid: 7, startTime: '1', bootId: 'b', host: 'elsewhere' };
  const store: BatchStore = { ...folderStore(cwd), owner: () => owner as never };
  const undone = await undoBatch({ ...contextIn(cwd), store }, { batch: '1', yes: true }, PORT);
  expect(undone).toMatchObject({ ok: false, problems: [{ code: 'batch-held' }] });
});
