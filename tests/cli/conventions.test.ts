import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, documentOf, emptyFolder, MAIN, ROOT, run } from '../support/program.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const COMMANDS = [
  ['new'],
  ['init'],
  ['goals', 'list'],
  ['goals', 'show'],
  ['components', 'list'],
  ['components', 'show'],
  ['components', 'search'],
  ['config', 'list'],
  ['config', 'get'],
  ['config', 'set'],
  ['config', 'unset'],
  ['config', 'path'],
  ['doctor'],
  ['example'],
  ['completion'],
  ['components', 'lint'],
  ['goals', 'check'],
  ['components', 'new'],
  ['components', 'promote'],
  ['goals', 'test'],
  ['explain'],
  ['fill'],
  ['run'],
  ['batch', 'generate'],
  ['batch', 'list'],
  ['batch', 'show'],
  ['batch', 'status'],
  ['batch', 'logs'],
  ['batch', 'decisions'],
  ['batch', 'stop'],
  ['batch', 'run'],
  ['batch', 'retry'],
  ['batch', 'undo'],
  ['batch', 'merge'],
  ['plan', 'draft'],
  ['plan', 'check'],
  ['plan', 'show'],
  ['plan', 'simulate'],
  ['plan', 'import'],
  ['update'],
];

/** Runs a shell line in which `orchestrator` is the program. */
function shell(line: string, cwd = emptyFolder()) {
  const env = cleanEnvironment(cwd);
  const script = `orchestrator() { '${process.execPath}' '${MAIN}' "$@"; }; ${line}`;
  return spawnSync('bash', ['-c', script], { cwd, env, encoding: 'utf8' });
}

test('--version, -V and version agree with the package', async () => {
  for (const form of ['--version', '-V', 'version']) {
    expect(await run([form], { cwd: emptyFolder() })).toEqual({ code: 0, out: `${version}\n`, err: '' });
  }
});

describe('help', () => {
  test.each([[], ...COMMANDS])('%s %s shows examples first, on standard output', async (...command) => {
    const words = command.filter((word): word is string => typeof word === 'string');
    for (const flag of ['-h', '--help']) {
      const { code, out, err } = await run([...words, flag], { cwd: emptyFolder() });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^Examples:\n {2}\$ .*orchestrator/u);
      expect(out).toContain('Usage: orchestrator');
    }
  });

  test('help COMMAND shows the same as COMMAND --help', async () => {
    const cwd = emptyFolder();
    expect((await run(['help', 'new'], { cwd })).out).toBe((await run(['new', '--help'], { cwd })).out);
  });
});

describe('a typo', () => {
  test.each([
    [['gaols', 'list'], 'goals'],
    [['goals', 'lst'], 'list'],
    [['new', '--gaol', '3'], '--goal'],
    [['goals', 'show', 'REVEW_AGAINST_STANDARDS'], 'REVIEW_AGAINST_STANDARDS'],
    [['components', 'show', 'meticulous_auditr.txt'], 'meticulous_auditor.txt'],
  ])('%j gets a suggestion, is not run, and exits 2', async (args, suggestion) => {
    const { code, out, err } = await run(args, { cwd: emptyFolder() });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`Did you mean ${suggestion}?`);
  });
});

describe('a command behind options that not every command has', () => {
  test.each([
    [['--yes', 'doctor'], 'orchestrator doctor --yes'],
    [['--goal', '3', 'goals', 'list'], 'orchestrator goals …'],
    [['--json', '--title=A', 'config', 'get', 'model'], 'orchestrator config …'],
    [['-y', '--no-input', 'help'], 'orchestrator help -y --no-input'],
  ])('is not taken for a name: %j', async (args, suggestion) => {
    const cwd = emptyFolder();
    const { code, out, err } = await run(args, { cwd });
    expect(code).toBe(2);
    expect(out + err).toContain(`Did you mean \`${suggestion}\`?`);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test.each([
    [['--goal', '3', '--title', 'doctor', '--yes', '--dry-run']],
    [['--goal', '3', '--yes', '--dry-run', '--', 'doctor']],
    [['--goal', '3', '--dry-run', 'Doctor']],
    [['new', 'doctor', '--goal', '3', '--dry-run']],
  ])('is a value or a name where it can only be one: %j', async (args) => {
    expect((await run(args, { cwd: emptyFolder() })).code).toBe(0);
  });
});

describe('--json', () => {
  test.each([
    [['new', '--json', '--nonsense'], 'orchestrator.new/1', 2],
    [['new', 'A', '--goal', '99', '--json'], 'orchestrator.new/1', 2],
    [['fill', '--json'], 'orchestrator.fill/1', 2],
    [['run', 'none', '--json'], 'orchestrator.run-result/1', 2],
    [['run', '--json', '--nonsense'], 'orchestrator.run-result/1', 2],
    [['goals', 'list', '--json', '--goal-map', 'none.json'], 'orchestrator.goals-list/1', 2],
    [['goals', 'show', '--json'], 'orchestrator.goals-show/1', 2],
    [['goals', 'show', 'NONE', '--json'], 'orchestrator.goals-show/1', 2],
    [['goals', '--json'], 'orchestrator.usage/1', 2],
    [['components', 'show', 'none', '--json'], 'orchestrator.components-show/1', 2],
    [['components', 'list', '--kind', 'x', '--json'], 'orchestrator.components-list/1', 2],
    [['components', 'new', '--json'], 'orchestrator.components-new/1', 2],
    [['components', 'promote', 'none', '--to', 'user', '--json'], 'orchestrator.components-promote/1', 2],
    [['goals', 'test', '--json'], 'orchestrator.goals-test/1', 1],
    [['explain', 'none', '--json'], 'orchestrator.explain/1', 2],
    [['nonsense', '--json'], 'orchestrator.usage/1', 2],
  ])('%j fails with one document of its schema', async (args, schema, exitCode) => {
    const result = await run(args, { cwd: emptyFolder() });
    expect(result.code).toBe(exitCode);
    expect(result.err).toBe('');
    const document = documentOf(result);
    expect(document).toMatchObject({ schema, ok: false });
    expect(document.problems.length).toBeGreaterThan(0);
    for (const problem of document.problems) {
      expect(Object.keys(problem)).toEqual(['severity', 'code', 'message', 'file', 'line', 'column', 'hint']);
    }
  });
});

describe('streams', () => {
  test('a reader that goes away ends the program quietly, and not as if all had been read', () => {
    const { status, stderr } = shell('orchestrator components list | true; exit ${PIPESTATUS[0]}');
    expect({ status, stderr }).toEqual({ status: 141, stderr: '' });
    const head = shell('orchestrator components list | head -n 1');
    expect({ ...head, stdout: head.stdout.split('\n').length }).toMatchObject({
      status: 0,
      stderr: '',
      stdout: 2,
    });
    const code = shell('orchestrator components list --json | head -c 10 > /dev/null; exit ${PIPESTATUS[0]}');
    expect([0, 141]).toContain(code.status);
  });

  test.skipIf(process.platform !== 'linux')('output that is lost is said, and exits 3', () => {
    const { status, stderr } = shell('orchestrator goals list > /dev/full');
    expect(status).toBe(3);
    expect(stderr).toContain('could not be written');
  });

  test('an empty standard input exits 2 with a remedy, and a closed one does not break it', () => {
    const { status, stderr } = shell('orchestrator < /dev/null');
    expect(status).toBe(2);
    expect(stderr).toContain('orchestrator new My_Framework');
    expect(shell('orchestrator goals list <&- | wc -l').stdout.trim()).toBe('13');
  });

  test('piped output has not one escape byte, and FORCE_COLOR colours messages only', async () => {
    const cwd = emptyFolder();
    const plain = await run(['new', 'A'], { cwd });
    expect(plain.err).not.toContain('\u001b');
    const coloured = await run(['new', 'A'], { cwd, env: { FORCE_COLOR: '1' } });
    expect(coloured.err).toContain('\u001b[31merror:');
    for (const env of [{ FORCE_COLOR: '1', NO_COLOR: '1' }, { FORCE_COLOR: '0' }]) {
      expect((await run(['new', 'A'], { cwd, env })).err).not.toContain('\u001b');
    }
    expect((await run(['new', 'A', '--no-color'], { cwd, env: { FORCE_COLOR: '1' } })).err).not.toContain(
      '\u001b',
    );
  });

  test('what a file says reaches the terminal without its control sequences', async () => {
    const cwd = emptyFolder();
    const goal = { description: 'd', persona: 'a.txt', protocol: 'b.txt', constraints: [] };
    const category = '\u001b]0;evil\u0007\u001b[2JEvil \u202e\u009b31m';
    writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ [category]: { ONE: goal } }));
    for (const args of [
      ['goals', 'list'],
      ['goals', 'show', '1'],
      ['new', 'A', '--goal', '\u001b[31m9'],
    ]) {
      const { out, err } = await run(args, { cwd });
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
    }
  });
});

test('an error that nobody foresaw shows its trace only with --debug, and keeps to the JSON document', async () => {
  const cwd = emptyFolder();
  const damaged = { cwd, env: { NODE_OPTIONS: `--require ${join(cwd, 'break.cjs')}` } };
  writeFileSync(
    join(cwd, 'break.cjs'),
    "require('node:fs').fstatSync = (fd) => { if (fd > 2) throw new TypeError('broken'); return { isCharacterDevice: () => false }; };",
  );
  const quiet = await run(['goals', 'list'], damaged);
  expect(quiet.code).toBe(3);
  expect(quiet.err).toContain('This is a bug in orchestrator');
  expect(quiet.err).not.toMatch(/\bat .*:\d+:\d+/u);
  expect((await run(['goals', 'list', '--debug'], damaged)).err).toMatch(/^debug +\d+ ms {2}at .*:\d+:\d+/mu);
  expect(documentOf(await run(['goals', 'list', '--json'], damaged)).problems).toMatchObject([
    { code: 'internal' },
  ]);
});

test('an error that nobody foresaw shows no key, neither in its message nor in its trace', async () => {
  const cwd = emptyFolder();
  const key = 'sk-canary-0123456789/abcdef';
  const broken = `broken by ${key} and ${Buffer.from(key).toString('base64')}`;
  writeFileSync(
    join(cwd, 'break.cjs'),
    `const path = require('node:path'); const { resolve } = path; path.resolve = (...parts) => { if (parts.includes('break-here')) throw new TypeError(${JSON.stringify(broken)}); return resolve(...parts); };`,
  );
  const env = { NODE_OPTIONS: `--require ${join(cwd, 'break.cjs')}`, OPENAI_API_KEY: key };
  for (const flags of [[], ['--debug'], ['--json', '--debug']]) {
    const { code, out, err } = await run(['new', 'A', '--goal', '3', '--output', 'break-here', ...flags], {
      cwd,
      env,
    });
    expect(code).toBe(3);
    expect(out + err).toContain('broken by [key removed] and [key removed]');
    expect(out + err).not.toContain('canary');
    expect(out + err).not.toContain(Buffer.from(key).toString('base64'));
  }
});

describe.concurrent('an option that takes one value', () => {
  test.each(COMMANDS)('is refused when it is given twice: %s %s', async (...command) => {
    const words = command.filter(Boolean);
    const { out } = await run([...words, '--help'], { cwd: emptyFolder() });
    const options = out.match(/^ {2}(?:-\w, )?--[a-z-]+ <.*(?:\n {8,}.*)*/gmu) ?? [];
    const single = options.filter((text) => !text.includes('(repeatable)')).at(-1);
    const name = /--[a-z-]+/u.exec(single ?? '')?.[0];
    if (name === undefined) return;
    const refused = await run([...words, name, '1', `${name}=2`, '--json'], { cwd: emptyFolder() });
    expect(refused.code, name).toBe(2);
    expect(documentOf(refused).problems).toMatchObject([
      { code: 'usage-option-twice', message: expect.stringContaining(name) },
    ]);
  });
});

test.each([
  [['plan', 'simulate', 'plan.md', '--quota'], 'argument missing', 'plan simulate'],
  [['batch', 'run', '1', '--resume-sessions=yes'], "Option '--resume-sessions' takes no value.", 'batch run'],
  [['batch', 'run', '--nope=sk-abc'], "Unknown option '--nope'.", 'batch run'],
  [['batch'], 'needs a verb', 'batch'],
])('%j names the help of what was meant', async (args, said, command) => {
  const { code, err } = await run(args, { cwd: emptyFolder() });
  expect(code).toBe(2);
  expect(err).toContain(said);
  expect(err).toContain(`\`orchestrator ${command} --help\``);
  expect(err).not.toContain('sk-abc');
});
