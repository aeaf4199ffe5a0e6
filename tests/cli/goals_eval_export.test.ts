import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  evalProject,
  GOOD_CASE,
  kindOf,
  PERSONA_MARK,
  scriptedModel,
  TALK_CASE,
} from '../support/eval_project.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';

let cwd: string;

beforeEach(() => {
  cwd = evalProject(GOOD_CASE, TALK_CASE);
});

const evaluate = (...args: string[]) => run(['goals', 'eval', ...args], { cwd });
const files = (ending: string) => readdirSync(join(cwd, 'prompts')).filter((name) => name.endsWith(ending));
const prompt = (name: string) => readFileSync(join(cwd, 'prompts', name), 'utf8');

/** Answers every prompt that has no answer yet; how many there were. */
function answerAll(model = scriptedModel()): number {
  const open = files('.prompt.md').filter(
    (name) => !existsSync(join(cwd, 'prompts', name.replace('prompt', 'answer'))),
  );
  for (const name of open)
    writeFileSync(join(cwd, 'prompts', name.replace('prompt', 'answer')), model(prompt(name)));
  return open.length;
}

describe('goals eval without a model', () => {
  test('[promise:eval-export] goes the whole way through files: answers, turns of a dialogue, judgements, results', async () => {
    const exported = await evaluate('--cases', 'cases', '--export', 'prompts');
    expect(exported).toMatchObject({ code: 0, out: './prompts/\n' });
    expect(exported.err).toContain('4 prompts of step 1');
    expect(readdirSync(join(cwd, 'prompts'))).toEqual([
      ...['001.prompt.md', '002.prompt.md', '003.prompt.md', '004.prompt.md', 'README.md'],
    ]);
    const steps: number[] = [];
    let last = exported;
    while (!last.out.includes('against plain') && steps.length < 9) {
      steps.push(answerAll());
      last = await evaluate('--import', 'prompts');
      expect(last.code).toBe(0);
    }
    // The answers; the person and the judgements that nothing waits for; her answer's answer; the rest.
    expect(steps.length).toBeGreaterThan(2);
    const { results } = documentOf(
      await evaluate('--import', 'prompts', '--json'),
      'orchestrator.goals-eval/1',
    );
    expect(results?.total).toMatchObject([{ won: 2, tied: 0, lost: 0, subject: { points: 4, of: 4 } }]);
    const talk = results?.cases.find(({ goal }) => goal === 'TALK_IT_OVER');
    expect(talk?.answers.map(({ arm, replies }) => [arm, replies])).toEqual([
      ['plain', 1],
      ['framework', 2],
    ]);
  });

  test('tells nobody which arm a prompt is of: names, README and order say nothing, and the manifest is elsewhere', async () => {
    await evaluate('--cases', 'cases', '--export', 'prompts');
    const readme = readFileSync(join(cwd, 'prompts/README.md'), 'utf8');
    expect(readme).not.toMatch(/plain|framework|[0-9a-f]{16}/u);
    answerAll();
    await evaluate('--import', 'prompts');
    const judgements = files('.prompt.md')
      .map(prompt)
      .filter((text) => kindOf(text) !== 'answer');
    expect(judgements.length).toBeGreaterThan(0);
    for (const text of judgements)
      expect(text).not.toMatch(/\bframework\b|\bplain\b|You check texts for people/u);
  });

  test('takes the answers that are there, says which are missing, and writes nothing further before', async () => {
    await evaluate('--cases', 'cases', '--export', 'prompts');
    answerAll();
    rmSync(join(cwd, 'prompts/002.answer.md'));
    const { code, err } = await evaluate('--import', 'prompts');
    expect({ code, err }).toEqual({
      code: 0,
      err: 'Took 3 answers.\n1 still waits for an answer: 002.answer.md\n',
    });
    expect(files('.prompt.md')).toHaveLength(4);
  });

  test('takes JSON from a fence and from behind what was thought aloud, and names what cannot be used with its file', async () => {
    await evaluate('CHECK_TEXT', '--cases', 'cases', '--export', 'prompts');
    const model = scriptedModel();
    answerAll((text) => `<think>PLAIN? EIGHTY?</think>\n${model(text)}`);
    await evaluate('--import', 'prompts');
    answerAll((text) =>
      kindOf(text) === 'preference' ? 'I like both.' : `Here:\n\`\`\`json\n${model(text)}\n\`\`\`\n`,
    );
    const { code, err } = await evaluate('--import', 'prompts');
    expect(code).toBe(1);
    expect(
      err.match(/prompts\/\d{3}\.answer\.md: warning: The answer does not have the requested form/gu),
    ).toHaveLength(2);
    for (const name of files('.answer.md'))
      if (prompt(name) === 'I like both.') rmSync(join(cwd, 'prompts', name));
    answerAll();
    const { results } = documentOf(
      await evaluate('--import', 'prompts', '--json'),
      'orchestrator.goals-eval/1',
    );
    expect(results?.total).toMatchObject([{ won: 1, lost: 0 }]);
    expect(JSON.stringify(results)).not.toContain('think');
  });

  test('--import refuses what the export has settled already, all of it in one sentence', async () => {
    await evaluate('--cases', 'cases', '--export', 'prompts');
    const flags = ['CHECK_TEXT', '--arm', 'told', '--runs', '5', '--ablate', '--judge-model', 'm'];
    expect(await evaluate('--import', 'prompts', ...flags)).toMatchObject({
      code: 2,
      err: 'error: --import continues what was exported, so goals, --arm, --runs, --ablate and --judge-model would have no effect.\n  Leave them out, or export again.\n',
    });
    expect((await evaluate('--import', 'prompts', '--cases', 'cases')).err).toContain(
      'so --cases would have no effect.\n  Leave it out,',
    );
    expect((await evaluate('--import', 'prompts', '--gate', '--report', 'r.md')).code).toBe(0);
  });

  test('goes on with what was exported, whatever became of components and cases since', async () => {
    await evaluate('CHECK_TEXT', '--cases', 'cases', '--export', 'prompts');
    writeFileSync(join(cwd, 'components/personas/checker.txt'), 'Another one.\n');
    rmSync(join(cwd, 'cases'), { recursive: true });
    for (let step = 0; step < 2; step++) {
      answerAll();
      await evaluate('--import', 'prompts');
    }
    const { ok, results } = documentOf(
      await evaluate('--import', 'prompts', '--json'),
      'orchestrator.goals-eval/1',
    );
    expect(ok).toBe(true);
    expect(results?.total).toMatchObject([{ won: 1 }]);
  });

  test('asks for nothing twice: what one export was answered is known to the next', async () => {
    await evaluate('CHECK_TEXT', '--cases', 'cases', '--export', 'prompts');
    answerAll();
    await evaluate('--import', 'prompts');
    writeFileSync(join(cwd, 'components/personas/checker.txt'), `${PERSONA_MARK} And more.\n`);
    const again = documentOf(await evaluate('CHECK_TEXT', '--cases', 'cases', '--export', 'more', '--json'));
    expect(again.export).toMatchObject({ step: 1 });
    const texts = readdirSync(join(cwd, 'more')).filter((name) => name.endsWith('.prompt.md'));
    const kinds = texts.map((name) => kindOf(readFileSync(join(cwd, 'more', name), 'utf8')));
    // The plain answer is known, so it is judged already; the framework's is new.
    expect(kinds.sort()).toEqual(['answer', 'assessment']);
  });

  test('a folder with prompts of another eval is refused, each file by name; the same texts are no harm', async () => {
    await evaluate('CHECK_TEXT', '--cases', 'cases', '--export', 'prompts');
    const before = files('.prompt.md').map(prompt);
    const again = () => evaluate('CHECK_TEXT', '--cases', 'cases', '--export', 'prompts');
    expect((await again()).code).toBe(0);
    answerAll();
    expect((await again()).code).toBe(0);
    const other = await evaluate('TALK_IT_OVER', '--cases', 'cases', '--export', 'prompts');
    expect(other.code).toBe(1);
    expect(other.err.split('\n').filter((line) => line.startsWith('./'))).toEqual([
      './prompts/001.prompt.md: error: This is another prompt, not of this eval as it is now; nothing was written.',
      './prompts/002.prompt.md: error: This is another prompt, not of this eval as it is now; nothing was written.',
    ]);
    expect(other.err).toContain('Use another folder');
    // More prompts, of which the first are the same, are mixed up as well.
    writeFileSync(join(cwd, 'prompts/007.prompt.md'), 'Somebody else’s.');
    expect(await again()).toMatchObject({
      code: 1,
      err: expect.stringContaining('./prompts/007.prompt.md: error: This is another prompt'),
    });
    rmSync(join(cwd, 'prompts/007.prompt.md'));
    expect(files('.prompt.md').map(prompt)).toEqual(before);
    expect((await evaluate('--import', 'prompts')).code).toBe(0);
    expect(files('.prompt.md').length).toBeGreaterThan(before.length);
  });

  test('an answer that lies where a new prompt would be written is not taken for its answer', async () => {
    mkdirSync(join(cwd, 'prompts'));
    writeFileSync(join(cwd, 'prompts/001.answer.md'), 'To something else.');
    expect(await evaluate('--cases', 'cases', '--export', 'prompts')).toMatchObject({
      code: 1,
      err: expect.stringContaining('./prompts/001.answer.md: error: This is an answer to another prompt'),
    });
    expect(files('.prompt.md')).toEqual([]);
    expect(existsSync(join(cwd, '.orchestrator'))).toBe(false);
  });

  test('writes only into a folder of its own, and imports only what it wrote', async () => {
    mkdirSync(join(cwd, 'prompts'));
    writeFileSync(join(cwd, 'prompts/notes.txt'), 'Mine.');
    const refused = await evaluate('--cases', 'cases', '--export', 'prompts');
    expect(refused).toMatchObject({
      code: 2,
      err: expect.stringContaining('It holds something else: notes.txt.'),
    });
    expect((await evaluate('--import', 'prompts')).code).toBe(2);
    writeFileSync(join(cwd, 'prompts/001.prompt.md'), 'Somebody else’s.');
    expect(await evaluate('--import', 'prompts')).toMatchObject({
      code: 1,
      err: expect.stringContaining('These prompts do not come from an eval of this project'),
    });
    expect(await run(['goals', 'eval', '--import', 'x'], { cwd: emptyFolder() })).toMatchObject({ code: 2 });
  });

  test('--dry-run shows the prompts, tells cases, tokens for each arm and warnings with their place; it writes nothing', async () => {
    const { code, out, err } = await evaluate('--cases', 'cases', '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain(
      `=== CHECK_TEXT/bill, plain, user ===\nPlease check this bill.\n\n--- bill.md ---\n\nTwo chairs`,
    );
    expect(out).toMatch(/^=== CHECK_TEXT\/bill, framework, system ===\n# .*\n\nYou check texts/mu);
    const { preview } = documentOf(
      await evaluate('--cases', 'cases', '--dry-run', '--json'),
      'orchestrator.goals-eval/1',
    );
    expect(preview?.cases[0]?.prompts[0]).toMatchObject({
      arm: 'plain',
      messages: [
        { role: 'user', content: expect.stringContaining('Please check this bill.\n\n--- bill.md') },
      ],
    });
    expect(out).toMatch(/^CHECK_TEXT\/bill +3 +no +- +\d+ +\d+$/mu);
    expect(out).toMatch(/^framework: 2 prompts, about \d+ tokens$/mu);
    expect(err).toContain(
      './cases/CHECK_TEXT/bill/inputs.json:1:43: warning: CHECK_TEXT has no input "colour", so its value is not used.',
    );
    expect(err).toContain('Would first send 4 prompts');
    const one = await evaluate('TALK_IT_OVER', '--cases', 'cases', '--dry-run', '--arm', 'framework');
    expect(one.out).toMatch(/^framework: 1 prompt, about/mu);
    expect(one.err).toContain('Would first send 1 prompt');
    expect(one.err).toContain('About 1 judgement follows,');
    expect(existsSync(join(cwd, '.orchestrator'))).toBe(false);
  });
});
