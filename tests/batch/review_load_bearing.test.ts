import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRepository, runRules } from '../../src/batch/index.ts';
import {
  mergedInOrder,
  openBench,
  type ReviewedPhase,
  tryPhase,
  tryUnion,
} from '../../src/batch/review/index.ts';
import { UNCONFINED } from '../../src/batch/safety/sandbox/confiner.ts';
import { createGit } from '../../src/platform/index.ts';
import { casesIn } from '../support/cases.ts';
import { cleanEnvironment, emptyFolder } from '../support/program.ts';
import { asUser, commitOf, repositoryWith, userState } from '../support/repository.ts';

type Files = Readonly<Record<string, string>>;
type Case = {
  readonly name: string;
  readonly before: Files;
  readonly after: Files;
  readonly check: string;
  readonly dead: readonly string[];
};

/** A place for gates in a repository, with ten seconds. */
async function benchIn(folder: string, ms = 60_000) {
  const git = createGit(cleanEnvironment(emptyFolder()));
  const repository = await openRepository(git, folder);
  if (!repository.ok) throw new Error('no repository');
  const batchFolder = join(folder, '.orchestrator/batches/1');
  mkdirSync(batchFolder, { recursive: true });
  const { signal } = new AbortController();
  const context = { git, repository: repository.value, signal };
  const notes: unknown[] = [];
  const bench = openBench({
    ...{ git, repository: repository.value, signal, force: signal, env: cleanEnvironment(emptyFolder()) },
    batch: {
      number: 1,
      folder: batchFolder,
      manifest: {
        schema: 'orchestrator.batch/1',
        batch: 1,
        title: '',
        plan: { file: '', sha256: '' },
        phases: [],
      },
    },
    rules: runRules({}),
    confiner: UNCONFINED,
    base: undefined,
    token: 'token',
    until: performance.now() + ms,
    note: (problem) => notes.push(problem),
  });
  return { bench, context, notes };
}

function phaseWith(...commands: readonly string[]): ReviewedPhase {
  const gates = commands.map((command) => ({
    ...{
      text: command,
      command,
      sees: 'unknown',
      result: 'green',
      where: 'merged',
      flags: [],
      log: null,
      proof: 'verified',
    },
  })) as ReviewedPhase['gates'];
  const none = { declared: [], changed: [], outside: [], added: 0, removed: 0, commit: null, hunks: null };
  return { id: '1', prp: 'PRP-1.1.1', title: 'A part', state: 'done', gates, ...none };
}

describe('hunks that no gate notices', () => {
  test.each(casesIn<Case>('review_dead_hunks.yaml'))(
    '[promise:review-load-bearing] $name',
    async ({ before, after, check, dead }) => {
      const folder = repositoryWith({ ...before, 'check.mjs': check, '.gitignore': '.orchestrator/\n' });
      const parent = asUser(folder, 'rev-parse', 'HEAD').trim();
      const commit = commitOf(folder, { on: parent, changes: after });
      const user = userState(folder);
      const { bench, context, notes } = await benchIn(folder);
      const tried = await tryPhase(
        context,
        bench,
        { phase: phaseWith('node check.mjs'), commit, parent },
        () => {},
      );
      await bench.close();
      if (!tried.ok) throw new Error(JSON.stringify(tried.problems));
      const places = tried.value.found.map(
        ({ file, line, side }) => `${file}:${line}${side === 'before' ? ' before' : ''}`,
      );
      expect(places).toEqual(dead);
      const { total, proven, unproven, notTried } = tried.value.hunks;
      expect([proven + unproven, notTried]).toEqual([total, 0]);
      expect(userState(folder)).toEqual(user);
      expect(asUser(folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
      expect(notes).toEqual([]);
    },
  );

  test('are not told where the gate is red with everything in place, or time is over; both are said', async () => {
    const folder = repositoryWith({ 'a.mjs': 'export const a = 0;\n', '.gitignore': '.orchestrator/\n' });
    const parent = asUser(folder, 'rev-parse', 'HEAD').trim();
    const commit = commitOf(folder, { on: parent, changes: { 'a.mjs': 'export const a = 1;\n' } });
    const found = async (command: string, ms: number) => {
      const { bench, context } = await benchIn(folder, ms);
      const tried = await tryPhase(context, bench, { phase: phaseWith(command), commit, parent }, () => {});
      await bench.close();
      return tried.ok ? tried.value : undefined;
    };
    const red = await found('false', 60_000);
    expect([red?.found, red?.hunks.notTried, red?.problems[0]?.code]).toEqual([[], 1, 'gate-red-here']);
    const late = await found('true', 0);
    expect([late?.found, late?.hunks.notTried, late?.dropped[0]?.why]).toEqual([
      [],
      1,
      expect.stringContaining('time was over'),
    ]);
  });
});

describe('the gates of all phases on the finished branch', () => {
  test('[promise:review-union] name the two phases that do not go together, found by halving', async () => {
    const folder = repositoryWith({ 'a.txt': 'a\n', '.gitignore': '.orchestrator/\n' });
    let head = asUser(folder, 'rev-parse', 'HEAD').trim();
    const merged = ['1', '2', '3', '4', '5', '6'].map((id) => {
      // The fifth takes away what the gate of the second looks for.
      const changes = { [`${id}.txt`]: id, ...(id === '5' ? { '2.txt': null } : {}) };
      head = commitOf(folder, { on: head, changes });
      return { id, commit: head, commands: id === '5' ? [] : [`test -s ${id}.txt`] };
    });
    const { bench } = await benchIn(folder);
    const tried = await tryUnion({ head, merged, known: new Map([['test -s 1.txt', 'green']]) }, bench);
    await bench.close();
    if (!tried.ok) throw new Error('failed');
    const { gates, found, isWhole } = tried.value;
    expect(
      gates.map(({ command, result, isReused, brokenBy }) => [command, result, isReused, brokenBy]),
    ).toEqual([
      ['test -s 1.txt', 'green', true, []],
      ['test -s 2.txt', 'red', false, ['2', '5']],
      ['test -s 3.txt', 'green', false, []],
      ['test -s 4.txt', 'green', false, []],
      ['test -s 6.txt', 'green', false, []],
    ]);
    expect(isWhole).toBe(true);
    expect(found).toMatchObject([{ kind: 'union-red', phase: '5', severity: 'high' }]);
    expect(found[0]?.message).toContain('phase 2 and phase 5 conflict');
  });

  test.each([
    [
      'red, green, red: which holds is chance',
      [2],
      ['red', true, []],
      'weak-gate',
      'green and red on the same',
    ],
    [
      'red, green, green: only that it is flaky',
      [2, 3],
      ['green', true, []],
      'weak-gate',
      'green and red on the same',
    ],
    ['red three times, then green', [5], ['red', true, []], 'weak-gate', 'green and red on the same'],
    [
      'red at the head each time, and wavering before',
      [6],
      ['red', true, []],
      'union-red',
      'on the way there',
    ],
    [
      'red at the head only, as it should be',
      [],
      ['red', undefined, ['1', '2']],
      'union-red',
      'conflict: it was green until',
    ],
  ] as const)('name nobody where one is flaky: %s', async (_, otherwise, expected, kind, says) => {
    const folder = repositoryWith({ 'a.txt': 'a\n', '.gitignore': '.orchestrator/\n' });
    const base = asUser(folder, 'rev-parse', 'HEAD').trim();
    const first = commitOf(folder, { on: base, changes: { '1.txt': '1' } });
    const head = commitOf(folder, { on: first, changes: { '2.txt': '2' } });
    const runs = join(emptyFolder(), 'runs');
    // Red where the second phase is there; the runs that are named come out the other way, of which the first is 1.
    const odd = otherwise.length === 0 ? 'none' : otherwise.join('|');
    const command = `echo >> '${runs}'; n=$(($(wc -l < '${runs}'))); test -e 2.txt; is=$?; case $n in ${odd}) test $is = 0;; *) test $is = 1;; esac`;
    const merged = [
      { id: '1', commit: first, commands: [command] },
      { id: '2', commit: head, commands: [] },
    ];
    const { bench } = await benchIn(folder);
    const tried = await tryUnion({ head, merged, known: new Map() }, bench);
    await bench.close();
    if (!tried.ok) throw new Error('failed');
    const { gates, found } = tried.value;
    expect(gates.map(({ result, isFlaky, brokenBy }) => [result, isFlaky, brokenBy])).toEqual([expected]);
    expect(found).toMatchObject([{ kind }]);
    expect(found[0]?.message).toContain(says);
  });

  test.each([
    ['green now: it is flaky', 'true', ['green', true, false], 'weak-gate'],
    ['red again', 'false', ['red', undefined, false], 'union-red'],
  ] as const)(
    'are asked again where the batch has seen them red on that very tree: %s',
    async (_, command, expected, kind) => {
      const folder = repositoryWith({ 'a.txt': 'a\n', '.gitignore': '.orchestrator/\n' });
      const head = asUser(folder, 'rev-parse', 'HEAD').trim();
      const merged = [{ id: '1', commit: head, commands: [command] }];
      const { bench } = await benchIn(folder);
      const known = new Map([[command, 'red']] as const);
      const tried = await tryUnion({ head, merged, known }, bench);
      const unasked = await tryUnion({ head, merged, known }, undefined);
      await bench.close();
      if (!tried.ok || !unasked.ok) throw new Error('failed');
      const [gate] = tried.value.gates;
      expect([gate?.result, gate?.isFlaky, gate?.isReused]).toEqual(expected);
      expect(tried.value.found).toMatchObject([{ kind }]);
      expect(unasked.value.gates).toMatchObject([{ result: 'red', isReused: true }]);
      expect(unasked.value.found).toMatchObject([{ kind: 'union-red' }]);
    },
  );

  test('are told as not run where nothing may be run and the batch has not', async () => {
    const merged = [{ id: '1', commit: 'x', commands: ['true'] }];
    const tried = await tryUnion({ head: 'x', merged, known: new Map() }, undefined);
    expect(tried.ok && tried.value).toMatchObject({
      isWhole: false,
      found: [],
      gates: [{ result: 'not-run' }],
    });
    expect(mergedInOrder({ phases: [] })).toEqual([]);
  });
});
