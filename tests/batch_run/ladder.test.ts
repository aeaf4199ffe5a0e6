import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BatchProject, batchProject, phaseStates } from '../support/batch_project.ts';
import { writeAgent } from '../support/shell_agent.ts';
import { eventually } from '../support/wait.ts';

const WORK = { work: 'done by' };
const BAD = { write: { 'src/1.txt': 'wrong\n' } };

/** A program of this name on the path that is the fake agent with another script. */
function agentNamed(
  project: BatchProject,
  name: string,
  attempts: readonly (readonly object[])[],
): Record<string, string> {
  const bin = join(project.aside, 'bin');
  mkdirSync(bin, { recursive: true });
  writeAgent(join(bin, name), { default: attempts }, join(project.aside, `${name}.json`));
  return { PATH: `${bin}:${process.env.PATH}` };
}

const promptOf = (project: BatchProject, attempt: number): string =>
  readFileSync(project.path('prompts', `PRP-1.1.1-${attempt}.md`), 'utf8');

describe.concurrent('a phase whose attempt failed', () => {
  test('is tried again with what was wrong in its prompt, and is done when that helps', async () => {
    const project = await batchProject([{ gates: ['grep -q done src/1.txt'] }], {
      default: [
        [BAD, { print: 'I was sure of it' }],
        [{ note: 'second.json' }, WORK],
      ],
    });
    const run = await project.run();
    expect(phaseStates(run)).toEqual({ 1: 'done gate merged' });
    expect(run.code).toBe(0);
    const { prompt } = JSON.parse(project.told('second.json') ?? '') as { prompt: string };
    expect(prompt).toContain('Command: grep -q done src/1.txt');
    expect(prompt).toContain('It ended with code 1.');
    expect(promptOf(project, 2)).toBe(prompt);
    expect(promptOf(project, 1)).not.toContain('It ended with code 1.');
    expect(project.result()['src/1.txt']).toBe('done by 1\n');
  });

  test('goes to its fallback when its tries are used up, which begins anew', async () => {
    const project = await batchProject([{ fallback: 'codex', gates: ['grep -q done src/1.txt'] }], {
      default: [[BAD]],
    });
    const PATH = agentNamed(project, 'codex', [[], [], [WORK]]);
    const run = await project.runWith(PATH, '--retries', '1');
    expect(phaseStates(run)).toEqual({ 1: 'done gate gate merged' });
    expect(run.phases[0]?.attempts.map(({ executor }) => executor)).toEqual(['command', 'command', 'codex']);
  });

  test('goes to its fallback at once when its executor cannot be started', async () => {
    const project = await batchProject([{ executor: 'gemini', fallback: 'codex' }, {}]);
    const PATH = agentNamed(project, 'codex', [[WORK]]);
    const run = await project.runWith(PATH, '--retries', '5');
    expect(phaseStates(run)[1]).toBe('done executor merged');
    expect(run.phases[0]?.attempts.map(({ executor }) => executor)).toEqual(['gemini', 'codex']);
  });

  test('leaves a rung when the same error came three times', async () => {
    const project = await batchProject([{ gates: ['grep -q done src/1.txt'] }], {
      // Another time and another number each time, which makes it no other error.
      default: [[BAD]],
    });
    const run = await project.run('--retries', '9');
    expect(phaseStates(run)).toEqual({ 1: 'failed gate gate gate' });
    expect(project.events('phase-failed')).toMatchObject([
      { reason: expect.stringContaining('3 times in a row') },
    ]);
  });

  test('[promise:batch-ladder] is a decision to make in the end, blocks what needs it, and lets the rest go on', async () => {
    const project = await batchProject([{}, { after: ['1'] }, { after: ['2'] }, {}, { after: ['4'] }], {
      phases: { 1: [[{ exit: 7 }]] },
      default: [[WORK]],
    });
    const run = await project.run('--retries', '1');
    expect(phaseStates(run)).toEqual({
      1: 'failed executor executor',
      2: 'blocked',
      3: 'blocked',
      4: 'done merged',
      5: 'done merged',
    });
    expect(run).toMatchObject({
      code: 1,
      ok: false,
      state: 'partial',
      counts: { failed: 1, blocked: 2, done: 2 },
    });
    const [failed] = project.events('phase-failed');
    expect(failed?.decision).toBeTruthy();
    expect(project.merged()).toHaveLength(2);
  });
});

describe.concurrent('--on-failure', () => {
  const phases = [{ hours: 9 }, { hours: 8 }, { hours: 1 }];
  const script = {
    phases: {
      1: [[{ await: 'second-runs' }, { exit: 1 }]],
      2: [[{ tell: 'second-runs' }, { await: 'go' }, WORK]],
    },
    default: [[WORK]],
  };
  const failed = (project: BatchProject) => eventually(() => project.events('phase-failed')[0]);

  test('continue lets everything else go on', async () => {
    const project = await batchProject(phases, script);
    const running = project.start('--retries', '0');
    await failed(project);
    project.tell('go');
    expect((await running.ended).code).toBe(1);
    expect(project.merged()).toHaveLength(2);
  });

  test('no-new lets what is under way end, and starts nothing more', async () => {
    const project = await batchProject(phases, script);
    const running = project.start('--retries', '0', '--on-failure', 'no-new');
    await failed(project);
    project.tell('go');
    const { code, out } = await running.ended;
    expect(code).toBe(1);
    expect(phaseStates(JSON.parse(out))).toEqual({ 1: 'failed executor', 2: 'done merged', 3: 'waiting' });
  });

  test('kill ends what is under way, and it can be tried again', async () => {
    const project = await batchProject(phases, script);
    const run = await project.run('--retries', '0', '--on-failure', 'kill');
    expect(phaseStates(run)).toEqual({ 1: 'failed executor', 2: 'waiting interrupted', 3: 'waiting' });
    expect(run.code).toBe(1);
    expect(project.processes()).toEqual([]);
    project.tell('go');
    const again = await project.run('--retries', '0');
    expect(phaseStates(again)).toMatchObject({ 2: 'done interrupted merged', 3: 'done merged' });
  });
});

describe.concurrent('an attempt that does not fit what others did meanwhile', () => {
  test('is told of the conflict and succeeds the second time', async () => {
    // Both change a file that neither declares to share: a glob of the one takes in what the other made up.
    const project = await batchProject(
      [
        { files: ['src/a.txt', 'shared/**'], gates: ['test -s src/a.txt'] },
        { files: ['src/b.txt'], gates: ['test -s src/b.txt'] },
      ],
      {
        phases: {
          1: [
            [
              { await: 'b-runs' },
              { write: { 'src/a.txt': 'a\n', 'shared/list.txt': 'a\n' } },
              { tell: 'a-is-done' },
            ],
          ],
          2: [
            [
              { tell: 'b-runs' },
              { await: 'go' },
              { write: { 'src/b.txt': 'b\n', 'shared/list.txt': 'b\n' } },
            ],
            [{ note: 'second.json' }, { write: { 'src/b.txt': 'b\n', 'shared/list.txt': 'a\nb\n' } }],
          ],
        },
      },
    );
    const running = project.start('--scope', 'warn');
    await eventually(() => project.events('merged', '1')[0]);
    project.tell('go');
    const { code, out } = await running.ended;
    expect(phaseStates(JSON.parse(out))).toEqual({ 1: 'done merged', 2: 'done conflict merged' });
    expect(code).toBe(0);
    const { prompt } = JSON.parse(project.told('second.json') ?? '') as { prompt: string };
    expect(prompt).toContain('shared/list.txt');
    expect(project.result()['shared/list.txt']).toBe('a\nb\n');
    expect(JSON.parse(out).problems).toContainEqual(expect.objectContaining({ code: 'outside-scope' }));
  });

  test('[promise:batch-merged-green] is red when merged though it was green alone, and leaves the head as it was', async () => {
    const once = 'test "$(cat src/*.txt | wc -l)" -le 1';
    const project = await batchProject([{ gates: [once] }, { gates: [once] }], {
      phases: {
        1: [[{ await: 'second-runs' }, WORK]],
        2: [[{ tell: 'second-runs' }, { await: 'go' }, WORK], [{ write: { 'src/2.txt': '' } }]],
      },
    });
    const running = project.start('--retries', '1');
    const first = await eventually(() => project.events('merged', '1')[0]);
    project.tell('go');
    const { out } = await running.ended;
    expect(phaseStates(JSON.parse(out))).toEqual({ 1: 'done merged', 2: 'done merged-gate merged' });
    const [red] = project.events('attempt-failed', '2');
    expect(red?.evidence).toContain('on the tree merged with what other phases did');
    const [next] = project.events('merge-ready', '2');
    expect(next?.parent).toBe(first.commit);
  });
});
