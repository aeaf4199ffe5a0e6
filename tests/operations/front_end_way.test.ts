import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type DiscoverEvent,
  discoverProject,
  type ExportEvent,
  executeTask,
  exportFramework,
  type ImportPromptsEvent,
  type InterpretEvent,
  importPrompts,
  interpretState,
  type KnowledgeEvent,
  listMemory,
  type MemoryEvent,
  neverAsks,
  type OrchestrateEvent,
  orchestrate,
  reportStatus,
  research,
  type StatusEvent,
  type TaskEvent,
} from '../../src/operations/index.ts';
import { answeredPhase, answerOf, draftPlace } from '../support/draft.ts';
import { contextIn, documentOf, kinds, withoutTerminal } from '../support/front_end.ts';
import { goodStream, type Reply, startModelServer } from '../support/model_server.ts';
import { scriptedPort } from '../support/scripted_port.ts';

const GATES = [{ text: 'It is there', command: 'test -s src/part_1.js' }];

const servers: Awaited<ReturnType<typeof startModelServer>>[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

/** A project under git with a model, and the command line of an agent that is a shell script. */
async function project(script: string, ...replies: readonly Reply[]) {
  const server = await startModelServer(null, [...replies]);
  servers.push(server);
  const place = draftPlace(server.baseUrl);
  for (const args of [
    ['add', '-A'],
    ['commit', '-qm', 'Begin'],
  ])
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args], { cwd: place.cwd });
  const agent = join(place.root, 'agent.sh');
  writeFileSync(agent, script.replaceAll('MARK', join(place.root, 'mark')));
  const context = contextIn(place.cwd, place.env as Record<string, string>);
  return { context, executorCommand: `sh ${agent}` };
}

/** It works at the second try. */
const AT_SECOND =
  'mkdir -p src; if [ -f MARK ]; then echo 1 > src/part_1.js; else : > MARK; : > src/part_1.js; fi\n';

const ANSWER = (evidence: (quote: string) => object[]) => ({
  statements: [
    { text: 'It is a shop.', evidence: evidence('A shop.') },
    { text: 'It is a bank.', evidence: evidence('A bank.') },
  ],
  open: [],
});

// Made before anybody watches standard error, to which git is given a way.
const overcoming = await project(AT_SECOND, answerOf([answeredPhase('1', { gates: GATES })]));
const greeting = await project('echo hello > hello.txt\n');
const looking = await project('');
const asking = await project(
  '',
  goodStream(JSON.stringify(ANSWER((quote) => [{ path: 'README.md', from: 3, to: 3, quote }]))),
);
const exchanging = await project('');

describe('the whole way, without a terminal', () => {
  withoutTerminal();

  test('asks before commands run and before anything is kept; a yes to the one is none to the other', async () => {
    const { context, executorCommand } = overcoming;
    const request = {
      ...{ words: ['Add a login page.'], budget: 16_000, execute: true, generate: false },
      executorCommand,
    };
    const declined = scriptedPort<OrchestrateEvent>(['Let them run?', 'no']);
    expect(await orchestrate(context, request, declined.port)).toMatchObject({ cause: 'declined' });
    const memory = async () => {
      const told = scriptedPort<MemoryEvent>();
      return documentOf(await listMemory(context, {}, told.port), told).facts;
    };
    const no = scriptedPort<OrchestrateEvent>(['Let them run?', 'once'], ['Keep 1 fact', false]);
    const ran = documentOf(await orchestrate(context, request, no.port), no);
    expect(ran).toMatchObject({ ok: true, batch: 1, counts: { done: 1, total: 1 }, kept: [] });
    expect(kinds(no.events)).toEqual(expect.arrayContaining(['step', 'commands', 'proposals', 'next']));
    expect(await memory()).toEqual([]);
    const yes = scriptedPort<OrchestrateEvent>(['Keep 1 fact', true]);
    const kept = documentOf(await orchestrate(context, request, yes.port), yes);
    expect(kept.kept).toHaveLength(1);
    expect((await memory()).map(({ id }) => id)).toEqual(kept.kept);
  });

  test('asks for the gate of one task, and suggests the command that the project has', async () => {
    const { context, executorCommand } = greeting;
    const request = { words: ['Say hello to all'], files: ['hello.txt'], generate: false, executorCommand };
    const silent = await executeTask(context, request, neverAsks());
    expect(silent).toMatchObject({ cause: 'usage', problems: [{ code: 'gate-missing' }] });
    const closed = scriptedPort<TaskEvent>(['Which command fails', null]);
    expect(await executeTask(context, request, closed.port)).toMatchObject({ cause: 'interrupted' });
    expect(existsSync(join(context.cwd, '.orchestrator'))).toBe(false);
    const asked: string[] = [];
    const script = scriptedPort<TaskEvent>(['(package.json has this one)', 'test -s hello.txt']);
    const text: typeof script.port.text = (question) => {
      asked.push(question.default);
      return script.port.text(question);
    };
    const planned = await executeTask(context, { ...request, planOnly: true }, { ...script.port, text });
    expect(documentOf(planned, script).gates).toEqual(['test -s hello.txt']);
    expect(asked).toEqual(['npm test']);
    expect(kinds(script.events)).toContain('task-planned');
  });

  test('finds out, says where things stand and what happened', async () => {
    const { context } = looking;
    const found = scriptedPort<DiscoverEvent>();
    expect(
      documentOf(await discoverProject(context, { budget: 'minimal' }, found.port), found).facts.length,
    ).toBeGreaterThan(2);
    const stands = scriptedPort<StatusEvent>();
    const { next } = documentOf(await reportStatus(context, {}, stands.port), stands);
    expect(next?.command).toContain('orchestrator orchestrate');
    const happened = scriptedPort<InterpretEvent>();
    documentOf(await interpretState(context, { since: '3d' }, happened.port), happened);
    expect([kinds(found.events), kinds(stands.events), kinds(happened.events)]).toEqual([
      ['discovered'],
      ['status'],
      ['happened'],
    ]);
    expect(await interpretState(context, { since: 'soon' }, neverAsks())).toMatchObject({ cause: 'usage' });
  });

  test('answers a question with what stands in the files, and leaves out what does not', async () => {
    const { context } = asking;
    const told = scriptedPort<KnowledgeEvent>();
    const document = documentOf(await research(context, { words: ['What is the shop?'] }, told.port), told);
    expect(document.statements.map(({ text }) => text)).toEqual(['It is a shop.']);
    expect(kinds(told.events)).toContain('answered');
  });

  test('exports and imports on a yes, and writes nothing on a no', async () => {
    const { context } = exchanging;
    const wish = { wanted: 'meticulous_auditor', as: 'agent' };
    const file = join(context.cwd, '.claude/agents/meticulous-auditor.md');
    const no = scriptedPort<ExportEvent>(['Write this to', false]);
    expect(await exportFramework(context, wish, no.port)).toMatchObject({ cause: 'declined' });
    expect(existsSync(file)).toBe(false);
    const yes = scriptedPort<ExportEvent>(['Write this to', true]);
    const { files } = documentOf(await exportFramework(context, wish, yes.port), yes);
    expect([files[0]?.outcome, readFileSync(file, 'utf8')]).toEqual(['created', files[0]?.text]);
    expect(kinds(yes.events)).toEqual(['planned', 'done']);
    const back = { files: ['.claude/agents/meticulous-auditor.md'], name: 'mine' };
    expect(await importPrompts(context, back, neverAsks())).toMatchObject({
      problems: [{ code: 'not-confirmed' }],
    });
    const taken = scriptedPort<ImportPromptsEvent>(['Write 1 component?', true]);
    const { components } = documentOf(await importPrompts(context, back, taken.port), taken);
    expect(components).toMatchObject([{ kind: 'persona', file: 'mine.txt' }]);
    expect(kinds(taken.events)).toEqual(['problems', 'planned', 'done']);
  });
});
