import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BatchProject, batchProject, phaseStates } from '../support/batch_project.ts';
import { emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';
import { eventually } from '../support/wait.ts';

const WORK = { work: 'done by' };

/** A script that gates run, in a folder of its own. */
function gateScript(text: (aside: string) => string): { readonly command: string; readonly aside: string } {
  const aside = emptyFolder();
  writeFileSync(join(aside, 'gate.sh'), text(aside));
  return { command: `sh ${join(aside, 'gate.sh')}`, aside };
}

const lines = (file: string): number => readFileSync(file, 'utf8').trim().split('\n').length;

const gatesOf = (project: BatchProject, phase: string) =>
  project.events('gate-ended', phase).filter(({ gate }) => gate !== null);

/** Who has the place waits until another wants it as well: without two at once it never ends. */
const COLLIDES = (aside: string) => `
test -s src/$1.txt || exit 1
test -e ${aside}/collided && exit 0
if mkdir ${aside}/place 2> /dev/null; then
  until test -e ${aside}/collided; do sleep 0.02; done
  exit 0
fi
echo "Error: the place is taken"
touch ${aside}/collided
exit 1
`;

describe.concurrent('gates of phases that run at the same time', () => {
  test('cost no attempt by getting into the way of each other: a red one is asked again alone', async () => {
    const { command } = gateScript(COLLIDES);
    const project = await batchProject([{ gates: [`${command} 1`] }, { gates: [`${command} 2`] }]);
    const ended = await project.run('--retries', '0', '--concurrency', '2');
    expect(phaseStates(ended)).toEqual({ 1: 'done merged', 2: 'done merged' });
    const flags = ['1', '2'].flatMap((phase) => gatesOf(project, phase).flatMap((gate) => gate.flags));
    expect(flags.filter((flag) => flag === 'collided')).toHaveLength(1);
    expect(ended.problems.map(({ message }) => message).join()).toContain('red while others ran beside it');
  });

  test('[promise:batch-exclusive] run one after the other where they name the same thing', async () => {
    const { command, aside } = gateScript(
      (folder) => `
test -s src/$1.txt || exit 1
mkdir ${folder}/place || { touch ${folder}/collided; exit 1; }
echo $1 >> ${folder}/ran
sleep 0.2
rmdir ${folder}/place
`,
    );
    const gate = (phase: number) => `Gate: \`${command} ${phase}\` (exclusive: the-place)`;
    const project = await batchProject([{ gates: [gate(1)] }, { gates: [gate(2)] }, { gates: [gate(3)] }]);
    const manifest = JSON.parse(readFileSync(project.path('batch.json'), 'utf8'));
    expect(manifest.phases[0].gates).toMatchObject([{ command: `${command} 1`, exclusive: ['the-place'] }]);
    const ended = await project.run('--retries', '0', '--concurrency', '3');
    expect(phaseStates(ended)).toEqual({ 1: 'done merged', 2: 'done merged', 3: 'done merged' });
    expect(project.told(join(aside, 'collided'))).toBeUndefined();
    expect(lines(join(aside, 'ran'))).toBe(6);
    expect((await project.call('batch', 'show', '1')).out).toContain('(has the-place for itself)');
  });
});

describe.concurrent('gates of batches that run at the same time', () => {
  /** Says that it is there, and stays until it may go; whoever comes meanwhile is told of. */
  const STAYS = (aside: string) => `
test -s src/$1.txt || exit 1
mkdir ${aside}/place || { touch ${aside}/collided; exit 1; }
touch ${aside}/inside
until test -e ${aside}/go; do sleep 0.02; done
rmdir ${aside}/place
`;

  test.each(['the same working tree', 'a linked working tree'])(
    '[promise:batch-exclusive-repository] run one after the other where they name the same thing, also those of %s',
    async (where) => {
      const { command, aside } = gateScript(STAYS);
      const project = await batchProject([{ gates: [`Gate: \`${command} 1\` (exclusive: the-place)`] }]);
      const linked = join(emptyFolder(), 'linked');
      const cwd = where === 'the same working tree' ? project.folder : linked;
      if (cwd === linked) project.git('worktree', 'add', '-q', '--detach', linked);
      const env = project.environment();
      expect((await run(['batch', 'generate', 'plan.md'], { cwd, env })).code).toBe(0);
      const first = project.start();
      await eventually(() => existsSync(join(aside, 'inside')) || undefined);
      const executor = ['--yes', '--executor-command', project.agent(), '--concurrency', '1'];
      const second = runInTerminal(['batch', 'run', '2', ...executor], { cwd, env, columns: 300 });
      await second.shows('needs the-place for itself, and is waiting for a gate of process');
      writeFileSync(join(aside, 'go'), '');
      expect([(await first.ended).code, (await second.ends()).code]).toEqual([0, 0]);
      expect(existsSync(join(aside, 'collided'))).toBe(false);
    },
  );

  test('that waits for one of another batch ends when the run is stopped', async () => {
    const { command, aside } = gateScript(STAYS);
    const project = await batchProject([{ gates: [`Gate: \`${command} 1\` (exclusive: the-place)`] }]);
    const [cwd, env] = [project.folder, project.environment()];
    expect((await run(['batch', 'generate', 'plan.md'], { cwd, env })).code).toBe(0);
    const first = project.start();
    await eventually(() => existsSync(join(aside, 'inside')) || undefined);
    const executor = ['--yes', '--executor-command', project.agent()];
    const second = runInTerminal(['batch', 'run', '2', ...executor], { cwd, env, columns: 300 });
    await second.shows('is waiting for a gate of process');
    second.type('\u0003');
    expect((await second.ends()).code).toBe(130);
    writeFileSync(join(aside, 'go'), '');
    expect((await first.ended).code).toBe(0);
  });
});

describe.concurrent('with one at a time', () => {
  test("the gates on the tree before are over when the phase's executor begins", async () => {
    const project = await batchProject([{}, {}]);
    expect((await project.run('--concurrency', '1')).code).toBe(0);
    for (const phase of ['1', '2']) {
      const order = project
        .journal()
        .filter((event) => event.event === 'baseline' || ('phase' in event && event.phase === phase))
        .map(({ event }) => event);
      const before = order.slice(0, order.indexOf('attempt-process'));
      expect(before).toContain('baseline');
    }
    const started = project.events('attempt-started', '2')[0]?.seq ?? 0;
    expect(started).toBeGreaterThan(project.events('merged', '1')[0]?.seq ?? 0);
  });
});

describe.concurrent('a gate that is green and red on the same files', () => {
  /** Green, then red, then green again, on whatever tree has the file. */
  const TURNS = (aside: string) => `
test -s src/1.txt || exit 1
n=$(cat ${aside}/n 2> /dev/null || echo 0)
echo $((n + 1)) > ${aside}/n
test $((n % 2)) = 0
`;

  test('[promise:batch-flaky] is asked once more, costs no attempt, and is called flaky', async () => {
    const { command } = gateScript(TURNS);
    const project = await batchProject([{ gates: [command] }], {
      default: [[WORK, { append: { [join(emptyFolder(), 'calls')]: 'x\n' } }]],
    });
    const told = await project.call(...project.runArguments('--retries', '0'));
    expect(told.code).toBe(0);
    expect(told.out).toMatch(/^ {4}sh .*gate\.sh: is flaky \(red and green on the same files\)$/mu);
    expect(project.events('attempt-started')).toHaveLength(1);
    const status = JSON.parse((await project.call('batch', 'status', '1', '--json')).out);
    expect(status.problems).toMatchObject([{ code: 'gate-proves-little' }]);
  });

  test('is called flaky also where it is red in the end, with what else it may be', async () => {
    const { command } = gateScript(
      (aside) => `
test -s src/1.txt || exit 1
echo x >> ${aside}/n
test "$(wc -l < ${aside}/n)" -le 1
`,
    );
    const project = await batchProject([{ gates: [command] }]);
    const told = await project.call(...project.runArguments('--retries', '0'));
    expect(told.code).toBe(1);
    expect(told.out).toMatch(/red: sh .* \(flaky: green before on the same files\)/u);
    const { out } = await project.call('batch', 'decisions', '1');
    expect(out).toContain('It is flaky: on the same files, as git has them, it was green before.');
    expect(gatesOf(project, '1').map(({ where, result }) => `${where} ${result}`)).toEqual([
      'attempt green',
      'merged red',
    ]);
    const report = await project.call('batch', 'report', '1');
    expect(report.out).toContain(
      'Phase 1 failed, and a red gate of it is flaky (green before on the same files): ',
    );
  });

  test('in another attempt that left the same files is called flaky as well', async () => {
    const { command } = gateScript(
      (aside) => `
test -s src/1.txt || exit 1
test -e ${aside}/been && exit 0
touch ${aside}/been
exit 1
`,
    );
    const project = await batchProject([{ gates: [command] }]);
    const ended = await project.run('--retries', '1');
    expect(phaseStates(ended)).toEqual({ 1: 'done gate merged' });
    expect(ended.problems).toMatchObject([{ message: expect.stringContaining('flaky') }]);
  });
});
