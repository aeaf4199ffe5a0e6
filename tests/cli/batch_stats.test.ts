import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';
import { documentFaults } from '../support/documents.ts';
import { ranBatch } from '../support/done_batch.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';

test('[promise:batch-results] batch results has what every task reported, and the archive keeps it', async () => {
  const report = { status: 'done', summary: 'Part 1 is there.', problems: ['A guess'], tokens: 12 };
  const project = await batchProject([{ files: ['a.txt'] }, { files: ['b.txt'], after: ['1'] }], {
    phases: { '1': [[{ work: 'x' }, { result: report }]] },
    default: [[{ work: 'y' }]],
  });
  await project.run();
  const json = documentOf(await project.call('batch', 'results', '1', '--json'));
  expect(documentFaults(json)).toBe('');
  expect(json).toMatchObject({
    state: 'done',
    tasks: [
      { id: '1', reported: { attempt: 1, ...report }, files: ['a.txt'], undeclared: [], tokens: 12 },
      { id: '2', files: ['b.txt'] },
    ],
    metrics: { phases: 2, done: 2, firstTry: 2, attempts: 2, files: 2 },
  });
  const text = await project.call('batch', 'results', '1');
  expect(text.out).toContain('says: done: Part 1 is there.');
  expect((await project.call('batch', 'archive', '1', '--yes')).code).toBe(0);
  const kept = JSON.parse(readFileSync(join(project.folder, '.orchestrator/archive/1/results.json'), 'utf8'));
  expect(kept.tasks).toEqual(json.tasks);
  expect(documentOf(await project.call('batch', 'results', '1', '--json')).tasks).toEqual(json.tasks);
});

test('batch stats counts what was run, archived or not, and says what it cannot read', async () => {
  const { cwd } = await ranBatch([1, 3]);
  const all = (...args: string[]) => run(['batch', 'stats', ...args], { cwd });
  expect((await all()).out).toContain('1 batch, 2 of 3 phases done, 3 attempts');
  expect((await all()).out).toContain('only 2 so far; at least 5 are needed');
  expect((await run(['batch', 'archive', '1', '--yes'], { cwd })).code).toBe(0);
  const json = documentOf(await all('--json'));
  expect(json).toMatchObject({ batches: [{ batch: 1, archived: true, done: 2 }], totals: { attempts: 3 } });
  expect(existsSync(join(cwd, '.orchestrator/archive/1/results.json'))).toBe(true);
  writeFileSync(join(cwd, '.orchestrator/archive/1/batch.json'), '{');
  expect(await all('--json')).toMatchObject({ code: 1 });
});

test('plan simulate --calibrated says how many phases it goes by, and leaves what too few say', async () => {
  const { cwd } = await ranBatch([1, 2, 3]);
  const of = (...args: string[]) => run(['plan', 'simulate', 'plan.md', ...args], { cwd });
  const plain = documentOf(await of('--json'));
  const few = documentOf(await of('--calibrated', '--json'));
  expect(few).toMatchObject({
    ok: true,
    calibration: { factors: [], uncalibrated: 3 },
    schedules: plain.schedules,
  });
  expect((await of('--calibrated')).err).toContain(
    '3 phases as estimated: fewer than 5 phases like them are done.',
  );
  const folder = join(cwd, '.orchestrator/archive');
  // The same batch once more, under another number.
  cpSync(join(cwd, '.orchestrator/batches/1'), join(folder, '2'), { recursive: true });
  const path = join(folder, '2/batch.json');
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replaceAll('PRP-1.', 'PRP-2.').replace('"batch": 1', '"batch": 2'),
  );
  const calibrated = documentOf(await of('--calibrated', '--json'));
  expect(calibrated).toMatchObject({
    calibration: { factors: [{ complexity: 'low', n: 6, phases: 3 }], uncalibrated: 0 },
  });
  expect((await of('--calibrated')).err).toMatch(/by 6 phases .*\(n = 6\)/u);
});

test('batch stats says of batches that cannot be read that, and for one of a newer version which program reads it', async () => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, '.orchestrator/batches/1'), { recursive: true });
  writeFileSync(join(cwd, '.orchestrator/batches/1/batch.json'), '{ "schema": "orchestrator.batch/9" }');
  const { out, err } = await run(['batch', 'stats'], { cwd });
  expect(out + err).toContain('None of the batches here could be read.');
  expect(out + err).toContain(
    'Use the version of the program that wrote it (for a newer one, update this program)',
  );
  expect(out + err).not.toContain('No batch has been run here yet.');
});
