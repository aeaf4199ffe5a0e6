import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { modelServer } from '../support/generation.ts';
import { apiError, goodStream } from '../support/model_server.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { KEYS, runInTerminal } from '../support/pty.ts';
import { indexOf } from '../support/tapes.ts';
import { everythingIn, QUESTIONS } from '../support/wizard.ts';

const SENTENCE = 'review my Django models against our house rules';

function lockIn(cwd: string, name: string) {
  return JSON.parse(readFileSync(join(cwd, 'output', name, 'framework.lock.json'), 'utf8'));
}

describe('a sentence in a script', () => {
  test('[promise:sentence] is shown as a proposal, taken, and stands in the framework as the request', async () => {
    for (const args of [[SENTENCE], ['--from', SENTENCE], ['--from', SENTENCE, '--yes']]) {
      const cwd = emptyFolder();
      const { code, out, err } = await run(['new', ...args], { cwd });
      expect({ code, out }).toEqual({ code: 0, out: '' });
      expect(err).toMatch(
        /^Proposed from your sentence:\n {2}goal +REVIEW_AGAINST_STANDARDS \(it says "review"/u,
      );
      const [name = ''] = readdirSync(join(cwd, 'output'));
      expect(name).toMatch(/^Review_Django_Models/u);
      expect(lockIn(cwd, name)).toMatchObject({
        ...{ goal: 'REVIEW_AGAINST_STANDARDS', variant: null, answers: { values: { request: SENTENCE } } },
      });
    }
  });

  test('two words are a name; without a goal, the way to give them as a sentence is named', async () => {
    const cwd = emptyFolder();
    const { code, err } = await run(['new', 'review models'], { cwd });
    expect(code).toBe(2);
    expect(err).toContain('or describe the work: --from "…"');
    expect((await run(['new', '--from', 'review models'], { cwd })).code).toBe(0);
  });

  test('has its proposal in the JSON document, and gives way to what flags say', async () => {
    const cwd = emptyFolder();
    const from = ['new', '--from', 'does this letter comply with our policy', '--json'];
    expect(documentOf(await run([...from, '--dry-run'], { cwd }))).toMatchObject({
      ok: true,
      proposal: { goal: 'REVIEW_AGAINST_STANDARDS', variant: 'document', by: 'keywords', settings: {} },
    });
    const flags = ['--goal', 'TEACH_OR_EXPLAIN', '--set', 'request=Briefly.', '--title', 'T'];
    const made = documentOf(await run(['new', 'Mine', ...from.slice(1), ...flags], { cwd }));
    expect(made).toMatchObject({ ok: true, framework: { name: 'Mine', goal: 'TEACH_OR_EXPLAIN' } });
    expect(lockIn(cwd, 'Mine').answers.values).toEqual({
      ...{ request: 'Briefly.', topic: 'does this letter comply with our policy' },
    });
  });

  test('shows of its proposal only what is taken: not what flags say in its place', async () => {
    const proposed = async (...flags: string[]) => {
      const from = ['--from', 'explain garbage collection to juniors', '--dry-run'];
      const { err } = await run(['new', ...flags, ...from], { cwd: emptyFolder() });
      return [...err.matchAll(/^ {2}(\w+) {2,}/gmu)].map(([, label]) => label);
    };
    expect(await proposed()).toEqual(['goal', 'name', 'topic', 'request']);
    expect(await proposed('Mine', '--set', 'topic=heaps')).toEqual(['goal', 'request']);
    expect(await proposed('--variant', 'document', '--set', 'request=Briefly.')).toEqual(['goal', 'name']);
  });

  test('fills the required setting that it states, shown with the others', async () => {
    const cwd = emptyFolder();
    const { code, err } = await run(['new', "don't review anything, just explain git rebase"], { cwd });
    expect(code).toBe(0);
    expect(err).toMatch(/^ {2}goal +TEACH_OR_EXPLAIN \(it says "explain"\)$/mu);
    expect(err).toMatch(/^ {2}topic +git rebase$/mu);
    const [name = ''] = readdirSync(join(cwd, 'output'));
    expect(lockIn(cwd, name).answers.values).toMatchObject({ topic: 'git rebase' });
  });

  test('that no goal fits ends with exit 2, the three nearest, and nothing written', async () => {
    const cwd = emptyFolder();
    for (const args of [['sing me a lullaby tonight'], ['--from', 'sing me a lullaby tonight', '--yes']]) {
      const { code, err } = await run(['new', ...args], { cwd });
      expect(code).toBe(2);
      expect(err).toContain('error: No goal fits that sentence.');
      expect(err.match(/error:/gu)).toHaveLength(1);
      expect(err.match(/\b[A-Z]+(?:_[A-Z]+)+\b/gu)).toHaveLength(3);
    }
    const empty = await run(['new', '--from', '  ', '--json'], { cwd });
    expect(documentOf(empty)).toMatchObject({
      ok: false,
      proposal: null,
      problems: [{ code: 'empty-sentence' }],
    });
    const long = await run(['new', '--from', `review this: ${'x, '.repeat(4000)}`, '--json'], { cwd });
    expect(long.code).toBe(2);
    expect(documentOf(long)).toMatchObject({ problems: [{ code: 'long-sentence' }] });
    expect(everythingIn(cwd)).toEqual([]);
  });

  test('is a name where a framework of that name is here, or where it has fewer words', async () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'output/review_my_models'), { recursive: true });
    const there = await run(['new', 'review my models', '--goal', '1'], { cwd });
    const short = await run(['new', 'review models', '--goal', '1'], { cwd });
    for (const { code, err } of [there, short]) {
      expect(code).toBe(0);
      expect(err).not.toContain('Proposed');
    }
    expect(readdirSync(join(cwd, 'output')).sort()).toEqual(['review_models', 'review_my_models']);
  });
});

describe('with a model', () => {
  const answer = (parts: object) =>
    goodStream(
      JSON.stringify({
        ...{ goal: 'CONVERT_OR_MIGRATE', variant: null, name: 'Wiki_Move', reason: 'It changes its form.' },
        ...{ settings: [{ input: 'target_format', value: 'Markdown' }], ...parts },
      }),
    );
  const SAY = ['new', '--from', 'get our wiki over to Markdown by May', '--json'];
  const place = (address: string, cwd = emptyFolder()) => ({
    cwd,
    env: { OPENAI_BASE_URL: address, ORCHESTRATOR_MODEL: 'test-model' },
  });

  test('its proposal is taken, with the settings that it read out of the sentence', async () => {
    const server = await modelServer(null, [answer({})]);
    const where = place(server.baseUrl);
    expect(documentOf(await run(SAY, where))).toMatchObject({
      proposal: { by: 'model', goal: 'CONVERT_OR_MIGRATE', settings: { target_format: 'Markdown' } },
      framework: { name: 'Wiki_Move' },
    });
    expect(lockIn(where.cwd, 'Wiki_Move').answers.values).toEqual({
      ...{ target_format: 'Markdown', request: 'get our wiki over to Markdown by May' },
    });
    expect(server.requests).toHaveLength(1);
  });

  test('asks for a rehearsal too, which so has something to record', async () => {
    const server = await modelServer(null, [answer({})]);
    const tape = join(emptyFolder(), 'tape');
    const { code } = await run([...SAY, '--dry-run', '--record', tape], place(server.baseUrl));
    expect(code).toBe(0);
    expect(server.requests).toHaveLength(1);
    expect(indexOf(tape).exchanges).toHaveLength(1);
  });

  test('an answer that the goal map does not bear goes back with what is wrong, and an unsafe name is made safe', async () => {
    const server = await modelServer(null, [
      answer({ variant: 'nonsense', settings: [{ input: 'colour', value: 'red' }] }),
      answer({ name: '../../etc/passwd' }),
    ]);
    const document = documentOf(await run(SAY, place(server.baseUrl)));
    expect(document).toMatchObject({ ok: true, framework: { name: 'Etc_Passwd' } });
    const [, second] = server.requests;
    const said = JSON.stringify(second?.body.messages);
    expect(said).toContain('/variant: CONVERT_OR_MIGRATE has no such variant');
    expect(said).toContain('/settings/0/input: it is not a setting of CONVERT_OR_MIGRATE');
  });

  test('an answer in another form goes back field by field; where its name is none, one is made of the sentence', async () => {
    const server = await modelServer(null, [
      answer({ name: 5, settings: { target_format: 'Markdown' } }),
      answer({ name: '..' }),
    ]);
    const document = documentOf(await run(SAY, place(server.baseUrl)));
    expect(document).toMatchObject({ ok: true, framework: { name: 'Get_Wiki_Over_Markdown' } });
    const said = JSON.stringify(server.requests[1]?.body.messages);
    expect(said).toContain('/name: it is not text');
    expect(said).toContain('/settings: it is not a list of objects');
  });

  test('one that cannot be had, or is left out with --no-generate, leaves it to the words; one that finds nothing is believed', async () => {
    const failing = await modelServer(null, [apiError(400, 'no'), apiError(400, 'no'), apiError(400, 'no')]);
    const words = ['new', '--from', SENTENCE];
    const failed = await run(words, place(failing.baseUrl));
    expect(failed.code).toBe(0);
    expect(failed.err).toContain('note: The model was not used for the proposal:');
    expect(failed.err).toContain('it says "review"');
    const unasked = await modelServer(null, [answer({})]);
    expect((await run([...words, '--no-generate'], place(unasked.baseUrl))).code).toBe(0);
    expect(unasked.requests).toEqual([]);
    const none = await modelServer(null, [answer({ goal: null, settings: [] })]);
    expect((await run(words, place(none.baseUrl))).code).toBe(2);
  });
});

test('in a terminal the wizard offers what is proposed, and every answer can be changed', async () => {
  const cwd = emptyFolder();
  const terminal = runInTerminal(['new', SENTENCE], { cwd });
  await terminal.asks(QUESTIONS.name, '(Review_Django_Models_House)');
  terminal.type(KEYS.enter);
  await terminal.asks('> [3] REVIEW_AGAINST_STANDARDS');
  terminal.type(KEYS.enter);
  await terminal.asks(QUESTIONS.title);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(lockIn(cwd, 'Review_Django_Models_House')).toMatchObject({
    ...{ goal: 'REVIEW_AGAINST_STANDARDS', answers: { values: { request: SENTENCE } } },
  });
});
