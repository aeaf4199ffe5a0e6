import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, describe, expect, test } from 'vitest';
import { tools } from '../../src/mcp/tools/index.ts';
import { batchProject, planText } from '../support/batch_project.ts';
import { documentFaults } from '../support/documents.ts';
import { call, greet, type RawServer, startServer } from '../support/mcp_server.ts';
import { cleanEnvironment, emptyFolder, MAIN } from '../support/program.ts';
import { repositoryWith } from '../support/repository.ts';
import { eventually } from '../support/wait.ts';

const running: RawServer[] = [];
const clients: Client[] = [];
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

function started(...args: Parameters<typeof startServer>): RawServer {
  const server = startServer(...args);
  running.push(server);
  return server;
}

type Calls = { readonly good: object | readonly object[]; readonly bad: object | readonly object[] };

/** What each tool is called with to do what it is for, and to fail; in this order. */
const CALLS: Readonly<Record<string, Calls>> = {
  status: { good: {}, bad: { x: 1 } },
  interpret_state: { good: {}, bad: { since: 'whenever' } },
  discover: { good: {}, bad: { budget: 'all' } },
  learn: {
    good: { text: 'The plan has two phases.', kind: 'decision', cite: ['plan.md:1'] },
    bad: { text: 'It is outside.', cite: ['../plan.md:1'] },
  },
  recall: { good: { words: 'phases' }, bad: { words: 1 } },
  goals: { good: { goal: '3' }, bad: { goal: 'NONE' } },
  new: { good: { name: 'Fw', goal: '3', title: 'T' }, bad: { name: 'Fw', goal: 'NONE' } },
  fill: { good: { framework: 'Fw', set: { artifact: 'a', standards: 'b' } }, bad: { framework: 'None' } },
  components: {
    good: [{}, { words: 'root cause' }, { file: 'meticulous_auditor.txt' }],
    bad: [{ file: 'none.txt' }, { words: 'root', file: 'meticulous_auditor.txt' }],
  },
  plan_draft: {
    good: [
      { requirement: 'Add a page /health that answers 200, with a test.', skeleton: true },
      { requirement: 'Add a page /sums that adds, with a test.', dryRun: true },
    ],
    bad: { requirement: 'Add a page /health that answers 200, with a test.' },
  },
  plan_import: { good: { file: 'tasks.md' }, bad: { file: 'none.md' } },
  plan_check: { good: [{ file: 'plan.md' }, { file: 'plan.md', part: 'show' }], bad: { file: 'none.md' } },
  batch_generate: { good: { file: 'plan.md' }, bad: { file: 'none.md' } },
  batches: { good: [{}, { batch: 1 }, { batch: 1, phase: '1' }], bad: [{ batch: 9 }, { phase: '1' }] },
  batch_run_request: { good: { batch: 1 }, bad: { batch: 9 } },
  batch_status: { good: { batch: 1 }, bad: { batch: 9 } },
  batch_decisions: { good: {}, bad: { batch: 0 } },
  batch_report: { good: { batch: 1 }, bad: { batch: 9 } },
  patterns: {
    good: [{}, { task: 'a REST API' }, { id: 'built-in/rest-api' }],
    bad: [{ id: 'none/none' }, { task: 'a REST API', id: 'built-in/rest-api' }],
  },
  review: { good: {}, bad: { commits: 'plan.md' } },
};

describe('every tool', () => {
  test('answers with the document of its command, on success and on failure, and with words', async () => {
    expect(Object.keys(CALLS).toSorted()).toEqual(tools.map(({ name }) => name).toSorted());
    const project = await batchProject([{}, { after: ['1'] }], undefined, {
      'tasks.md': '# Tasks\n\n- [ ] One\n- [ ] Two\n',
    });
    const server = started(project.folder, { env: { ...project.environment(), IS_SANDBOX: '1' } });
    await greet(server);
    const wrong: unknown[] = [];
    for (const [name, { good, bad }] of Object.entries(CALLS))
      for (const [given, isBad] of [
        ...[good].flat().map((each) => [each, false] as const),
        ...[bad].flat().map((each) => [each, true] as const),
      ]) {
        const { isError, document, text } = await call(server, name, given);
        const faults = documentFaults(document);
        const saysWhy = !isBad || /^(?:error|note) [a-z-]+/mu.test(text);
        if (isError !== isBad || faults !== '' || text.trim() === '' || !saysWhy)
          wrong.push({ name, given, isError, faults, text });
      }
    expect(wrong).toEqual([]);
  });

  test('says a remedy in its own terms: arguments and tools, not options and commands', async () => {
    const server = started(emptyFolder());
    await greet(server);
    const { text } = await call(server, 'new', { goal: '3' });
    expect(text).not.toMatch(/remedy:.*--/u);
    const unknown = await call(server, 'components', { file: 'none.txt' });
    expect(unknown.text).toContain('the tool components');
    const absent = await call(server, 'batch_status', { batch: 1 });
    expect(absent.text).toContain('Create one with: the tool batch_generate');
    const wrong = await call(server, 'learn', { text: 5 });
    expect(wrong.text).toContain('The argument text has to be a text.');
    const model = await call(server, 'plan_draft', { requirement: CALLS.plan_draft?.good && 'Add a page.' });
    expect([model.isError, model.text]).toEqual([
      true,
      expect.stringMatching(/no-model[\s\S]*remedy:.*skeleton/u),
    ]);
  });
});

describe('what an agent is told', () => {
  test('of the memory are the facts that hold, and how many do not; what contradicts is named', async () => {
    const cwd = repositoryWith({ 'a.txt': 'one\ntwo\nthree\n' });
    const server = started(cwd);
    await greet(server);
    await call(server, 'learn', { text: 'Cents are kept as text.', cite: ['a.txt:1'] });
    await call(server, 'learn', { text: 'Sums are always rounded up.', cite: ['a.txt:2'] });
    await call(server, 'learn', { text: 'Sums are never rounded up.', cite: ['a.txt:3'] });
    expect((await call(server, 'recall', {})).text).toMatch(
      /Cents are kept[\s\S]*warning facts-contradict: sums-are-always\S* and sums-are-never/u,
    );
    writeFileSync(join(cwd, 'a.txt'), 'ONE\ntwo\n');
    for (const given of [{}, { words: 'cents sums' }]) {
      const { isError, text, document } = await call(server, 'recall', given);
      expect([isError, documentFaults(document)]).toEqual([false, '']);
      expect(text).toMatch(/^lesson sums-are-always\S*: Sums are always rounded up\. \[a\.txt:2\]\n/u);
      expect(text).toContain('note facts-left-out: 2 facts left out');
      expect(JSON.stringify([text, document])).not.toMatch(/cents.are.kept|never/iu);
    }
    const { result } = await server.ask('resources/read', { uri: 'orchestrator://memory' });
    expect(JSON.stringify(result)).not.toMatch(/cents.are.kept|never/iu);
  });

  test('of a folder without git is that it has none, and of a missing file nothing that only a shell has', async () => {
    const server = started(emptyFolder());
    await greet(server);
    expect((await call(server, 'status', {})).text).toMatch(/^project \.: not under git$/mu);
    for (const [name, given] of [
      ['plan_check', { file: 'none.md' }],
      ['plan_import', { file: 'none.md' }],
      ['review', {}],
    ] as const) {
      const { isError, text } = await call(server, name, given);
      expect([name, isError]).toEqual([name, true]);
      expect(text).not.toMatch(/standard input/u);
      expect(text).toMatch(/remedy: \S/u);
    }
  });
});

describe('a client that can ask', () => {
  const NOTES = `# Notes\n\n${['Alpha', 'Beta', 'Gamma', 'Delta']
    .map((name) => `## ${name}\n\nSome words on it.\n\n- one of ${name}\n- two of ${name}\n`)
    .join('\n')}`;

  async function asking(
    mode: 'legacy' | { readonly pin: string },
    answer: (names: string[]) => Record<string, string> | null,
  ) {
    const client = new Client(
      { name: 'test', version: '1' },
      { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } },
    );
    clients.push(client);
    const asked: string[] = [];
    client.setRequestHandler('elicitation/create', ({ params }) => {
      asked.push(params.message);
      const schema = JSON.stringify(params);
      const names = [...schema.matchAll(/"enum":(\[[^\]]*\])/gu)].flatMap(
        ([, list = '[]']) => JSON.parse(list) as string[],
      );
      const content = answer(names);
      return content === null ? { action: 'decline' as const } : { action: 'accept' as const, content };
    });
    await client.connect(
      new StdioClientTransport({
        ...{ command: process.execPath, args: [MAIN, 'mcp'], stderr: 'ignore' },
        cwd: repositoryWith({ 'notes.md': NOTES }),
        env: cleanEnvironment(emptyFolder()),
      }),
    );
    return { client, asked };
  }

  test.each(['legacy', { pin: '2026-07-28' }] as const)(
    'puts the questions of an operation to a person, with %j',
    async (mode) => {
      const { client, asked } = await asking(mode, (names) => ({
        answer: names.find((name) => name.includes('Gamma')) ?? '',
      }));
      const made = await client.callTool({
        name: 'plan_import',
        arguments: { file: 'notes.md', dryRun: true },
      });
      expect(asked).toEqual(['Which of its lists is the work?']);
      expect([made.isError ?? false, JSON.stringify(made.content)]).toEqual([
        false,
        expect.stringContaining('one of Gamma'),
      ]);
      expect(documentFaults(made.structuredContent)).toBe('');
    },
  );

  test.each(['legacy', { pin: '2026-07-28' }] as const)(
    'and takes a refusal for one, with %j',
    async (mode) => {
      const { client } = await asking(mode, () => null);
      const made = await client.callTool({ name: 'plan_import', arguments: { file: 'notes.md' } });
      expect([made.isError, JSON.stringify(made.content)]).toEqual([
        true,
        expect.stringContaining('nothing was written'),
      ]);
    },
  );
});

describe('the root', () => {
  const PLAN = planText([{}]);

  /** Calls `plan_check` of a client that has these roots. */
  async function withRoots(cwd: string, roots: readonly string[], file: string) {
    const server = started(cwd);
    await greet(server, { roots: { listChanged: true } });
    const called = call(server, 'plan_check', { file });
    const asked = await server.next(({ method }) => method === 'roots/list');
    server.send({
      id: asked.id,
      result: { roots: roots.map((root) => ({ uri: pathToFileURL(root).href })) },
    });
    return called;
  }

  test('[promise:mcp-roots] is narrowed by the roots of a client, and never widened', async () => {
    const [root, outside] = [emptyFolder(), emptyFolder()];
    mkdirSync(join(root, 'part'));
    for (const folder of [root, join(root, 'part'), outside]) writeFileSync(join(folder, 'plan.md'), PLAN);
    symlinkSync(outside, join(root, 'way'));
    expect((await withRoots(root, [], 'plan.md')).isError).toBe(false);
    expect((await withRoots(root, [join(root, '..')], 'plan.md')).isError).toBe(false);
    expect((await withRoots(root, [join(root, 'part')], 'plan.md')).isError).toBe(false);
    expect((await withRoots(root, [join(root, 'part')], 'part/plan.md')).isError).toBe(true);
    for (const roots of [[outside], [join(root, 'way')]])
      expect((await withRoots(root, roots, 'plan.md')).text).toContain('no folder in common');
  });

  test('inside a project leaves that project alone, and says where to start', async () => {
    const top = repositoryWith({ 'inner/plan.md': PLAN });
    const server = started(join(top, 'inner'));
    await greet(server);
    expect((await call(server, 'plan_check', { file: 'plan.md' })).isError).toBe(false);
    const { isError, text } = await call(server, 'batch_generate', { file: 'plan.md' });
    expect([isError, text]).toEqual([true, expect.stringMatching(/root-in-project[\s\S]*--root/u)]);
    const named = started(emptyFolder(), { args: ['--root', top] });
    await greet(named);
    expect((await call(named, 'batch_generate', { file: 'inner/plan.md' })).isError).toBe(false);
    const absent = started(top, { args: ['--root', 'none'] });
    expect((await absent.ended).code).toBe(2);
    expect([absent.lines, absent.errors()]).toEqual([[], expect.stringContaining('--root')]);
  });
});

test('what a dependency prints does not reach the client', async () => {
  const noise = join(emptyFolder(), 'noise.cjs');
  writeFileSync(
    noise,
    'process.on("SIGUSR2", () => { console.log("noise"); console.info("noise"); process.stdout.write("noise\\n"); });\n',
  );
  const server = started(emptyFolder(), { env: { NODE_OPTIONS: `--require ${noise}` } });
  await greet(server);
  server.child.kill('SIGUSR2');
  await eventually(() => (server.errors().match(/noise/gu)?.length === 3 ? true : undefined));
  expect((await server.ask('ping')).result).toBeDefined();
  expect(server.lines.filter((line) => line.includes('noise'))).toEqual([]);
});
