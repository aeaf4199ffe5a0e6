import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BatchProject, phaseStates } from '../support/batch_project.ts';
import { goodStream, type ModelServer, startModelServer, toolStream } from '../support/model_server.ts';
import { emptyFolder, ROOT, run } from '../support/program.ts';
import { asUser } from '../support/repository.ts';
import { FAKE_AGENT } from '../support/shell_agent.ts';

const KEY = 'sk-canary-9f8e7d6c5b4a39281706f5e4d3c2b1a0';

/** What each phase of the example writes: id → path → text. */
type Work = Readonly<Record<string, Readonly<Record<string, string>>>>;

const PHASES = {
  1: ['src/convert.js', 'test/convert.test.js'],
  2: ['src/format.js', 'test/format.test.js'],
  3: ['src/cli.js', 'test/cli.test.js'],
};

/** Takes the example's plan to the user's branch, and tells the tree that this ends in. */
async function carriedOut(
  name: string,
  flagsFor: (project: BatchProject) => readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const folder = join(emptyFolder(), name);
  const home = emptyFolder();
  await run(['example', folder], { cwd: home, env: { HOME: home } });
  const project = new BatchProject(folder);
  project.environment = () => ({ HOME: home, ...env });
  const generated = await project.call('batch', 'generate', 'plan.md');
  expect(generated.code, generated.err).toBe(0);
  const ran = await project.call('batch', 'run', '1', '--yes', '--json', ...flagsFor(project));
  expect(ran.code, ran.out).toBe(0);
  const merged = await project.call('batch', 'merge', '1', '--yes');
  expect(merged.code, merged.err).toBe(0);
  // The sample's own gates, and each of them said yes on the tree that was merged.
  const proven = project.events('gate-ended').filter(({ where, result }) => where === 'merged' && result);
  expect(proven.map(({ phase, result }) => `${phase} ${result}`).sort()).toEqual([
    '1 green',
    '2 green',
    '3 green',
    '3 green',
  ]);
  expect(asUser(folder, 'status', '--porcelain')).toBe('');
  return {
    project,
    tree: asUser(folder, 'rev-parse', 'HEAD^{tree}').trim(),
    status: phaseStates(JSON.parse(ran.out)),
  };
}

describe.concurrent('the example, from its plan to the merged branch', () => {
  let work: Work;
  let tree: string;
  let server: ModelServer | undefined;

  beforeAll(async () => {
    const { project, tree: played, status } = await carriedOut('played', () => ['--replay', 'tape']);
    expect(status).toEqual({ 1: 'done merged', 2: 'done gate merged', 3: 'done merged' });
    const textOf = (path: string) => [path, readFileSync(join(project.folder, path), 'utf8')] as const;
    work = Object.fromEntries(
      Object.entries(PHASES).map(([id, paths]) => [id, Object.fromEntries(paths.map(textOf))]),
    );
    tree = played;
    expect(tree).not.toBe(asUser(project.folder, 'rev-list', '--max-parents=0', 'HEAD').trim());
  });
  afterAll(() => server?.close());

  const ONCE = ['--retries', '0'];
  const WORKED = { 1: 'done merged', 2: 'done merged', 3: 'done merged' };

  test('ends in the same tree when a command does the work as when it is played', async () => {
    const ended = await carriedOut('command', ({ aside }) => {
      const phases = Object.fromEntries(
        Object.entries(work).map(([id, files]) => [id, [[{ write: files }]]]),
      );
      writeFileSync(join(aside, 'script.json'), JSON.stringify({ phases }));
      return [
        '--executor-command',
        `${process.execPath} ${FAKE_AGENT} ${join(aside, 'script.json')}`,
        ...ONCE,
      ];
    });
    expect([ended.status, ended.tree]).toEqual([WORKED, tree]);
  });

  test('ends in the same tree when an agent that is talked with does it', async () => {
    const ended = await carriedOut('talked', ({ aside }) => {
      const phases = Object.fromEntries(
        Object.entries(work).map(([id, files]) => [id, { steps: [{ write: files }] }]),
      );
      writeFileSync(join(aside, 'acp.json'), JSON.stringify({ phases }));
      const agent = `${process.execPath} ${join(ROOT, 'tests/support/acp_agent.mjs')} ${join(aside, 'acp.json')}`;
      return ['--executor', `acp:${agent}`, ...ONCE];
    });
    expect([ended.status, ended.tree]).toEqual([WORKED, tree]);
  });

  test('ends in the same tree when the built-in executor does it, with a model on loopback', async () => {
    const turns = new Map<string, number>();
    const local = await startModelServer(KEY, [
      ({ body }) => {
        const messages = body.messages as readonly { readonly content: string | null }[];
        const prompt = messages.map(({ content }) => content ?? '').join('\n');
        const [, prp = ''] = /^prp_id: (\S+)$/mu.exec(prompt) ?? [];
        const id = { 'PRP-1.1.1': '1', 'PRP-1.1.2': '2', 'PRP-1.2.1': '3' }[prp] ?? '';
        const turn = turns.get(id) ?? 0;
        turns.set(id, turn + 1);
        const writes = Object.entries(work[id] ?? {}).map(
          ([path, content]) => ['write', { path, content }] as const,
        );
        if (turn === 0) return toolStream(...writes);
        const report = { status: 'done', summary: 'It is written.', files: [], tokens: null, problems: [] };
        return goodStream(`All is there.\n\n\`\`\`json\n${JSON.stringify(report)}\n\`\`\``);
      },
    ]);
    server = local;
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: local.baseUrl, ORCHESTRATOR_MODEL: 'test-model' };
    const ended = await carriedOut('model', () => ['--executor', 'model', ...ONCE], env);
    expect([ended.status, ended.tree]).toEqual([WORKED, tree]);
    expect(local.complaints).toEqual([]);
  });
});
