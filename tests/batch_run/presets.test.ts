import { describe, expect, test } from 'vitest';
import { agentsOnPath, runNamed } from '../support/agents.ts';
import { batchProject } from '../support/batch_project.ts';
import { run } from '../support/program.ts';

const NOTES = { default: [[{ note: 'seen.json' }, { work: 'done by' }]] };

async function seenBy(
  agent: string,
  env: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Promise<{ argv: string[]; env: Record<string, string>; err: string }> {
  const project = await batchProject([{}]);
  agentsOnPath(project, { [agent]: NOTES });
  const before = project.environment();
  project.environment = () => ({ ...before, ...env });
  const { code, err } = await runNamed(project, '--executor', agent, ...flags);
  if (code !== 0) throw new Error(err);
  return { ...JSON.parse(project.told('seen.json') ?? ''), err };
}

describe.concurrent('a preset', () => {
  test('[promise:batch-presets-extended] is extended by settings and flags, and the consent lists what is really passed', async () => {
    const project = await batchProject([{}]);
    agentsOnPath(project, { claude: NOTES });
    const before = project.environment();
    project.environment = () => ({ ...before, ANTHROPIC_API_KEY: 'k', MY_TEAM: 't', MINE: 'm', OTHER: 'o' });
    await project.call('config', 'set', 'executors.claude.env', 'MY_TEAM');
    await project.call('config', 'set', 'executors.claude.model', 'opus');
    const { code, err } = await runNamed(project, '--executor', 'claude', '--executor-env', 'MINE');
    expect({ code, err }).toMatchObject({ code: 0 });
    const { env } = JSON.parse(project.told('seen.json') ?? '');
    expect(env).toMatchObject({ ANTHROPIC_API_KEY: 'k', MY_TEAM: 't', MINE: 'm' });
    expect(env.OTHER).toBeUndefined();
    expect(err).toContain(
      'sees ANTHROPIC_API_KEY, IS_SANDBOX, MINE, MY_TEAM; may see, when set: ANTHROPIC_AUTH_TOKEN',
    );
    expect(err).toContain('--verbose --model opus\n');
  });

  test('codex is handed the key and the endpoint of OpenAI in the form that it reads', async () => {
    const seen = await seenBy('codex', { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' });
    expect(seen.env).toMatchObject({ CODEX_API_KEY: 'k' });
    expect(seen.env.OPENAI_API_KEY).toBeUndefined();
    expect(seen.err).toContain('-c \'openai_base_url="http://127.0.0.1:9/v1"\' -\n');
    expect(seen.err).toContain('CODEX_API_KEY (the value of OPENAI_API_KEY)');
  });

  test.each([
    ['gemini', 'GOOGLE_GEMINI_BASE_URL'],
    ['opencode', 'OPENCODE_DISABLE_MODELS_FETCH'],
    ['opencode', 'OPENCODE_DISABLE_AUTOUPDATE'],
    ['claude', 'DISABLE_TELEMETRY'],
    ['claude', 'DISABLE_AUTOUPDATER'],
    ['claude', 'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC'],
    ['claude', 'IS_SANDBOX'],
  ])('%s is handed %s', async (agent, name) => {
    expect((await seenBy(agent, { [name]: '1' })).env[name]).toBe('1');
  });

  test.skipIf(process.getuid?.() !== 0)(
    'claude does not start as root where nobody says that it may',
    async () => {
      const project = await batchProject([{}]);
      agentsOnPath(project, { claude: NOTES });
      const before = project.environment();
      const { IS_SANDBOX: _, ...env } = before;
      project.environment = () => env;
      const { code, err } = await runNamed(project, '--executor', 'claude');
      expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('IS_SANDBOX=1') });
      expect(project.events('run-started')).toEqual([]);
    },
  );
});

describe.concurrent('a flag that would have no effect is refused with the reason', () => {
  test.each([
    [['--executor-env', 'NOT_SET'], 'NOT_SET is not set here'],
    [['--executor-env', 'A=B'], 'not the name of a variable'],
    [['--executor', 'dry-run', '--executor-env', 'HOME'], 'dry-run starts nothing'],
    [['--executor', 'aider', '--resume-sessions'], 'aider cannot resume its own session'],
    [['--executor', 'dry-run', '--resume-sessions'], 'dry-run cannot resume its own session'],
    [['--executor', 'codex', '--fallback', 'codex'], 'already runs it with this executor'],
    [['--executor', 'codex', '--in-place', '--setup', 'true'], 'no worktree to set up'],
    [['--executor', 'codex', '--in-place', '--concurrency', '3'], 'they run one at a time'],
  ])('%j', async (flags, why) => {
    const project = await batchProject([{}]);
    const { code, err } = await runNamed(project, ...flags);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(why) });
    expect(project.events('run-started')).toEqual([]);
  });

  test('every one of them, where the plan names who works', async () => {
    const project = await batchProject([{ executor: 'codex' }]);
    const args = ['batch', 'run', '1', '--json', '--executor-command', 'agent', '--executor-env', 'HOME'];
    const { code, out } = await run(args, { cwd: project.folder, env: project.environment() });
    expect(code).toBe(2);
    expect(JSON.parse(out).problems).toMatchObject([
      { code: 'flag-without-effect', message: expect.stringContaining('names its own executor (codex)') },
    ]);
    const other = await runNamed(project, '--executor', 'claude', '--executor-env', 'HOME');
    expect(other.err).toContain('--executor would have no effect');
    expect(other.err).toContain('--executor-env would have no effect');
  });
});

describe.concurrent('what an agent leaves for itself', () => {
  test.each([
    ['claude', '.claude/settings.local.json'],
    ['codex', '.codex/log/a'],
    ['gemini', '.gemini/tmp/deep/b'],
    ['opencode', '.opencode/c'],
    ['cursor-agent', '.cursor/d'],
  ])('[promise:batch-agent-leftovers] is kept out of diff and scope, and told: %s', async (agent, path) => {
    const project = await batchProject([{}]);
    agentsOnPath(project, { [agent]: { default: [[{ work: 'by' }, { write: { [path]: 'mine' } }]] } });
    const { code, err } = await runNamed(project, '--executor', agent);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining(`was left out: ${path}.`) });
    expect(Object.keys(project.result())).not.toContain(path);
  });

  test('is no excuse to change what the project has there, what a phase declares there, or what is another agent’s', async () => {
    const mine = '.claude/settings.json';
    const phases = [{}, { files: ['.claude/commands/x.md'] }, {}];
    const script = {
      phases: {
        1: [[{ work: 'by' }, { write: { [mine]: 'changed' } }]],
        2: [[{ work: 'by' }]],
        3: [[{ work: 'by' }, { write: { '.gemini/x': '' } }]],
      },
    };
    const project = await batchProject(phases, script, { [mine]: 'ours' });
    agentsOnPath(project, { claude: script });
    await runNamed(project, '--executor', 'claude', '--retries', '0');
    const reasons = project.events('attempt-failed').map(({ phase, reason }) => `${phase} ${reason}`);
    expect(reasons.sort()).toEqual(['1 scope', '3 scope']);
    expect(project.result()['.claude/commands/x.md']).toBeDefined();
  });
});
