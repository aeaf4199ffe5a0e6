import { describe, expect, test } from 'vitest';
import { executorNamed, hostsNeeded } from '../../src/batch/index.ts';
import { hostsInText, hostText, readHost, systemClock } from '../../src/platform/index.ts';
import { isAmongHosts } from '../../src/platform/network_hosts.ts';

/** What an executor reaches on a machine of these variables and files. */
function reached(name: string, env: Record<string, string> = {}, files: Record<string, string> = {}) {
  const machine = { env: { HOME: '/h', ...env }, isRoot: false, textOf: (path: string) => files[path] };
  const made = executorNamed(name, { executors: {}, clock: systemClock, machine });
  if (!made.ok) throw new Error(made.problems[0]?.message);
  return hostsNeeded(made.value, machine.env).map(hostText).join(' ');
}

const CLAUDE = 'api.anthropic.com:443 claude.ai:443 console.anthropic.com:443 platform.claude.com:443';
const OPENAI = 'api.openai.com:443 auth.openai.com:443 chatgpt.com:443';

describe('what an agent reaches', () => {
  test.each([
    ['claude', {}, {}, CLAUDE],
    ['claude', { ANTHROPIC_BASE_URL: 'https://gate.example/v1' }, {}, 'gate.example:443'],
    ['claude', { ANTHROPIC_BASE_URL: 'http://localhost:4000' }, {}, 'localhost:4000'],
    ['claude', { OPENAI_BASE_URL: 'http://elsewhere.example' }, {}, CLAUDE],
    [
      'claude',
      {},
      { '/h/.claude/settings.json': '{ "env": { "ANTHROPIC_BASE_URL": "http://s.example:82", "N": 1 } }\n' },
      `${CLAUDE} s.example:82`,
    ],
    [
      'claude',
      { CLAUDE_CONFIG_DIR: '/c' },
      { '/c/settings.json': '{"env":{"CLAUDE_CODE_USE_VERTEX":"1","CLOUD_ML_REGION":"europe-west1"}}' },
      'europe-west1-aiplatform.googleapis.com:443 oauth2.googleapis.com:443',
    ],
    ['claude', {}, { '/h/.claude/settings.json': '{ broken' }, CLAUDE],
    [
      'claude',
      { CLAUDE_CODE_USE_BEDROCK: '1', AWS_REGION: 'eu-west-1' },
      {},
      'bedrock-runtime.eu-west-1.amazonaws.com:443 bedrock.eu-west-1.amazonaws.com:443 sts.eu-west-1.amazonaws.com:443',
    ],
    ['codex', {}, {}, OPENAI],
    ['codex', { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://127.0.0.1:9000' }, {}, '127.0.0.1:9000'],
    [
      'codex',
      {},
      { '/h/.codex/config.toml': 'openai_base_url = "http://m.example:81"\n' },
      `${OPENAI} m.example:81`,
    ],
    ['codex', {}, { '/h/.codex/config.toml': '# base_url = "http://m.example:81"\n' }, OPENAI],
    // Where it is logged in it does not read that variable, and asks as it usually does.
    ['codex', { OPENAI_BASE_URL: 'http://127.0.0.1:9000' }, { '/h/.codex/auth.json': '{}' }, OPENAI],
    [
      'codex',
      { CODEX_HOME: '/c' },
      { '/c/config.toml': '[model_providers.x]\nbase_url = "https://p.example/v1"\n' },
      `${OPENAI} p.example:443`,
    ],
    [
      'gemini',
      {},
      {},
      'cloudcode-pa.googleapis.com:443 generativelanguage.googleapis.com:443 oauth2.googleapis.com:443',
    ],
    ['gemini', { GOOGLE_GEMINI_BASE_URL: 'http://127.0.0.1:7' }, {}, '127.0.0.1:7'],
    [
      'gemini',
      {},
      { '/h/.gemini/.env': 'GOOGLE_GEMINI_BASE_URL=http://g.example:8\n' },
      'cloudcode-pa.googleapis.com:443 g.example:8 generativelanguage.googleapis.com:443 oauth2.googleapis.com:443',
    ],
    ['opencode', { OPENCODE_DISABLE_MODELS_FETCH: '1', OPENROUTER_API_KEY: 'k' }, {}, 'openrouter.ai:443'],
    [
      'opencode',
      { OPENCODE_CONFIG_CONTENT: '{"provider":{"a":{"options":{"baseURL":"http://o.example:5/v1"}}}}' },
      {},
      'models.dev:443 models.opencode.ai:443 o.example:5',
    ],
    [
      'opencode',
      { OPENCODE_DISABLE_MODELS_FETCH: '1' },
      { '/h/.local/share/opencode/auth.json': '{"anthropic":{}}' },
      'api.anthropic.com:443',
    ],
    [
      'opencode',
      { OPENCODE_DISABLE_MODELS_FETCH: '1', OPENAI_API_KEY: 'k' },
      {
        '/h/.config/opencode/opencode.jsonc':
          '{ "baseURL": "http://o.example:5",\n // "baseURL": "http://p.example"\n}',
      },
      'api.openai.com:443 o.example:5',
    ],
    ['aider', { OPENAI_API_KEY: 'k', OPENAI_API_BASE: 'http://a.example:6' }, {}, 'a.example:6'],
    ['cursor-agent', {}, {}, '*.cursor.com:443 *.cursor.sh:443 cursor.com:443'],
    ['acp:claude-agent-acp', {}, {}, CLAUDE],
    ['acp:npx @zed-industries/codex-acp', {}, {}, `${OPENAI} registry.npmjs.org:443`],
    ['acp:my-agent --endpoint http://localhost:1234/v1', {}, {}, 'localhost:1234'],
  ] as const)('%s with %j and %j', (name, env, files, hosts) => {
    expect(reached(name, env, files)).toBe(hosts);
  });
});

describe('what a known agent reaches that is named as a command', () => {
  const seen = (
    argv: readonly string[],
    own: { readonly env?: readonly string[] },
    env: Record<string, string>,
  ) => {
    const machine = { env: { HOME: '/h', ...env }, isRoot: false, textOf: () => undefined };
    const made = executorNamed('mine', {
      executors: { mine: { argv, ...own } },
      clock: systemClock,
      machine,
    });
    if (!made.ok) throw new Error(made.problems[0]?.message);
    return hostsNeeded(made.value, machine.env).map(hostText).join(' ');
  };
  const local = { ANTHROPIC_BASE_URL: 'http://localhost:4000' };

  test('is that of its preset, by its program wherever this lies', () => {
    expect(seen(['/opt/bin/claude', '-p'], {}, {})).toBe(CLAUDE);
    expect(seen(['codex', 'exec', '-'], {}, {})).toBe(OPENAI);
    expect(seen(['sh', 'claude.sh'], {}, {})).toBe('');
  });

  test('is decided by a variable only where it is handed that', () => {
    expect(seen(['claude', '-p'], {}, local)).toBe(CLAUDE);
    expect(seen(['claude', '-p'], { env: ['ANTHROPIC_BASE_URL'] }, local)).toBe('localhost:4000');
  });
});

test.each([
  ['postgres://me:secret@LOCALHOST:5432/db', 'localhost:5432'],
  ['jdbc:postgresql://db.example:5432/x', 'db.example:5432'],
  ['redis://[::1]:6379/0', '[::1]:6379'],
  ['--url=tcp://build_1:2375', 'build_1:2375'],
  ['postgres://localhost/db', ''],
  ['x://a%20b:80 x://h:0 file:///etc/passwd unix:///run/x', ''],
  ['https://a.example http://b.example', 'a.example:443 b.example:80'],
])('the hosts in %s', (text, hosts) => {
  expect(hostsInText(text).map(hostText).join(' ')).toBe(hosts);
});

test.each([
  ['api.example.com', 'api.example.com', 443, true],
  ['api.example.com', 'API.example.com.', 443, true],
  ['api.example.com', 'api.example.com', 80, false],
  ['api.example.com', 'xapi.example.com', 443, false],
  ['*.example.com:8443', 'a.b.example.com', 8443, true],
  ['*.example.com:8443', 'example.com', 8443, false],
  ['*.example.com:8443', 'badexample.com', 8443, false],
  ['http://localhost:11434/v1', 'localhost', 11_434, true],
  ['[::1]:80', '[::1]', 80, true],
  ['my_db:5432', 'my_db', 5432, true],
  ['postgres://localhost:5432', 'localhost', 5432, true],
])('%s lets %s:%d through: %s', (named, name, port, isAmong) => {
  const host = readHost(named);
  expect(host === undefined ? undefined : isAmongHosts([host], { name, port })).toBe(isAmong);
});

test.each(['', '*', 'a b', '*.', 'x:0', 'x:70000', '-x', 'a/b', '10.0.0.0/8'])('%j is no host', (text) => {
  expect(readHost(text)).toBeUndefined();
});
