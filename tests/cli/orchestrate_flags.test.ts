import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answeredPhase, answerOf, draftPlace } from '../support/draft.ts';
import { modelServer } from '../support/generation.ts';
import { CANARY } from '../support/model.ts';
import { documentOf, type Run, run } from '../support/program.ts';

const WANT = 'Add a login page.';

const told = (result: Run) => documentOf(result, 'orchestrator.orchestrate/1');

/** Flags that no run could take, with a piece of what is said of them. */
const BAD = [
  ['--concurrency 0', '--concurrency is a whole number'],
  ['--retries -1', '--retries is a whole number'],
  ['--hard banana', '--hard is a whole number'],
  ['--executor nope', 'There is no executor nope.'],
  ['--executor claude --executor-command true', 'exclude each other'],
  ['--executor-command a|b', 'needs a shell'],
] as const;

describe.each(BAD)('a run with %s', (flags, message) => {
  test('is refused by orchestrate before a model is asked and anything is written', async () => {
    const server = await modelServer(CANARY, [answerOf([answeredPhase('1')])]);
    const place = draftPlace(server.baseUrl);
    const refused = await run(
      ['orchestrate', WANT, '--execute', '--yes', ...flags.split(' '), '--json'],
      place,
    );
    expect(refused.code).toBe(2);
    expect(told(refused).problems).toMatchObject([{ message: expect.stringContaining(message) }]);
    expect(server.requests).toEqual([]);
    expect(existsSync(join(place.cwd, '.orchestrator'))).toBe(false);
  });

  test('is refused by execute-task before a plan is written', async () => {
    const place = draftPlace(null);
    const refused = await run(
      ['execute-task', 'Say hello', '--gate', 'npm test', '--yes', ...flags.split(' ')],
      place,
    );
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(message);
    expect(existsSync(join(place.cwd, '.orchestrator'))).toBe(false);
  });
});

test('a requirement is not both only planned and carried out', async () => {
  const server = await modelServer(CANARY, [answerOf([answeredPhase('1')])]);
  const place = draftPlace(server.baseUrl);
  const refused = await run(['orchestrate', WANT, '--plan-only', '--execute', '--json'], place);
  expect(refused.code).toBe(2);
  expect(told(refused).problems).toMatchObject([
    { message: expect.stringContaining('--plan-only and --execute exclude each other') },
  ]);
  expect(server.requests).toEqual([]);
});

test('a draft that names a file that is not there is not said to have nothing wrong', async () => {
  const phase = answeredPhase('1', { files: [{ path: 'src/ghost.js', isNew: false }] });
  const server = await modelServer(CANARY, [answerOf([phase])]);
  const drafted = await run(['orchestrate', WANT, '--json'], draftPlace(server.baseUrl));
  expect(told(drafted).problems).toHaveLength(1);
  expect(told(drafted).steps).toEqual(
    expect.arrayContaining([
      { step: 'draft', state: 'done', detail: './.orchestrator/plans/login-page.md, 1 phase, not good yet' },
      { step: 'check', state: 'done', detail: '1 problem' },
    ]),
  );
});

test('a draft with more phases than are asked for says so, and is not said to have nothing wrong', async () => {
  const phases = Array.from({ length: 61 }, (_, index) => answeredPhase(`${index + 1}`));
  const server = await modelServer(CANARY, [() => answerOf(phases)]);
  const drafted = await run(['orchestrate', WANT, '--json'], draftPlace(server.baseUrl));
  const { problems, steps } = told(drafted);
  expect(problems).toMatchObject([{ severity: 'warning', message: 'The plan has more than 60 phases.' }]);
  expect(steps.at(2)).toMatchObject({ step: 'check', detail: '1 problem' });
});

test.each([
  ['', 'There is no requirement.'],
  ['[avoid: oauth]', 'There is no requirement.'],
  ['login', 'The requirement is one word'],
])(
  'a requirement that says nothing is refused before anything is looked up or written: "%s"',
  async (words, message) => {
    const place = draftPlace(null);
    const refused = await run(['orchestrate', words, '--json'], place);
    expect(refused.code).toBe(2);
    expect(told(refused)).toMatchObject({
      steps: [],
      problems: [{ message: expect.stringContaining(message) }],
    });
    expect(existsSync(join(place.cwd, '.orchestrator'))).toBe(false);
  },
);
