import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { IDLE, ROWS } from '../llm/fault_rows.ts';
import { answeredPhase, answerOf, draftPlace, lastTurn } from '../support/draft.ts';
import { modelServer, type Place, textIn, wordsOf } from '../support/generation.ts';
import { CANARY, showsKey } from '../support/model.ts';
import { goodStream, type Reply, startModelServer } from '../support/model_server.ts';
import { documentOf, type Run, run } from '../support/program.ts';

const WANT = 'Add a login page. [avoid: oauth]';
const PLAN = './.orchestrator/plans/login-page.md';

const orchestrate = (place: Place, ...args: readonly string[]): Promise<Run> =>
  run(['orchestrate', ...args], place);

const told = (result: Run) => documentOf(result, 'orchestrator.orchestrate/1');

const states = (result: Run): string[] => told(result).steps.map(({ step, state }) => `${step} ${state}`);

/** A phase whose gate is its own file. */
const phase = (id: string, more: Parameters<typeof answeredPhase>[1] = {}) =>
  answeredPhase(id, { gates: [{ text: 'It is there', command: `test -s src/part_${id}.js` }], ...more });

const GOOD = answerOf([phase('1')]);

/** A project with a commit, and an agent that does its work at the second try if it is told to fail once. */
function committed(place: Place): Place {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args], { cwd: place.cwd });
  git('add', '-A');
  git('commit', '-qm', 'Begin');
  return place;
}

/** The command line of an agent that is a shell script. */
function agent(place: Place, script: string): string {
  const file = join(place.root, 'agent.sh');
  writeFileSync(file, script);
  return `sh ${file}`;
}

const running = (place: Place, script: string) =>
  ['--execute', '--yes', '--no-generate', '--executor-command', agent(place, script)] as const;

describe('a model that misbehaves leaves a skeleton, a reason and exit code 1, and the next call drafts', () => {
  test.each(
    ROWS.filter(({ reply }) => !(typeof reply === 'object' && 'address' in reply)).map(
      (row) => [row.fault, row] as const,
    ),
  )('fault: %s', async (_, { reply }) => {
    const stranger = await startModelServer(null, [goodStream('I am not the one')]);
    const faulty = typeof reply === 'function' ? reply(stranger.origin) : (reply as Reply);
    let isMended = false;
    const server = await modelServer(CANARY, [() => (isMended ? GOOD : faulty)]);
    const place = draftPlace(server.baseUrl);
    const limits = { maxTries: 1, timeoutSeconds: 5, idleTimeoutSeconds: Math.ceil(IDLE / 1000) };
    writeFileSync(join(place.home, '.config/orchestrator/config.json'), JSON.stringify(limits));
    try {
      const failed = await orchestrate(place, WANT, '--execute', '--yes', '--json');
      expect(failed.code).toBe(1);
      expect(told(failed)).toMatchObject({
        ok: false,
        origin: 'skeleton',
        batch: null,
        problems: [{ code: 'no-plan' }],
      });
      expect(states(failed)).toEqual(['discover done', 'draft failed']);
      expect(showsKey(failed.out + failed.err)).toBe(false);
      isMended = true;
      const again = await orchestrate(place, WANT, '--json');
      expect(told(again)).toMatchObject({ ok: true, origin: 'model', plan: PLAN });
      expect(stranger.requests).toEqual([]);
    } finally {
      await stranger.close();
    }
  });
});

test('without a model there is the remedy and a skeleton, once', async () => {
  const place = draftPlace(null);
  const first = await orchestrate(place, WANT);
  expect(first.code).toBe(1);
  expect(first.err).toContain('no model is configured');
  expect(first.err.match(/no model is configured/gu)).toHaveLength(2);
  expect(first.err).toContain('config set apiKey');
  const second = await orchestrate(place, WANT, '--json');
  expect(second.code).toBe(1);
  expect(told(second)).toMatchObject({ origin: 'earlier', problems: [{ code: 'no-plan' }] });
  expect(readdirSync(join(place.cwd, '.orchestrator/plans'))).toHaveLength(1);
});

test('[promise:orchestrate] a plan is all that is made unless --execute is given, and it says what was read', async () => {
  const server = await modelServer(CANARY, [GOOD]);
  const place = draftPlace(server.baseUrl);
  const planned = await orchestrate(place, WANT);
  expect(planned).toMatchObject({ code: 0, out: `${PLAN}\n` });
  expect(planned.err).toMatch(/Read for the draft.*\n(?:.*\n)*? {2}constraints +\d+ +1 constraint\n/u);
  expect(planned.err).toMatch(/ {2}context +\d+ +\d+ facts\n/u);
  expect(planned.err).toContain(`Next: orchestrator batch generate ${PLAN}\n`);
  expect(planned.err.match(/^Next: /gmu)).toHaveLength(1);
  const [request] = server.requests;
  const words = request ? wordsOf(request) : '';
  expect(words).toMatch(/=====BEGIN CONSTRAINTS \w+=====\navoid: oauth\n/u);
  expect(words).not.toContain('[avoid');
  expect(textIn(place, PLAN)).toContain('## Constraints\n\n- avoid: oauth\n\n## Requirement\n');
  expect(readdirSync(join(place.cwd, '.orchestrator'))).not.toContain('batches');
});

test('[promise:memory] a draft is told what was learned and still holds, and neither what is stale nor what has a key in it', async () => {
  const server = await modelServer(CANARY, [GOOD]);
  const place = draftPlace(server.baseUrl);
  writeFileSync(join(place.cwd, 'limits.txt'), 'ten a minute\nan hour\n');
  for (const [text, cite] of [
    ['Requests are counted by the minute', 'limits.txt:1'],
    ['Sessions last an hour', 'limits.txt:2'],
  ] as const)
    expect(await run(['learn', text, '--kind', 'decision', '--cite', cite], place)).toMatchObject({
      code: 0,
    });
  writeFileSync(join(place.cwd, 'limits.txt'), 'ten a minute\nan afternoon\n');
  const key = `ghp_${'a1'.repeat(18)}`;
  writeFileSync(join(place.cwd, '.orchestrator/memory/by-hand.md'), `The token is ${key}\n`);
  expect((await run(['memory', 'list', '--json'], place)).out).toContain('The token is [key removed]');
  const planned = await orchestrate(place, WANT);
  expect(planned.code).toBe(0);
  const [request] = server.requests;
  const words = request ? wordsOf(request) : '';
  expect(words).toContain('Requests are counted by the minute');
  expect(words).not.toContain('Sessions last an hour');
  expect(words).not.toContain(key);
  expect(planned.err).toMatch(/ {2}memory +\d+ +1 fact, 1 stale left out, 1 with a key in it left out\n/u);
});

test('what is asked again goes on where it was: the plan is kept, then the batch, then its work', async () => {
  const server = await modelServer(CANARY, [GOOD]);
  const place = committed(draftPlace(server.baseUrl));
  expect(states(await orchestrate(place, WANT, '--json'))).toEqual([
    'discover done',
    'draft done',
    'check done',
    'generate left-out',
  ]);
  const args = [WANT, ...running(place, 'mkdir -p src; echo 1 > src/part_1.js\n'), '--json'];
  const unapproved = await orchestrate(place, ...args.filter((word) => word !== '--yes'));
  expect(unapproved.code).toBe(2);
  expect(states(unapproved).slice(1)).toEqual(['draft kept', 'check done', 'generate done', 'run failed']);
  expect(told(unapproved)).toMatchObject({ batch: 1, next: 'orchestrator batch run 1' });
  const ran = await orchestrate(place, ...args);
  expect(ran.code).toBe(0);
  expect(states(ran).slice(1)).toEqual([
    'draft kept',
    'check done',
    'generate kept',
    'run done',
    'review done',
    'learn left-out',
  ]);
  expect(told(ran)).toMatchObject({
    ok: true,
    batch: 1,
    counts: { done: 1, total: 1 },
    next: 'orchestrator batch merge 1',
  });
  const again = await orchestrate(place, ...args);
  expect(told(again)).toMatchObject({ ok: true, batch: 1, counts: { done: 1 } });
  expect(server.requests).toHaveLength(1);
});

describe('orchestrate --resume', () => {
  test('[promise:orchestrate-resume] goes on at step 3 of 5 with what is done as it is, and says when nothing is left', async () => {
    const chain = [1, 2, 3, 4, 5].map((id) =>
      phase(`${id}`, { dependencies: id === 1 ? [] : [`${id - 1}`] }),
    );
    const server = await modelServer(CANARY, [answerOf(chain)]);
    const place = committed(draftPlace(server.baseUrl));
    expect((await orchestrate(place, '--resume', '--json')).code).toBe(2);
    // The third finds no house to go into until somebody says so.
    const work = `id=$(ls src 2>/dev/null | grep -c '^part_'); id=$((id + 1)); mkdir -p src
      [ $id = 3 ] && [ ! -e '${join(place.root, 'mended')}' ] && exit 1
      echo $id > src/part_$id.js\n`;
    const flags = running(place, work);
    const first = await orchestrate(place, WANT, ...flags, '--retries', '0', '--json');
    expect(told(first)).toMatchObject({ ok: false, batch: 1, counts: { done: 2, total: 5 } });
    expect((await orchestrate(place, WANT, '--resume', '--json')).code).toBe(2);
    writeFileSync(join(place.root, 'mended'), '');
    expect((await run(['batch', 'retry', '1', '--phase', '3'], place)).code).toBe(0);
    const resumed = await orchestrate(place, '--resume', ...flags, '--json');
    expect(told(resumed)).toMatchObject({ ok: true, batch: 1, counts: { done: 5, total: 5 } });
    expect(states(resumed)[0]).toBe('generate kept');
    const tries = textIn(place, '.orchestrator/batches/1/journal.ndjson')
      .split('\n')
      .filter((line) => line.includes('"attempt-started"'))
      .map((line) => (JSON.parse(line) as { readonly phase: string }).phase);
    expect(tries).toEqual(['1', '2', '3', '3', '4', '5']);
    const none = await orchestrate(place, '--resume', '--json');
    expect(told(none)).toMatchObject({ ok: false, problems: [{ code: 'nothing-to-resume' }] });
    expect(server.requests).toHaveLength(1);
  });
});

test('orchestrate --explore has it drafted where a pattern fits, and excludes one that is named', async () => {
  const server = await modelServer(CANARY, [GOOD]);
  const place = draftPlace(server.baseUrl);
  const task = 'A REST API for orders with login and caching';
  const explored = await orchestrate(place, task, '--explore', '--json');
  expect(told(explored)).toMatchObject({ ok: true, origin: 'model', pattern: null });
  expect(server.requests).toHaveLength(1);
  const both = await orchestrate(place, task, '--explore', '--pattern', 'rest-api', '--json');
  expect(both.code).toBe(2);
  expect(both.out).toContain('--pattern, --show-patterns and --explore exclude each other.');
});

describe('orchestrate with a plan or a batch that is there', () => {
  test.each([
    '--pattern rest-api',
    '--show-patterns',
    '--explore',
    '--input resource=orders',
    '--constraint avoid:oauth',
    '--again',
  ])('refuses %s, which would have no effect', async (given) => {
    const flags = given.split(' ');
    const place = draftPlace('http://127.0.0.1:9');
    for (const there of [['--execute', 'plan.md'], ['--resume']]) {
      const refused = await orchestrate(place, ...there, ...flags, '--json');
      const message = `${flags[0]} would have no effect: with ${there[0]}`;
      const problem = { code: 'flag-without-effect', message: expect.stringContaining(message) };
      expect([refused.code, told(refused).problems]).toEqual([2, [expect.objectContaining(problem)]]);
    }
  });

  test('stops behind the check of a saved plan where --plan-only says so', async () => {
    const server = await modelServer(CANARY, [GOOD]);
    const place = committed(draftPlace(server.baseUrl));
    expect((await orchestrate(place, WANT, '--json')).code).toBe(0);
    const checked = await orchestrate(place, '--execute', PLAN, '--plan-only', '--yes', '--json');
    expect(checked.code).toBe(0);
    expect(states(checked).slice(-2)).toEqual(['check done', 'generate left-out']);
    expect(told(checked).batch).toBeNull();
  });
});

test('a run of which nothing is done has nothing reviewed', async () => {
  const server = await modelServer(CANARY, [GOOD]);
  const place = committed(draftPlace(server.baseUrl));
  const ran = await orchestrate(place, WANT, ...running(place, 'exit 1\n'), '--json');
  expect(ran.code).toBe(1);
  expect(states(ran).slice(-3)).toEqual(['run failed', 'review left-out', 'learn left-out']);
});

test('what was worked on in place has nothing to be merged', async () => {
  const server = await modelServer(CANARY, [GOOD]);
  const place = draftPlace(server.baseUrl);
  rmSync(join(place.cwd, '.git'), { recursive: true });
  const script = 'mkdir -p src; echo 1 > src/part_1.js\n';
  const ran = await orchestrate(place, WANT, ...running(place, script), '--in-place', '--json');
  expect(told(ran)).toMatchObject({ ok: true, next: 'orchestrator batch report 1' });
  const again = await orchestrate(place, WANT, ...running(place, script), '--in-place');
  expect(again.err).toContain('orchestrator batch report 1');
  expect(again.err).not.toContain('batch merge');
});

test('a failure that was overcome is proposed to be learned, and kept only where somebody says so', async () => {
  const server = await modelServer(CANARY, [GOOD]);
  const place = committed(draftPlace(server.baseUrl));
  const mark = join(place.root, 'tried');
  const script = `mkdir -p src; if [ -f ${mark} ]; then echo 1 > src/part_1.js; else : > ${mark}; : > src/part_1.js; fi\n`;
  const ran = await orchestrate(place, WANT, ...running(place, script), '--json');
  expect(ran.code).toBe(0);
  const { proposals } = told(ran);
  expect(proposals).toMatchObject([
    {
      phase: '1',
      text: expect.stringContaining(
        'One attempt at "Part 1" (`src/part_1.js`) failed before attempt 2 succeeded: gate',
      ),
    },
  ]);
  expect(proposals[0]?.command).toMatch(/^orchestrator learn '.*' --kind failure$/u);
  expect(told(ran)).toMatchObject({ kept: [] });
  expect(readdirSync(join(place.cwd, '.orchestrator'))).not.toContain('memory');

  const agreed = told(await orchestrate(place, WANT, ...running(place, script), '--learn', '--json'));
  expect(agreed.steps.at(-1)).toMatchObject({ step: 'learn', detail: '1 fact proposed, 1 kept' });
  const { facts } = documentOf(await run(['memory', 'list', '--json'], place), 'orchestrator.memory-list/1');
  expect(facts).toMatchObject([{ kind: 'failure', text: proposals[0]?.text, source: 'batch 1, phase 1' }]);
  expect(agreed.kept).toEqual(facts.map(({ id }) => id));
  const again = told(await orchestrate(place, WANT, ...running(place, script), '--learn', '--json'));
  expect([again.proposals, again.steps.at(-1)?.detail]).toEqual([
    [],
    'every failure that was overcome is already known',
  ]);
  expect((await run(['batch', 'generate', PLAN, '--no-generate'], place)).out).toContain(
    'From memory: 1 fact in 1 prompt.',
  );
  expect(textIn(place, '.orchestrator/batches/2/PRP-2.1.1.md')).toContain(
    'failed before attempt 2 succeeded: gate',
  );
});

test('a draft that names what is to be avoided goes back with its place', async () => {
  const bad = answerOf([phase('1', { steps: ['Set up OAuth in src/part_1.js.'] })]);
  const server = await modelServer(CANARY, [bad, GOOD]);
  const place = draftPlace(server.baseUrl);
  const result = await orchestrate(place, WANT);
  expect(result.code).toBe(0);
  expect(result.err).toContain('corrected once');
  const [, second] = server.requests;
  expect(second && lastTurn(second)).toMatch(
    /\/phases\/0: Phase 1 .* names "oauth", which a constraint says to avoid/u,
  );
});

test('a draft that goes on naming it is an error, and nothing is run', async () => {
  const bad = answerOf([phase('1', { goal: 'OAuth works.' })]);
  const server = await modelServer(CANARY, [bad]);
  const place = committed(draftPlace(server.baseUrl));
  const result = await orchestrate(place, WANT, '--execute', '--yes', '--json');
  expect(result.code).toBe(1);
  expect(told(result)).toMatchObject({ ok: false, batch: null, next: `orchestrator plan check ${PLAN}` });
  expect(documentOf(result).problems.map(({ code }) => code)).toContain('draft-avoided');
});

test('a plan that takes longer than it may is told by how much', async () => {
  const server = await modelServer(CANARY, [answerOf([phase('1', { hours: 5 })])]);
  const place = draftPlace(server.baseUrl);
  const result = await orchestrate(place, 'Add a login page.', '--constraint', 'max-time: 2h', '--json');
  expect(documentOf(result).problems).toMatchObject([
    {
      severity: 'error',
      code: 'draft-over-time',
      message: expect.stringContaining('3 h more than the limit of 2h'),
    },
  ]);
});

test.each([
  [['--constraint', 'avod: x'], 'constraint-unknown'],
  [['--constraint', 'max-time: soon'], 'constraint-time'],
])('%j is refused', async (args, code) => {
  const result = await orchestrate(draftPlace(null), 'Add a login page.', ...args, '--json');
  expect(result.code).toBe(2);
  expect(documentOf(result).problems).toMatchObject([{ code }]);
});

describe('plan draft --revise with a batch', () => {
  test('keeps what is merged as it is, marked as done, and the next batch leaves it out', async () => {
    const revised = answerOf([
      phase('1', { title: 'Another first part' }),
      phase('2', { dependencies: ['1'], requirementLines: [2] }),
    ]);
    const server = await modelServer(CANARY, [GOOD, revised, revised, revised]);
    const place = committed(draftPlace(server.baseUrl));
    await orchestrate(place, WANT, ...running(place, 'mkdir -p src; echo 1 > src/part_1.js\n'));
    const before = textIn(place, PLAN);
    const args = ['plan', 'draft', '--revise', PLAN, '--batch', '1', 'Log every login.', '--out', 'new.md'];
    const result = await run(args, place);
    const after = readFileSync(join(place.cwd, 'new.md'), 'utf8');
    const part = before.slice(before.indexOf('### Phase 1'));
    expect(after.replace('**Status**: Done\n', '')).toContain(part.trimEnd());
    expect(after).toContain('### Phase 1: Part 1\n\n**Status**: Done\n**Goal**');
    expect(after).not.toContain('Another first part');
    expect(result.err).toContain('Phase 1 is done and merged, so it was kept as it is');
    await run(['batch', 'generate', 'new.md', '--no-generate'], place);
    const shown = await run(['batch', 'show', '2', '--json'], place);
    const { phases } = documentOf(shown, 'orchestrator.batch-show/1');
    expect(phases.map(({ title }) => title)).toEqual(['Part 2']);
  });

  test('holds what is left to do to its time, as a check of it does', async () => {
    const [one, two] = [phase('1', { hours: 3 }), phase('2', { hours: 3, dependencies: ['1'] })];
    const server = await modelServer(CANARY, [answerOf([one]), ...Array(3).fill(answerOf([one, two]))]);
    const place = committed(draftPlace(server.baseUrl));
    await orchestrate(
      place,
      'Add a login page.',
      ...running(place, 'mkdir -p src; echo 1 > src/part_1.js\n'),
    );
    const args = ['--revise', PLAN, '--batch', '1', 'Log every login.', '--constraint', 'max-time: 4h'];
    const ran = await run(['plan', 'draft', ...args, '--out', 'new.md', '--json'], place);
    expect(documentOf(ran).problems.map(({ code }) => code)).not.toContain('draft-over-time');
    const codes = async () =>
      documentOf(await run(['plan', 'check', 'new.md', '--json'], place)).problems.map(({ code }) => code);
    expect(await codes()).not.toContain('constraint-time');
    const file = join(place.cwd, 'new.md');
    writeFileSync(file, readFileSync(file, 'utf8').replace('max-time: 4h', 'max-time: 2h'));
    expect(await codes()).toContain('constraint-time');
  });

  test('of another plan is refused', async () => {
    const server = await modelServer(CANARY, [GOOD]);
    const place = committed(draftPlace(server.baseUrl));
    await orchestrate(place, WANT, ...running(place, 'mkdir -p src; echo 1 > src/part_1.js\n'));
    writeFileSync(join(place.cwd, 'other.md'), '# P\n\n## Phases\n\n### Phase 1: Other\n\n**Goal**: X.\n');
    const result = await run(
      ['plan', 'draft', '--revise', 'other.md', '--batch', '1', 'Do more of it', '--json'],
      place,
    );
    expect(documentOf(result)).toMatchObject({ ok: false, problems: [{ code: 'batch-of-another-plan' }] });
  });
});
