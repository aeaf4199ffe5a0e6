import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentsOnPath, runNamed } from '../support/agents.ts';
import { type BatchProject, batchProject } from '../support/batch_project.ts';
import { start } from '../support/program.ts';
import { eventually } from '../support/wait.ts';

const line = (value: object) => ({ print: JSON.stringify(value) });
const WORK = { work: 'by' };
/** What an agent says of its session, and that it is done, in the form of each. */
const SAYS: Readonly<Record<string, (session: string) => object[]>> = {
  claude: (session) => [
    line({ type: 'system', subtype: 'init', session_id: session, model: 'm', claude_code_version: '2' }),
    line({ type: 'result', subtype: 'success', is_error: false, result: 'Done.', session_id: session }),
  ],
  codex: (session) => [
    line({ type: 'thread.started', thread_id: session }),
    line({ type: 'turn.completed', usage: { input_tokens: 1, output_tokens: 1 } }),
  ],
  gemini: (session) => [
    line({ type: 'init', session_id: session, model: 'm' }),
    line({ type: 'result', status: 'success', stats: {} }),
  ],
  opencode: (session) => [line({ type: 'step_start', sessionID: session, part: {} })],
};

/** Has an agent's program note where it is started and with which arguments, and do something first. */
function noted(project: BatchProject, name: string, first = ''): () => string[][] {
  const file = join(project.aside, `${name}.calls`);
  writeFileSync(file, '');
  const program = join(project.aside, 'bin', name);
  const [shebang, ...rest] = readFileSync(program, 'utf8').split('\n');
  const note = `printf '%s\\t%s\\n' "$PWD" "$*" >> '${file}'`;
  writeFileSync(program, [shebang, note, first, ...rest].join('\n'));
  chmodSync(program, 0o755);
  return () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((call) => call.split('\t'));
}

const promptOf = (project: BatchProject, name: string) => JSON.parse(project.told(name) ?? '{}').prompt;

const SANDBOX = spawnSync('bwrap', ['--unshare-pid', '--ro-bind', '/', '/', '--', '/bin/true']).status === 0;

describe.concurrent('an agent that tries again', () => {
  test.each([
    ['claude', /--verbose --resume sess-1$/u],
    ['codex', /--json resume sess-1 -$/u],
    ['gemini', /stream-json --resume sess-1$/u],
    ['opencode', /--format json --print-logs --log-level ERROR --session sess-1$/u],
  ])(
    '[promise:batch-resume-sessions] goes on in its own session in the same place, with the evidence: %s',
    async (name, words) => {
      const project = await batchProject([{}]);
      const says = SAYS[name]?.('sess-1') ?? [];
      agentsOnPath(project, { [name]: { default: [says, [{ note: 'second.json' }, WORK, ...says]] } });
      const calls = noted(project, name);
      const { code, out, err } = await runNamed(project, '--executor', name, '--resume-sessions');
      expect({ code, out }).toMatchObject({ code: 0 });
      const [[first, plain] = [], [second, resumed] = []] = calls();
      expect(second).toBe(first);
      expect(plain).not.toContain('sess-1');
      expect(resumed).toMatch(words);
      const prompt = promptOf(project, 'second.json');
      expect(prompt).toMatch(/^Your earlier attempt at this task was not accepted, and nothing of it/u);
      expect(prompt).not.toContain('another commit');
      expect(prompt).toContain('No file was changed');
      expect(project.events('attempt-started')[1]?.resumes).toEqual({
        attempt: 1,
        session: 'sess-1',
        hasMoved: false,
      });
      expect(err).toContain(`started, attempt 2, ${name}, continues its session of attempt 1`);
      expect(err).toMatch(/a retry is also started with .*\{session\}/u);
      expect(project.worktrees()).toEqual([]);
    },
  );

  test('begins anew where nobody wants otherwise, and says why where it cannot be done', async () => {
    const project = await batchProject([{}]);
    const hostile = SAYS.claude?.('--dangerous') ?? [];
    agentsOnPath(project, { claude: { default: [hostile, [WORK, ...hostile]] } });
    const calls = noted(project, 'claude');
    const { code, err } = await runNamed(project, '--executor', 'claude', '--resume-sessions');
    expect(code).toBe(0);
    expect(calls().some(([, words]) => words?.includes('dangerous'))).toBe(false);
    expect(err).toContain('in a new session: attempt 1 reported no session that could be resumed');

    const other = await batchProject([{}]);
    const says = SAYS.claude?.('sess-1') ?? [];
    agentsOnPath(other, { claude: { default: [says, [WORK, ...says]] } });
    const plain = noted(other, 'claude');
    expect((await runNamed(other, '--executor', 'claude')).code).toBe(0);
    expect(plain().some(([, words]) => words?.includes('--resume'))).toBe(false);
    expect(plain()[0]?.[0]).not.toBe(plain()[1]?.[0]);
  });

  test('is told when it goes on at another commit', async () => {
    const project = await batchProject([{}, {}]);
    const says = SAYS.claude?.('sess-1') ?? [];
    agentsOnPath(project, {
      claude: {
        phases: {
          1: [
            [{ await: 'go' }, ...says],
            [{ note: 'second.json' }, WORK, ...says],
          ],
        },
        default: [[WORK, ...says]],
      },
    });
    const args = ['batch', 'run', '1', '--yes', '--executor', 'claude', '--resume-sessions'];
    const running = start(args, { cwd: project.folder, env: project.environment() });
    await eventually(() => project.events('merged', '2')[0]);
    project.tell('go');
    expect((await running.ended).code).toBe(0);
    expect(promptOf(project, 'second.json')).toContain('That is another commit than the one your earlier');
    expect(project.events('attempt-started', '1')[1]?.resumes).toMatchObject({ hasMoved: true });
  });

  test('whose session is gone begins anew within the same attempt, and that is told', async () => {
    const project = await batchProject([{}]);
    const says = SAYS.claude?.('sess-1') ?? [];
    agentsOnPath(project, { claude: { default: [says, [{ note: 'second.json' }, WORK, ...says]] } });
    const lost = JSON.stringify({
      type: 'result',
      subtype: 'error_during_execution',
      is_error: true,
      errors: [{ message: 'No conversation found with session ID: sess-1' }],
    });
    const calls = noted(project, 'claude', `case "$*" in *--resume*) echo '${lost}'; exit 1;; esac`);
    const { code, err } = await runNamed(project, '--executor', 'claude', '--resume-sessions');
    expect(code).toBe(0);
    expect(calls()).toHaveLength(3);
    expect(err).toContain(
      'attempt 2 could not continue in session sess-1 and started a new one: No conversation found with session ID: sess-1',
    );
    expect(promptOf(project, 'second.json')).not.toContain('Your earlier attempt at this task');
    expect(project.events('attempt-failed')).toHaveLength(1);
  });

  test.skipIf(!SANDBOX)(
    'finds its session again in a sandbox, though its home had no folder for it before',
    async () => {
      const project = await batchProject([{}]);
      const bin = join(project.home, '.local/bin');
      mkdirSync(bin, { recursive: true });
      const around = project.environment();
      project.environment = () => ({ ...around, PATH: `${bin}:${process.env.PATH}`, IS_SANDBOX: '1' });
      const says = (SAYS.claude?.('sess-1') ?? []).map((each) => `echo '${Object.values(each)[0]}'`);
      const [keeps, finds] = ['echo kept > "$HOME/.claude/sess-1"', 'cat "$HOME/.claude/sess-1" || exit 1'];
      const works = `case "$*" in *--resume*) ${finds}; mkdir -p src; echo done > src/1.txt;; *) mkdir -p "$HOME/.claude"; ${keeps};; esac`;
      const program = ['#!/bin/sh', 'cat > /dev/null', works, ...says].join('\n');
      writeFileSync(join(bin, 'claude'), program, { mode: 0o755 });
      const flags = ['--executor', 'claude', '--resume-sessions', '--sandbox', 'bwrap'];
      const { code, err } = await runNamed(project, ...flags);
      expect({ code, err }).toMatchObject({ code: 0, err: expect.not.stringContaining('started a new one') });
      expect(project.events('attempt-started')).toMatchObject([{}, { resumes: { session: 'sess-1' } }]);
      expect(statSync(join(project.home, '.claude')).mode & 0o777).toBe(0o700);
    },
  );
});
