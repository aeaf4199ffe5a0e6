import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import { identityOf, ownIdentity, takeLock } from '../../src/platform/index.ts';
import { afterTest } from '../support/after_test.ts';
import { attemptFailed, attemptStarted, gateEnded, phaseFailed } from '../support/batch_events.ts';
import {
  growJournal44,
  in44,
  journalLines,
  phaseDone,
  projectWith44,
  runAtNoon,
  write44,
  writeJournal44,
} from '../support/batch_journal.ts';
import { documentOf, emptyFolder, run, start } from '../support/program.ts';

const ENDED = { event: 'run-ended', run: 'r1', outcome: 'partial', why: '' } as Partial<BatchEvent>;
const FAILED = [
  runAtNoon(),
  ...phaseDone('1', { from: 0, minutes: 2 }),
  attemptStarted('2a', 1, 'claude'),
  gateEnded('2a', 1, 0, { result: 'red' }),
  attemptFailed('2a', 1, { evidence: 'expected 1\n\u001b[31mgot 2\u001b[0m\n' }),
  phaseFailed('2a'),
  ...phaseDone('2b', { from: 2, minutes: 2 }),
  ENDED,
] as Partial<BatchEvent>[];

/** Holds batch 44 for as long as the test lasts. */
function hold(cwd: string): { readonly letGo: () => void } {
  const taken = takeLock(in44(cwd, 'run.lock'));
  if (taken.kind !== 'taken') throw new Error('held');
  afterTest(taken.lock.release);
  return { letGo: taken.lock.release };
}

describe('batch status', () => {
  test('of a batch that never ran says so, and takes the newest where none is named', async () => {
    const cwd = await projectWith44();
    const { code, out, err } = await run(['batch', 'status'], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`Batch 44: Shop
It has not been run yet; \`orchestrator batch run 44\` runs it.
0 of 4 done, 4 waiting; not run yet

PRP-44.1.1  waiting  Setup the project          ready
PRP-44.2.1  waiting  Add an endpoint for items  after PRP-44.1.1
PRP-44.2.2  waiting  Write a tutorial           after PRP-44.1.1
PRP-44.3.1  waiting  Look at all of it          after PRP-44.2.1, PRP-44.2.2
`);
  });

  test('tells what is done, what failed and why, and what is blocked', async () => {
    const cwd = await projectWith44();
    writeJournal44(cwd, FAILED);
    const { code, out } = await run(['batch', 'status', '44'], { cwd });
    expect(code).toBe(0);
    expect(out).toContain(
      'It is partly done; `orchestrator batch decisions 44` shows what is waiting for you.',
    );
    expect(out).toContain('2 of 4 done, 1 failed, 1 blocked');
    expect(out).toMatch(/PRP-44\.1\.1 {2}done .* merged as cccccccccccc, 2 files, 1 attempt\n/u);
    expect(out).toMatch(/PRP-44\.2\.1 {2}failed .* no try is left; red: npm test\n/u);
    expect(out).toMatch(/PRP-44\.3\.1 {2}blocked .* needs PRP-44\.2\.1\n/u);
    const document = documentOf(await run(['batch', 'status', '44', '--json'], { cwd }));
    expect(document).toMatchObject({
      schema: 'orchestrator.batch-status/1',
      ok: true,
      batch: 44,
      state: 'partial',
      counts: { total: 4, done: 2, failed: 1, blocked: 1 },
    });
    expect(Object.keys(document)).toEqual([
      'schema',
      'ok',
      'batch',
      'state',
      'phases',
      'holds',
      'counts',
      'problems',
    ]);
  });

  test('knows a run that crashed from one that goes on, by its lock, and shows the last activity', async () => {
    const cwd = await projectWith44();
    writeJournal44(cwd, [runAtNoon(), attemptStarted('1', 1, 'claude')]);
    const crashed = await run(['batch', 'status'], { cwd });
    expect(crashed.out).toContain(
      'Its run crashed. `orchestrator batch run 44` continues it and cleans up .orchestrator.',
    );
    expect(crashed.out).toContain('attempt 1 of 2 by claude, left behind');
    const beat = { schema: 'orchestrator.attempt-beat/1', at: 'x', logBytes: 0, pid: 1 };
    write44(
      cwd,
      'beats/PRP-44.1.1-1.json',
      JSON.stringify({ ...beat, lastActivity: new Date().toISOString() }),
    );
    hold(cwd);
    const running = await run(['batch', 'status'], { cwd });
    expect(running.out).toMatch(/^Process 1 on h runs it, since \d\d:\d\d:\d\d\.$/mu);
    expect(running.out).toMatch(/attempt 1 of 2 by claude, .*, active \d+ s ago/u);
  });

  test('shows what can be read of a damaged journal, and locates the rest', async () => {
    const cwd = await projectWith44();
    writeJournal44(cwd, FAILED.slice(0, 3));
    appendFileSync(in44(cwd, 'journal.ndjson'), '{"seq":4}\n');
    growJournal44(cwd, 4, FAILED.slice(3));
    const { code, out, err } = await run(['batch', 'status'], { cwd });
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(
        /^\.\/\.orchestrator\/batches\/44\/journal\.ndjson:4:1: error: The journal is damaged/u,
      ),
    });
    expect(out).toContain('PRP-44.1.1  gating');
    const listed = await run(['batch', 'list'], { cwd });
    expect(listed).toMatchObject({
      code: 1,
      out: '44  stopped  0 of 4 done, 1 left behind, 3 waiting  Shop\n',
    });
    const document = documentOf(await run(['batch', 'status', '--json'], { cwd }));
    expect(document).toMatchObject({
      ok: false,
      batch: 44,
      problems: [{ code: 'journal-corrupt', line: 4 }],
    });
  });

  test('takes a torn last line for what a crash leaves, and no problem', async () => {
    const cwd = await projectWith44();
    writeJournal44(cwd, FAILED);
    appendFileSync(in44(cwd, 'journal.ndjson'), '{"seq":99,"at":');
    expect(await run(['batch', 'status'], { cwd })).toMatchObject({ code: 0, err: '' });
  });

  test('names what is wrong with what was asked, as a document too', async () => {
    expect(await run(['batch', 'status'], { cwd: emptyFolder() })).toMatchObject({
      code: 2,
      err: 'error: There are no batches here.\n  Create one with: orchestrator batch generate <plan>\n',
    });
    const document = documentOf(await run(['batch', 'status', 'x', '--json'], { cwd: emptyFolder() }));
    expect(document).toMatchObject({
      schema: 'orchestrator.batch-status/1',
      ok: false,
      batch: null,
      state: null,
      problems: [{ code: 'bad-batch-number' }],
    });
  });

  test('--watch prints plain lines in a pipe until nobody holds the batch', async () => {
    const cwd = await projectWith44();
    const { letGo } = hold(cwd);
    writeJournal44(cwd, [runAtNoon()]);
    const watching = start(['batch', 'status', '--watch'], { cwd, env: { TZ: 'UTC' } });
    growJournal44(cwd, 1, FAILED.slice(1));
    letGo();
    const { code, out, err } = await watching.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Batch 44: Shop: \d of 4 done/u);
    expect(out).toContain('\nBatch 44: Shop\nIt is partly done;');
    expect(out).not.toContain('\u001b');
  });

  test('--watch --json prints one document, when it is over', async () => {
    const cwd = await projectWith44();
    writeJournal44(cwd, FAILED);
    const watched = await run(['batch', 'status', '--watch', '--json'], { cwd });
    expect(documentOf(watched)).toMatchObject({ state: 'partial' });
    expect(watched).toEqual(await run(['batch', 'status', '--json'], { cwd }));
  });
});

test('batch decisions shows what waits for a person, with evidence that is safe to show', async () => {
  const cwd = await projectWith44();
  expect(await run(['batch', 'decisions'], { cwd })).toEqual({
    code: 0,
    out: '',
    err: 'Nothing in batch 44 is waiting for you.\n',
  });
  writeJournal44(cwd, FAILED);
  // A log is named, and read by a command, where there is one.
  expect((await run(['batch', 'decisions'], { cwd })).out).not.toContain('log');
  mkdirSync(join(cwd, '.orchestrator/batches/44/logs'), { recursive: true });
  writeFileSync(join(cwd, '.orchestrator/batches/44/logs/PRP-44.2.1-1.log'), 'expected 1\n');
  expect(await run(['batch', 'decisions'], { cwd })).toEqual({
    code: 0,
    err: '',
    out: `PRP-44.2.1 Phase 2a: Add an endpoint for items
  failed: no try is left
  blocks: PRP-44.3.1
  decide: Decide.
  evidence:
    | expected 1
    | got 2
  log: ./.orchestrator/batches/44/logs/PRP-44.2.1-1.log
  next:
    orchestrator batch logs 44 --phase 2a
      shows what the last attempt did
    orchestrator batch answer 44 2a "..."
      says how to continue, and retries it with that in its prompt
    orchestrator batch retry 44 --phase 2a
      retries it with the next: orchestrator batch run 44
`,
  });
  const document = documentOf(await run(['batch', 'decisions', '44', '--json'], { cwd }));
  expect(document).toMatchObject({
    schema: 'orchestrator.batch-decisions/1',
    ok: true,
    batch: 44,
    decisions: [{ phase: '2a', attempts: 1, evidence: ['expected 1', 'got 2'], blocks: ['PRP-44.3.1'] }],
  });
});

describe('batch logs', () => {
  async function withLogs(): Promise<string> {
    const cwd = await projectWith44();
    writeJournal44(cwd, [
      ...FAILED.slice(0, -1),
      { event: 'phase-reopened', phase: '2a', why: 'retry' },
      attemptStarted('2a', 2),
    ] as Partial<BatchEvent>[]);
    write44(cwd, 'logs/PRP-44.2.1-1.log', 'first\n');
    write44(cwd, 'logs/PRP-44.2.1-2.log', 'sec\u001b[2Jond\u001b[31m red\n');
    write44(cwd, 'logs/PRP-44.2.1-1-attempt-gate-1.log', 'gate\n');
    write44(cwd, 'logs/PRP-44.2.1-1-merged-gate-1.log', 'merged gate\n');
    return cwd;
  }

  test('prints the latest attempt, another, or a gate, without what a terminal would obey', async () => {
    const cwd = await withLogs();
    const logs = async (...flags: string[]) => (await run(['batch', 'logs', '44', ...flags], { cwd })).out;
    expect(await logs('--phase', '2a')).toBe('second red\n');
    expect(await logs('--phase', 'PRP-44.2.1', '--attempt', '1')).toBe('first\n');
    expect(await logs('--phase', '2a', '--gate', '1')).toBe('merged gate\n');
    expect(await logs('--phase', '2a', '--raw')).toBe('sec\u001b[2Jond\u001b[31m red\n');
    expect(await logs('--phase', '2a', '--follow')).toBe('second red\n');
  });

  test('lists the logs that there are, as text and as a document', async () => {
    const cwd = await withLogs();
    const { out } = await run(['batch', 'logs', '44'], { cwd });
    expect(out.split('\n')).toEqual(
      [
        'PRP-44.2.1  attempt 1  executor             6 bytes   ./.orchestrator/batches/44/logs/PRP-44.2.1-1.log',
        'PRP-44.2.1  attempt 1  gate 1, attempt tree  5 bytes   ./.orchestrator/batches/44/logs/PRP-44.2.1-1-attempt-gate-1.log',
        'PRP-44.2.1  attempt 1  gate 1, merged tree   12 bytes  ./.orchestrator/batches/44/logs/PRP-44.2.1-1-merged-gate-1.log',
        'PRP-44.2.1  attempt 2  executor             20 bytes  ./.orchestrator/batches/44/logs/PRP-44.2.1-2.log',
        '',
      ].map((line) => line.replace(/executor {13}/u, 'executor              ')),
    );
    const document = documentOf(await run(['batch', 'logs', '44', '--phase', '2a', '--json'], { cwd }));
    expect(document).toMatchObject({
      schema: 'orchestrator.batch-logs/1',
      batch: 44,
      log: { prp: 'PRP-44.2.1', attempt: 2, gate: null },
    });
    expect(document.log).not.toHaveProperty('path');
  });

  test('says which logs there are when the one asked for is not', async () => {
    const cwd = await withLogs();
    expect(await run(['batch', 'logs', '44', '--phase', '2a', '--attempt', '3'], { cwd })).toEqual({
      code: 1,
      out: '',
      err: 'error: Phase 2a has no such log.\n  It has: --attempt 1, --attempt 1 --gate 1 (attempt tree), --attempt 1 --gate 1 (merged tree), --attempt 2.\n',
    });
    expect((await run(['batch', 'logs', '44', '--phase', '2a', '--gate', '0'], { cwd })).code).toBe(2);
    expect((await run(['batch', 'logs', '44', '--attempt', '1'], { cwd })).code).toBe(2);
    expect((await run(['batch', 'logs', '44', '--phase', '9'], { cwd })).code).toBe(2);
  });

  test('reads one that was cut under its writer as beginning, end and what came since', async () => {
    const cwd = await withLogs();
    write44(cwd, 'logs/PRP-44.2.1-2.log.head', 'beginning\n');
    write44(cwd, 'logs/PRP-44.2.1-2.log.tail', 'end\n');
    const { out } = await run(['batch', 'logs', '44', '--phase', '2a'], { cwd });
    expect(out).toBe('beginning\nend\nsecond red\n');
  });

  test('does not follow a link out of the batch', async () => {
    const cwd = await projectWith44();
    writeJournal44(cwd, FAILED);
    writeFileSync(join(cwd, 'secret'), 'secret\n');
    write44(cwd, 'logs/x', '');
    symlinkSync(join(cwd, 'secret'), in44(cwd, 'logs/PRP-44.2.1-1.log'));
    expect(await run(['batch', 'logs', '44', '--phase', '2a'], { cwd })).toMatchObject({ code: 1, out: '' });
  });

  test('--follow goes on until the attempt has ended', async () => {
    const cwd = await withLogs();
    hold(cwd);
    const following = start(['batch', 'logs', '44', '--phase', '2a', '--follow'], { cwd });
    appendFileSync(in44(cwd, 'logs/PRP-44.2.1-2.log'), 'more\n');
    const count = readFileSync(in44(cwd, 'journal.ndjson'), 'utf8').split('\n').length - 1;
    growJournal44(cwd, count, [attemptFailed('2a', 2)]);
    expect(await following.ended).toMatchObject({ code: 0, out: 'second red\nmore\n', err: '' });
  });
});

describe('batch stop', () => {
  test('a batch that nobody runs is stopped already', async () => {
    const cwd = await projectWith44();
    const { code, out } = await run(['batch', 'stop', '44'], { cwd });
    expect({ code, first: out.split('\n')[0] }).toEqual({ code: 0, first: 'Batch 44 is not running.' });
  });

  test('asks the owner to stop, waits for it, and says what it left', async () => {
    const cwd = await projectWith44();
    writeJournal44(cwd, [runAtNoon(), ...phaseDone('1', { from: 0, minutes: 1 })]);
    const end = journalLines([{ ...ENDED, outcome: 'stopped' } as Partial<BatchEvent>], 6);
    const script = `process.on('SIGINT', () => { require('node:fs').appendFileSync(${JSON.stringify(in44(cwd, 'journal.ndjson'))}, ${JSON.stringify(end)}); process.exit(); }); setInterval(() => {}, 1e6); console.log('ready');`;
    const owner = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    afterTest(() => void owner.kill('SIGKILL'));
    await once(owner.stdout, 'data');
    write44(cwd, 'run.lock/1', JSON.stringify(identityOf(owner.pid ?? 0)));
    const { code, out, err } = await run(['batch', 'stop', '44'], { cwd });
    expect({ code, err }).toEqual({
      code: 0,
      err: `Process ${owner.pid} was asked to stop; it is ending its attempts first.\n`,
    });
    expect(out).toContain(`Process ${owner.pid} has stopped running batch 44.\n1 of 4 done, 3 waiting`);
    expect(out).toContain('It was stopped; `orchestrator batch run 44` continues it.');
  });

  test('says where the owner is when that is another machine', async () => {
    const cwd = await projectWith44();
    write44(cwd, 'run.lock/1', JSON.stringify({ ...ownIdentity(), host: 'elsewhere' }));
    const { code, err } = await run(['batch', 'stop', '44'], { cwd });
    expect({ code, err }).toEqual({
      code: 3,
      err: expect.stringContaining('on elsewhere is running the batch, and cannot be stopped from here.'),
    });
  });
});
