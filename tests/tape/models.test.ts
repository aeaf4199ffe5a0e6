import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answeredPhase, answerOf, draftPlace } from '../support/draft.ts';
import { evalProject, GOOD_CASE, TALK_CASE } from '../support/eval_project.ts';
import { modelEnvironment, startScriptedModel } from '../support/eval_server.ts';
import { GIVEN, newFramework } from '../support/framework.ts';
import {
  GOOD,
  libraryOf,
  MISSING,
  modelServer,
  NEW,
  newPlace,
  type Place,
  textIn,
} from '../support/generation.ts';
import { CANARY } from '../support/model.ts';
import { apiError, goodStream } from '../support/model_server.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { filesOfTape, indexOf } from '../support/tapes.ts';

/** The same project as somebody else has it: no model, no key, another place. */
function elsewhere(place: Place, make: () => Place): Place {
  const other = make();
  expect(other.cwd).not.toBe(place.cwd);
  return { ...other, env: { HOME: other.home } };
}

const ANSWER = '## Findings\nNone found.\n';

async function recorded(
  replies: Parameters<typeof modelServer>[1] = [goodStream('## Find', 'ings\nNone found.\n')],
) {
  const cwd = await newFramework();
  const server = await modelServer(CANARY, replies);
  const env = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: CANARY, ORCHESTRATOR_MODEL: 'test-model' };
  const tape = join(emptyFolder(), 'tape');
  const ran = await run(['--record', tape, 'run', 'Audit', ...GIVEN], { cwd, env });
  await server.close();
  return { cwd, server, tape, ran, env };
}

describe('run', () => {
  test('is played with no key and no network, in another place: the same answer, byte for byte', async () => {
    const { ran, tape, server } = await recorded();
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 0, out: ANSWER });
    expect(ran.err).toContain('On the tape: one exchange was recorded');
    expect(server.requests).toHaveLength(1);
    const cwd = await newFramework();
    const played = await run(['run', 'Audit', ...GIVEN, '--replay', tape], { cwd });
    expect({ code: played.code, out: played.out }).toEqual({ code: 0, out: ANSWER });
    expect(played.err).toContain('7 tokens in, 3 out');
    // And again: playing changes nothing on the tape.
    expect((await run(['run', 'Audit', ...GIVEN, `--replay=${tape}`], { cwd })).code).toBe(0);
  });

  test('departs where it asks something else: which request, the first difference, file and line in the tape, exit code 1', async () => {
    const { tape } = await recorded();
    const cwd = await newFramework({ 'x.py': 'x = 2.0\n' });
    const departed = await run(['run', 'Audit', ...GIVEN, '--replay', tape], { cwd });
    expect(departed.code).toBe(1);
    const [, line] = /0001-request\.txt:(\d+)/u.exec(departed.err) ?? [];
    const asked = readFileSync(join(tape, '0001-request.txt'), 'utf8').split('\n');
    expect(asked[Number(line) - 1]).toBe('x = 1.0');
    expect(departed.err).toContain('The run departs from the tape at a request to test-model of 2 messages.');
    expect(departed.err).toContain('The tape has “x = 1.0” here, and the run “x = 2.0”.');
    const json = await run(['run', 'Audit', ...GIVEN, '--replay', tape, '--json'], { cwd });
    expect(json.code).toBe(1);
    expect(documentOf(json)).toMatchObject({ ok: false });
    expect(documentOf(json).problems).toContainEqual(
      expect.objectContaining({ code: 'tape-departed', line: Number(line) }),
    );
  });

  test('that asks for less than there is on the tape departs too, and says what was left', async () => {
    const { tape } = await recorded();
    const { code, err } = await run(['goals', 'list', '--replay', tape], { cwd: emptyFolder() });
    expect(code).toBe(1);
    expect(err).toContain('0001-request.txt:1');
    expect(err).toContain('One exchange on it was not requested, beginning with a request to test-model');
  });

  test('that refuses, or that only rehearses, has not come to what is left on the tape', async () => {
    const { tape } = await recorded();
    const cwd = await newFramework();
    const refused = await run(['run', 'Adit', ...GIVEN, '--replay', tape], { cwd });
    expect(refused.code).toBe(2);
    expect(refused.err).not.toContain('departs');
    const rehearsed = await run(['new', 'Other', '--goal', '3', '--dry-run', '--replay', tape], { cwd });
    expect({ code: rehearsed.code, err: rehearsed.err.includes('departs') }).toEqual({ code: 0, err: false });
  });

  test('is played with the tries that it took', async () => {
    const busy = apiError(503, 'busy');
    const { ran, tape } = await recorded([busy, goodStream(ANSWER)]);
    expect(ran.code).toBe(0);
    expect(indexOf(tape).exchanges.map(({ facts }) => facts.outcome)).toEqual(['failure', 'answer']);
    const played = await run(['run', 'Audit', ...GIVEN, '--replay', tape], { cwd: await newFramework() });
    expect({ code: played.code, out: played.out }).toEqual({ code: 0, out: ANSWER });
  });

  test('that was refused is refused again, by the same exit code', async () => {
    const { ran, tape } = await recorded([apiError(401, 'no such key')]);
    expect(ran.code).toBe(4);
    const played = await run(['run', 'Audit', ...GIVEN, '--replay', tape], { cwd: await newFramework() });
    expect(played.code).toBe(4);
  });
});

test('new has the same component written, from the tape', async () => {
  const server = await modelServer(CANARY, [goodStream(GOOD.persona)]);
  const place = newPlace(server.baseUrl);
  const tape = join(place.root, 'tape');
  const made = await run([...NEW, '--record', tape], place);
  expect({ code: made.code, asked: server.requests.length }).toEqual({ code: 0, asked: 1 });
  await server.close();
  const other = elsewhere(place, () => newPlace(null));
  expect((await run([...NEW, '--replay', tape], other)).code).toBe(0);
  expect(libraryOf(other)).toEqual(libraryOf(place));
  const [component = ''] = libraryOf(place).filter((path) => path.endsWith(MISSING));
  expect(textIn(other, component)).toBe(textIn(place, component));
  // Departed, the component stays missing, and that is not taken for done.
  const third = elsewhere(place, () => newPlace(null, { description: 'For something else.' }));
  const departed = await run([...NEW, '--replay', tape, '--json'], third);
  expect(departed.code).toBe(1);
  expect(documentOf(departed)).toMatchObject({ ok: false });
  expect(documentOf(departed).problems.map(({ code }) => code)).toContain('tape-departed');
});

test('plan draft drafts the same plan, from the tape', async () => {
  const draft = answerOf([
    answeredPhase('1', { files: [{ path: 'src/app.js', isNew: false }] }),
    answeredPhase('2', { dependencies: ['1'], requirementLines: [2] }),
  ]);
  const server = await modelServer(CANARY, [draft]);
  const place = draftPlace(server.baseUrl);
  const tape = join(place.root, 'tape');
  const args = ['plan', 'draft', 'Add a login page. It remembers the user.'];
  expect((await run([...args, '--record', tape], place)).code).toBe(0);
  await server.close();
  const other = elsewhere(place, () => draftPlace(null));
  const { code, err } = await run([...args, '--replay', tape], other);
  expect({ code, err: /departs/u.exec(err) }).toEqual({ code: 0, err: null });
  const plan = '.orchestrator/plans/login-page.md';
  expect(textIn(other, plan)).toBe(textIn(place, plan));
  const third = elsewhere(place, () => draftPlace(null));
  const departed = await run(
    ['plan', 'draft', 'Add a login page. It forgets the user.', '--replay', tape],
    third,
  );
  expect(departed.code).toBe(1);
  expect(departed.err).toMatch(
    /The tape has “.*It remembers the user.*” here, and the run “.*It forgets the user.*”/u,
  );
});

describe('keys', () => {
  test('[promise:tape-keys] stand nowhere on a tape, wherever they were: settings, environment, prompt, answer, address, header', async () => {
    const planted = {
      fromEnvironment: 'swordfish-1234-environment',
      inProxy: 'pr0xy-passw0rd',
      inAddress: 'addr3ss-key-0987',
      inHeader: 'h3ader.value.abcdef',
      ofAService: `ghp_${'Zz9'.repeat(12)}`,
    };
    const text = [
      `mine = "${planted.fromEnvironment}"`,
      `url = "https://api.example.com/v1?api_key=${planted.inAddress}"`,
      `curl -H "Authorization: Bearer ${planted.inHeader}"`,
      `token ${planted.ofAService}, key ${CANARY}`,
    ].join('\n');
    const cwd = await newFramework({ 'x.py': `${text}\n` });
    const server = await modelServer(CANARY, [
      goodStream('## Findings\nThe key ', CANARY, ` and\n${text}\n`),
    ]);
    const env = {
      OPENAI_BASE_URL: server.baseUrl,
      OPENAI_API_KEY: CANARY,
      ORCHESTRATOR_MODEL: 'test-model',
      SHOP_TOKEN: planted.fromEnvironment,
      // Not in use for this machine itself.
      HTTPS_PROXY: `http://me:${planted.inProxy}@127.0.0.1:9`,
      NO_PROXY: '*',
    };
    const tape = join(emptyFolder(), 'tape');
    const ran = await run(
      ['run', 'Audit', ...GIVEN, '--set', `request=See http://me:${planted.inProxy}@proxy`, '--record', tape],
      { cwd, env },
    );
    expect(ran.code).toBe(0);
    const files = filesOfTape(tape);
    expect(Object.keys(files)).toEqual(['0001-answer.txt', '0001-request.txt', 'tape.json']);
    for (const [name, content] of Object.entries(files))
      for (const key of [...Object.values(planted), CANARY])
        expect([name, content.includes(key)]).toEqual([name, false]);
    expect(files['0001-request.txt']).toContain('mine = "[key removed]"');
    expect(files['0001-answer.txt']).toContain('Authorization: Bearer [key removed]');
    // Whoever has the same keys can play it.
    expect((await run(['goals', 'list', '--replay', tape], { cwd, env })).err).not.toContain(
      'There is a key here',
    );
  });
});

test('what an endpoint says of its models is on the tape: doctor', async () => {
  const server = await modelServer(CANARY, [
    { kind: 'body', status: 200, type: 'application/json', body: '{"data":[{"id":"test-model"}]}' },
  ]);
  const { cwd, env } = newPlace(server.baseUrl);
  const tape = join(emptyFolder(), 'tape');
  const first = await run(['doctor', '--record', tape, '--json'], { cwd, env });
  expect(indexOf(tape).exchanges.map(({ kind }) => kind)).toEqual(['models']);
  await server.close();
  const again = await run(['doctor', '--replay', tape, '--json'], { cwd, env: { HOME: env.HOME ?? cwd } });
  const model = (result: typeof first) => JSON.stringify(documentOf(result)).includes('test-model');
  expect([model(first), model(again)]).toEqual([true, true]);
});

test('a folder that has something in it is not recorded into, and nobody records and plays at once', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'mine.txt'), 'mine\n');
  const there = await run(['goals', 'list', '--record', '.', '--json'], { cwd });
  expect([there.code, documentOf(there).problems[0]?.code]).toEqual([2, 'tape-there']);
  const both = await run(['goals', 'list', '--record', 'a', '--replay', 'b'], { cwd });
  expect([both.code, both.out]).toEqual([2, '']);
  expect(both.err).toContain('A command is recorded or replayed, not both.');
  const none = await run(['goals', 'list', '--record'], { cwd });
  expect(none.code).toBe(2);
});

test('what only rehearses has nothing to record, and is not recorded', async () => {
  const cwd = emptyFolder();
  const tape = join(cwd, 'tape');
  for (const words of ['batch run 1', 'plan draft Greet', 'goals eval', 'discover']) {
    const args = [...words.split(' '), '--dry-run', '--record', tape, '--json'];
    const ran = await run(args, { cwd });
    const [problem] = documentOf(ran).problems;
    expect({ words, code: ran.code, problem }).toMatchObject({
      words,
      code: 2,
      problem: { code: 'usage-tape', message: expect.stringContaining('--record would have no effect') },
    });
  }
  expect(existsSync(tape)).toBe(false);
});

test('goals eval answers and judges the same, from the tape', async () => {
  const server = await startScriptedModel();
  const tape = join(emptyFolder(), 'tape');
  const args = ['goals', 'eval', '--cases', 'cases', '--budget', '900000', '--json'];
  const files = [GOOD_CASE, TALK_CASE];
  const there = { cwd: evalProject(...files), env: modelEnvironment(server) };
  const first = documentOf(await run([...args, '--record', tape], there));
  await server.close();
  const other = { cwd: evalProject(...files), env: {} };
  const again = await run([...args, '--replay', tape], other);
  expect({ code: again.code, departs: /departs/u.exec(again.err) }).toEqual({ code: 0, departs: null });
  expect(first.ok).toBe(true);
  expect(documentOf(again).results).toEqual(first.results);
});

test('goals eval with another model as the judge is played with it, however little of that is said again', async () => {
  const server = await startScriptedModel();
  const tape = join(emptyFolder(), 'tape');
  const args = ['goals', 'eval', '--cases', 'cases', '--budget', '900000', '--json'];
  const there = { cwd: evalProject(GOOD_CASE), env: modelEnvironment(server) };
  const first = documentOf(await run([...args, '--judge-model', 'a-judge', '--record', tape], there));
  await server.close();
  expect(first.ok).toBe(true);
  const asked = server.requests.map(({ body }) => body.model);
  expect([...new Set(asked)].sort()).toEqual(['a-judge', asked[0]].sort());
  const play = (...flags: readonly string[]) =>
    run([...args, ...flags, '--replay', tape], { cwd: evalProject(GOOD_CASE), env: {} });
  for (const flags of [[], ['--judge-model', 'a-judge']]) {
    const again = await play(...flags);
    expect({ flags, code: again.code }).toEqual({ flags, code: 0 });
    expect(documentOf(again).results).toEqual(first.results);
  }
  const departed = await play('--judge-model', 'another');
  expect([departed.code, JSON.stringify(documentOf(departed).problems)]).toEqual([
    1,
    expect.stringMatching(/a-judge.*another|another.*a-judge/u),
  ]);
});
