import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow } from '../../src/platform/index.ts';
import { type BatchProject, batchProject } from '../support/batch_project.ts';
import { runInTerminal } from '../support/pty.ts';

const GATES = ['test -s src/1.txt', 'test -s src/1.txt && test -s README.md'];

/** A run that was not told yes beforehand. */
function asking(project: BatchProject, ...more: readonly string[]): string[] {
  return project.runArguments(...more).filter((argument) => argument !== '--yes');
}

/** Runs in a terminal and answers the question, if it is asked. */
async function inTerminal(project: BatchProject, answer?: 'yes' | 'no' | 'once'): Promise<number | null> {
  const terminal = runInTerminal(asking(project), {
    cwd: project.folder,
    columns: 200,
    rows: 60,
    env: project.environment(),
  });
  if (answer !== undefined) {
    await terminal.asks('Let them run?');
    terminal.type({ no: '', yes: DOWN, once: `${DOWN}${DOWN}` }[answer], '\r');
  }
  return (await terminal.ends()).code;
}

const DOWN = '\u001b[B';

describe.concurrent('without a yes', () => {
  test('and without a terminal nothing is run, and every command is named whole', async () => {
    const long = `node -e "${'x'.repeat(300)}"`;
    const project = await batchProject([{ gates: [...GATES, long] }]);
    const { code, out } = await project.call(...asking(project, '--json', '--setup', 'npm ci'));
    expect(code).toBe(2);
    const { problems } = JSON.parse(out) as { problems: { code: string; message: string }[] };
    const messages = problems
      .filter((problem) => problem.code === 'not-approved')
      .map(({ message }) => message);
    expect(messages).toHaveLength(5);
    for (const text of [...GATES, 'x'.repeat(300), 'npm ci', 'fake_agent.mjs'])
      expect(messages.join('\n')).toContain(text);
    expect(project.journal()).toEqual([]);
    expect(project.git('for-each-ref', 'refs/orchestrator')).toBe('');
  });

  test('in words too: what is asked for goes to standard error, and standard output stays empty', async () => {
    const project = await batchProject([{ gates: GATES }]);
    const { code, out, err } = await project.call(...asking(project));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const text of GATES) expect(err).toContain(text);
    expect(err).toContain('--yes');
  });

  test('a repository can not approve itself', async () => {
    const first = await batchProject([{ gates: GATES }]);
    expect(await inTerminal(first, 'yes')).toBe(0);
    const approvals = filesBelow(first.home).filter((path) => path.includes('approvals/'));
    expect(approvals.length).toBe(3);
    const project = await batchProject([{ gates: GATES }]);
    // As if the project had brought along what a user's settings would look like.
    for (const base of ['.config/orchestrator', '.orchestrator', '.orchestrator/config'])
      for (const path of approvals) {
        const folder = join(project.folder, base, path.slice(path.indexOf('approvals/')), '..');
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, path.split('/').at(-1) ?? ''), '{}');
      }
    expect((await project.call(...asking(project))).code).toBe(2);
    expect(project.journal()).toEqual([]);
  });
});

describe('a yes', () => {
  test('is asked for once: not for what was approved, again for what is new', async () => {
    const project = await batchProject([{ gates: GATES }]);
    expect(await inTerminal(project, 'no')).toBe(0);
    expect(project.journal()).toEqual([]);
    expect(await inTerminal(project, 'yes')).toBe(0);
    expect(project.merged()).toHaveLength(1);
    expect(filesBelow(project.folder).filter((path) => path.includes('approval'))).toEqual([]);

    // The next batch has the same commands, and then one that is another.
    const generate = () => project.call('batch', 'generate', 'plan.md');
    expect((await generate()).code).toBe(0);
    const again = asking(project, '--json').map((argument) => (argument === '1' ? '2' : argument));
    const refused = await project.call(...again, '--setup', 'node -e 1');
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.out).problems).toMatchObject([
      { code: 'not-approved', message: expect.stringContaining('node -e 1') },
    ]);
    expect((await project.call(...again)).code).toBe(0);
  });

  test('for this once is asked for again', async () => {
    const project = await batchProject([{}]);
    expect(await inTerminal(project, 'once')).toBe(0);
    expect(project.merged()).toHaveLength(1);
    expect((await project.call('batch', 'generate', 'plan.md')).code).toBe(0);
    const again = asking(project).map((argument) => (argument === '1' ? '2' : argument));
    expect((await project.call(...again)).code).toBe(2);
  });

  test('holds for its project only', async () => {
    const project = await batchProject([{}]);
    expect(await inTerminal(project, 'yes')).toBe(0);
    const other = await batchProject([{}]);
    other.script({ default: [[{ work: 'x' }]] });
    const args = asking(project, '--json');
    const env = project.environment();
    expect(existsSync(join(other.folder, '.orchestrator'))).toBe(true);
    const { code } = await other.callWith(env, ...args);
    expect(code).toBe(2);
    expect(readdirSync(other.path())).not.toContain('journal.ndjson');
  });
});
