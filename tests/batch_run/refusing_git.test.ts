import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';
import { ranBatch } from '../support/done_batch.ts';
import { documentOf, emptyFolder, type Run, run } from '../support/program.ts';
import { REFUSAL, refusingGit } from '../support/refusing_git.ts';
import { asUser } from '../support/repository.ts';
import { sampleOf } from '../support/seed.ts';

/** A copy for one call to be refused in. */
function copyOf(folder: string): string {
  const copy = join(emptyFolder(), 'project');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** What the program makes of a git that refused is told in git's words with a remedy, and is no bug. */
function expectTold(ended: Run, call: string): void {
  const { problems } = documentOf(ended);
  const told = { call, code: ended.code, problems };
  expect(JSON.stringify(told)).not.toMatch(/\bbug\b|"internal"/u);
  expect([0, 1, 3], JSON.stringify(told)).toContain(ended.code);
  if (ended.code !== 3) return;
  expect(JSON.stringify(told)).toContain(REFUSAL);
  const errors = problems.filter(({ severity }) => severity === 'error');
  for (const { hint } of errors) expect(hint, JSON.stringify(told)).toEqual(expect.any(String));
}

/** Up to three at a time: each of them is a process that mostly waits for others. */
async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const next = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all([next(), next(), next()]);
}

type Command = {
  readonly name: string;
  /** The project before it. */
  readonly folder: string;
  readonly run: (cwd: string, env: Readonly<Record<string, string>>) => Promise<Run>;
  /** The first call that is not asked by all of them when they open the batch. */
  readonly from?: number;
  readonly afterwards?: (cwd: string) => Promise<void>;
};

type Place = { readonly command: string; readonly at: number; readonly verb: string };

async function commands(): Promise<Command[]> {
  const merged = await ranBatch();
  const failed = await ranBatch([1, 3]);
  const project = await batchProject([{}, { after: ['1'] }]);
  const of = (...args: string[]) => ({
    name: args.join(' '),
    run: (cwd: string, env: Readonly<Record<string, string>>) => run([...args, '--json'], { cwd, env }),
  });
  return [
    {
      ...of('batch', 'merge', '1', '--yes'),
      folder: merged.cwd,
      afterwards: async (cwd) => {
        const again = await run(['batch', 'merge', '1', '--yes', '--json'], { cwd });
        expect(again.code, again.out).toBe(0);
        expect(asUser(cwd, 'rev-parse', 'main').trim()).toBe(merged.head);
        expect(asUser(cwd, 'status', '--porcelain', '--untracked-files=no')).toBe('');
      },
    },
    { ...of('batch', 'undo', '1', '--yes'), folder: failed.cwd, from: 5 },
    { ...of('batch', 'prune', '1', '--yes'), folder: failed.cwd, from: 5 },
    { ...of('batch', 'retry', '1', '--phase', '2', '--rebase'), folder: failed.cwd, from: 5 },
    { ...of('batch', 'archive', '1', '--yes'), folder: failed.cwd },
    {
      name: 'batch run 1',
      folder: project.folder,
      run: (cwd, env) =>
        run(project.runArguments('--json', '--retries', '0'), {
          cwd,
          env: { ...project.environment(), ...env },
        }),
    },
  ];
}

/** One call of each verb of git's, of whichever command, and two of each command at least; npm run faults takes them all. */
async function places(all: readonly Command[]): Promise<readonly Place[]> {
  const found: Place[] = [];
  for (const { name, folder, run, from = 1 } of all) {
    const whole = refusingGit({ at: 0, code: 0 });
    const good = await run(copyOf(folder), whole.env);
    expect(good.code, good.out).toBe(0);
    expect(whole.calls().length).toBeGreaterThan(from);
    const calls = whole.calls().map((call, index) => ({ verb: call.split(' ')[0] ?? '', at: index + 1 }));
    found.push(...calls.filter(({ at }) => at >= from).map((call) => ({ command: name, ...call })));
  }
  const chosen = new Set([
    ...sampleOf(found, { name: 'verbs of git', kindOf: ({ verb }) => verb, share: 0 }),
    ...['one', 'another'].flatMap((name) =>
      sampleOf(found, { name, kindOf: ({ command }) => command, share: 0 }),
    ),
  ]);
  return [...chosen];
}

describe.concurrent('a git that refuses one of its calls', { timeout: 600_000 }, () => {
  let all: readonly Command[] = [];
  let tried: readonly Place[] = [];
  beforeAll(async () => {
    all = await commands();
    tried = await places(all);
  }, 600_000);

  test.each([
    ['[promise:git-refuses] never makes batch merge a bug, and the same command again finishes it', 'merge'],
    ['never makes batch undo a bug', 'undo'],
    ['never makes batch prune a bug', 'prune'],
    ['never makes batch retry a bug', 'retry'],
    ['never makes batch archive a bug', 'archive'],
    ['never makes batch run a bug', 'run'],
  ])('%s', async (_, verb) => {
    const command = all.find(({ name }) => name.startsWith(`batch ${verb} `));
    if (command === undefined) throw new Error(`There is no batch ${verb}.`);
    const own = tried.filter((place) => place.command === command.name);
    expect(own.length).toBeGreaterThan(0);
    await each(own, async ({ at }) => {
      const cwd = copyOf(command.folder);
      // Both codes: 1 is also what git says no with.
      const git = refusingGit({ at, code: at % 2 === 0 && verb !== 'run' ? 1 : 128 });
      const ended = await command.run(cwd, git.env);
      const call = git.calls()[at - 1] ?? '';
      if (verb === 'run') {
        // What stands in the way of a phase is its own reason, with its own remedy.
        expect(JSON.stringify([call, ended.out, ended.err])).not.toMatch(/\bbug\b|"internal"/u);
        expect([0, 1, 3], `${call} ${ended.out}`).toContain(ended.code);
        return;
      }
      expectTold(ended, call);
      if (ended.code === 3) await command.afterwards?.(cwd);
    });
  });
});
