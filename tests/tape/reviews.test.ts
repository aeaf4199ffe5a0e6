import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Review } from '../../src/batch/review/index.ts';
import { type BatchProject, batchProject } from '../support/batch_project.ts';
import { draftPlace } from '../support/draft.ts';
import { modelServer } from '../support/generation.ts';
import { CANARY } from '../support/model.ts';
import { goodStream } from '../support/model_server.ts';
import { documentOf, emptyFolder, type Run, run } from '../support/program.ts';
import { filesOfTape, indexOf } from '../support/tapes.ts';

const CODE = 'export function last(items) {\n  return items[items.length];\n}\n';
const QUOTE = 'return items[items.length];';

/** A claim that holds, and what the model says when it is asked to refute it. */
const repliesFor = (file: string) => [
  goodStream(
    JSON.stringify({
      findings: [{ file, line: 2, quote: QUOTE, severity: 'high', message: 'For [1] it returns undefined.' }],
    }),
  ),
  goodStream(JSON.stringify({ why: 'The last index is length - 1.', verdict: 'holds' })),
];

const reviewOf = (ran: Run): Review => documentOf(ran).review as Review;

/** What a review says, without what is otherwise in each place. */
const saidIn = (ran: Run) => {
  const { findings, readings } = reviewOf(ran);
  return { code: ran.code, findings, readings: readings.model };
};

test('review --with-model is played to the same review, with no model', async () => {
  const server = await modelServer(CANARY, repliesFor('last.js'));
  const changed = (baseUrl: string | null) => {
    const place = draftPlace(baseUrl, {});
    writeFileSync(join(place.cwd, 'last.js'), CODE);
    return place;
  };
  const tape = join(emptyFolder(), 'tape');
  const args = ['review', '--with-model', '--json'];
  const first = await run([...args, '--record', tape], changed(server.baseUrl));
  await server.close();
  expect(reviewOf(first).findings.map(({ kind, line }) => [kind, line])).toContainEqual(['bug', 2]);
  expect(indexOf(tape).exchanges).toHaveLength(2);
  const again = await run([...args, '--replay', tape], changed(null));
  expect(saidIn(again)).toEqual(saidIn(first));
  expect(again.err).not.toContain('departs');
});

test('batch review --with-model is played to the same review, in another repository; another work departs', async () => {
  const files = ['src/last.js'];
  const done = async (code: string): Promise<BatchProject> => {
    const project = await batchProject([{ files }], { default: [[{ write: { 'src/last.js': code } }]] });
    expect((await project.run()).code).toBe(0);
    return project;
  };
  const server = await modelServer(CANARY, repliesFor('src/last.js'));
  const tape = join(emptyFolder(), 'tape');
  const args = ['batch', 'review', '1', '--with-model', '--json'];
  const there = await done(CODE);
  const env = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: CANARY, ORCHESTRATOR_MODEL: 'test-model' };
  const first = await there.callWith({ ...there.environment(), ...env }, ...args, '--record', tape);
  await server.close();
  expect(reviewOf(first).findings.map(({ kind, line }) => [kind, line])).toContainEqual(['bug', 2]);
  expect(Object.values(filesOfTape(tape)).join('')).not.toContain(CANARY);
  const again = await (await done(CODE)).call(...args, '--replay', tape);
  expect(saidIn(again)).toEqual(saidIn(first));
  expect(again.err).not.toContain('departs');
  const other = await (await done(CODE.replace('last', 'tail'))).call(...args, '--replay', tape);
  expect(other.code).toBe(1);
  expect(documentOf(other).problems).toContainEqual(
    expect.objectContaining({ code: 'tape-departed', message: expect.stringContaining('tail') }),
  );
});
