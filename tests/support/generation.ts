import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterTest } from './after_test.ts';
import { CANARY } from './model.ts';
import { type ModelServer, type Received, startModelServer } from './model_server.ts';
import { emptyFolder, ROOT } from './program.ts';
import { everythingIn } from './wizard.ts';

/** The text of a shipped component, without its front matter. */
export function shippedText(kind: 'persona' | 'protocol' | 'constraint', stem: string): string {
  const source = readFileSync(join(ROOT, 'components', `${kind}s`, `${stem}.txt`), 'utf8');
  return source.replace(/^---\n[\s\S]*?\n---\n/u, '').trim();
}

/** A model's good answers, by kind. The tests' own: the shipped texts may be reworded at any time. */
export const GOOD = {
  persona: [
    'You check schemas for somebody who has to run a migration tonight. A column that loses data and a warning',
    'about nothing cost them about the same.',
    '',
    'You know where such schemas fail: a default that hides a missing value, a key that is unique only by',
    'custom, a type that rounds, an index that nobody uses, a name that means two things in two tables. What',
    'the queries rely on wins over what looks tidy. Neutral verbs, and the table before the opinion.',
    'Schemas are read first.',
  ].join('\n'),
  protocol: [
    'INTERACTION: single pass.',
    '',
    'Read the schemas before the notes on them. Follow each column to where it is written and to where it is read,',
    'and hold every default against the rows that are there. Where two tables tell different stories, say which',
    'one the queries believe. Leave out what only looks odd. Where something is missing, name what would settle',
    'it and go on with the rest.',
    '',
    'OUTPUT',
    'First whether the migration can run as it is, and what alone stops it.',
    '## Findings',
    'A line or two each, the worst first: table, column, what goes wrong, the smallest cure. Under 300 words.',
    'Schemas first.',
  ].join('\n'),
  constraint:
    'Each finding names the table and the column, because nobody looks for a place that is only hinted at. That holds for schemas too.',
} as const;

/** The persona that {@link newPlace}'s goal names and that no layer has. */
export const MISSING = 'schema_sceptic.txt';

/** `new` without a question, for {@link newPlace}'s goal. */
export const NEW = ['new', 'Audit', '--goal', 'TRY_IT', '--title', 'T'] as const;

/** A project and a home, apart from each other, and an environment in which the model is configured. */
export type Place = {
  /** Contains project and home, and nothing else at first. */
  readonly root: string;
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
};

/**
 * A place to generate in: one request for each answer, and short limits.
 *
 * @param address - of the endpoint; `null` for none
 * @param goal - merged over the goal `TRY_IT`
 */
export function newPlace(address: string | null, goal: Readonly<Record<string, unknown>> = {}): Place {
  const root = emptyFolder();
  const cwd = join(root, 'project');
  const home = join(root, 'home');
  const settings = join(home, '.config/orchestrator');
  mkdirSync(cwd);
  mkdirSync(settings, { recursive: true, mode: 0o700 });
  const limits = { maxTries: 1, timeoutSeconds: 20, idleTimeoutSeconds: 1 };
  writeFileSync(join(settings, 'config.json'), JSON.stringify(limits), { mode: 0o600 });
  const parts = {
    description: 'To try it out.',
    persona: MISSING,
    protocol: 'code_review_pass.txt',
    constraints: ['report_do_not_rewrite.txt'],
  };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { TRY_IT: { ...parts, ...goal } } }));
  const model =
    address === null
      ? {}
      : { OPENAI_BASE_URL: address, OPENAI_API_KEY: CANARY, ORCHESTRATOR_MODEL: 'test-model' };
  return { root, cwd, home, env: { HOME: home, ...model } };
}

/** A model server that lasts as long as the test. */
export async function modelServer(
  ...[key, replies]: Parameters<typeof startModelServer>
): Promise<ModelServer> {
  const server = await startModelServer(key, replies);
  afterTest(() => server.close());
  return server;
}

/** The text of a file in the project. */
export function textIn({ cwd }: Place, ...path: readonly string[]): string {
  return readFileSync(join(cwd, ...path), 'utf8');
}

/** The text of a request, all its messages together. */
export function wordsOf({ body }: Received): string {
  return (body.messages as { content: string }[]).map(({ content }) => content).join('\n\n');
}

/** The content of a project's library; empty where there is no folder. */
export function libraryOf({ cwd }: Place): string[] {
  return everythingIn(cwd).filter((path) => /^components\/./u.test(path) && /\.\w+$/u.test(path));
}

/** An address at which nothing listens, because its server was closed just now. */
export function deadAddress(): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(`http://127.0.0.1:${port}/v1`));
    });
  });
}
