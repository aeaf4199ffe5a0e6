import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';
import { documentFaults } from '../support/documents.ts';
import { ranBatch } from '../support/done_batch.ts';
import { documentOf, emptyFolder, run, start } from '../support/program.ts';
import { sarifFaults } from '../support/sarif.ts';
import { eventually } from '../support/wait.ts';
import { parseXml } from '../support/xml.ts';

describe('batch report', () => {
  test('[promise:batch-report] tells in every form what is in a batch, of which one phase failed', async () => {
    const { cwd, merges } = await ranBatch([1, 3]);
    const of = (...args: string[]) => run(['batch', 'report', '1', ...args], { cwd });
    const text = await of();
    expect(text).toMatchObject({ code: 0, err: '' });
    expect(text.out).toContain('2 of 3 phases done. The work is on the branch orchestrator-batch-1.');
    expect(text.out).toMatch(/Phases\n {2}2 Part 2: failed/u);
    const json = await of('--json');
    const document = documentOf(json, 'orchestrator.batch-report/1');
    expect(documentFaults(document)).toBe('');
    expect(document.phases.map(({ id, commit }) => [id, commit])).toEqual([
      ['1', merges[0]],
      ['2', null],
      ['3', merges[1]],
    ]);
    expect(document.phases[0]?.complexity).toBe('low');
    expect((await of('--html')).out).toMatch(/^<!doctype html>/u);
    expect((await of('--markdown')).out).toMatch(/^# Batch 1: A plan\n/u);
    expect((await of('--form', 'summary')).out).toBe((await of('--markdown')).out);
    expect(sarifFaults(JSON.parse((await of('--form', 'sarif')).out))).toEqual([]);
    expect(parseXml((await of('--form', 'junit')).out).children).toHaveLength(3);
    expect((await of('--form', 'annotations')).out).toMatch(
      /^::error file=part2\.txt,title=phase-failed::Phase 2 failed/u,
    );
    expect(JSON.parse((await of('--form', 'rdjson')).out)).toMatchObject({
      source: { name: 'orchestrator' },
    });
  });

  test('writes over what it wrote, and over nothing that somebody changed', async () => {
    const { cwd } = await ranBatch([1, 2, 3]);
    const of = (...args: string[]) => run(['batch', 'report', '1', ...args], { cwd });
    const file = join(cwd, 'out/report.html');
    expect(await of('--html', '--out', 'out/report.html')).toMatchObject({
      code: 0,
      out: '',
      err: 'Written to ./out/report.html\n',
    });
    const first = readFileSync(file, 'utf8');
    expect((await of('--html', '--out', 'out/report.html')).code).toBe(0);
    appendFileSync(file, '<!-- mine -->');
    const refused = await of('--html', '--out', 'out/report.html');
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('was changed after it was written');
    expect(readFileSync(file, 'utf8')).toBe(`${first}<!-- mine -->`);
    expect((await of('--html', '--out', 'out/report.html', '--yes')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(first);

    writeFileSync(join(cwd, 'README.md'), 'Mine.\n');
    expect((await of('--markdown', '--out', 'README.md')).code).toBe(2);
    expect(readFileSync(join(cwd, 'README.md'), 'utf8')).toBe('Mine.\n');
    symlinkSync(join(cwd, 'README.md'), join(cwd, 'link.md'));
    expect((await of('--markdown', '--out', 'link.md')).code).toBe(2);
    mkdirSync(join(cwd, 'ci'));
    expect((await of('--form', 'junit', '--out', 'ci')).code).toBe(0);
    expect(existsSync(join(cwd, 'ci/batch-1-report.junit.xml'))).toBe(true);
    const saved = await of('--json', '--out', 'r.json');
    expect(saved).toMatchObject({ code: 0, out: '' });
    expect(documentFaults(JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')))).toBe('');
  });

  test('tells of a batch in the archive, of one without its plan, and of one that was pruned', async () => {
    const { cwd, folder } = await ranBatch([1, 2, 3]);
    const pruned = await run(['batch', 'prune', '1', '--yes'], { cwd });
    expect(pruned.code).toBe(0);
    writeFileSync(join(folder, 'plan.md'), '# Another\n');
    const json = documentOf(await run(['batch', 'report', '1', '--json'], { cwd }));
    expect(json).toMatchObject({ ok: true, problems: [{ code: 'plan-left-out' }] });
    expect((await run(['batch', 'archive', '1', '--yes'], { cwd })).code).toBe(0);
    const away = await run(['batch', 'report', '1'], { cwd });
    expect(away.code).toBe(0);
    expect(away.out).toContain('stopped: 3 of 3 phases done. The work is on the branch');
  });

  test('has the findings of a review, and says when that is stale', async () => {
    const { cwd } = await ranBatch([1, 3]);
    const of = async () =>
      documentOf(await run(['batch', 'report', '1', '--json'], { cwd }), 'orchestrator.batch-report/1');
    expect(await of()).toMatchObject({ review: { standing: 'none', band: null } });
    await run(['batch', 'review', '1'], { cwd });
    const reviewed = await of();
    expect(documentFaults(reviewed)).toBe('');
    expect(reviewed).toMatchObject({ review: { standing: 'current' } });
    const { findings } = reviewed;
    // Told once, by the batch, which has more to say of it.
    expect(findings.filter(({ phase }) => phase === '2').map(({ kind }) => kind)).toEqual(['phase-failed']);
    expect((await run(['batch', 'retry', '1', '--phase', '2'], { cwd })).code).toBe(0);
    expect(await of()).toMatchObject({ review: { standing: 'stale' }, problems: [{ code: 'review-stale' }] });
  });

  test('says of a batch that another version has made that this is so, and of one that is broken what is wrong', async () => {
    const { cwd } = await ranBatch([1]);
    const file = join(cwd, '.orchestrator/batches/1/batch.json');
    const manifest = readFileSync(file, 'utf8');
    const told = async (schema: string) => {
      writeFileSync(file, manifest.replace('"orchestrator.batch/1"', JSON.stringify(schema)));
      const { code, err } = await run(['batch', 'report', '1'], { cwd });
      return [code, err.split('\n')[0]];
    };
    expect(await told('orchestrator.batch/0')).toEqual([
      1,
      expect.stringContaining(
        'its format is orchestrator.batch/0, but this version reads orchestrator.batch/1.',
      ),
    ]);
    expect(await told('elsewhere/1')).toEqual([1, expect.stringContaining('/schema must be equal')]);
    expect((await told('orchestrator.batch/1'))[0]).toBe(0);
  });

  test('says what is wrong with what it was asked', async () => {
    const { cwd } = await ranBatch([1]);
    const of = (...args: string[]) => run(['batch', 'report', ...args], { cwd });
    expect((await of('1', '--form', 'sarf')).err).toContain('Did you mean sarif?');
    expect((await of('1', '--html', '--markdown')).err).toContain('A report has one form');
    expect(await of('9')).toMatchObject({ code: 2 });
    expect(await run(['batch', 'report'], { cwd: emptyFolder() })).toMatchObject({ code: 2 });
  });
});

test('[promise:batch-watch] batch watch writes the page as long as the batch goes on; the last one is not loaded again', async () => {
  const { cwd } = await ranBatch([1, 2, 3]);
  const watched = await run(['batch', 'watch', '1', '--html', 'page.html', '--json'], { cwd });
  expect(documentFaults(documentOf(watched))).toBe('');
  expect(readFileSync(join(cwd, 'page.html'), 'utf8')).not.toContain('http-equiv="refresh"');
  appendFileSync(join(cwd, 'page.html'), 'mine');
  expect(await run(['batch', 'watch', '1', '--html', 'page.html'], { cwd })).toMatchObject({ code: 2 });
});

test('batch watch of a batch that was never run says so and ends; with --wait it is waited for', async () => {
  const project = await batchProject([{}]);
  const cwd = project.folder;
  const never = await run(['batch', 'watch', '1', '--html', 'page.html'], { cwd });
  expect([never.code, never.out]).toEqual([0, '']);
  expect(never.err).toContain('Batch 1 has never been run and is not running: the page was written once.');
  expect(readFileSync(join(cwd, 'page.html'), 'utf8')).not.toContain('http-equiv="refresh"');
  const told = documentOf(await run(['batch', 'watch', '1', '--json'], { cwd }));
  expect(documentFaults(told)).toBe('');
  expect(told).toMatchObject({ ok: true, problems: [{ severity: 'note', code: 'never-ran' }] });
  const waiting = start(['batch', 'watch', '1', '--html', 'live.html', '--wait'], { cwd });
  const live = join(cwd, 'live.html');
  await eventually(() => (existsSync(live) ? true : undefined));
  expect(readFileSync(live, 'utf8')).toContain('http-equiv="refresh"');
  await project.run();
  const { code, err } = await waiting.ended;
  expect([code, err]).toEqual([0, expect.stringContaining('Batch 1: 1 of 1 phases done')]);
});
