import { statSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type BatchProject,
  type BatchRun,
  batchProject,
  type PlannedPhase,
  phaseStates,
} from '../support/batch_project.ts';

/** What an agent does to its phase, and how the phase has to come out: its state, and the reason of its only attempt. */
type Case = PlannedPhase & { readonly agent: readonly object[]; readonly comes: string };

const WORK = { work: 'done by' };
const DONE = { result: { status: 'done', summary: 'All of it is done, and all tests pass.' } };

const CASES: Readonly<Record<string, Case>> = {
  'works, and says nothing': { agent: [WORK], comes: 'done merged' },
  'works, and says that it is done': { agent: [WORK, DONE], comes: 'done merged' },
  'says that it is done, and changed nothing': { agent: [DONE], comes: 'failed empty' },
  'does nothing at all': { agent: [], comes: 'failed empty' },
  'says that it is done, and its gate is red': {
    gates: ['grep -q right src/lies.txt'],
    files: ['src/lies.txt'],
    agent: [{ write: { 'src/lies.txt': 'wrong\n' } }, DONE],
    comes: 'failed gate',
  },
  'says that it is blocked, though its gate is green': {
    agent: [WORK, { result: { status: 'blocked', summary: 'The plan is wrong.' } }],
    comes: 'failed claimed-failure',
  },
  'says that it is done in part': {
    agent: [WORK, { result: { status: 'partial', summary: 'Half.' } }],
    comes: 'failed claimed-failure',
  },
  'writes a result that is no JSON': { agent: [WORK, { rawResult: '{"status":' }], comes: 'done merged' },
  'writes a result of another form': { agent: [WORK, { rawResult: '{"status":42}' }], comes: 'done merged' },
  "says that another attempt's work is blocked": {
    agent: [WORK, { result: { status: 'blocked', summary: 'Late.', token: 'of an attempt before' } }],
    comes: 'done merged',
  },
  'writes outside of its files': {
    agent: [WORK, { write: { 'src/elsewhere.txt': 'x\n' } }],
    comes: 'failed scope',
  },
  'writes beside files that are only expected of it': {
    filesExpected: true,
    agent: [WORK, { write: { 'src/beside.txt': 'x\n' } }],
    comes: 'done merged',
  },
  "rewrites its gate's test, and files are only expected of it": {
    filesExpected: true,
    gates: ['node tests/sum.test.mjs'],
    agent: [WORK, { write: { 'tests/sum.test.mjs': '' } }],
    comes: 'failed tampering',
  },
  "removes its gate's test, and files are only expected of it": {
    filesExpected: true,
    gates: ['node tests/sum.test.mjs'],
    agent: [WORK, { remove: ['tests/sum.test.mjs'] }],
    comes: 'failed tampering',
  },
  "rewrites its gate's test, and its plan says nothing of files": {
    filesUnsaid: true,
    gates: ['node tests/sum.test.mjs'],
    agent: [WORK, { write: { 'tests/sum.test.mjs': '' } }],
    comes: 'failed tampering',
  },
  "removes its gate's test, and its plan says nothing of files": {
    filesUnsaid: true,
    gates: ['node tests/sum.test.mjs'],
    agent: [WORK, { remove: ['tests/sum.test.mjs'] }],
    comes: 'failed tampering',
  },
  'writes what it wants, and its plan says nothing of files': {
    filesUnsaid: true,
    files: ['src/anywhere.txt'],
    agent: [{ write: { 'src/anywhere.txt': 'x\n' } }],
    comes: 'done merged',
  },
  'does nothing, and files are expected of it': { filesExpected: true, agent: [], comes: 'failed empty' },
  'removes a file that is not its own': { agent: [WORK, { remove: ['README.md'] }], comes: 'failed scope' },
  'writes, and its phase declares no file': {
    files: [],
    gates: ['test -s README.md'],
    agent: [{ write: { 'src/only.txt': 'x\n' } }],
    comes: 'failed scope',
  },
  'only looks, and its phase declares no file': {
    files: [],
    gates: ['test -s README.md'],
    agent: [],
    comes: 'done merged',
  },
  "rewrites its gate's test": {
    gates: ['node tests/sum.test.mjs'],
    agent: [WORK, { write: { 'tests/sum.test.mjs': '' } }],
    comes: 'failed tampering',
  },
  "removes its gate's test": {
    gates: ['node tests/sum.test.mjs'],
    agent: [WORK, { remove: ['tests/sum.test.mjs'] }],
    comes: 'failed tampering',
  },
  'ends with a code': { agent: [WORK, { exit: 3 }], comes: 'failed executor' },
  crashes: { agent: [WORK, { crash: 'SIGSEGV' }], comes: 'failed executor' },
  'writes a heartbeat that is no text': { agent: [{ corruptBeat: true }, WORK], comes: 'done merged' },
  'beats, works and ends': { agent: [{ beats: { every: 2 } }, WORK], comes: 'done merged' },
  'commits what it did': {
    agent: [WORK, { git: ['add', '-A'] }, { git: ['commit', '-qm', 'mine'] }],
    comes: 'done merged',
  },
  'amends the commit that it began at': {
    agent: [WORK, { git: ['add', '-A'] }, { git: ['commit', '-q', '--amend', '-m', 'mine'] }],
    comes: 'done merged',
  },
  'commits on a branch of its own, and goes back': {
    agent: [
      { git: ['checkout', '-qb', 'agents-own'] },
      WORK,
      { git: ['add', '-A'] },
      { git: ['commit', '-qm', 'mine'] },
      { git: ['checkout', '-q', '--detach', 'HEAD~1'] },
    ],
    comes: 'failed empty',
  },
  'resets its worktree and works': {
    agent: [{ git: ['reset', '-q', '--hard', 'HEAD'] }, WORK],
    comes: 'done merged',
  },
  'stashes what it did': { agent: [WORK, { git: ['stash', '-qu'] }], comes: 'failed empty' },
  'leaves processes behind': {
    hours: 9,
    agent: [WORK, { leave: 'child' }, { leave: 'session' }, { leave: 'deaf' }],
    comes: 'done merged',
  },
  'floods its output': { hours: 8, agent: [WORK, { flood: 100_000_000 }], comes: 'done merged' },
  'leaves files that git ignores': {
    agent: [WORK, { write: { 'node_modules/x/index.js': 'x' } }],
    comes: 'done merged',
  },
  'puts a link in the place of its file': {
    files: ['src/link.txt'],
    gates: ['test -L src/link.txt'],
    agent: [{ write: { 'src/x': '' } }, { remove: ['src/x'] }, { link: { 'src/link.txt': '/etc/passwd' } }],
    comes: 'done merged',
  },
  'has a gate that was green before': { gates: ['test -s README.md'], agent: [WORK], comes: 'done merged' },
  'has a gate that ran no test': {
    gates: [`node tests/none.mjs`],
    agent: [WORK],
    comes: 'done merged',
  },
  'has a gate that floods': {
    gates: [`sh -c "yes ${'x'.repeat(99)} | head -c 100000000"`],
    agent: [WORK],
    comes: 'done merged',
  },
  'has a gate that leaves a process behind': {
    gates: ['sh -c "sleep 1000 & test -s README.md"'],
    agent: [WORK],
    comes: 'done merged',
  },
};

const NAMES = Object.keys(CASES);
const idOf = (name: keyof typeof CASES): string => `${NAMES.indexOf(name) + 1}`;

describe('an agent that', () => {
  let project: BatchProject;
  let before: Record<string, string>;
  let run: BatchRun;

  beforeAll(async () => {
    const cases = Object.values(CASES);
    project = await batchProject(
      cases,
      { phases: Object.fromEntries(cases.map(({ agent }, place) => [`${place + 1}`, [agent]])) },
      {
        '.gitignore': 'node_modules\n',
        // What a runner prints that found nothing to run (TAP).
        'tests/none.mjs': "console.log('TAP version 13\\n1..0');\n",
        'tests/sum.test.mjs': "import { strict as assert } from 'node:assert';\nassert.equal(1 + 1, 2);\n",
      },
    );
    // Some of them leave what hears no SIGTERM.
    expect((await project.call('config', 'set', 'batch.graceSeconds', '2')).code).toBe(0);
    before = project.users();
    run = await project.run('--retries', '0', '--concurrency', '4');
  }, 600_000);

  test.each(NAMES)('%s', (name) => {
    const why = project.events('attempt-failed', idOf(name)).map(({ evidence }) => evidence);
    expect(phaseStates(run)[idOf(name)], why.join('\n')).toBe(CASES[name]?.comes);
  });

  test('lets some phases fail makes the run end with 1 and the batch partial', () => {
    expect(run.code).toBe(1);
    expect(run).toMatchObject({ ok: false, state: 'partial', batch: 1 });
  });

  test('[promise:batch-evidence] failed leaves nothing in the result, and one that is done all of its work, merged once', () => {
    const done = NAMES.filter((name) => CASES[name]?.comes === 'done merged');
    const phases = new Map(run.phases.map(({ id, prp }) => [id, prp]));
    const merged = project.merged().map((subject) => subject.split(':')[0]);
    expect(merged.sort()).toEqual(done.map((name) => phases.get(idOf(name))).sort());
    const result = project.result();
    const expected = done
      .flatMap((name) => CASES[name]?.files ?? [`src/${idOf(name)}.txt`])
      .concat('src/beside.txt', '.gitignore', 'README.md', 'plan.md', 'tests/none.mjs', 'tests/sum.test.mjs');
    expect(Object.keys(result).sort()).toEqual(expected.sort());
    expect(result['tests/sum.test.mjs']).toContain('assert.equal');
  });

  test('works leaves no worktree and no process, and what is the user’s as it was', () => {
    expect(project.worktrees()).toEqual([]);
    expect(project.processes()).toEqual([]);
    const after = project.users();
    // These two are what agents themselves put there, in a repository that they share with the user.
    expect(after).toEqual({
      ...before,
      refs: expect.stringContaining('refs/heads/agents-own'),
      stash: expect.stringContaining('stash@{0}'),
    });
  });

  test('left anything has it pinned until it is pruned', () => {
    const refs = project.git(
      'for-each-ref',
      '--format=%(objectname)',
      'refs/orchestrator/batches/1/attempts',
    );
    const pinned = project.events('attempt-pinned').flatMap(({ commit }) => commit ?? []);
    expect(refs.split('\n').filter(Boolean).sort()).toEqual(pinned.sort());
    expect(pinned.length).toBeGreaterThan(20);
  });

  test('makes a branch or a stash in the user’s repository is named', () => {
    const told = run.problems.map(({ message }) => message).join('\n');
    expect(told).toContain('refs/heads/agents-own');
  });

  test('floods has a log that is kept short, the start and the end of it', () => {
    const { prp } = run.phases[NAMES.indexOf('floods its output')] as BatchRun['phases'][number];
    expect(statSync(project.path('logs', `${prp}-1.log`)).size).toBeLessThanOrEqual(65 * 1024 * 1024);
    const gate = run.phases[NAMES.indexOf('has a gate that floods')] as BatchRun['phases'][number];
    const log = project.path('logs', `${gate.prp}-1-attempt-gate-1.log`);
    expect(statSync(log).size).toBeLessThanOrEqual(9 * 1024 * 1024);
  });

  test('[promise:batch-weak-gates] has gates that prove little has that said', () => {
    const flags = (name: string) => project.events('gate-ended', idOf(name)).flatMap((gate) => gate.flags);
    expect(flags('has a gate that was green before')).toContain('baseline-green');
    expect(flags('has a gate that ran no test')).toContain('no-test-ran');
    expect(flags('works, and says nothing')).toEqual([]);
    expect(flags('writes beside files that are only expected of it')).toEqual(['unexpected']);
    expect(flags('writes what it wants, and its plan says nothing of files')).toEqual([]);
  });

  test('says something that cannot be read has that written down as no claim', () => {
    for (const name of ['writes a result that is no JSON', "says that another attempt's work is blocked"]) {
      expect(project.events('claimed', idOf(name))).toMatchObject([{ status: 'unreadable' }]);
    }
  });
});
