import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LOCK, PERSONA, PROMPT, Project } from './support/frameworks.ts';
import { modelServer } from './support/generation.ts';
import { goodStream } from './support/model_server.ts';
import { run } from './support/program.ts';

const AUDITOR = 'components/personas/meticulous_auditor.txt';
const FILES = [PERSONA, PROMPT, LOCK];

describe('the life of one framework', () => {
  test('[promise:update] made, filled, run, edited, updated without and with conflict, resolved, and promoted', async () => {
    const project = await Project.make();
    const given = ['--set', 'artifact=price = FloatField()', '--set', 'standards=No floats.'];
    const filled = await project.run('fill', 'X', ...given);
    expect(filled.code).toBe(0);

    // What fill prints is what run sends.
    const server = await modelServer(null, [goodStream('## Verdict\n', 'fail\n')]);
    const env = { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model' };
    const ran = await run(['run', 'X', ...given], { cwd: project.cwd, env });
    expect(ran).toMatchObject({ code: 0, out: '## Verdict\nfail\n' });
    const sent = server.requests[0]?.body.messages as { content: string }[];
    expect(sent.map(({ content }) => content).join('\n')).toBe(filled.out);
    expect(await project.json('list')).toMatchObject({
      frameworks: [{ status: ['fresh'], lastRun: { outcome: 'done' } }],
    });
    rmSync(join(project.cwd, 'output/X/runs'), { recursive: true });
    expect(await project.json('update', 'X')).toMatchObject({ code: 0, frameworks: [{ outcome: 'fresh' }] });

    // The library changes, nobody has edited: replaced.
    project.edit(AUDITOR, 'wastes a day', 'wastes a week');
    expect(await project.json('update', '--check', '--all')).toMatchObject({
      code: 1,
      problems: [{ code: 'framework-stale', file: './output/X/' }],
    });
    const replaced = await project.json('update', 'X');
    expect(replaced).toMatchObject({ code: 0, frameworks: [{ outcome: 'updated' }] });
    expect(project.file(PERSONA)).toContain('wastes a week');

    // Edited in one place, changed in another: merged.
    project.edit(`output/X/${PERSONA}`, 'You weigh, in this order:', 'You weigh, as ever:');
    expect((await project.json('update', '--check', 'X')).code).toBe(0);
    project.edit(AUDITOR, 'wastes a week', 'wastes a month');
    const merged = await project.json('update', 'X');
    expect(merged).toMatchObject({
      code: 0,
      frameworks: [{ outcome: 'updated', files: [{ outcome: 'merged' }, {}] }],
    });
    expect(project.file(PERSONA)).toContain('wastes a month');
    expect(project.file(PERSONA)).toContain('You weigh, as ever:');

    // Both in one place: a conflict, with the version before beside it.
    const mine = project.file(PERSONA);
    project.edit(AUDITOR, 'You weigh, in this order:', 'You weigh, from now on:');
    project.edit(AUDITOR, 'wastes a month', 'wastes a year');
    const conflict = await project.json('update', 'X');
    expect(conflict).toMatchObject({
      code: 1,
      frameworks: [
        { outcome: 'conflicts', files: [{ outcome: 'conflicts', conflicts: [9] }, { outcome: 'same' }] },
      ],
      problems: [{ code: 'merge-conflict', file: './output/X/00_PERSONA.md', line: 9 }],
    });
    expect(project.file(PERSONA)).toMatch(
      /<{7} yours \(\w+\)\nYou weigh, as ever:\n={7}\nYou weigh, from now on:\n>{7} rendered now \(\w+\)\n/u,
    );
    expect(project.file(`${PERSONA}.before`)).toBe(mine);
    expect(await project.json('list')).toMatchObject({ frameworks: [{ status: ['conflicts'] }] });

    // As long as markers are left, nothing is changed.
    const marked = project.file(PERSONA);
    expect(await project.json('update', 'X')).toMatchObject({
      code: 1,
      problems: [{ code: 'conflicts-remain', line: 9 }],
    });
    expect(project.file(PERSONA)).toBe(marked);

    // Resolved: the next one is clean, and the version before goes.
    project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n)={7}\n.*\n>{7}.*\n/u, '$1');
    expect(await project.json('update', 'X')).toMatchObject({ code: 0 });
    expect(readdirSync(join(project.cwd, 'output/X')).sort()).toEqual(FILES);
    expect(project.file(PERSONA)).toContain('You weigh, as ever:');
    expect(project.file(PERSONA)).toContain('wastes a year');
    expect(await project.json('list')).toMatchObject({ frameworks: [{ status: ['edited'] }] });

    // The edit rises into the component, and the framework is fresh.
    const promoted = await project.json('components', 'promote', '--from-framework', 'X', '--yes');
    expect(promoted).toMatchObject({
      code: 0,
      components: [{ file: 'meticulous_auditor.txt', layer: 'project' }],
    });
    expect(project.read(AUDITOR)).toContain('You weigh, as ever:');
    expect(project.read(AUDITOR)).toMatch(/^version: 1\.1\.0\norigin: hand\nstatus: draft$/mu);
    expect(await project.json('update', 'X')).toMatchObject({ code: 0, frameworks: [{ outcome: 'fresh' }] });
    expect(await project.json('list')).toMatchObject({ frameworks: [{ status: ['fresh'] }] });
    expect((await project.run('fill', 'X', ...given)).out).toContain('You weigh, as ever:');
  });

  test('a conflict that is settled wholly for one’s own side is settled', async () => {
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, 'You weigh, in this order:', 'You weigh, as ever:');
    const mine = project.file(PERSONA);
    project.edit(AUDITOR, 'You weigh, in this order:', 'You weigh, from now on:');
    expect((await project.run('update', 'X')).code).toBe(1);
    project.write(`output/X/${PERSONA}`, mine);
    expect(await project.json('update', 'X')).toMatchObject({ code: 0 });
    expect(project.file(PERSONA)).toBe(mine);
    expect(existsSync(join(project.cwd, `output/X/${PERSONA}.before`))).toBe(false);
  });

  test('a merge that is taken back is made again, and what was new in it is not taken for undone', async () => {
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, 'You weigh, in this order:', 'You weigh, as ever:');
    project.edit(AUDITOR, 'You weigh, in this order:', 'You weigh, from now on:');
    project.edit(AUDITOR, 'wastes a day', 'wastes a year');
    expect((await project.run('update', 'X')).code).toBe(1);
    const [merged, lock] = [project.file(PERSONA), project.file(LOCK)];
    project.write(`output/X/${PERSONA}`, project.file(`${PERSONA}.before`));
    expect((await project.run('update', 'X')).code).toBe(1);
    expect([project.file(PERSONA), project.file(LOCK)]).toEqual([merged, lock]);
  });

  test('a version before that a person has changed is theirs, and stays', async () => {
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, 'You weigh, in this order:', 'You weigh, as ever:');
    project.edit(AUDITOR, 'You weigh, in this order:', 'You weigh, from now on:');
    expect((await project.run('update', 'X')).code).toBe(1);
    project.write(`output/X/${PERSONA}.before`, 'my notes\n');
    project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n)={7}\n.*\n>{7}.*\n/u, '$1and more\n');
    expect((await project.run('update', 'X')).code).toBe(0);
    expect(project.file(`${PERSONA}.before`)).toBe('my notes\n');
    project.edit(AUDITOR, 'You weigh, from now on:', 'You weigh, at last:');
    expect(await project.json('update', 'X')).toMatchObject({
      code: 1,
      problems: [{ code: 'name-before-taken' }],
    });
    expect(project.file(PERSONA)).not.toContain('<<<<<<<');
  });

  test('a file that was removed is written again; a folder without a lock is adopted as it is', async () => {
    const project = await Project.make('--title', 'The Title');
    const written = project.file(PROMPT);
    rmSync(join(project.cwd, 'output/X', PROMPT));
    expect(await project.json('list')).toMatchObject({ frameworks: [{ status: ['edited'] }] });
    expect(await project.json('update', 'X')).toMatchObject({
      code: 0,
      frameworks: [{ files: [{ outcome: 'same' }, { outcome: 'restored' }] }],
    });
    expect(project.file(PROMPT)).toBe(written);
    const lock = project.file(LOCK);
    rmSync(join(project.cwd, 'output/X', LOCK));
    project.edit(`output/X/${PERSONA}`, 'You weigh, in this order:', 'You weigh, as ever:');
    const persona = project.file(PERSONA);
    expect(await project.json('update', 'X')).toMatchObject({ code: 1, problems: [{ code: 'lock-absent' }] });
    expect(await project.json('update', '--adopt', 'output/X')).toMatchObject({
      code: 0,
      frameworks: [{ outcome: 'adopted', diffs: [{ file: PERSONA }] }],
    });
    expect([project.file(PERSONA), project.file(PROMPT), project.file(LOCK)]).toEqual([
      persona,
      written,
      lock,
    ]);
    expect(await project.json('update', '--adopt', 'X')).toMatchObject({
      code: 2,
      problems: [{ code: 'has-a-lock' }],
    });
  });
});
