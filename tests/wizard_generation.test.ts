import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  GOOD,
  libraryOf,
  MISSING,
  modelServer,
  NEW,
  newPlace,
  type Place,
  textIn,
  wordsOf,
} from './support/generation.ts';
import { CANARY, showsKey } from './support/model.ts';
import { apiError, goodStream, type Reply } from './support/model_server.ts';
import { KEYS, type Pty, runInTerminal } from './support/pty.ts';
import { everythingIn } from './support/wizard.ts';

const DESCRIBE = `Describe the persona ${MISSING} in one line:`;
const ACCEPT = 'Use this persona?';
const SAVED = `components/personas/${MISSING}`;
const WORKING = `Generating ${MISSING} with test-model ...`;
const OTHER = GOOD.persona.replace('You check', 'You only check');

/** A terminal in which the description has been asked for. */
async function atDescription(place: Place, env: Readonly<Record<string, string>> = {}): Promise<Pty> {
  const terminal = runInTerminal(NEW, { ...place, rows: 60, env: { ...place.env, ...env } });
  await terminal.asks(DESCRIBE, '(A persona called "schema sceptic"');
  return terminal;
}

/** A terminal in which the generated text stands and the question whether to use it is asked. */
async function atAccept(place: Place, env: Readonly<Record<string, string>> = {}): Promise<Pty> {
  const terminal = await atDescription(place, env);
  terminal.type(KEYS.enter);
  await terminal.shows(`--- ${MISSING} ---`, GOOD.persona, ACCEPT);
  await terminal.asks(ACCEPT, '> [1] use it', '[2] edit it', '[3] try again', '[4] placeholder');
  return terminal;
}

/** A script that stands for the editor: it gets the file as its last argument. */
function editor({ root }: Place, script: string): string {
  const file = join(root, 'editor.sh');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

function expectNothingLeft({ cwd }: Place): void {
  expect(everythingIn(cwd)).toEqual(['goal_map.json']);
}

test('a missing component is described, waited for, shown and used: saved, and in the framework', async () => {
  let answer = (_: Reply) => {};
  const answered = new Promise<Reply>((resolve) => {
    answer = resolve;
  });
  const server = await modelServer(CANARY, [() => answered]);
  const place = newPlace(server.baseUrl);
  const terminal = await atDescription(place);
  await terminal.shows(`INFO: The required component ${MISSING} was not found. We will now generate it.`);
  terminal.type('A sceptic about schemas.', KEYS.enter);
  await terminal.shows(WORKING);
  await terminal.shows(`${WORKING} (1 s)`);
  answer(goodStream(GOOD.persona));
  await terminal.asks(ACCEPT);
  await terminal.shows(`--- ${MISSING} ---`, GOOD.persona, ACCEPT);
  expect(existsSync(join(place.cwd, 'components'))).toBe(false);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  await terminal.shows(`SUCCESS: Saved ./${SAVED}, a draft by test-model`, 'Configuration complete.');
  expect(terminal.transcript()).not.toContain(WORKING);
  const [request] = server.requests;
  expect(request ? wordsOf(request) : '').toContain(' WANTED\nA sceptic about schemas.\nEND ');
  expect(textIn(place, SAVED)).toContain('description: "A sceptic about schemas."');
  expect(textIn(place, 'output/Audit/00_PERSONA.md')).toContain(GOOD.persona);
  expect(showsKey(terminal.raw())).toBe(false);
});

test('Enter takes the description that is offered; one that is too long is asked for again', async () => {
  const server = await modelServer(CANARY, [goodStream(GOOD.persona)]);
  const terminal = await atDescription(newPlace(server.baseUrl));
  terminal.type('x'.repeat(301), KEYS.enter);
  await terminal.asks(DESCRIBE, 'One line of at most 300 characters.');
  expect(server.requests).toEqual([]);
  terminal.type(KEYS.backspace.repeat(301), KEYS.enter);
  await terminal.asks(ACCEPT);
  const [request] = server.requests;
  expect(request ? wordsOf(request) : '').toContain(' WANTED\nA persona called "schema sceptic"');
});

test('several missing components are all described first, then written together, then shown one by one', async () => {
  const server = await modelServer(CANARY, [
    (request) => goodStream(wordsOf(request).includes('Write the persona') ? GOOD.persona : GOOD.constraint),
  ]);
  const place = newPlace(server.baseUrl, { constraints: ['no_floats.txt'] });
  const terminal = await atDescription(place);
  terminal.type(KEYS.enter);
  await terminal.asks('Describe the constraint no_floats.txt in one line:');
  expect(server.requests).toEqual([]);
  terminal.type(KEYS.enter);
  await terminal.asks(ACCEPT);
  expect(server.requests).toHaveLength(2);
  terminal.type(KEYS.enter);
  await terminal.asks('Use this constraint?');
  terminal.type('placeholder', KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(libraryOf(place)).toEqual([SAVED]);
  expect(textIn(place, 'output/Audit/01_PROMPT_TEMPLATE.md')).toContain('TODO(orchestrator): the constraint');
});

test('the text can be edited in $EDITOR, which gets no key; the edited text is shown again and saved', async () => {
  const server = await modelServer(CANARY, [goodStream(GOOD.persona)]);
  const place = newPlace(server.baseUrl);
  const script = `env > '${join(place.root, 'environment')}'; sed -i 's/Neutral verbs/Loud verbs/' "$2"; test "$1" = --wait`;
  const terminal = await atAccept(place, { EDITOR: `${editor(place, script)} --wait` });
  terminal.type('edit', KEYS.enter);
  await terminal.shows(ACCEPT, 'Loud verbs', ACCEPT);
  await terminal.asks(ACCEPT);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  expect(textIn(place, SAVED)).toContain('Loud verbs');
  const environment = readFileSync(join(place.root, 'environment'), 'utf8');
  expect(environment).toContain('EDITOR=');
  expect(environment).not.toContain('OPENAI_API_KEY');
  expect(showsKey(environment)).toBe(false);
});

test.each([
  ['that fails', 'exit 1', 'The editor ended with exit code 1; the text is as it was.'],
  ['that cannot be found', undefined, 'The editor ended with exit code 127; the text is as it was.'],
  ['that empties the text', ': > "$1"', 'Your edit is not a persona yet: it is empty.'],
  ['that takes the file away', 'rm "$1"', 'The edited text cannot be read.'],
])('an editor %s leaves the text as it was, and it can still be used', async (_, script, said) => {
  const server = await modelServer(CANARY, [goodStream(GOOD.persona)]);
  const place = newPlace(server.baseUrl);
  const EDITOR = script === undefined ? join(place.root, 'no-editor') : editor(place, script);
  const terminal = await atAccept(place, { EDITOR });
  terminal.type('2', KEYS.enter);
  await terminal.shows(said, `--- ${MISSING} ---`, GOOD.persona, ACCEPT);
  await terminal.asks(ACCEPT);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(textIn(place, SAVED).endsWith(`---\n\n${GOOD.persona}\n`)).toBe(true);
});

test('another text can be asked for; what is used is the one that was shown last', async () => {
  const server = await modelServer(CANARY, [goodStream(GOOD.persona), goodStream(OTHER)]);
  const place = newPlace(server.baseUrl);
  const terminal = await atAccept(place);
  terminal.type('again', KEYS.enter);
  await terminal.shows(ACCEPT, 'You only check', ACCEPT);
  await terminal.asks(ACCEPT);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(server.requests).toHaveLength(2);
  expect(textIn(place, SAVED)).toContain(OTHER);
});

test('a text that was shown is not lost when asking for another one fails', async () => {
  const server = await modelServer(CANARY, [goodStream(GOOD.persona), apiError(500, 'Oh no')]);
  const place = newPlace(server.baseUrl);
  const terminal = await atAccept(place);
  terminal.type('3', KEYS.enter);
  await terminal.shows(`${MISSING} could not be generated:`, '(500)', `--- ${MISSING} ---`, ACCEPT);
  await terminal.asks(ACCEPT);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  expect(textIn(place, SAVED)).toContain(GOOD.persona);
});

test('a placeholder can be chosen: nothing is saved, the framework is written with a TODO', async () => {
  const server = await modelServer(CANARY, [goodStream(GOOD.persona)]);
  const place = newPlace(server.baseUrl);
  const terminal = await atAccept(place);
  terminal.type('placeholder', KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  await terminal.shows(
    'TODO: Write it: `orchestrator components new persona schema_sceptic.txt`',
    'Configuration incomplete',
  );
  expect(existsSync(join(place.cwd, 'components'))).toBe(false);
  expect(textIn(place, 'output/Audit/00_PERSONA.md')).toContain('TODO(orchestrator)');
});

test('Escape goes back to the description; the same again keeps the text, another one has it written anew', async () => {
  const server = await modelServer(CANARY, [goodStream(GOOD.persona), goodStream(OTHER)]);
  const place = newPlace(server.baseUrl);
  const terminal = await atAccept(place);
  for (const key of [KEYS.escape, KEYS.enter]) {
    terminal.type(KEYS.escape);
    await terminal.asks(DESCRIBE, '(A persona called "schema sceptic"');
    terminal.type(key);
    await terminal.asks(ACCEPT);
  }
  expect(server.requests).toHaveLength(1);
  terminal.type(KEYS.escape);
  await terminal.asks(DESCRIBE);
  terminal.type('A sceptic about schemas.', KEYS.enter);
  await terminal.shows('You only check', ACCEPT);
  await terminal.asks(ACCEPT);
  terminal.type(KEYS.escape);
  await terminal.asks(DESCRIBE, '(A sceptic about schemas.)');
  terminal.type(KEYS.escape);
  await terminal.asks(ACCEPT);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toMatchObject({ code: 0 });
  const [, second] = server.requests;
  expect(second ? wordsOf(second) : '').toContain(' WANTED\nA sceptic about schemas.\nEND ');
  expect(textIn(place, SAVED)).toContain(OTHER);
  expect(textIn(place, SAVED)).toContain('description: "A sceptic about schemas."');
});

test('a model that fails is said in one line, and the wizard goes on with a placeholder', async () => {
  const server = await modelServer(CANARY, [apiError(401, 'No')]);
  const place = newPlace(server.baseUrl);
  const terminal = await atDescription(place);
  terminal.type(KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  await terminal.shows(`INFO: ${MISSING} could not be generated:`, 'OPENAI_API_KEY (401)', 'TODO: Write');
  expect(existsSync(join(place.cwd, 'components'))).toBe(false);
});

const STYLES = [
  ['with a spinner', {}],
  ['in static text', { ACCESSIBLE: '1' }],
] as const;

test.each(STYLES)(
  'Ctrl-C while the model works %s ends at once with 130 and leaves nothing behind',
  async (_, env) => {
    const server = await modelServer(CANARY, [{ kind: 'silence' }]);
    const place = newPlace(server.baseUrl);
    const terminal = runInTerminal(NEW, { ...place, env: { ...place.env, ...env } });
    await terminal.shows(DESCRIBE, 'schema sceptic');
    if ('ACCESSIBLE' in env) await terminal.shows('or type < to go back. >');
    terminal.type(KEYS.enter);
    await server.received(1);
    await terminal.shows(WORKING);
    const start = performance.now();
    terminal.type(KEYS.interrupt);
    expect(await terminal.ends()).toEqual({ code: 130, signal: null, cooked: true });
    // The call itself would go on for 20 s.
    expect(performance.now() - start).toBeLessThan(5000);
    await terminal.shows('Stopped; nothing was written.');
    expectNothingLeft(place);
    const cursor =
      terminal
        .raw()
        .match(/\u001b\[\?25[hl]/gu)
        ?.at(-1) ?? '\u001b[?25h';
    expect(cursor).toBe('\u001b[?25h');
  },
);

test('SIGTERM while the model works ends with 143 and leaves nothing behind', async () => {
  const server = await modelServer(CANARY, [{ kind: 'silence' }]);
  const place = newPlace(server.baseUrl);
  const terminal = await atDescription(place);
  terminal.type(KEYS.enter);
  await server.received(1);
  await terminal.shows(WORKING);
  terminal.signal('SIGTERM');
  expect(await terminal.ends()).toEqual({ code: 143, signal: null, cooked: true });
  expectNothingLeft(place);
});

test.each([
  ['Ctrl-C', KEYS.interrupt],
  ['Ctrl-D', KEYS.endOfInput],
])(
  '%s at the description question, and at the question whether to use it, leaves nothing behind: 130',
  async (_, key) => {
    const server = await modelServer(CANARY, [goodStream(GOOD.persona)]);
    const places = [newPlace(server.baseUrl), newPlace(server.baseUrl)] as const;
    const description = await atDescription(places[0]);
    description.type(key);
    expect(await description.ends()).toEqual({ code: 130, signal: null, cooked: true });
    expectNothingLeft(places[0]);
    expect(server.requests).toEqual([]);
    const accept = await atAccept(places[1]);
    accept.type(key);
    expect(await accept.ends()).toEqual({ code: 130, signal: null, cooked: true });
    await accept.shows('Stopped; nothing was written.');
    expectNothingLeft(places[1]);
  },
);

test('Ctrl-C after one of two was saved says that it stays', async () => {
  const server = await modelServer(CANARY, [
    (request) => goodStream(wordsOf(request).includes('Write the persona') ? GOOD.persona : GOOD.constraint),
  ]);
  const place = newPlace(server.baseUrl, { constraints: ['no_floats.txt'] });
  const terminal = await atDescription(place);
  terminal.type(KEYS.enter);
  await terminal.asks('Describe the constraint no_floats.txt in one line:');
  terminal.type(KEYS.enter);
  await terminal.asks(ACCEPT);
  terminal.type(KEYS.enter);
  await terminal.asks('Use this constraint?');
  terminal.type(KEYS.interrupt);
  expect(await terminal.ends()).toMatchObject({ code: 130 });
  await terminal.shows('Stopped; no framework was written. Saved components are kept.');
  expect(libraryOf(place)).toEqual([SAVED]);
  expect(existsSync(join(place.cwd, 'output'))).toBe(false);
});

test('ACCESSIBLE=1 describes, waits, shows and asks in static text, and moves no cursor', async () => {
  const server = await modelServer(CANARY, [goodStream(GOOD.persona)]);
  const place = newPlace(server.baseUrl);
  const env = { ...place.env, ACCESSIBLE: '1', NO_COLOR: '1' };
  const terminal = runInTerminal(NEW, { ...place, rows: 60, env });
  await terminal.shows(DESCRIBE, 'Press Enter for "A persona called', 'or type < to go back. >');
  terminal.type('A sceptic.', KEYS.enter);
  await terminal.shows(WORKING, `--- ${MISSING} ---`, GOOD.persona, ACCEPT, '1. use it:', '4. placeholder:');
  await terminal.shows(ACCEPT, 'Press Enter for 1, or type < to go back. >');
  terminal.type('1', KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  await terminal.shows('Chosen: use it', `SUCCESS: Saved ./${SAVED}`, 'Configuration complete.');
  expect(terminal.raw()).not.toContain('\u001b');
  expect(textIn(place, SAVED)).toContain('description: "A sceptic."');
});

test('--yes asks nothing: the derived description is said and what passes its checks is used', async () => {
  const server = await modelServer(CANARY, [goodStream(GOOD.persona)]);
  const place = newPlace(server.baseUrl);
  const terminal = runInTerminal([...NEW, '--yes'], { ...place, rows: 60 });
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  await terminal.shows(`INFO: No description of ${MISSING} was given; using:`, 'SUCCESS: Saved');
  expect(libraryOf(place)).toEqual([SAVED]);
});

test('escape sequences from the endpoint never reach the terminal: not in the answer, not in the model’s name, not in an error', async () => {
  const evil = '\u001b]0;evil\u0007\u001b[31mred\u202e';
  const model = `evil${evil}`;
  const chunk = { model, choices: [{ delta: { content: GOOD.persona }, finish_reason: 'stop' }] };
  const named: Reply = { kind: 'pieces', pieces: [`data: ${JSON.stringify(chunk)}\n\n`], after: 'end' };
  for (const reply of [named, goodStream(GOOD.persona + evil), apiError(500, evil)]) {
    const server = await modelServer(CANARY, [reply]);
    const place = newPlace(server.baseUrl);
    const terminal = runInTerminal([...NEW, '--yes'], {
      ...place,
      rows: 60,
      env: { ...place.env, NO_COLOR: '1' },
    });
    expect(await terminal.ends()).toMatchObject({ code: 0 });
    expect(terminal.raw()).not.toMatch(/\u001b\]|\u0007|\u202e|\u001b\[31m/u);
  }
});
