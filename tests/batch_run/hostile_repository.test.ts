import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';
import { runInTerminal } from '../support/pty.ts';

test('what was changed while the person was asked does not run', async () => {
  const project = await batchProject([{ gates: ['test -s src/1.txt'] }]);
  const args = project.runArguments().filter((argument) => argument !== '--yes');
  const env = project.environment();
  const terminal = runInTerminal(args, { cwd: project.folder, columns: 200, rows: 60, env });
  await terminal.asks('Let them run?');
  const manifest = project.path('batch.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace('test -s src/1.txt', 'touch evil.txt'));
  terminal.type('\u001b[B\r');
  expect((await terminal.ends()).code).toBe(1);
  expect(terminal.transcript()).toContain('changed after its commands were shown');
  expect(project.journal()).toEqual([]);
});

test.each(['logs', 'prompts', 'beats'])(
  'a repository that has %s of a batch lead elsewhere gets nothing written there',
  async (name) => {
    const project = await batchProject([{}]);
    symlinkSync(project.aside, project.path(name));
    const ended = await project.run();
    expect(ended.code).toBe(1);
    expect(ended.problems).toContainEqual(expect.objectContaining({ code: 'batch-folder-outside' }));
  },
);

test('a repository that has the logs of attempts lead elsewhere gets nothing written there', async () => {
  const project = await batchProject([{}], {
    default: [[{ print: 'echo evil' }, { flood: 1000 }, { work: 'done by' }]],
  });
  const precious = join(project.aside, 'precious');
  writeFileSync(precious, 'as it was');
  mkdirSync(project.path('logs'));
  for (const end of ['.log', '.log.head', '.log.tail', '-setup.log', '-attempt-gate-1.log'])
    symlinkSync(precious, project.path('logs', `PRP-1.1.1-1${end}`));
  await project.run('--setup', 'echo evil');
  expect(readFileSync(precious, 'utf8')).toBe('as it was');
  expect(project.processes()).toEqual([]);
});

test.each([
  [
    'a title of the window',
    'true \u001b]0;&& touch evil.txt;\u0007',
    'true \\u{1b}]0;&& touch evil.txt;\\u{7}',
  ],
  ['hidden characters', 'true \u001b[8m&& touch evil.txt', '\\u{1b}[8m&& touch evil.txt'],
  ['another order', 'true \u202e&& touch evil.txt', '\\u{202e}&& touch evil.txt'],
  ['no room', 'tr\u200bue', 'tr\\u{200b}ue'],
])('a gate that would show with %s is shown as what it is', async (_, command, shown) => {
  const project = await batchProject([{}]);
  const file = project.path('batch.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.phases[0].gates[0].command = command;
  writeFileSync(file, JSON.stringify(manifest));
  const args = project.runArguments().filter((argument) => argument !== '--yes');
  const { err } = await project.call(...args);
  expect(err).toContain(shown);
  const { out } = await project.call(...args, '--json');
  expect(JSON.stringify(JSON.parse(out).problems)).toContain(JSON.stringify(shown).slice(1, -1));
});
