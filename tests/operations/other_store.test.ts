import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type BatchStore, folderStore } from '../../src/batch/index.ts';
import { openJournal } from '../../src/batch/store/journal/index.ts';
import { listBatches, showBatch, showPrompt } from '../../src/operations/batches/list_batches.ts';
import { answerBatch, archiveBatch, neverAsks, retryBatch, undoBatch } from '../../src/operations/index.ts';
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
          record: openJournal({
            log: { append: (line) => void told.push(JSON.parse(line).event) },
            clock: { time: () => 0 },
            seq: state.seq,
            file: 'a list',
          }).record,
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
  const store: BatchStore = { ...folderStore(cwd), owner: () => owner };
  const undone = await undoBatch({ ...contextIn(cwd), store }, { batch: '1', yes: true }, PORT);
  expect(undone).toMatchObject({ ok: false, problems: [{ code: 'batch-held' }] });
});

test('a batch is listed, shown and found by number where only the store has it', async () => {
  const { cwd, folder } = await ranBatch([1]);
  const below = folderStore(cwd);
  const elsewhere = join(cwd, 'elsewhere');
  renameSync(folder, elsewhere);
  const store: BatchStore = {
    ...below,
    numbers: (_, { isArchived = false } = {}) => (isArchived ? [] : [7]),
    async read(project, number) {
      if (number !== 7) return below.read(project, number);
      const manifest = JSON.parse(readFileSync(join(elsewhere, 'batch.json'), 'utf8'));
      return { ok: true, value: { number: 7, folder: elsewhere, manifest } };
    },
    prompt: (_, phase) => ({ ok: true, value: `The prompt of ${phase.id}` }),
  };
  const context = { ...contextIn(cwd), store };
  const listed = await listBatches(context, { all: true });
  expect(listed).toMatchObject({ ok: true, value: { batches: [{ batch: 7, archived: false }] } });
  expect(await showBatch(context, '7')).toMatchObject({ ok: true, value: { problems: [] } });
  expect(await showPrompt(context, '7', '1')).toMatchObject({ value: { text: 'The prompt of 1' } });
  expect(await showBatch(contextIn(cwd), '7')).toMatchObject({ ok: false });
});

test('a batch is archived by the store', async () => {
  const { cwd, folder } = await ranBatch([1]);
  const archived: number[] = [];
  const store: BatchStore = {
    ...folderStore(cwd),
    archive(_, number) {
      archived.push(number);
      return { ok: true, value: 'elsewhere' };
    },
  };
  const done = await archiveBatch({ ...contextIn(cwd), store }, { batch: '1', yes: true }, PORT);
  expect(done).toMatchObject({ ok: true });
  expect(archived).toEqual([1]);
  expect(existsSync(folder)).toBe(true);
});
