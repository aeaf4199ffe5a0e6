import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GIVEN, newFramework } from '../support/framework.ts';
import { GOOD, libraryOf, MISSING, modelServer, NEW, newPlace, textIn } from '../support/generation.ts';
import { goodStream, type Reply } from '../support/model_server.ts';
import { documentOf, run } from '../support/program.ts';

const HEADINGS = ['Findings'];
const WHOLE = HEADINGS.map((heading) => `## ${heading}\nNone found.\n`).join('\n');
const THOUGHT = `<think>\n${WHOLE}\n</think>\n\n`;

async function place(...replies: readonly Reply[]) {
  const cwd = await newFramework();
  const server = await modelServer(null, replies);
  const settings = join(cwd, '.config/orchestrator');
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, 'config.json'), JSON.stringify({ maxTries: 1 }));
  return { cwd, server, env: { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model' } };
}

function answersIn(cwd: string): string[] {
  const folder = join(cwd, 'output/Audit/runs');
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const { messages } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    messages: { role: string; content: string }[];
  };
  return messages.filter(({ role }) => role === 'assistant').map(({ content }) => content);
}

const RUN = ['run', 'Audit', ...GIVEN];

test('[promise:no-thinking] headings in a thought are no headings of the answer, and the thought is neither printed nor kept', async () => {
  const { cwd, env } = await place(
    goodStream(THOUGHT.slice(0, 9), THOUGHT.slice(9), 'I have nothing to say.'),
  );
  const { code, out, err } = await run([...RUN, '--strict'], { cwd, env });
  expect({ code, out }).toEqual({ code: 1, out: 'I have nothing to say.\n' });
  expect(err).toContain('"Findings"');
  expect(answersIn(cwd)).toEqual(['I have nothing to say.']);
});

test('an answer behind a thought, in a fence, with remarks, has its headings', async () => {
  const { cwd, env } = await place(
    goodStream(`${THOUGHT}Sure! Here is the review:\n\n\`\`\`markdown\n${WHOLE}\n\`\`\`\n`),
  );
  const { code, err } = await run([...RUN, '--strict'], { cwd, env });
  expect(code).toBe(0);
  expect(err).not.toContain('headings');
});

test.each([
  ['an example', `I can’t review that. Here is an example of a review:\n\n\`\`\`markdown\n${WHOLE}\`\`\`\n`],
  ['what the file says', `The file has this:\n\n\`\`\`\n${WHOLE}\`\`\`\n\nIt is a review already.\n`],
  ['the form', `A report would look like this:\n\`\`\`md\n${WHOLE}\`\`\`\n`],
  ['something behind a thought', `${THOUGHT}Sure! It should look so:\n\n\`\`\`\n${WHOLE}\`\`\`\n`],
])('a heading in a fence around %s is no heading of the answer', async (_, answer) => {
  const { cwd, env } = await place(goodStream(answer));
  const { code, err } = await run([...RUN, '--strict'], { cwd, env });
  expect(code).toBe(1);
  expect(err).toContain('"Findings"');
});

test('a fence that one answer of a chat leaves open is not open in the next', async () => {
  const { cwd, env } = await place(goodStream('Like so:\n\n```sh\nls\n'), goodStream(WHOLE));
  const { code, err } = await run([...RUN, '--chat', '--strict'], { cwd, env, input: 'Go on.\n' });
  expect({ code, told: err.includes('"Findings"') }).toEqual({ code: 0, told: false });
});

test('the end of a thought without a beginning: what was printed is called what it is, and the answer alone is kept', async () => {
  const { cwd, env } = await place(goodStream('It says pass. ', 'more</think>\n\n', WHOLE));
  const shown = await run([...RUN, '--strict'], { cwd, env });
  expect(shown.code).toBe(0);
  expect(shown.err).toContain('was the model thinking aloud; the answer begins now');
  expect(shown.out.endsWith(WHOLE)).toBe(true);
  expect(answersIn(cwd)).toEqual([WHOLE]);
  const told = documentOf(await run([...RUN, '--json'], { cwd, env }));
  expect(told).toMatchObject({ ok: true, answer: WHOLE, missingHeadings: [] });
});

test('a thought that begins as thoughts do is not printed at all, though nothing marks its beginning', async () => {
  const { cwd, env } = await place(goodStream('Okay, so the user ', 'wants more', '</think>\n\n', WHOLE));
  expect(await run([...RUN, '--strict'], { cwd, env })).toMatchObject({ code: 0, out: WHOLE });
});

test('a chat is sent on without the thoughts, and is told no thought twice', async () => {
  const { cwd, env, server } = await place(
    goodStream(`${THOUGHT}One.`),
    goodStream('Thoughts</think>Two.\n'),
  );
  const { code, out } = await run([...RUN, '--chat'], { cwd, env, input: 'And then?\n' });
  expect(code).toBe(0);
  expect(out).toContain('One.');
  const sent = server.requests[1]?.body.messages as { role: string; content: string }[];
  expect(sent.slice(2)).toEqual([
    { role: 'assistant', content: 'One.' },
    { role: 'user', content: 'And then?' },
  ]);
});

test('an answer of nothing but thoughts is none', async () => {
  const { cwd, env } = await place(goodStream('<think>hm'));
  const { code, out, err } = await run(RUN, { cwd, env });
  expect({ code, out }).toEqual({ code: 3, out: '' });
  expect(err).toContain('The model spent all its output on thinking and gave no answer');
});

test.each([
  ['a thought', `<think>\nI should write a persona.\n</think>\n\n${GOOD.persona}`],
  ['the end of a thought', `I ponder\nmore</think>\n\n${GOOD.persona}`],
  ['a remark', `Sure! Here is the persona:\n\n${GOOD.persona}\n\nLet me know if it should be shorter.`],
  ['a fence', `\`\`\`markdown\n${GOOD.persona}\n\`\`\``],
  ['a remark, a fence and a remark', `Here you go:\n\`\`\`\n${GOOD.persona}\n\`\`\`\n\nI hope this helps!`],
  ['a byte order mark', `\ufeff${GOOD.persona}`],
])('%s is no part of the component that is saved', async (_, answer) => {
  const server = await modelServer('sk-canary-9f8e7d6c5b4a39281706f5e4d3c2b1a0', [goodStream(answer)]);
  const there = newPlace(server.baseUrl);
  const { code } = await run(NEW, there);
  expect(code).toBe(0);
  expect(server.requests).toHaveLength(1);
  expect(libraryOf(there)).toEqual([`components/personas/${MISSING}`]);
  const saved = textIn(there, 'components/personas', MISSING);
  expect(saved.slice(saved.indexOf('\n---\n', 4) + 5).trim()).toBe(GOOD.persona);
});
