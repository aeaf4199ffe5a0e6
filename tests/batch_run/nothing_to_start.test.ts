import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { batchProject, WORKS } from '../support/batch_project.ts';
import { documentOf } from '../support/program.ts';

test('a program that is not here is told before anybody is asked to let it run, and nothing is written', async () => {
  const project = await batchProject([{}], WORKS);
  project.agent = () => 'no-such-agent {prp}';
  const asked = project.runArguments().filter((argument) => argument !== '--yes');
  const refused = await project.call(...asked);
  expect(refused.code).toBe(3);
  expect(refused.err).toContain('needs the program no-such-agent, which is not installed here');
  expect(refused.err).not.toContain('starts these commands');
  expect(readdirSync(project.path())).not.toContain('journal.ndjson');
  // A dry run starts nothing, and says it all the same.
  const dry = await project.call(...asked, '--dry-run');
  expect([dry.code, dry.err]).toEqual([
    0,
    expect.stringContaining('needs the program no-such-agent, which is not installed here'),
  ]);
  const both = await project.call(...asked, '--dry-run', '--ask', '--json');
  expect([both.code, documentOf(both).problems[0]?.code]).toEqual([2, 'flag-without-effect']);
});

test('a batch of which all has failed asks for no consent, whoever is to work, and says how to go on', async () => {
  const project = await batchProject([{ gates: ['false'] }], WORKS);
  expect((await project.call(...project.runArguments('--retries', '0'))).code).toBe(1);
  project.agent = () => 'sh -c true';
  const asked = project.runArguments().filter((argument) => argument !== '--yes');
  for (const more of [[], ['--dry-run']]) {
    const again = await project.call(...asked, ...more);
    expect(again.code).toBe(1);
    expect(again.err).not.toContain('starts these commands');
    expect(again.out).toContain('Nothing in batch 1 can be started');
    expect(again.err).toContain('orchestrator batch retry 1 --phase 1;');
  }
  // Once it is to be retried, the new command is asked about.
  expect((await project.call('batch', 'retry', '1', '--phase', '1')).code).toBe(0);
  const pending = await project.call(...asked);
  expect([pending.code, pending.err]).toEqual([2, expect.stringContaining('starts these commands')]);
});

test('a dry run of a batch that is done rehearses nothing', async () => {
  const project = await batchProject([{}], WORKS);
  expect((await project.call(...project.runArguments())).code).toBe(0);
  const dry = await project.call(...project.runArguments('--dry-run'));
  expect([dry.code, dry.out]).toEqual([0, 'Batch 1 is already done; there is nothing to run.\n']);
});
