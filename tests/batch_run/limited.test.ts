import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentsOnPath, runNamed } from '../support/agents.ts';
import { type BatchProject, batchProject, phaseStates } from '../support/batch_project.ts';
import { documentOf, start } from '../support/program.ts';
import { writeAgent } from '../support/shell_agent.ts';
import { eventually } from '../support/wait.ts';

const WORK = { work: 'done by' };

describe.concurrent('an executor that has reached a limit of use', () => {
  test('is held until that is over, keeps its tries, and goes on by itself', async () => {
    const project = await batchProject([{}, {}], {
      default: [[{ complain: 'Rate limit reached. Please try again in 1s.' }, { exit: 1 }], [WORK]],
    });
    const ended = await project.run('--retries', '0');
    expect(phaseStates(ended)).toEqual({ 1: 'done limited merged', 2: 'done limited merged' });
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
    mkdirSync(bin);
    writeAgent(join(bin, 'codex'), { default: [[WORK]] });
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
    expect(phaseStates(told)).toEqual({ 1: 'done limited merged' });
    expect(told.problems.filter(({ code: what }) => what === 'executor-held')).toEqual([]);
  });

  test('is held where it asks again by itself and only its own log says of a limit, as opencode does', async () => {
    const project = await batchProject([{ executor: 'opencode' }], undefined);
    const said = 'AI_APICallError: usage limit reached, try again in 60 minutes';
    const at = new Date().toISOString();
    const line = `timestamp=${at} level=ERROR run=1 message="stream error" small=false error.error="${said}"`;
    agentsOnPath(project, { opencode: { default: [[{ complain: line }, { hang: true }]] } });
    const env = project.environment();
    const args = ['batch', 'run', '1', '--yes', '--json', '--idle', '1', '--retries', '0'];
    const running = start(args, { cwd: project.folder, env });
    const held = await eventually(() => project.events('executor-held')[0]);
    running.signal('SIGINT');
    await running.ended;
    expect(Date.parse(held.until)).toBeGreaterThan(Date.parse(at) + 59 * 60_000);
    expect(project.events('attempt-failed')[0]?.reason).toBe('limited');
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
    project.agent = () => `${agent} --again`;
    expect(phaseStates(await project.run())).toEqual({ 1: 'done limited merged' });
  });

  test('that says so and ends as if all were well is held as well, where nothing was done', async () => {
    const project = await batchProject([{}], {
      default: [[{ print: 'Usage limit reached, try again in 1 second' }], [WORK]],
    });
    expect(phaseStates(await project.run('--retries', '0'))).toEqual({ 1: 'done limited merged' });
  });

  test('[promise:batch-probe] that does not say until when is looked at by one attempt alone, after pauses that grow', async () => {
    const limit = [{ complain: 'Usage limit reached.' }, { exit: 1 }];
    const project = await batchProject([{}, {}, {}], {
      phases: { 1: [limit, limit, [{ tell: 'looking' }, { await: 'go' }, WORK]] },
      default: [limit, [WORK]],
    });
    settings(project, { batch: { probeSeconds: 1 } });
    const running = project.start('--retries', '0', '--concurrency', '3');
    await eventually(() => project.told('looking'));
    const begun = () => project.events('attempt-started').map(({ phase, attempt }) => `${phase}.${attempt}`);
    // Whoever else may start has had his chance by now: the attempt that looks was started behind him.
    expect(begun().toSorted()).toEqual(['1.1', '1.2', '1.3', '2.1', '3.1']);
    const held = project.events('executor-held');
    expect(held.map(({ looks, isTold }) => ({ looks, isTold }))).toEqual([
      ...[0, 0, 0].map((looks) => ({ looks, isTold: false })),
      { looks: 1, isTold: false },
    ]);
    const pause = ({ at, until }: { at: string; until: string }) => Date.parse(until) - Date.parse(at);
    expect(pause(held[3] ?? { at: '', until: '' })).toBeGreaterThan(1_900);
    const looks = project.events('attempt-started', '1').slice(1);
    expect(Date.parse(looks[0]?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(held[2]?.until ?? ''));
    expect(Date.parse(looks[1]?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(held[3]?.until ?? ''));
    project.tell('go');
    const { code, out } = await running.ended;
    expect(code).toBe(0);
    expect(phaseStates(JSON.parse(out))).toEqual({
      1: 'done limited limited merged',
      2: 'done limited merged',
      3: 'done limited merged',
    });
  });

  test('goes on with all as soon as the agent that looks is seen to work', async () => {
    const project = await batchProject([{ executor: 'claude' }, { executor: 'claude' }]);
    settings(project, { batch: { probeSeconds: 1 } });
    const says = (value: object) => ({ print: JSON.stringify(value) });
    const works = says({ type: 'assistant', message: { content: [{ type: 'text', text: 'On my way.' }] } });
    const end = says({ type: 'result', subtype: 'success', is_error: false, result: 'Done.' });
    const limit = [
      says({ type: 'result', subtype: 'error', is_error: true, api_error_status: 429, result: 'Too many.' }),
      { exit: 1 },
    ];
    agentsOnPath(project, {
      claude: {
        phases: { 1: [limit, [works, { await: 'second' }, WORK, end]] },
        default: [limit, [{ tell: 'second' }, WORK, end]],
      },
    });
    // The first waits for the second, which starts only when the first is known to work.
    expect((await runNamed(project, '--retries', '0')).code).toBe(0);
    const [, look] = project.events('attempt-started', '1');
    const [, other] = project.events('attempt-started', '2');
    expect(look?.seq).toBeLessThan(other?.seq ?? 0);
    const gate = project.events('gate-ended', '1').find((each) => each.gate !== null);
    expect(gate?.seq).toBeGreaterThan(other?.seq ?? Number.POSITIVE_INFINITY);
  });

  test('[promise:batch-accounts] holds whoever has its account as well, and nobody else', async () => {
    const project = await batchProject([
      { executor: 'first', hours: 5 },
      { executor: 'second' },
      { executor: 'third' },
    ]);
    const agents = {
      first: [[{ complain: 'Usage limit reached. It resets in 5 hours.' }, { exit: 1 }]],
      second: [[WORK]],
      third: [[WORK]],
    };
    agentsOnPath(
      project,
      Object.fromEntries(Object.entries(agents).map(([name, tries]) => [name, { default: tries }])),
    );
    settings(project, {
      executors: {
        first: { argv: ['first'], account: 'team' },
        second: { argv: ['second'] },
        third: { argv: ['third'] },
      },
    });
    expect((await project.call('config', 'set', 'executors.second.account', 'team')).code).toBe(0);
    const running = start(['batch', 'run', '1', '--yes', '--json', '--concurrency', '1', '--retries', '0'], {
      cwd: project.folder,
      env: project.environment(),
    });
    await eventually(() => project.events('merged', '3')[0]);
    const status = documentOf(await project.call('batch', 'status', '1', '--json'));
    expect(status.holds).toMatchObject([
      { account: 'team', executor: 'first', executors: ['first', 'second'], isTold: true },
    ]);
    const { out } = await project.call('batch', 'status', '1');
    expect(out).toMatch(/The account team \(first, second\) is held, until .*It resets in 5 hours\./u);
    expect(out).toMatch(/waits for second, whose account team has reached a usage limit, until /u);
    running.signal('SIGTERM');
    await running.ended;
    expect(project.events('attempt-started').map(({ executor }) => executor)).toEqual(['first', 'third']);
  });
});

/** Writes a user's settings. */
function settings(project: BatchProject, config: object): void {
  const folder = join(project.home, '.config/orchestrator');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
}
