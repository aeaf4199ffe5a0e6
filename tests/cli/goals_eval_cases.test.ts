import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evalProject, type Files, GOOD_CASE, TALK_CASE } from '../support/eval_project.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';

const CASE = 'cases/CHECK_TEXT/bill';

async function dryRun(files: Files, ...args: string[]) {
  const cwd = evalProject(GOOD_CASE, files);
  return run(['goals', 'eval', '--cases', 'cases', '--dry-run', ...args], { cwd });
}

const inputs = (text: string): Files => ({ [`${CASE}/inputs.json`]: text });

describe('cases of goals eval', () => {
  test('everything that is wrong is told at once, each with its place', async () => {
    const { code, err, out } = await dryRun({
      [`${CASE}/request.md`]: ' \n',
      [`${CASE}/key.md`]: '1. A\n1. B\n',
      [`${CASE}/inputs.json`]: '{\n  "text": "@materials/gone.md",\n  "tone": 4\n}',
      'cases/CHECK_TXT/x/request.md': 'Hello',
      'cases/TALK_IT_OVER/y/request.md': 'Hello',
    });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    const heads = err.split('\n').filter((line) => !line.startsWith('  '));
    expect(heads).toEqual([
      './cases/CHECK_TEXT/bill/inputs.json:2:11: error: The case has no file materials/gone.md.',
      './cases/CHECK_TEXT/bill/inputs.json:3:11: error: The value of "tone" is neither a text nor a list of texts.',
      './cases/CHECK_TEXT/bill/key.md:2:1: error: The key already has a point 1, at line 1.',
      './cases/CHECK_TEXT/bill/request.md: error: The file is empty.',
      './cases/CHECK_TXT: error: "CHECK_TXT" is not a goal of the goal map.',
      './cases/TALK_IT_OVER/y/inputs.json: error: The case has no such file.',
      './cases/TALK_IT_OVER/y/key.md: error: The case has no such file.',
      '',
    ]);
  });

  test('what a goal does not have is told along with what is wrong in files, of the same case and of others', async () => {
    const { code, err } = await dryRun(
      {
        [`${CASE}/key.md`]: '1. A\n1. B\n',
        [`${CASE}/inputs.json`]: '{ "tone": "warm" }',
        'cases/CHECK_TEXT/other/request.md': 'Check this.',
        'cases/CHECK_TEXT/other/inputs.json': '{ "text": "Two chairs." }',
        'cases/CHECK_TEXT/other/key.md': '1. A\n',
        'cases/CHECK_TEXT/other/variant': 'shrot',
        'cases/TALK_IT_OVER/y/key.md': '1. A\n',
        'cases/TALK_IT_OVER/y/inputs.json': '{ "topic": "a\\nb" }',
      },
      ...['--arm', 'framework', '--arm', 'file:gone.md'],
    );
    expect(code).toBe(1);
    expect(err.split('\n').filter((line) => line.startsWith('./'))).toEqual([
      expect.stringMatching(
        /^\.\/cases\/CHECK_TEXT\/bill\/inputs\.json: error: CHECK_TEXT requires the material "text"/u,
      ),
      './cases/CHECK_TEXT/bill/key.md:2:1: error: The key already has a point 1, at line 1.',
      './cases/CHECK_TEXT/other/variant: error: The goal CHECK_TEXT has no variant "shrot".',
      expect.stringMatching(/^\.\/cases\/TALK_IT_OVER\/y\/inputs\.json:1:12: error: .*one line/u),
      './cases/TALK_IT_OVER/y/request.md: error: The case has no such file.',
      './gone.md: error: The prompt cannot be used: it is absent.',
    ]);
  });

  test('a goal that is named and has no case is refused, so that a gate cannot pass it by', async () => {
    const named = await dryRun({}, 'CHECK_TEXT', 'TALK_IT_OVER');
    expect(named).toMatchObject({ code: 2, out: '' });
    expect(named.err).toBe(
      './cases: error: There is no case of TALK_IT_OVER here.\n  Create one: orchestrator goals eval new TALK_IT_OVER NAME --cases ./cases\n',
    );
    expect((await dryRun({})).code).toBe(0);
  });

  test('what belongs to a case and lies beside the cases is told, each file with its place', async () => {
    const { code, err } = await dryRun({
      'cases/TALK_IT_OVER/request.md': 'Hello',
      'cases/TALK_IT_OVER/key.md': '1. [core] Greets.',
      'cases/TALK_IT_OVER/notes.md': 'Mine.',
    });
    expect(code).toBe(1);
    expect(err.split('\n').filter((line) => line.startsWith('./'))).toEqual([
      './cases/TALK_IT_OVER/key.md: error: This belongs to a case, but is next to the folders of cases, where it is not read.',
      './cases/TALK_IT_OVER/request.md: error: This belongs to a case, but is next to the folders of cases, where it is not read.',
    ]);
  });

  test.each([
    ['a file above the case', '{ "text": "@../../../goal_map.json" }', 'is not a file inside the case'],
    ['an absolute file', '{ "text": "@/etc/passwd" }', 'is not a file inside the case'],
    [
      'a file that is not there',
      '{ "text": "@materials/gone.md" }',
      'The case has no file materials/gone.md.',
    ],
    ['no JSON', '{ "text": ', 'From here on, it is not valid JSON.'],
    ['a name twice', '{ "text": "a", "text": "b" }', '"text" is here twice.'],
    ['a name that is none', '{ "te xt": "a" }', '"te xt" is not the name of an input.'],
    ['a required input left out', '{ "tone": "warm" }', 'CHECK_TEXT requires the material "text"'],
    ['a setting of two lines', '{ "text": "a", "tone": "b\\nc" }', 'it takes one line'],
  ])('inputs.json: %s', async (_, text, message) => {
    const { code, err } = await dryRun(inputs(text));
    expect(code).toBe(1);
    expect(err).toMatch(/^\.\/cases\/CHECK_TEXT\/bill\/inputs\.json(?::1:\d+)?: error: /u);
    expect(err).toContain(message);
  });

  test.each([
    ['{ "text": "a", "tone": "" }', '1:24: error: The value of "tone" is empty.'],
    ['{ "text": [] }', '1:11: error: The value of "text" is an empty list.'],
    ['{ "text": ["a", ""] }', '1:17: error: The value of "text/1" is empty.'],
    ['["a"]', '1:1: error: The file is not an object.'],
  ])('inputs.json: %s has one fault, in plain words', async (text, fault) => {
    const { err } = await dryRun(inputs(text));
    expect(err.split('\n').filter((line) => line.includes('error: '))).toEqual([
      `./${CASE}/inputs.json:${fault}`,
    ]);
  });

  test('inputs.json: of a list with a wrong part only the part is told', async () => {
    const { err } = await dryRun(inputs('{ "text": ["a", 5] }'));
    expect(err.match(/error: /gu)).toHaveLength(1);
    expect(err).toContain('inputs.json:1:17: error: The value of "text/1" is neither a text nor a list');
  });

  test('inputs.json: a wrong name is told beside a wrong part of another input', async () => {
    const { err } = await dryRun(inputs('{ "Bad Name!": "x", "text": ["ok", 3] }'));
    expect(err.match(/error: /gu)).toHaveLength(2);
    expect(err).toContain('"Bad Name!" is not the name of an input.');
    expect(err).toContain('The value of "text/1" is neither a text nor a list');
  });

  test('inputs.json: a text that begins with @, and an input that is given several times', async () => {
    const cwd = evalProject(GOOD_CASE, inputs('{ "text": ["@@home", "@materials/bill.md"] }'));
    await run(['goals', 'eval', '--cases', 'cases', '--arm', 'framework', '--export', 'out'], { cwd });
    const prompt = readFileSync(join(cwd, 'out/001.prompt.md'), 'utf8');
    expect(prompt).toMatch(/BEGIN FILE part 1 \w+=====\n@home\n/u);
    expect(prompt).toMatch(/BEGIN FILE bill\.md \w+=====\nTwo chairs/u);
  });

  test('a material has one name in every arm: that of its file below materials/', async () => {
    for (const file of ['materials/bill.md', './materials/bill.md']) {
      const cwd = evalProject(GOOD_CASE, inputs(`{ "text": "@${file}", "tone": "calm" }`));
      const exported = ['--arm', 'plain', '--arm', 'framework', '--export', 'out'];
      expect((await run(['goals', 'eval', '--cases', 'cases', ...exported], { cwd })).code).toBe(0);
      const prompts = ['001', '002'].map((number) =>
        readFileSync(join(cwd, `out/${number}.prompt.md`), 'utf8'),
      );
      const [framework = '', plain = ''] = prompts.sort((a, b) => b.length - a.length);
      expect(plain).toContain('--- bill.md ---\n');
      expect(framework).toMatch(/^<text id="t-\w+" file="bill\.md">\nTwo chairs/mu);
      expect(framework).not.toMatch(/materials\//u);
    }
  });

  test('a material that no input takes goes along with the first one that takes material, and that is told', async () => {
    const cwd = evalProject(GOOD_CASE, { [`${CASE}/materials/more.md`]: 'A third chair.' });
    const { code, err } = await run(['goals', 'eval', '--cases', 'cases', '--export', 'out'], { cwd });
    expect(code).toBe(0);
    expect(err).toContain(
      `./${CASE}/materials/more.md: warning: No input of CHECK_TEXT takes this material, so it was added to "text".`,
    );
    expect(err).not.toContain('materials/bill.md');
    const prompts = readdirSync(join(cwd, 'out'))
      .filter((file) => file.endsWith('.prompt.md'))
      .map((file) => readFileSync(join(cwd, 'out', file), 'utf8'));
    const framework = prompts.find((prompt) => prompt.includes('=====BEGIN FILE'));
    expect(framework).toMatch(
      /=====BEGIN FILE bill\.md (\w+)=====\nTwo chairs.*\n=====END FILE bill\.md \1=====/u,
    );
    expect(framework).toMatch(
      /=====BEGIN FILE more\.md (\w+)=====\nA third chair\.\n=====END FILE more\.md \1=====/u,
    );
    expect(prompts.filter((prompt) => prompt.includes('A third chair.'))).toHaveLength(prompts.length);
  });

  test('a material is told that a goal without any input for material cannot take', async () => {
    const cwd = evalProject({
      'cases/SAY_IT/one/request.md': 'Say it.',
      'cases/SAY_IT/one/inputs.json': '{ "tone": "warm" }',
      'cases/SAY_IT/one/key.md': '1. [core] Says it.\n',
      'cases/SAY_IT/one/materials/it.md': 'It is late.',
      'goal_map.json': JSON.stringify({
        Words: {
          SAY_IT: {
            description: 'Says it',
            persona: 'checker.txt',
            protocol: 'one_pass.txt',
            constraints: [],
            inputs: { tone: { kind: 'setting' } },
          },
        },
      }),
    });
    const { code, err } = await run(['goals', 'eval', '--cases', 'cases', '--dry-run'], { cwd });
    expect(code).toBe(0);
    expect(err).toContain(
      './cases/SAY_IT/one/materials/it.md: warning: No input of SAY_IT takes this material, so the framework does not have',
    );
  });

  test('what a case hides is one warning for a file, with its place', async () => {
    const { code, err } = await dryRun({
      [`${CASE}/request.md`]: 'Check it.\nAll\u200b of\u2060 it.\n',
      [`${CASE}/materials/bill.md`]: 'Two chairs\u{e0049}\u{e0047}, 90 each: 170.\n',
      [`${CASE}/key.md`]: '1. [core] Says 180.\n\nMind\u200b the sum.\n',
      ...inputs('{\n  "text": "@materials/bill.md",\n  "tone": "kind\\u2060"\n}'),
    });
    expect(code).toBe(0);
    expect(err).toContain(
      `./${CASE}/request.md:2:4: warning: There is hidden text here: a character of no width, U+200B, and 1 more.`,
    );
    expect(err).toContain(
      `./${CASE}/materials/bill.md:1:11: warning: There is hidden text here: a tag character`,
    );
    expect(err).toContain(
      `./${CASE}/key.md:3:5: warning: There is hidden text here: a character of no width, U+200B.`,
    );
    expect(err).toContain(
      `./${CASE}/inputs.json:3:11: warning: What is given for "tone" has hidden text: a character of no width, U+2060.`,
    );
    expect(err.match(/hidden text/giu)).toHaveLength(4);
  });

  test('what only the framework is told is one warning for a case, with its place; there is none where both arms have it', async () => {
    const files = inputs('{\n  "text": "@materials/bill.md",\n  "tone": "kind to pensioners"\n}');
    const { code, err } = await dryRun(files);
    expect(code).toBe(0);
    expect(err).toContain(
      `./${CASE}/inputs.json:3:11: warning: Only the framework gets tone: neither request.md nor materials/ has it.`,
    );
    expect(err.match(/Only the framework gets/gu)).toHaveLength(1);
    const told = await dryRun({
      ...files,
      [`${CASE}/request.md`]: 'Check it. Be kind: they are pensioners.',
    });
    expect(told.err).not.toContain('Only the framework');
    expect((await dryRun(files, '--arm', 'told', '--arm', 'framework')).err).not.toContain(
      'Only the framework',
    );
    expect((await dryRun(files, '--arm', 'framework')).err).not.toContain('Only the framework');
  });

  test('follows no link out of the case', async () => {
    const cwd = evalProject(GOOD_CASE);
    const secret = join(emptyFolder(), 'secret');
    writeFileSync(secret, 'secret');
    symlinkSync(secret, join(cwd, CASE, 'materials/link.md'));
    const { code, err } = await run(['goals', 'eval', '--cases', 'cases', '--dry-run'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain(
      'materials/link.md: error: The file cannot be used: it is a link that leads out of the case.',
    );
  });

  test('with a component that is missing are not measured', async () => {
    const { code, err } = await dryRun({ 'components/constraints/be_good.txt': null });
    expect(code).toBe(1);
    expect(err).toContain('CHECK_TEXT names the constraint be_good.txt, which no layer of the library has');
  });

  test('variant is the goal’s variant, and one that it has not is told with its file', async () => {
    const { code, err } = await dryRun({ [`${CASE}/variant`]: 'short\n' });
    expect(code).toBe(1);
    expect(err).toContain(`./${CASE}/variant: error: The goal CHECK_TEXT has no variant "short".`);
  });

  test('several programs without a check.sh are refused, by name', async () => {
    const { err } = await dryRun({ [`${CASE}/check.py`]: 'x', [`${CASE}/check.js`]: 'x' });
    expect(err).toContain('The case has several programs that could check an answer: check.js, check.py.');
    expect((await dryRun({ [`${CASE}/check.py`]: 'x', [`${CASE}/check.sh`]: 'x' })).code).toBe(0);
  });

  test('only the goals that are asked for are read', async () => {
    const broken = { 'cases/TALK_IT_OVER/y/request.md': 'Hello' };
    expect((await dryRun(broken, 'check_text')).code).toBe(0);
    expect((await dryRun(broken, 'NOTHING')).code).toBe(2);
    const { code, err } = await dryRun({}, 'TALK_IT_OVER');
    expect(code).toBe(2);
    expect(err).toContain('orchestrator goals eval new TALK_IT_OVER NAME --cases ./cases');
  });
});

describe('goals eval new', () => {
  test('[promise:eval-new] writes a scaffold that is refused until its marks are replaced', async () => {
    const cwd = evalProject(TALK_CASE);
    const make = () => run(['goals', 'eval', 'new', 'CHECK_TEXT', 'mine', '--cases', 'cases'], { cwd });
    expect(await make()).toMatchObject({ code: 0, out: './cases/CHECK_TEXT/mine/\n' });
    const folder = join(cwd, 'cases/CHECK_TEXT/mine');
    expect(readdirSync(folder)).toEqual(['inputs.json', 'key.md', 'materials', 'person.md', 'request.md']);
    expect(readFileSync(join(folder, 'request.md'), 'utf8')).toContain('say here too what inputs.json says');
    const refused = await run(['goals', 'eval', '--cases', 'cases', '--dry-run'], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('./cases/CHECK_TEXT/mine/key.md:1:11: error: This still has to be written');
    expect(refused.err).toContain(
      './cases/CHECK_TEXT/mine/materials/text.md:1:1: error: This still has to be written',
    );
    for (const file of ['request.md', 'key.md', 'person.md', 'materials/text.md']) {
      const text = readFileSync(join(folder, file), 'utf8').replaceAll('TODO(orchestrator)', 'done');
      writeFileSync(join(folder, file), text);
    }
    expect((await run(['goals', 'eval', '--cases', 'cases', '--dry-run'], { cwd })).code).toBe(0);
    expect(await make()).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is already a case of that name'),
    });
  });

  test('--dry-run writes nothing; a name that leads elsewhere is refused', async () => {
    const cwd = evalProject();
    const make = (...args: string[]) => run(['goals', 'eval', 'new', ...args, '--cases', 'cases'], { cwd });
    expect((await make('1', 'mine', '--dry-run')).out).toContain(
      '--- ./cases/CHECK_TEXT/mine/key.md\n1. [core] TODO',
    );
    expect((await make('1', '../mine')).code).toBe(2);
    expect(existsSync(join(cwd, 'cases'))).toBe(false);
  });
});

describe('the --json document of goals eval', () => {
  test.each([
    ['--dry-run', 0],
    ['--export=out', 0],
    ['--arm=nothing', 2],
    ['--import=nowhere', 2],
  ])('fits its schema with %s', async (flag, code) => {
    const cwd = evalProject(GOOD_CASE);
    const ran = await run(['goals', 'eval', '--cases', 'cases', '--json', flag], { cwd });
    const document = documentOf(ran);
    expect({ code: ran.code, ok: document.ok }).toEqual({ code, ok: code === 0 });
  });
});
