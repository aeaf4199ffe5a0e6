// Tests the presets of batches against the real agents:
// `npm run agents [-- --only claude,codex] [--scripts work,401] [--sandbox bwrap] [--cache FOLDER]`.
//
// Installs each agent at the version that its preset was tried with, points it at a scripted model on loopback
// (agents/model_server.mjs), has it carry out a batch of three phases, and prints a table. Keys are dummies, telemetry and
// updates are off, and each run has a home of its own, outside the system's temporary folder, where codex has no sandbox of its
// own. It installs from npm, takes some minutes, and is not part of `npm test`.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startModel } from './agents/model_server.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The agents, and how each is pointed at an address. npm may suppress install scripts: the necessary ones are run by hand. */
const AGENTS = {
  claude: {
    version: '2.1.332',
    package: '@anthropic-ai/claude-code',
    setup: 'install.cjs',
    env: (address) => ({
      ...{
        ANTHROPIC_API_KEY: 'dummy',
        ANTHROPIC_BASE_URL: address,
        IS_SANDBOX: '1',
        CLAUDE_CODE_MAX_RETRIES: '2',
      },
      ...{ DISABLE_TELEMETRY: '1', DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
    }),
  },
  codex: {
    version: '0.171.0',
    package: '@openai/codex',
    env: (address) => ({ OPENAI_API_KEY: 'dummy', OPENAI_BASE_URL: address }),
  },
  gemini: {
    version: '0.61.0',
    package: '@google/gemini-cli',
    env: (address) => ({ GEMINI_API_KEY: 'dummy', GOOGLE_GEMINI_BASE_URL: address }),
    home: (home) => {
      mkdirSync(join(home, '.gemini'));
      const settings = {
        security: { auth: { selectedType: 'gemini-api-key' } },
        privacy: { usageStatisticsEnabled: false },
      };
      writeFileSync(join(home, '.gemini/settings.json'), JSON.stringify(settings));
    },
  },
  opencode: {
    version: '1.18.33',
    package: 'opencode-ai',
    setup: 'postinstall.mjs',
    // It gives up after nine tries, up to half a minute apart, and over the protocol reports nothing meanwhile.
    waited: ['429', '500'],
    // Two that start at once in a home without any of its files find its database locked.
    flags: ['--concurrency', '1'],
    env: (address) => ({
      ...{ OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_MODELS_FETCH: '1' },
      OPENCODE_CONFIG_CONTENT: JSON.stringify({
        model: 'anthropic/claude-sonnet-4-5',
        provider: { anthropic: { options: { baseURL: `${address}/v1`, apiKey: 'dummy' } } },
      }),
    }),
  },
};

/** The same agents, and adapters for those that need one, over the Agent Client Protocol. `name` is their folder's. */
const TALKED_WITH = {
  'acp:gemini --acp': { ...AGENTS.gemini, name: 'gemini' },
  'acp:opencode acp': { ...AGENTS.opencode, name: 'opencode' },
  'acp:claude-agent-acp': {
    ...AGENTS.claude,
    name: 'claude-agent-acp',
    version: '0.49.0',
    package: '@agentclientprotocol/claude-agent-acp',
    setup: undefined,
  },
  'acp:codex-acp': {
    name: 'codex-acp',
    version: '0.16.0',
    package: '@zed-industries/codex-acp',
    env: () => ({ OPENAI_API_KEY: 'dummy' }),
    home: (home, address) => {
      mkdirSync(join(home, '.codex'));
      writeFileSync(
        join(home, '.codex/config.toml'),
        `openai_base_url = "${address}"\n[analytics]\nenabled = false\n`,
      );
    },
  },
};

/** The expected end of a batch under each script; a text is the reason of a failed attempt. */
const EXPECTED = {
  work: () => 'done',
  // opencode gives up when anything is refused, and over the protocol says that it is done.
  refuse: (agent) => ({ opencode: 'refused', 'acp:opencode acp': 'empty' })[agent] ?? 'done',
  // Over the protocol, opencode repeats its endpoint's message without the status code.
  401: (agent) => (agent === 'acp:opencode acp' ? 'executor' : 'authentication'),
  ask: () => 'done',
  // Over the protocol, sessions cannot be resumed, and the flag for it is refused.
  resume: (agent) => (agent.startsWith('acp:') ? REFUSED : 'done'),
  429: () => 'limited',
  // Over the protocol, opencode waits for the given hour, and does not say so.
  '429-reset': (agent) => (agent === 'acp:opencode acp' ? 'idle' : 'limited'),
  // gemini retries for five minutes, longer than the limit of these trials, and over the protocol does not say so.
  500: (agent) => ({ gemini: 'over-limit', 'acp:gemini --acp': 'idle' })[agent] ?? 'executor',
  stall: () => 'idle',
  // gemini notices by itself that it repeats itself, and stops; over the protocol it reports that as running out of turns.
  endless: (agent) => ({ gemini: 'empty', 'acp:gemini --acp': 'executor' })[agent] ?? 'over-limit',
};

/** The answer to a run whose flag would have no effect. */
const REFUSED = 'refused';

/** The limits of an attempt's idle time and duration: longer where an agent has to give up by itself. */
const LIMITS = ['--idle', '45', '--soft', '150', '--hard', '170'];
const LONG_LIMITS = ['--idle', '300', '--soft', '400', '--hard', '420'];

/** The time after which a run held by a limit is ended, in milliseconds: longer than the limits of its attempt. */
const MAX_MS = 240_000;
const LONGEST_MS = 480_000;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: [...Object.keys(AGENTS), ...Object.keys(TALKED_WITH)].join(',') },
    scripts: { type: 'string', default: 'work,refuse,401' },
    sandbox: { type: 'string', default: 'none' },
    cache: {
      type: 'string',
      default: join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'orchestrator-agents'),
    },
  },
});

const rows = [
  [
    'agent',
    'script',
    'sandbox',
    'as expected',
    'result',
    'exit',
    'seconds',
    'requests',
    'tokens',
    'written outside its worktree',
    'argv',
  ],
];
let isWell = true;
for (const name of options.only.split(',')) {
  const agent = AGENTS[name] ?? TALKED_WITH[name];
  if (agent === undefined)
    throw new Error(
      `no agent ${name}; there are: ${[...Object.keys(AGENTS), ...Object.keys(TALKED_WITH)].join(', ')}`,
    );
  const bin = install(agent.name ?? name, agent);
  for (const script of options.scripts.split(',')) {
    if (EXPECTED[script] === undefined)
      throw new Error(`no script ${script}; there are: ${Object.keys(EXPECTED).join(', ')}`);
    const row =
      bin === undefined
        ? [name, script, options.sandbox, 'no', 'could not be installed']
        : await trial(name, agent, script, bin);
    isWell &&= row[3] === 'yes';
    rows.push(row);
    process.stderr.write(`${row.join('  ')}\n`);
  }
}
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
const text = rows.map(
  (row) => `| ${widths.map((width, column) => String(row[column] ?? '').padEnd(width)).join(' | ')} |`,
);
text.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
process.stdout.write(`${text.join('\n')}\n`);
process.exitCode = isWell ? 0 : 1;

/** The folder of the agent's program, at its version; `undefined` where it cannot be installed. */
function install(name, { version, package: from, setup }) {
  const folder = join(options.cache, `${name}-${version}`);
  const bin = join(folder, 'node_modules/.bin');
  if (!existsSync(join(bin, name))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    const args = ['install', '--no-audit', '--no-fund', '--foreground-scripts', `${from}@${version}`];
    spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    const own = join(folder, 'node_modules', from);
    if (setup !== undefined && existsSync(join(own, setup)))
      spawnSync(process.execPath, [setup], { cwd: own, stdio: 'ignore' });
  }
  const own = join(folder, 'node_modules', from, 'package.json');
  return existsSync(own) && JSON.parse(readFileSync(own, 'utf8')).version === version ? bin : undefined;
}

/** Has an agent carry out a batch of three phases under a script of the model. */
async function trial(name, { version, env, home: furnish, flags = [], waited = [] }, script, bin) {
  const folder = realpathSync(mkdtempSync(join(options.cache, 'run-')));
  const [home, project] = ['home', 'project'].map((part) => join(folder, part));
  mkdirSync(home);
  mkdirSync(project);
  const model = await startModel(script);
  furnish?.(home, model.address);
  const environment = {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: home,
    LANG: 'C.UTF-8',
    DO_NOT_TRACK: '1',
    ...env(model.address),
  };
  const git = (...args) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: project,
      encoding: 'utf8',
    }).stdout;
  writeFileSync(join(project, 'plan.md'), plan(script === 'work' ? 3 : 1));
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'plan');
  const orchestrator = (...args) =>
    run([join(ROOT, 'dist/main.js'), ...args], { cwd: project, env: environment });
  await orchestrator('batch', 'generate', 'plan.md');
  const start = Date.now();
  const isWaitedFor = waited.includes(script);
  const endWhenHeld = () => {
    if (
      Date.now() - start < (isWaitedFor ? LONGEST_MS : MAX_MS) &&
      !journalOf(project).some(({ event }) => event === 'executor-held')
    )
      return;
    // Only once: a second signal ends it at once, before it has reported its outcome.
    clearInterval(ending);
    running.child.kill('SIGINT');
  };
  const limits = [
    ...['--sandbox', options.sandbox],
    ...(script === 'resume' ? ['--retries', '1', '--resume-sessions'] : ['--retries', '0']),
    ...(isWaitedFor ? LONG_LIMITS : LIMITS),
    ...flags,
  ];
  // A run on hold waits for the limit to end.
  const ending = script.startsWith('429') ? setInterval(endWhenHeld, 1_000) : undefined;
  const running = run(
    [join(ROOT, 'dist/main.js'), 'batch', 'run', '1', '--yes', '--json', '--executor', name, ...limits],
    { cwd: project, env: environment },
  );
  const { code, out } = await running;
  clearInterval(ending);
  const seconds = Math.round((Date.now() - start) / 1000);
  model.end();
  const status = out === '' ? {} : JSON.parse(out);
  const reasons = [
    ...new Set((status.phases ?? []).flatMap(({ attempts }) => attempts.map(({ reason }) => reason))),
  ].filter(Boolean);
  const result = status.state === 'done' ? 'done' : reasons.join(' ') || saidOf(status.problems?.[0]);
  const changed = git('status', '--porcelain')
    .split('\n')
    .filter((line) => line !== '' && !line.includes('.orchestrator'));
  // The target of a path that leads out of a worktree.
  const outside = join('.orchestrator', 'worktrees', 'outside.txt');
  const left = existsSync(join(project, outside)) ? [...changed, outside] : changed;
  const argv = argvOf(project);
  const isExpected = EXPECTED[script](name) === result;
  if (isExpected) rmSync(folder, { recursive: true, force: true });
  else process.stderr.write(`kept: ${folder}\n${lastLog(project)}\n`);
  const shown = left.length === 0 ? 'nothing' : left.join(' ');
  return [
    `${name} ${version}`,
    script,
    status.phases?.[0]?.attempts?.[0]?.sandbox ?? '-',
    isExpected ? 'yes' : 'no',
    result,
    code,
    seconds,
    model.requests(),
    status.tokens ?? '-',
    shown,
    argv,
  ];
}

/** The command line of the started agent, from the journal. */
function argvOf(project) {
  const { argv = [] } = journalOf(project).find(({ event }) => event === 'attempt-started') ?? {};
  return argv.map((word) => word.replace(/127\.0\.0\.1:\d+/u, 'ADDRESS')).join(' ') || '-';
}

/** The message of a run that started nothing. */
function saidOf(problem) {
  const message = problem?.message ?? 'it said nothing';
  return message.includes('would have no effect') ? REFUSED : message;
}

/** The complete lines of a batch's journal. */
function journalOf(project) {
  const file = join(project, '.orchestrator/batches/1/journal.ndjson');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/** A promise of a program's end, with the process itself. */
function run(args, settings) {
  const child = spawn(process.execPath, args, { ...settings, stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    out += piece;
  });
  const ended = new Promise((resolve) => child.on('close', (code) => resolve({ code, out })));
  return Object.assign(ended, { child });
}

function lastLog(project) {
  const logs = join(project, '.orchestrator/batches/1/logs');
  if (!existsSync(logs)) return 'no log';
  return readdirSync(logs)
    .map((name) => `${name}: ${readFileSync(join(logs, name), 'utf8').slice(-600)}`)
    .join('\n');
}

function plan(count) {
  const phases = Array.from({ length: count }, (_, place) => {
    const id = place + 1;
    return `### Phase ${id}: Part ${id}
**Goal**: part-${id}.txt has the word word-${id}.
**Estimated Hours**: 1
**Complexity**: low
**Files Modified**: part-${id}.txt
**Dependencies**: ${id === 3 ? 'Phase 1, Phase 2' : 'None'}
**Implementation Steps**:
1. Write it.
**Validation Gates**:
- [ ] It is there: \`grep -q word-${id} part-${id}.txt\`
`;
  });
  return `# Three parts\n\n## Phases\n\n${phases.join('\n')}`;
}
