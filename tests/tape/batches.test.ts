import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acpAgent } from '../support/acp.ts';
import {
  type AgentScript,
  type BatchProject,
  batchProject,
  type Phases,
  phaseStates,
} from '../support/batch_project.ts';
import { goodStream, startModelServer, toolStream } from '../support/model_server.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { editIndex, filesOfTape, forge, indexOf } from '../support/tapes.ts';

const PHASES: Phases = [
  {},
  { gates: ['grep -q right src/2.txt'] },
  { files: ['src/3.txt'], after: ['1', '2'] },
];
const SCRIPT: AgentScript = {
  phases: {
    2: [
      [{ print: 'a first try' }, { work: 'wrong' }],
      [{ work: 'right' }, { result: { summary: 'Mended.' } }],
    ],
  },
  default: [[{ print: 'at work' }, { work: 'done by' }, { result: { tokens: 12 } }]],
};

const RUN = ['batch', 'run', '1', '--yes', '--json'];

/** The batch of three phases as it ran with the fake agent, once for all tests, and a tape of it for each. */
let once: ReturnType<typeof recorded> | undefined;

async function recordedOnce(): ReturnType<typeof recorded> {
  once ??= recorded();
  const made = await once;
  const tape = join(emptyFolder(), 'tape');
  cpSync(made.tape, tape, { recursive: true });
  return { ...made, tape };
}

/** A batch that ran with the fake agent, and the tape of it. */
async function recorded(
  phases: Phases = PHASES,
  script: AgentScript = SCRIPT,
  env: Record<string, string> = {},
) {
  const project = await batchProject(phases, script);
  const tape = join(emptyFolder(), 'tape');
  const ran = await project.runWith(env, '--record', tape);
  return { project, tape, ran };
}

/** The tape played in another project of the same plan, in which there is no agent. */
async function played(tape: string, phases: Phases = PHASES, ...flags: readonly string[]) {
  const project = await batchProject(phases, {});
  return { project, ...(await play(project, tape, ...flags)) };
}

async function play(project: BatchProject, tape: string, ...flags: readonly string[]) {
  const ended = await run([...RUN, '--replay', tape, ...flags], {
    cwd: project.folder,
    env: project.environment(),
  });
  return { code: ended.code, document: documentOf(ended, 'orchestrator.batch-status/1'), err: ended.err };
}

const treeOf = (project: BatchProject): string =>
  project.git('rev-parse', 'refs/orchestrator/batches/1/head^{tree}');

describe.concurrent('a batch of three phases, one of them tried twice', () => {
  test('waits out no limit of use that was met when it was recorded', async () => {
    const phases: Phases = [{}];
    const { tape, project: before } = await recorded(phases, {
      default: [
        [{ complain: 'Rate limit reached. Please try again in 1s.' }, { exit: 1 }],
        [{ work: 'done by' }],
      ],
    });
    expect(before.events('executor-held')).toHaveLength(1);
    const { code, document, project } = await played(tape, phases);
    expect([code, phaseStates(document)]).toEqual([0, { 1: 'done limited merged' }]);
    expect(project.events('executor-held')).toEqual([]);
    expect(treeOf(project)).toBe(treeOf(before));
  });

  test('[promise:replay] is played with no agent and no key to the same tree, with its retry, its gates and its merges', async () => {
    const { project, tape, ran } = await recordedOnce();
    expect(phaseStates(ran)).toEqual({ 1: 'done merged', 2: 'done gate merged', 3: 'done merged' });
    expect(
      indexOf(tape)
        .exchanges.map(({ title }) => title)
        .sort(),
    ).toEqual(['phase 1, attempt 1', 'phase 2, attempt 1', 'phase 2, attempt 2', 'phase 3, attempt 1']);
    const other = await played(tape);
    expect(other.code).toBe(0);
    expect(phaseStates(other.document)).toEqual(phaseStates(ran));
    expect(treeOf(other.project)).toBe(treeOf(project));
    const gates = other.project.events('gate-ended').map(({ phase }) => phase);
    expect(gates.length).toBeGreaterThanOrEqual(7);
    expect(other.project.events('claimed', '2').map(({ summary }) => summary)).toEqual(['Mended.']);
    expect((await other.project.call('batch', 'logs', '1', '--phase', '2', '--attempt', '1')).out).toBe(
      'a first try\n',
    );
  });

  test('departs where a phase is asked something else: the run ends there, and can be gone on with', async () => {
    const { tape } = await recordedOnce();
    const { project, code, document } = await played(tape, [
      {},
      { gates: ['grep -q other src/2.txt'] },
      PHASES[2] ?? {},
    ]);
    expect(code).toBe(1);
    const departures = document.problems.filter(({ code: name }) => name === 'tape-departed');
    expect(departures).toHaveLength(1);
    const [{ file, line, message } = {}] = departures;
    expect(message).toContain('departs from the tape at phase 2, attempt 1');
    expect(message).toContain('grep -q other');
    const text = filesOfTape(tape)[String(file).split('/').at(-1) ?? '']?.split('\n') ?? [];
    expect(text[Number(line) - 1]).toContain('grep -q right src/2.txt');
    expect(phaseStates(document)[2]).not.toContain('failed');
    expect(project.events('attempt-failed', '2').map(({ reason }) => reason)).not.toContain('executor');
  });

  test('departs where an attempt comes out otherwise: what is asked then is on no tape', async () => {
    const { tape } = await recordedOnce();
    editIndex(tape, (index) => {
      for (const { title, files } of index.exchanges)
        if (title === 'phase 1, attempt 1') delete files.changes;
      return index;
    });
    const { code, document } = await played(tape);
    expect(code).toBe(1);
    expect(document.problems.map(({ message }) => message).join()).toContain(
      'departs from the tape at phase 1, attempt 2',
    );
  });

  test('is gone on with from the same tape after it was ended: what was played before is not missed', async () => {
    const { tape, project } = await recordedOnce();
    const other = await batchProject(PHASES, {});
    const half = join(emptyFolder(), 'tape');
    cpSync(tape, half, { recursive: true });
    editIndex(half, ({ exchanges, ...index }) => ({
      ...index,
      exchanges: exchanges.filter(({ title }) => title !== 'phase 3, attempt 1'),
    }));
    expect((await play(other, half)).code).toBe(1);
    expect(other.merged()).toHaveLength(2);
    const rest = await play(other, tape);
    expect(rest.document.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(rest.code).toBe(0);
    expect(treeOf(other)).toBe(treeOf(project));
  });

  test('departs where its changes cannot be made, because files are others or the tape is forged: nothing is written', async () => {
    const { tape } = await recordedOnce();
    const changed = await batchProject(PHASES, {}, { 'src/1.txt': 'changed since\n' });
    const here = await play(changed, tape, '--concurrency', '1');
    expect(here.code).toBe(1);
    expect(here.document.problems).toContainEqual(
      expect.objectContaining({
        code: 'tape-departed',
        message: expect.stringContaining('its changes cannot be made here: src/1.txt: already exists'),
      }),
    );
    const first = indexOf(tape).exchanges.find(({ title }) => title === 'phase 1, attempt 1');
    forge(
      tape,
      first?.files.changes?.name ?? '',
      'diff --git a/src/1.txt b/src/1.txt\nnew file mode 120000\n--- /dev/null\n+++ b/src/1.txt\n@@ -0,0 +1 @@\n+/etc/passwd\n\\ No newline at end of file\n',
    );
    const forged = await played(tape, PHASES, '--concurrency', '1');
    expect(forged.code).toBe(1);
    expect(forged.document.problems.map(({ message }) => message).join()).toContain(
      'src/1.txt is a link that leads out of the worktree',
    );
    expect(forged.project.git('status', '--porcelain')).toBe('');
    expect(forged.project.events('attempt-failed')).toEqual([]);
  });

  test('holds what an agent prints, writes and says, without keys; what is no text and has one is left out, and said', async () => {
    const secret = 'swordfish-1234-in-the-shop';
    const script: AgentScript = {
      phases: {
        1: [
          [
            { print: `my key is ${secret}` },
            { write: { 'src/1.txt': `key: ${secret}\nAuthorization: Bearer abc123.def456\n` } },
            { result: { summary: `I used ${secret}.` } },
          ],
        ],
        2: [[{ write: { 'src/2.txt': `\u0000${secret}\n` } }]],
      },
    };
    const { tape, ran } = await recorded([{}, {}], script, { SHOP_TOKEN: secret });
    expect(ran.code).toBe(0);
    expect(
      ran.problems.map(({ code, message }) => [code, /phase \d, attempt \d/u.exec(message)?.[0]]),
    ).toEqual(
      expect.arrayContaining([
        ['tape-left-out', 'phase 1, attempt 1'],
        ['tape-left-out', 'phase 2, attempt 1'],
      ]),
    );
    expect(indexOf(tape).exchanges.map(({ title }) => title)).toEqual(['phase 1, attempt 1']);
    const files = filesOfTape(tape);
    expect(Object.keys(files)).toContain('0001-result.json');
    for (const [name, text] of Object.entries(files))
      expect([name, text.includes(secret), text.includes('abc123.def456')]).toEqual([name, false, false]);
    const other = await played(tape, [{}, {}]);
    expect(other.code).toBe(1);
    expect(other.document.problems.map(({ code }) => code)).toContain('tape-departed');
  });

  test('of the built-in executor is one exchange for each attempt, and played without its model', async () => {
    const server = await startModelServer(null, [
      toolStream(['write', { path: 'src/1.txt', content: 'by a model\n' }]),
      goodStream(
        '```json\n{"status":"done","summary":"Written.","files":[],"tokens":null,"problems":[]}\n```',
      ),
    ]);
    const project = await batchProject([{}]);
    const tape = join(emptyFolder(), 'tape');
    const env = {
      ...project.environment(),
      OPENAI_BASE_URL: server.baseUrl,
      ORCHESTRATOR_MODEL: 'test-model',
    };
    const ran = await run([...RUN, '--executor', 'model', '--record', tape], { cwd: project.folder, env });
    await server.close();
    expect([ran.code, indexOf(tape).exchanges.map(({ kind }) => kind)]).toEqual([0, ['attempt']]);
    const other = await played(tape, [{}]);
    expect(other.code).toBe(0);
    expect(treeOf(other.project)).toBe(treeOf(project));
    const [ended] = other.project.events('attempt-ended');
    expect(ended?.agent?.tokens).toEqual(project.events('attempt-ended')[0]?.agent?.tokens);
    expect(ended?.agent?.tokens).not.toBeNull();
  });
});

test('an agent that is talked with is played with what it said: its tokens, its cost, its end', async () => {
  const project = await batchProject([{}], {});
  const tape = join(emptyFolder(), 'tape');
  const command = acpAgent(project, {
    steps: [{ work: 'done' }],
    end: { stopReason: 'end_turn', usage: { inputTokens: 100, cachedReadTokens: 20, outputTokens: 7 } },
  });
  const args = ['--executor', `acp:${command}`, '--record', tape];
  const ran = await run([...RUN, ...args], { cwd: project.folder, env: project.environment() });
  expect(ran.code, ran.out).toBe(0);
  const other = await played(tape, [{}]);
  expect(other.code).toBe(0);
  expect(treeOf(other.project)).toBe(treeOf(project));
  const [said, replayed] = [project, other.project].map((each) => each.events('attempt-ended')[0]?.agent);
  expect(said).toMatchObject({ end: 'done', tokens: { input: 120, cached: 20, output: 7 } });
  expect(replayed).toMatchObject({ end: said?.end, tokens: said?.tokens });
});

test('[promise:tape-keys] what an executor is handed by name is on no tape, and a tape with it is not played', async () => {
  const project = await batchProject([{}], {
    phases: {
      1: [
        [
          { print: 'I was told Plain-Words-Of-Mine by it' },
          { write: { 'src/1.txt': 'Plain-Words-Of-Mine\n' } },
        ],
      ],
    },
  });
  const tape = join(emptyFolder(), 'tape');
  const env = { ...project.environment(), MY_TEAM: 'Plain-Words-Of-Mine' };
  const args = project.runArguments('--json', '--executor-env', 'MY_TEAM');
  const ran = await run([...args, '--record', tape], { cwd: project.folder, env });
  expect(ran.code, ran.out).toBe(0);
  const files = filesOfTape(tape);
  expect(files['0001-output.log']).toBe('I was told [key removed] by it\n');
  expect(Object.entries(files).filter(([, text]) => text.includes('Plain-Words-Of-Mine'))).toEqual([]);
  forge(tape, '0001-output.log', 'one\nPlain-Words-Of-Mine\n');
  const refused = await run([...args, '--replay', tape], { cwd: project.folder, env });
  expect([refused.code, documentOf(refused).problems]).toEqual([
    1,
    [expect.objectContaining({ code: 'tape-has-key', line: 2 })],
  ]);
});

test('the very command that was recorded is played; a flag that says who works and is another one is refused with what it was', async () => {
  const phases: Phases = [{}];
  const project = await batchProject(phases, SCRIPT);
  const tape = join(emptyFolder(), 'tape');
  const env = { ...project.environment(), MY_TEAM: 'a-team-of-7' };
  const args = project.runArguments('--json', '--ignore-limits', '--executor-env=MY_TEAM');
  const ran = await run([...args, '--record', tape], { cwd: project.folder, env });
  expect(ran.code, ran.out).toBe(0);
  expect(args.some((word) => word.startsWith('--executor-command'))).toBe(true);
  const other = await batchProject(phases, {});
  // The variable is not set there.
  const settings = { cwd: other.folder, env: other.environment() };
  const changed = args.map((word) => (word === '--executor-env=MY_TEAM' ? '--executor-env=MY_HOUSE' : word));
  const refused = await run([...changed, '--replay', tape], settings);
  expect([refused.code, documentOf(refused).problems]).toEqual([
    2,
    [expect.objectContaining({ message: expect.stringContaining('recorded with --executor-env MY_TEAM') })],
  ]);
  const again = await run([...args, '--replay', tape], settings);
  expect([again.code, documentOf(again).problems]).toEqual([0, []]);
  expect(treeOf(other)).toBe(treeOf(project));
});

test('with a tape every flag that says who works is refused, and nothing is begun', async () => {
  const { tape } = await recordedOnce();
  const flags = ['--executor', 'codex', '--fallback', 'codex', '--executor-env', 'HOME'];
  const { project, code, document } = await played(
    tape,
    PHASES,
    ...flags,
    '--resume-sessions',
    '--ignore-limits',
  );
  expect(code).toBe(2);
  for (const flag of ['executor', 'fallback', 'executor-env', 'resume-sessions', 'ignore-limits'])
    expect(JSON.stringify(document)).toContain(`--${flag} would have no effect: with --replay`);
  expect(project.events('run-started')).toEqual([]);
});

describe.concurrent('a tape that is not to be trusted', () => {
  test('is refused before anything begins, with every place: damaged, cut, changed, linked, with keys', async () => {
    const { tape } = await recordedOnce();
    const cwd = emptyFolder();
    const [request, patch] = ['0001-request.txt', '0001-changes.patch'].map((name) => join(tape, name));
    const original = filesOfTape(tape);
    const restore = () => {
      for (const [name, text] of Object.entries(original)) {
        rmSync(join(tape, name), { recursive: true, force: true });
        writeFileSync(join(tape, name), text, 'latin1');
      }
    };
    const cases: readonly [() => void, string, RegExp, number?][] = [
      [() => writeFileSync(request ?? '', 'x'), '0001-request.txt', /has 1 bytes, and \d+ were recorded/u],
      [
        // Whichever attempt is the first on it.
        () => writeFileSync(patch ?? '', (original['0001-changes.patch'] ?? '').replace('+++ ', '+-+ ')),
        '0001-changes.patch',
        /not as it was recorded/u,
      ],
      [() => rmSync(patch ?? ''), '0001-changes.patch', /is missing/u],
      [
        () => {
          rmSync(patch ?? '');
          symlinkSync('/etc/passwd', patch ?? '');
        },
        '0001-changes.patch',
        /not an ordinary file/u,
      ],
      [
        () => {
          rmSync(patch ?? '');
          mkdirSync(patch ?? '');
        },
        '0001-changes.patch',
        /not an ordinary file/u,
      ],
      [
        () => writeFileSync(join(tape, 'tape.json'), (original['tape.json'] ?? '').slice(0, 200)),
        'tape.json',
        /is not JSON/u,
      ],
      [() => writeFileSync(join(tape, 'tape.json'), '{}'), 'tape.json', /does not have the right form/u],
      [
        () => editIndex(tape, (index) => ({ ...index, schema: 'orchestrator.tape/2', program: '9.0.0' })),
        'tape.json',
        /has the form orchestrator\.tape\/2 \(orchestrator 9\.0\.0\), but this version reads orchestrator\.tape\/1 only/u,
      ],
      [
        () =>
          editIndex(tape, (index) =>
            JSON.parse(JSON.stringify(index).replaceAll('0001-changes.patch', '../../../etc/passwd')),
          ),
        'tape.json',
        /does not have the right form: exchanges\.\d+\.files\.changes\.name/u,
      ],
      [
        () =>
          editIndex(tape, (index) =>
            JSON.parse(JSON.stringify(index).replace(/"bytes":\d+/u, '"bytes":99999999999')),
          ),
        'tape.json',
        /has \d+ bytes, more than/u,
      ],
      [
        () =>
          editIndex(tape, (index) => ({
            ...index,
            exchanges: index.exchanges.map((each) => ({ ...each, kind: 'model' })),
          })),
        'tape.json',
        /has the data of something else/u,
      ],
      [
        () =>
          writeFileSync(
            join(tape, 'tape.json'),
            (original['tape.json'] ?? '').replace(/"seconds": [\d.]+/u, '"seconds": 1e999'),
          ),
        'tape.json',
        /does not have the right form/u,
      ],
      [
        () => forge(tape, '0001-output.log', 'one\ntwo\nkey: sk-ant-abcdefghijklmnopqrstuvwx\n'),
        '0001-output.log',
        /There is a key here/u,
        3,
      ],
    ];
    for (const [damage, file, message, line] of cases) {
      damage();
      const refused = await run(['goals', 'list', '--json', '--replay', tape], { cwd });
      const [code, document] = [refused.code, documentOf(refused)];
      expect([file, code, document.ok]).toEqual([file, 1, false]);
      expect(document.problems).toContainEqual(
        expect.objectContaining({
          file: expect.stringContaining(file),
          message: expect.stringMatching(message),
          ...(line === undefined ? {} : { line }),
        }),
      );
      restore();
    }
    const whole = await run(['goals', 'list', '--replay', tape], { cwd });
    expect(whole.err).toContain('4 exchanges on it were not requested');
  });

  test('that has a key of whoever plays it is refused, and none is no tape', async () => {
    const { tape } = await recordedOnce();
    const cwd = emptyFolder();
    const mine = 'done by the one and only';
    forge(tape, '0001-output.log', `${mine}\n`);
    const args = ['goals', 'list', '--json', '--replay'];
    const refused = await run([...args, tape], { cwd, env: { MY_SECRET: mine } });
    expect([refused.code, documentOf(refused).problems[0]?.code]).toEqual([1, 'tape-has-key']);
    expect(refused.out + refused.err).not.toContain(mine);
    const none = await run([...args, join(tape, 'none')], { cwd });
    expect([none.code, documentOf(none).problems[0]?.code]).toEqual([2, 'tape-absent']);
  });
});
