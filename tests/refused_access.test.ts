import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, findProgram } from '../src/platform/index.ts';
import { BatchProject, batchProject, planText } from './support/batch_project.ts';
import { ranBatch } from './support/done_batch.ts';
import { copyOf, type Fault, type FaultyRun, runWithFault, smallBatch } from './support/faulty_batch.ts';
import { emptyFolder, run } from './support/program.ts';
import { repositoryWith } from './support/repository.ts';
import { sampleOf, TRIES_ALL } from './support/seed.ts';
import { quickAgent } from './support/torture.ts';

/*
 * What may not be written, and what may not be read: one call of the program is refused, each in a run of its own. Here a few of
 * every command, chosen by the seed of the run; `FAULTS=all` tries every one. What else can fail in a run of a batch is in batch_run/faults.
 */

type Case = {
  readonly name: string;
  readonly args: (project: BatchProject) => readonly string[];
  readonly prepare: () => Promise<BatchProject>;
  /** A file that has to be whole, or not there. */
  readonly makes?: string;
  /** The exit codes that say so; 3 where nothing else is said. */
  readonly endsWith?: readonly number[];
  /** What alone is refused; everything where nothing is said. */
  readonly on?: Fault['on'];
};

/** A project in a folder that somebody else made. */
async function projectIn(folder: string | Promise<{ readonly cwd: string }>): Promise<BatchProject> {
  return new BatchProject(typeof folder === 'string' ? folder : (await folder).cwd);
}

async function after(project: Promise<BatchProject>, ...args: string[]): Promise<BatchProject> {
  const made = await project;
  const ended = await made.call(...args);
  if (ended.code !== 0) throw new Error(ended.err);
  return made;
}

const PLAN = { 'plan.md': planText([{}, {}]) };
const TASKS = {
  'tasks.md': '# Tasks\n\n- [ ] Write the parser in `src/parser.ts`\n- [ ] Test it in `tests/parser.ts`\n',
};

const CASES: readonly Case[] = [
  {
    // What is refused to a phase may fail that phase, with the reason; a run again carries it out.
    name: 'batch run',
    args: (project) => quickAgent(project).filter((argument) => argument !== '--json'),
    prepare: smallBatch,
    endsWith: [1, 3],
    // What may not be written there has tests of its own.
    on: 'reads',
  },
  {
    name: 'batch generate',
    args: () => ['batch', 'generate', 'plan.md'],
    prepare: () => projectIn(repositoryWith(PLAN)),
  },
  { name: 'batch merge', args: () => ['batch', 'merge', '1', '--yes'], prepare: () => projectIn(ranBatch()) },
  {
    name: 'batch undo',
    args: () => ['batch', 'undo', '1', '--phase', '2', '--yes'],
    prepare: () => projectIn(ranBatch()),
  },
  { name: 'batch archive', args: () => ['batch', 'archive', '1'], prepare: () => projectIn(ranBatch()) },
  { name: 'batch prune', args: () => ['batch', 'prune', '1', '--yes'], prepare: () => projectIn(ranBatch()) },
  {
    name: 'batch retry',
    args: () => ['batch', 'retry', '1', '--phase', '2'],
    prepare: () => projectIn(ranBatch([1])),
  },
  {
    name: 'config set',
    args: () => ['config', 'set', 'model', 'other'],
    prepare: () => after(projectIn(repositoryWith(PLAN)), 'config', 'set', 'baseUrl', 'http://127.0.0.1:9'),
  },
  {
    name: 'plan import',
    args: () => ['plan', 'import', 'tasks.md', '--out', 'made.md'],
    prepare: () => projectIn(repositoryWith(TASKS)),
    makes: 'made.md',
  },
  {
    name: 'plan normalise',
    args: () => ['plan', 'normalise', 'plan.md', '--out', 'made.md'],
    prepare: () => projectIn(repositoryWith(PLAN)),
    makes: 'made.md',
  },
];

const WAYS: readonly Omit<Fault, 'at'>[] = [
  { on: 'files', code: 'EACCES', stays: false },
  { on: 'files', code: 'EROFS', stays: true },
  { on: 'reads', code: 'EACCES', stays: false },
];

const TRIES = 1;

describe.concurrent('access that is refused is told with its place and its remedy, and leaves nothing half done', () => {
  test.each(CASES)('$name', { timeout: TRIES_ALL ? 3_600_000 : 60_000 }, async (each) => {
    const before = await each.prepare();
    const wrong: string[] = [];
    for (const way of WAYS.filter(({ on }) => each.on === undefined || on === each.on)) {
      const clean = copyOf(before);
      const good = await runWithFault(clean, { ...way, at: 0 }, each.args(clean));
      expect(good.code, good.out + good.err).toBe(0);
      const places = Array.from({ length: good.count }, (_, place) => place + 1);
      const name = `${each.name} ${way.on} ${way.code}`;
      const tried = sampleOf(places, { name, kindOf: () => '', share: TRIES / Math.max(1, places.length) });
      for (const at of tried)
        for (const fault of await faultsAt(before, each, { ...way, at }, whole(clean, each)))
          wrong.push(`${name} at ${at}: ${fault}`);
    }
    expect(wrong.join('\n\n')).toBe('');
  });
});

/** The text of what a command makes. */
function whole(project: BatchProject, { makes }: Case): string | undefined {
  const path = join(project.folder, makes ?? '');
  return makes === undefined || !existsSync(path) ? undefined : readFileSync(path, 'utf8');
}

async function faultsAt(
  before: BatchProject,
  each: Case,
  fault: Fault,
  text: string | undefined,
): Promise<string[]> {
  const project = copyOf(before);
  const args = each.args(project);
  const refused = await runWithFault(project, fault, args);
  const wrong = wordsWrong(refused, fault, each.endsWith);
  const made = whole(project, each);
  if (made !== undefined && made !== text) wrong.push(`half of it is there: ${made.slice(0, 80)}`);
  const again = await run(args, { cwd: project.folder, env: project.environment() });
  // Done though something was refused, or done before: then there is nothing more to do.
  if (again.code !== 0 && refused.code !== 0 && !DONE_BEFORE.test(again.err))
    wrong.push(`run again, it ended with ${again.code}: ${again.err}`);
  const staged = filesBelow(project.folder).filter((path) => /\.orchestrator-staging-|\.tmp/u.test(path));
  // Where nothing can be written, nothing can be taken away.
  const mayStay = fault.stays || /^(?:rm|unlink)/u.test(refused.failed?.name ?? '');
  if (staged.length > 0 && !mayStay) wrong.push(`left: ${staged}`);
  return wrong.map(
    (what) =>
      `${refused.failed?.name} ${refused.failed?.path}, exit ${refused.code}: ${what}\n${refused.failed?.stack}`,
  );
}

/** It went through but for what does not count, such as taking it to the device, which was told. */
const DONE_BEFORE = /already|nothing to|has not failed; it is waiting|There is no batch 1/iu;

function wordsWrong(
  { code, out, err, hung, failed }: FaultyRun,
  { code: refusal }: Fault,
  endsWith: readonly number[] = [3],
): string[] {
  if (hung) return ['it did not end'];
  if (failed === undefined) return ['there was no such call'];
  const text = out + err;
  const wrong: string[] = [];
  if (/\bbug\b|\n {4}at |internal/u.test(text)) wrong.push(`it is called a bug: ${text}`);
  if (code === 0) return wrong;
  if (!endsWith.includes(code ?? -1)) wrong.push(`it ended with ${code}: ${text}`);
  const words = refusal === 'EACCES' ? /permission denied|EACCES/u : /read-only|EROFS/u;
  if (!words.test(text)) wrong.push(`it names no reason: ${text}`);
  const [, told = ''] = /error: (.*)/u.exec(text) ?? [];
  if (!/\//u.test(text)) wrong.push(`it names no path: ${told}`);
  if (!/^ {2,}\S/mu.test(err)) wrong.push(`it names no remedy: ${text}`);
  return wrong;
}

describe('a program that may not be run', () => {
  /** A file that is there, is no folder, and may not be run, even by root. */
  function notToRun(name: string): string {
    const file = join(emptyFolder(), name);
    writeFileSync(file, '#!/bin/sh\nexit 0\n', { mode: 0o644 });
    return file;
  }

  test('and is git is named, with the reason', async () => {
    const project = await batchProject([{}]);
    const git = notToRun('git');
    const folder = dirname(git);
    for (const name of ['sh', 'node'])
      symlinkSync(findProgram(name, process.env.PATH ?? '') ?? '', join(folder, name));
    const env = { ...project.environment(), PATH: folder };
    for (const args of [
      project.runArguments(),
      ['batch', 'merge', '1'],
      ['batch', 'undo', '1'],
      ['batch', 'prune', '1'],
      ['batch', 'archive', '1'],
    ]) {
      const ended = await project.callWith(env, ...args);
      expect(ended, args.join(' ')).toMatchObject({ code: 3, out: '' });
      expect(ended.err).toContain(`git cannot be run: ${git}: permission denied.\n  Fix that`);
    }
    const none = await project.callWith({ ...env, PATH: emptyFolder() }, ...project.runArguments());
    expect(none).toMatchObject({ code: 3, out: '' });
    expect(none.err).toContain('git cannot be run: there is no program git in any folder of PATH.');
  });

  test('and is an agent is named, with the reason, and its phase fails', async () => {
    const project = await batchProject([{}]);
    const agent = notToRun('agent');
    const ended = await project.call(
      'batch',
      'run',
      '1',
      '--yes',
      '--retries',
      '0',
      '--executor-command',
      agent,
    );
    expect(ended.code).toBe(1);
    expect(ended.out).toContain(`command could not be started: ${agent}: permission denied.`);
  });
});
