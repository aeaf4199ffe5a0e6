import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchFiles, projectBefore44 } from '../support/batch.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';

async function generated(): Promise<string> {
  const cwd = projectBefore44();
  const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
  if (code !== 0) throw new Error(err);
  return cwd;
}

test('batch list shows the batches by number, and says so where there are none', async () => {
  const cwd = await generated();
  await run(['batch', 'generate', 'plan.md'], { cwd });
  expect(await run(['batch', 'list'], { cwd })).toEqual({
    code: 0,
    out: '44  generated  4 phases, 3 stages  Shop\n45  generated  4 phases, 3 stages  Shop\n',
    err: '',
  });
  const document = documentOf(await run(['batch', 'list', '--json'], { cwd }));
  expect(document).toMatchObject({ schema: 'orchestrator.batch-list/1', ok: true });
  expect((document.batches as unknown[])[0]).toEqual({
    archived: false,
    batch: 44,
    title: 'Shop',
    stages: 3,
    phases: 4,
    folder: './.orchestrator/batches/44',
    state: 'generated',
    counts: expect.objectContaining({ total: 4, waiting: 4, done: 0 }),
    summary: '0 of 4 done, 4 waiting',
  });
  const none = await run(['batch', 'list'], { cwd: emptyFolder() });
  expect(none).toMatchObject({ code: 0, out: '' });
  expect(none.err).toContain('orchestrator batch generate');
});

test('batch show tells each phase with its workflow, the reason, and what it will be judged by', async () => {
  const cwd = await generated();
  const { code, out, err } = await run(['batch', 'show', '44'], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('Stage 2\n  PRP-44.2.1  Phase 2a: Add an endpoint for items\n');
  expect(out).toContain('workflow  ADD_OR_INTEGRATE (matched: "add" in its title)');
  expect(out).toContain('after     Phase 1\n    files     src/api.ts, tests/**\n    gate      npm test\n');
  expect(out).toContain('gate      It reads well (for a person to judge)');
});

test('batch show --phase prints that prompt, by the id of the phase or its own', async () => {
  const cwd = await generated();
  const prompt = batchFiles(cwd, 44)['PRP-44.2.1.md'];
  for (const phase of ['2a', 'PRP-44.2.1', '44.2.1'])
    expect(await run(['batch', 'show', '44', '--phase', phase], { cwd })).toEqual({
      code: 0,
      out: prompt,
      err: '',
    });
  const unknown = await run(['batch', 'show', '44', '--phase', '2c'], { cwd });
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('The batch has no phase "2c".');
});

test('what is not there, or no number, is wrong usage', async () => {
  const cwd = await generated();
  expect(await run(['batch', 'show', '45'], { cwd })).toMatchObject({
    code: 2,
    err: 'error: There is no batch 45.\n  The last are: 44.\n',
  });
  for (const wrong of ['0', '../44', '44/', '1e1', '-1', '99999999999'])
    expect((await run(['batch', 'show', '--', wrong], { cwd })).code).toBe(2);
});

test('a prompt that is not as it was generated is told, and not printed', async () => {
  const cwd = await generated();
  const folder = join(cwd, '.orchestrator/batches/44');
  appendFileSync(join(folder, 'PRP-44.1.1.md'), 'more\n');
  rmSync(join(folder, 'PRP-44.3.1.md'));
  const { code, err } = await run(['batch', 'show', '44'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain('PRP-44.1.1.md: error: The prompt is not the one that was generated.');
  expect(err).toContain('PRP-44.3.1.md: error: The prompt of the phase no longer exists');
  expect(await run(['batch', 'show', '44', '--phase', '1'], { cwd })).toMatchObject({ code: 1, out: '' });
});

test('a manifest that cannot be true is refused, and the others are listed', async () => {
  const cwd = await generated();
  const path = join(cwd, '.orchestrator/batches/44/batch.json');
  const sound = JSON.parse(readFileSync(path, 'utf8'));
  const lies: [string, (manifest: typeof sound) => unknown][] = [
    ['it is not JSON', () => undefined],
    ['/batch must be integer', (manifest) => ({ ...manifest, batch: 'x' })],
    ['it says that it belongs to batch 43', (manifest) => ({ ...manifest, batch: 43 })],
    [
      'the prompt of PRP-44.1.1 is in another file',
      (manifest) => withFirst(manifest, { prompt: '../../../plan.md' }),
    ],
    ['"../1" is not the id of a phase', (manifest) => withFirst(manifest, { id: '../1' })],
    ['two phases are 2a', (manifest) => withFirst(manifest, { id: '2a' })],
    ['PRP-44.1.1 is not the name of phase 1', (manifest) => withFirst(manifest, { stage: 1_000_000_000 })],
    [
      'a phase depends on 9, which does not exist',
      (manifest) => withFirst(manifest, { dependencies: ['9'] }),
    ],
  ];
  mkdirSync(join(cwd, '.orchestrator/batches/50'));
  for (const [what, lie] of lies) {
    writeFileSync(path, JSON.stringify(lie(structuredClone(sound))) ?? '{');
    const { code, err } = await run(['batch', 'show', '44'], { cwd });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(`is not valid: ${what}`) });
  }
  writeFileSync(path, JSON.stringify(sound));
  const listed = await run(['batch', 'list'], { cwd });
  expect(listed).toMatchObject({ code: 1, out: '44  generated  4 phases, 3 stages  Shop\n' });
  expect(listed.err).toContain(
    '.orchestrator/batches/50/batch.json: error: The manifest of the batch cannot be read',
  );
});

function withFirst<Manifest extends { phases: object[] }>(manifest: Manifest, over: object): Manifest {
  return {
    ...manifest,
    phases: manifest.phases.map((phase, place) => (place === 0 ? { ...phase, ...over } : phase)),
  };
}

test('batch show may print every fact that the manifest has of a phase', () => {
  const propertiesIn = (file: string): string[] => {
    const { properties } = JSON.parse(readFileSync(join('schemas', file), 'utf8'));
    return Object.keys(properties.phases.items.properties);
  };
  expect(propertiesIn('documents/batch-show.schema.json')).toEqual([
    ...propertiesIn('batch.schema.json'),
    'attempts',
  ]);
});

test('batch show tells which files are only expected', async () => {
  const cwd = emptyFolder();
  writeFileSync(
    join(cwd, 'plan.md'),
    '# Shop\n\n## Phase 1: Models\n**Files:** src/models.ts\n- Write the models\n\n## Phase 2: Views\n**Files Modified:** src/views.ts\n- Write the views\n',
  );
  await run(['batch', 'generate', 'plan.md'], { cwd });
  const { out } = await run(['batch', 'show', '1'], { cwd });
  expect(out).toMatch(/^ {4}files {5}src\/models\.ts \(expected; others may change too\)$/mu);
  expect(out).toMatch(/^ {4}files {5}src\/views\.ts$/mu);
  const { phases } = documentOf(await run(['batch', 'show', '1', '--json'], { cwd })) as {
    phases?: { filesExpected?: boolean }[];
  };
  expect(phases?.map(({ filesExpected }) => filesExpected)).toEqual([true, undefined]);
});
