import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BatchProject, batchProject, type Phases } from './batch_project.ts';
import { goodStream, type ModelServer, type Received, type Reply, startModelServer } from './model_server.ts';
import { run } from './program.ts';

/** A key that may occur only in requests to its endpoint, and in no log. */
export const KEY = 'sk-canary-9f8e7d6c5b4a39281706f5e4d3c2b1a0';

/** The model's answers for one phase, turn by turn; the last is repeated. */
export type Turns = readonly (Reply | ((request: Received) => Reply))[];

/** One of the messages to a model. */
export type Message = { readonly role: string; readonly content: string | null };

/** All messages of a request. */
export const messagesOf = ({ body }: Received) => body.messages as readonly Message[];

/** The result of the last call, as the model receives it. */
export const lastResult = (request: Received | undefined): string =>
  (request && messagesOf(request).findLast(({ role }) => role === 'tool')?.content) ?? '';

/** A server whose answers depend on the phase: the prompt identifies it, and the number of messages so far the turn. */
export async function serverFor(phases: Readonly<Record<string, Turns>>): Promise<ModelServer> {
  const done: Record<string, number> = {};
  return startModelServer(KEY, [
    (request) => {
      const prompt =
        messagesOf(request).find(({ role, content }) => role === 'user' && content)?.content ?? '';
      const id = /^prp_id: PRP-1\.(\d+)\./mu.exec(prompt)?.[1] ?? '1';
      const turns = phases[id] ?? [];
      const at = done[id] ?? 0;
      done[id] = at + 1;
      const reply = turns[Math.min(at, turns.length - 1)] ?? { kind: 'silence' };
      return typeof reply === 'function' ? reply(request) : reply;
    },
  ]);
}

/** An answer that ends the work with a report. */
export const report = (status: string, summary = 'It is written.') =>
  goodStream(
    `All is there.\n\n\`\`\`json\n${JSON.stringify({ status, summary, files: [], tokens: null, problems: [] })}\n\`\`\``,
  );

/** One phase, which declares one file. */
export const ONE: Phases = [{}];
/** Fails at the first failure. */
export const ONCE = ['--retries', '0'];

/** Has the built-in executor carry out a batch against a server, which is closed afterwards. */
export async function worked(
  server: ModelServer,
  phases: Phases = ONE,
  flags: readonly string[] = ONCE,
  prepare: (project: BatchProject) => void = () => {},
) {
  const project = await batchProject(phases);
  prepare(project);
  const env = {
    ...project.environment(),
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: server.baseUrl,
    ORCHESTRATOR_MODEL: 'test-model',
  };
  const args = ['batch', 'run', '1', '--yes', '--json', '--executor', 'model', ...flags];
  const ended = await run(args, { cwd: project.folder, env });
  await server.close();
  const log = await project.call('batch', 'logs', '1', '--phase', '1');
  return { project, ended, log: log.out, status: JSON.parse(ended.out) };
}

/** Writes settings to the user's file. */
export const userSettings = (settings: object) => (project: BatchProject) => {
  const folder = join(project.home, '.config/orchestrator');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(settings), { mode: 0o600 });
};

/** Adds arguments to the built-in executor's own. */
export const withArgs = (...args: readonly string[]) => userSettings({ executors: { model: { args } } });
