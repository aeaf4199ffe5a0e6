import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchProject, standing } from '../support/batch_project.ts';
import { documentOf } from '../support/program.ts';
import { eventually } from '../support/wait.ts';

const WORK = { work: 'done by' };

describe.concurrent('an executor that has reached a limit of use', () => {
  test('is held until that is over, keeps its tries, and goes on by itself', async () => {
    const project = await batchProject([{}, {}], {
      default: [[{ complain: 'Rate limit reached. Please try again in 1s.' }, { exit: 1 }], [WORK]],
    });
    const ended = await project.run('--retries', '0');
    expect(standing(ended)).toEqual({ 1: 'done limited merged', 2: 'done limited merged' });
    const [held] = project.events('executor-held');
    expect(held).toMatchObject({ executor: 'command', why: 'Rate limit reached. Please try again in 1s.' });
    const again = project.events('attempt-started').filter(({ attempt }) => attempt === 2);
    for (const { at } of again) expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(held?.until ?? ''));
  });

  test('lets others run meanwhile, is asked no more, and says until when it waits', async () => {
    const project = await batchProject(
      [{}, { executor: 'codex' }, { after: ['2'], executor: 'codex' }, {}, {}],
      {
        default: [[{ print: 'You have hit your usage limit. It resets in 5 hours.' }, { exit: 1 }]],
      },
    );
    const bin = join(project.aside, 'bin');
    const script = join(project.aside, 'codex.json');
    mkdirSync(bin);
    writeFileSync(script, JSON.stringify({ default: [[WORK]] }));
    const [node, agent] = project.agent().split(' ');
    writeFileSync(join(bin, 'codex'), `#!/bin/sh\nexec ${node} ${agent} ${script}\n`);
    chmodSync(join(bin, 'codex'), 0o755);
    project.environment = () => ({ HOME: project.home, PATH: `${bin}:${process.env.PATH}` });
    const running = project.start('--retries', '0', '--concurrency', '2');
    await eventually(() => project.events('merged', '3')[0]);
    await eventually(() => project.events('executor-held')[0]);
    const status = await project.call('batch', 'status', '1');
    expect(status.out).toContain('usage limit. It resets in 5 hours.');
    expect(documentOf(await project.call('batch', 'decisions', '1', '--json')).decisions).toEqual([]);
    running.signal('SIGINT');
    expect((await running.ended).code).toBe(130);
    const calls = project.events('attempt-started').filter(({ executor }) => executor === 'command');
    expect(calls.length).toBeLessThanOrEqual(2);
    expect(project.events('phase-failed')).toEqual([]);
    const [held] = project.events('executor-held');
    const hours = (Date.parse(held?.until ?? '') - Date.parse(held?.at ?? '')) / 3_600_000;
    expect(hours).toBeGreaterThan(4.9);
    expect(hours).toBeLessThan(5.1);
  });

  test('[promise:batch-limits-of-use] is held in later runs too, which say so, unless it is another or they are told not to', async () => {
    const project = await batchProject([{}], {
      default: [[{ complain: 'Usage limit reached. It resets in 5 hours.' }, { exit: 1 }], [WORK]],
    });
    const first = project.start('--retries', '0');
    await eventually(() => project.events('executor-held')[0]);
    first.signal('SIGTERM');
    expect((await first.ended).code).toBe(143);
    const second = project.start();
    await eventually(() => project.events('run-started')[1]);
    expect((await project.call('batch', 'status', '1')).out).toContain('It resets in 5 hours.');
    second.signal('SIGTERM');
    const { code, out } = await second.ended;
    expect(code).toBe(143);
    expect(JSON.parse(out).problems).toMatchObject([{ severity: 'note', code: 'executor-held' }]);
    expect(project.events('attempt-started')).toHaveLength(1);
    const told = await project.run('--ignore-limits');
    expect(standing(told)).toEqual({ 1: 'done limited merged' });
    expect(told.problems.filter(({ code: what }) => what === 'executor-held')).toEqual([]);
  });

  test('does not hold another command that has its name', async () => {
    const project = await batchProject([{}], {
      default: [[{ complain: 'Usage limit reached. It resets in 5 hours.' }, { exit: 1 }], [WORK]],
    });
    const first = project.start('--retries', '0');
    await eventually(() => project.events('executor-held')[0]);
    first.signal('SIGTERM');
    await first.ended;
    const agent = project.agent();
    project.agent = () => agent.replace(/ /u, ' --no-warnings ');
    expect(standing(await project.run())).toEqual({ 1: 'done limited merged' });
  });

  test('that says so and ends as if all were well is held as well, where nothing was done', async () => {
    const project = await batchProject([{}], {
      default: [[{ print: 'Usage limit reached, try again in 1 second' }], [WORK]],
    });
    expect(standing(await project.run('--retries', '0'))).toEqual({ 1: 'done limited merged' });
  });
});
