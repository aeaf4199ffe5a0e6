import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sha256OfFile } from '../../src/platform/index.ts';
import { batchProject } from '../support/batch_project.ts';
import { documentOf } from '../support/program.ts';

test('a log that was changed after its gate is no proof: report, review and logs say so, however large it is by now', async () => {
  const gates = ['cat src/1.txt', 'test -s README.md'];
  const project = await batchProject(
    [{ gates }, { gates: ['cat src/2.txt'] }, { gates: ['cat src/3.txt'] }],
    { default: [[{ work: 'done by' }]] },
  );
  expect((await project.run()).counts).toMatchObject({ done: 3 });
  const logs = new Map(
    project
      .events('gate-ended')
      .filter(({ gate, where }) => gate === 0 && where === 'merged')
      .map(({ phase, log, logSha256 }) => [phase, { path: project.path(log ?? ''), logSha256 }]),
  );
  const logOf = (phase: string) => logs.get(phase)?.path ?? '';
  for (const { path, logSha256 } of logs.values()) expect(sha256OfFile(path)).toBe(logSha256);
  writeFileSync(logOf('1'), readFileSync(logOf('1'), 'utf8').replace('done', 'gone'));
  // More than is ever read at once.
  appendFileSync(logOf('2'), Buffer.alloc(65 * 1024 * 1024, 'x\n'));

  const report = documentOf(
    await project.call('batch', 'report', '1', '--json'),
    'orchestrator.batch-report/1',
  );
  const gateOf = (id: string) =>
    report.phases.find((phase) => phase.id === id)?.statements.find(({ evidence }) => evidence?.command);
  const changed = { proof: 'unverifiable', holds: null, why: 'its log was changed after the gate ended' };
  expect(gateOf('1')).toMatchObject(changed);
  expect(gateOf('2')).toMatchObject(changed);
  expect(gateOf('3')).toMatchObject({ proof: 'verified', holds: true });

  const { review } = documentOf(
    await project.call('batch', 'review', '1', '--json'),
    'orchestrator.batch-review/1',
  );
  expect(review?.phases.map((phase) => phase.gates.map(({ proof }) => proof))).toEqual([
    ['unverifiable', 'verified'],
    ['unverifiable'],
    ['verified'],
  ]);
  const told = review?.findings.filter(({ message }) => message.includes('has a log that was changed'));
  expect(told?.map(({ phase }) => phase)).toEqual(['1', '2']);

  const quoted = await project.call('batch', 'logs', '1', '--phase', '1', '--gate', '1');
  expect([quoted.code, quoted.err]).toEqual([
    0,
    expect.stringContaining('This is not what the gate printed'),
  ]);
  const sound = await project.call('batch', 'logs', '1', '--phase', '3', '--gate', '1');
  expect([sound.code, sound.err]).toEqual([0, '']);
});
