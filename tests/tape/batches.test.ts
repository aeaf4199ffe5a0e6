import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type AgentScript,
  type BatchProject,
  batchProject,
  type Phases,
  standing,
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
  return { code: ended.code, document: documentOf(ended), err: ended.err };
}

const treeOf = (project: BatchProject): string =>
  project.git('rev-parse', 'refs/orchestrator/batches/1/head^{tree}');

type Status = Parameters<typeof standing>[0];

describe.concurrent('a batch of three phases, one of them tried twice', () => {
  test('[promise:replay] is played with no agent and no key to the same tree, with its retry, its gates and its merges', async () => {
    const { project, tape, ran } = await recorded();
    expect(standing(ran)).toEqual({ 1: 'done merged', 2: 'done gate merged', 3: 'done merged' });
    expect(
      indexOf(tape)
        .exchanges.map(({ title }) => title)
        .sort(),
    ).toEqual(['phase 1, attempt 1', 'phase 2, attempt 1', 'phase 2, attempt 2', 'phase 3, attempt 1']);
    const other = await played(tape);
    expect(other.code).toBe(0);
    expect(standing(other.document as unknown as Status)).toEqual(standing(ran));
    expect(treeOf(other.project)).toBe(treeOf(project));
    const gates = other.project.events('gate-ended').map(({ phase, outcome }) => [phase, outcome]);
    expect(gates.length).toBeGreaterThanOrEqual(7);
    expect(other.project.events('claimed', '2').map(({ summary }) => summary)).toEqual(['Mended.']);
    expect((await other.project.call('batch', 'logs', '1', '--phase', '2', '--attempt', '1')).out).toBe(
      'a first try\n',
    );
  });

  test('departs where a phase is asked something else: the run ends there, and can be gone on with', async () => {
    const { tape } = await recorded();
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
    expect(standing(document as unknown as Status)[2]).not.toContain('failed');
    expect(project.events('attempt-failed', '2').map(({ reason }) => reason)).not.toContain('executor');
  });

  test('departs where an attempt comes out otherwise: what it asks then is on no tape, or asked once more', async () => {
    const { tape } = await recorded([{}], { default: [[{ work: 'done by' }]] });
    const other = await batchProject([{}], {});
    rmSync(join(tape, '0001-changes.patch'));
    editIndex(tape, (index) => {
      const [exchange] = index.exchanges;
      if (exchange) delete exchange.files.changes;
      return index;
    });
    const { code, document } = await play(other, tape);
    expect(code).toBe(1);
    expect(document.problems.map(({ message }) => message).join()).toContain(
      'departs from the tape at phase 1, attempt 2',
    );
  });

  test('is refused where files are others: nothing of the attempt is written', async () => {
    const script: AgentScript = { default: [[{ write: { 'src/1.txt': 'mine\n' } }]] };
    const phases: Phases = [{ gates: ['grep -q mine src/1.txt'] }];
    const project = await batchProject(phases, script, { 'src/1.txt': 'theirs\n' });
    const tape = join(emptyFolder(), 'tape');
    await project.run('--record', tape);
    const other = await batchProject(phases, {}, { 'src/1.txt': 'changed since\n' });
    const { code, document } = await play(other, tape);
    expect(code).toBe(1);
    expect(document.problems).toContainEqual(
      expect.objectContaining({
        code: 'tape-departed',
        message: expect.stringContaining('its changes cannot be made here: patch failed: src/1.txt:1'),
      }),
    );
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

/** A tape of one phase, to be damaged. */
async function oneTape(): Promise<string> {
  return (await recorded([{}], { default: [[{ work: 'done by' }]] })).tape;
}

/** A patch that makes a file. */
const making = (path: string, text: string, mode = '100644'): string =>
  `diff --git a/${path} b/${path}\nnew file mode ${mode}\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+${text}\n${mode === '120000' ? '\\ No newline at end of file\n' : ''}`;

describe.concurrent('a tape that is not to be trusted', () => {
  test.each<[string, string, RegExp]>([
    ['a path that leads out', making('../outside.txt', 'x'), /cannot be made here: /u],
    ['an absolute path', making('/tmp/orchestrator-tape-escape', 'x'), /cannot be made here: /u],
    ['git', making('.git/hooks/pre-commit', 'x'), /cannot be made here: /u],
    ['git, in another case', making('sub/.GIT/config', 'x'), /cannot be made here: /u],
    [
      'the program’s own files',
      making('.orchestrator/batches/1/journal.ndjson', 'x'),
      /belongs to the program/u,
    ],
    [
      'a link that leads out',
      making('src/1.txt', '../../../../../etc/passwd', '120000'),
      /leads out of the worktree/u,
    ],
    [
      'a link by an absolute path',
      making('src/1.txt', '/etc/passwd', '120000'),
      /leads out of the worktree/u,
    ],
    [
      'a link that goes down and up again',
      making('src/1.txt', 'a/../../..', '120000'),
      /leads out of the worktree/u,
    ],
    [
      'a link, and a file beyond it',
      making('src', '/tmp', '120000') + making('src/orchestrator-tape-escape', 'x'),
      /cannot be made here: /u,
    ],
    [
      'a repository of its own',
      making('src/1.txt', `Subproject commit ${'a'.repeat(40)}`, '160000'),
      /a repository of its own/u,
    ],
    [
      'a file beyond all measure',
      `diff --git a/src/1.txt b/src/1.txt\nnew file mode 100644\nindex ${'0'.repeat(40)}..${'a'.repeat(40)}\nGIT binary patch\nliteral 99999999999\nzcmV\n\n`,
      /it makes files of 99999999999 bytes/u,
    ],
    ['no patch', 'rm -rf /\n', /cannot be made here: /u],
  ])('is refused: %s', async (_, patch, why) => {
    const tape = await oneTape();
    forge(tape, '0001-changes.patch', patch);
    const { project, code, document } = await played(tape, [{}]);
    expect(code).toBe(1);
    expect(document.problems.map(({ message }) => message).join('\n')).toMatch(why);
    expect(project.git('status', '--porcelain')).toBe('');
    expect(existsSync('/tmp/orchestrator-tape-escape')).toBe(false);
    expect(existsSync(join(project.folder, '.orchestrator/worktrees/outside.txt'))).toBe(false);
  });

  test('is refused before anything begins, with every place: damaged, cut, changed, linked, with keys', async () => {
    const tape = await oneTape();
    const project = await batchProject([{}], {});
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
        () => writeFileSync(patch ?? '', (original['0001-changes.patch'] ?? '').replace('done', 'dona')),
        '0001-changes.patch',
        /not as it was recorded/u,
      ],
      [() => rmSync(patch ?? ''), '0001-changes.patch', /is not there/u],
      [
        () => {
          rmSync(patch ?? '');
          symlinkSync('/etc/passwd', patch ?? '');
        },
        '0001-changes.patch',
        /no ordinary file/u,
      ],
      [
        () => {
          rmSync(patch ?? '');
          mkdirSync(patch ?? '');
        },
        '0001-changes.patch',
        /no ordinary file/u,
      ],
      [
        () => writeFileSync(join(tape, 'tape.json'), (original['tape.json'] ?? '').slice(0, 200)),
        'tape.json',
        /is no JSON/u,
      ],
      [() => writeFileSync(join(tape, 'tape.json'), '{}'), 'tape.json', /not of its form/u],
      [
        () => editIndex(tape, (index) => ({ ...index, schema: 'orchestrator.tape/2', program: '9.0.0' })),
        'tape.json',
        /of the form orchestrator\.tape\/2 \(orchestrator 9\.0\.0\), and this version reads orchestrator\.tape\/1 only/u,
      ],
      [
        () =>
          editIndex(tape, (index) =>
            JSON.parse(JSON.stringify(index).replaceAll('0001-changes.patch', '../../../etc/passwd')),
          ),
        'tape.json',
        /not of its form: exchanges\.0\.files\.changes\.name/u,
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
        () => forge(tape, '0001-output.log', 'one\ntwo\nkey: sk-ant-abcdefghijklmnopqrstuvwx\n'),
        '0001-output.log',
        /A key stands here/u,
        3,
      ],
    ];
    for (const [damage, file, message, line] of cases) {
      damage();
      const { code, document } = await play(project, tape);
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
    expect(project.journal()).toEqual([]);
    expect((await play(project, tape)).code).toBe(0);
  });

  test('that has a key of whoever plays it is refused, and none is no tape', async () => {
    const tape = await oneTape();
    const project = await batchProject([{}], {});
    const mine = 'done by the one and only';
    forge(tape, '0001-output.log', `${mine}\n`);
    const env = { ...project.environment(), MY_SECRET: mine };
    const refused = await run([...RUN, '--replay', tape], { cwd: project.folder, env });
    expect([refused.code, documentOf(refused).problems[0]?.code]).toEqual([1, 'tape-has-key']);
    expect(refused.out + refused.err).not.toContain(mine);
    const none = await play(project, join(tape, 'none'));
    expect([none.code, none.document.problems[0]?.code]).toEqual([2, 'tape-absent']);
  });
});
