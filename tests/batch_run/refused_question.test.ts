import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';
import { ranBatch } from '../support/done_batch.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { REFUSAL, refusingGit } from '../support/refusing_git.ts';
import { asUser, repositoryWith } from '../support/repository.ts';

type Case = {
  readonly command: string;
  /** Words of the call of git that is refused, as a pattern of the shell. */
  readonly call: string;
  readonly code: number;
  readonly problem: string;
};

/** What nothing can be done without ends the command; what is only one of the things that are told is told to be missing. */
const CASES: readonly Case[] = [
  { command: 'review HEAD~1..HEAD', call: 'rev-parse --verify', code: 3, problem: 'git-unusable' },
  { command: 'review main...HEAD', call: 'merge-base', code: 3, problem: 'git-unusable' },
  { command: 'review HEAD~1..HEAD', call: 'grep -n', code: 3, problem: 'git-unusable' },
  { command: 'review', call: 'rev-parse --verify', code: 3, problem: 'git-unusable' },
  { command: 'review', call: 'rev-parse --show-toplevel', code: 3, problem: 'git-unusable' },
  { command: 'batch review 1', call: 'cat-file --batch-check=*', code: 3, problem: 'git-unusable' },
  { command: 'batch status 1', call: 'rev-list --count', code: 0, problem: 'branch-not-compared' },
  { command: 'status', call: 'status --porcelain=v2', code: 1, problem: 'git-unusable' },
  { command: 'interpret-state', call: 'log -z', code: 0, problem: 'commits-not-read' },
  {
    command: 'batch export 1 --as github-actions --prepare true',
    call: 'cat-file -e HEAD:.orchestrator',
    code: 3,
    problem: 'git-unusable',
  },
  {
    command: 'batch attempt 1 1 --yes --executor-command true',
    call: 'status --porcelain -z --no-renames',
    code: 1,
    problem: 'uncommitted-unknown',
  },
  { command: 'discover', call: 'ls-files -z --cached', code: 0, problem: 'files-not-listed' },
];

const REFUSED = { code: 'git-unusable', message: expect.stringContaining(REFUSAL) };

describe.concurrent('a git that refuses to answer', { timeout: 600_000 }, () => {
  let ran = '';
  let fresh = '';
  beforeAll(async () => {
    ran = (await ranBatch([1, 3], { 'a.js': 'let a = 1;\n' })).cwd;
    fresh = (await batchProject([{}])).folder;
  }, 600_000);

  /** Runs a command in a copy, with such calls refused. */
  async function refused({ command, call }: Pick<Case, 'command' | 'call'>) {
    const cwd = join(emptyFolder(), 'project');
    cpSync(/^batch (?:export|attempt)/u.test(command) ? fresh : ran, cwd, { recursive: true });
    const git = refusingGit({ having: call, code: 128 });
    return run([...command.split(' '), '--json'], { cwd, env: git.env });
  }

  test.each(CASES)('are reported as not run: $command, $call', async ({ command, call, code, problem }) => {
    const ended = await refused({ command, call });
    const { problems } = documentOf(ended);
    expect({ code: ended.code, problems }).toEqual({
      code,
      problems: expect.arrayContaining([
        expect.objectContaining({ code: problem, message: expect.stringContaining(REFUSAL) }),
      ]),
    });
  });

  test('whether a batch is on the branch is unknown then, and not denied', async () => {
    const told = JSON.parse((await refused({ command: 'batch report 1', call: 'merge-base' })).out);
    expect(told.delivered ?? told.report?.delivered).not.toBe(false);
    expect(JSON.stringify(told)).toContain('unknown');
  });

  test('is why an attempt failed, in its document too', async () => {
    const command = 'batch attempt 1 1 --yes --executor-command true';
    const { ok, outcome, why } = documentOf(await refused({ command, call: 'worktree add' }));
    expect({ ok, outcome, why }).toEqual({
      ok: false,
      outcome: 'failed',
      // As much of git's words as one line has room for.
      why: expect.stringContaining(REFUSAL.slice(0, 30)),
    });
  });

  test('is told by a draft, which then goes by the files that are there', async () => {
    const command = 'plan draft Greet everybody --no-model';
    const { problems } = documentOf(await refused({ command, call: 'ls-files -z --cached' }));
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'files-not-listed', message: expect.stringContaining(REFUSAL) }),
    );
  });

  test('about a program that a gate runs is not taken for a program that is not there', async () => {
    const phases = [{ files: ['src/a.js'], gates: ['node check.mjs'] }];
    const script = { phases: { '1': [[{ write: { 'src/a.js': 'export const a = 1;\n' } }]] } };
    const project = await batchProject(phases, script, { 'check.mjs': '// Finds nothing wrong.\n' });
    expect((await project.run()).counts).toMatchObject({ done: 1 });
    const git = refusingGit({ having: 'cat-file blob', code: 128 });
    const options = { cwd: project.folder, env: { ...project.environment(), ...git.env } };
    const ended = await run(['batch', 'review', '1', '--json'], options);
    expect([ended.code, documentOf(ended).problems]).toEqual([3, [expect.objectContaining(REFUSED)]]);
  });

  test('about what a file was that is no longer in the index is not taken for a new file', async () => {
    const cwd = repositoryWith({ 'a.txt': 'one\ntwo\n' });
    asUser(cwd, 'rm', '-q', '--cached', 'a.txt');
    writeFileSync(join(cwd, 'a.txt'), 'one\nthree\n');
    const git = refusingGit({ having: 'cat-file blob', code: 128 });
    const ended = await run(['review', '--json'], { cwd, env: git.env });
    expect([ended.code, documentOf(ended).problems]).toEqual([3, [expect.objectContaining(REFUSED)]]);
  });

  test('that names a repository which is gone is not told as no repository', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, '.git'), 'gitdir: /nowhere/at/all\n');
    const { problems } = documentOf(await run(['review', '--json'], { cwd }));
    expect(problems).toEqual([
      expect.objectContaining({ code: 'git-unusable', message: expect.stringContaining('/nowhere/at/all') }),
    ]);
  });
});
