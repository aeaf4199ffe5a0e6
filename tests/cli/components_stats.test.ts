import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentFaults } from '../support/documents.ts';
import { ranBatch } from '../support/done_batch.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';

const AUDIT = ['new', 'Audit', '--goal', 'REVIEW_AGAINST_STANDARDS', '--no-input'];

test('[promise:components-stats] tells placeholders, edits, and what reviews found, and ranks nothing on too few', async () => {
  const { cwd } = await ranBatch([1, 2, 3]);
  await run([...AUDIT, '--add-constraint', 'not_there.txt'], { cwd });
  const persona = join(cwd, 'output/Audit/00_PERSONA.md');
  const text = readFileSync(persona, 'utf8');
  const line = text.split('\n').find((each) => each.startsWith('You review work ')) ?? '';
  expect(line).not.toBe('');
  writeFileSync(persona, text.replace(line, `${line} Really.`));
  const before = documentOf(await run(['components', 'stats', '--json'], { cwd }));
  expect((await run(['batch', 'review', '1'], { cwd })).code).toBe(0);
  const json = documentOf(await run(['components', 'stats', '--json'], { cwd }));
  expect(documentFaults(json)).toBe('');
  const { workflow } = JSON.parse(readFileSync(join(cwd, '.orchestrator/batches/1/batch.json'), 'utf8'))
    .phases[0];
  const { goal } = documentOf(
    await run(['goals', 'show', workflow, '--json'], { cwd }),
    'orchestrator.goals-show/1',
  );
  const protocol = goal?.protocol ?? '';
  const review = JSON.parse(readFileSync(join(cwd, '.orchestrator/batches/1/review.json'), 'utf8'));
  const findings = review.findings.filter(({ phase }: { phase?: string }) => phase !== undefined).length;
  const record = (of: object, file: string) =>
    (of as { readonly components: readonly { readonly file: string }[] }).components.find(
      (each) => each.file === file,
    );
  expect(record(json, 'meticulous_auditor.txt')).toMatchObject({ edits: 1, frameworks: 1, placeholders: 0 });
  expect(record(json, 'not_there.txt')).toMatchObject({ edits: 0, frameworks: 1, placeholders: 1 });
  expect(record(before, protocol)).toMatchObject({ runs: 3, done: 3, reviewed: 0, findings: 0 });
  expect(record(json, protocol)).toMatchObject({ runs: 3, reviewed: 3, findings, rank: null });
  const shown = await run(['components', 'stats'], { cwd });
  expect(shown.out).toMatch(new RegExp(`^- +protocol ${protocol} .* 3 of 3 +${findings} in 3 +none$`, 'mu'));
  expect(shown.err).toContain('nothing is ranked on fewer than 5 reviewed runs.');
});

test('components stats says where there is nothing, and of whose edits nobody can tell', async () => {
  const cwd = emptyFolder();
  expect(await run(['components', 'stats'], { cwd })).toMatchObject({ code: 0, out: '' });
  await run(AUDIT, { cwd });
  const persona = join(cwd, 'output/Audit/00_PERSONA.md');
  writeFileSync(persona, `${readFileSync(persona, 'utf8')}Mine.\n`);
  await run(['init', '--with-components'], { cwd });
  const own = join(cwd, 'components/personas/meticulous_auditor.txt');
  writeFileSync(own, `${readFileSync(own, 'utf8')}More.\n`);
  const { err } = await run(['components', 'stats'], { cwd });
  expect(err).toContain('output/Audit/: warning: It would render differently now');
});
