import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BatchProject, batchProject } from '../support/batch_project.ts';
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

/** Calls of git by their number: of every verb of git's one, and a part of the others (npm run faults takes them all). */
function placesIn(calls: readonly string[], { name, from = 1, share }: Places): number[] {
  const places = calls.map((call, index) => ({ call, at: index + 1 })).filter(({ at }) => at >= from);
  const kindOf = ({ call }: { call: string }) => call.split(' ')[0] ?? '';
  return sampleOf(places, { name, kindOf, share }).map(({ at }) => at);
}

type Places = { readonly name: string; readonly from?: number; readonly share: number };

/** Has one call of a verb after the other be refused, from `from` on. */
async function refuseEach(
  folder: string,
  args: readonly string[],
  {
    from = 1,
    afterwards,
  }: { readonly from?: number; readonly afterwards?: (cwd: string) => Promise<void> } = {},
): Promise<void> {
  const whole = refusingGit({ at: 0, code: 0 });
  const good = await run(args, { cwd: copyOf(folder), env: whole.env });
  expect(good.code, good.out).toBe(0);
  expect(whole.calls().length).toBeGreaterThan(from);
  const numbers = placesIn(whole.calls(), { name: args.join(' '), from, share: 0 });
  await each(numbers, async (at) => {
    const cwd = copyOf(folder);
    // Both codes: 1 is also what git says no with.
    const git = refusingGit({ at, code: at % 2 === 0 ? 1 : 128 });
    const ended = await run(args, { cwd, env: git.env });
    expectTold(ended, git.calls()[at - 1] ?? '');
    if (ended.code === 3) await afterwards?.(cwd);
  });
}

describe.concurrent('a git that refuses one of its calls', () => {
  test('[promise:git-refuses] never makes batch merge a bug, and the same command again finishes it', async () => {
    const { cwd: folder, head } = await ranBatch();
    const args = ['batch', 'merge', '1', '--yes', '--json'];
    await refuseEach(folder, args, {
      afterwards: async (cwd) => {
        const again = await run(args, { cwd });
        expect(again.code, again.out).toBe(0);
        expect(asUser(cwd, 'rev-parse', 'main').trim()).toBe(head);
        expect(asUser(cwd, 'status', '--porcelain', '--untracked-files=no')).toBe('');
      },
    });
  });

  test('never makes batch undo, archive, prune or retry a bug', async () => {
    const { cwd: folder } = await ranBatch([1, 3]);
    // What opening the batch asks is asked by merge too.
    const from = 9;
    await refuseEach(folder, ['batch', 'undo', '1', '--yes', '--json'], { from });
    await refuseEach(folder, ['batch', 'prune', '1', '--yes', '--json'], { from });
    await refuseEach(folder, ['batch', 'retry', '1', '--phase', '2', '--rebase', '--json'], { from });
    await refuseEach(folder, ['batch', 'archive', '1', '--yes', '--json']);
  });

  test('never makes batch run a bug', async () => {
    const project = await batchProject([{}, { after: ['1'] }]);
    const whole = new BatchProject(copyOf(project.folder));
    const counted = refusingGit({ at: 0, code: 0 });
    const runOf = (cwd: string, env: Readonly<Record<string, string>>) =>
      run(project.runArguments('--json', '--retries', '0'), {
        cwd,
        env: { ...project.environment(), ...env },
      });
    expect((await runOf(whole.folder, counted.env)).code).toBe(0);
    const numbers = placesIn(counted.calls(), { name: 'batch run', share: 0 });
    await each(numbers, async (at) => {
      const git = refusingGit({ at, code: 128 });
      const ended = await runOf(copyOf(project.folder), git.env);
      const call = git.calls()[at - 1] ?? '';
      expect(JSON.stringify([call, ended.out, ended.err])).not.toMatch(/\bbug\b|"internal"/u);
      expect([0, 1, 3], `${call} ${ended.out}`).toContain(ended.code);
    });
  });
});
