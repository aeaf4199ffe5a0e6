// Stores the code that V8 compiles for the files of common starts, for src/compiled_code.ts to use. First creates a framework and
// checks a plan in a separate folder, so that the functions of an ordinary run are compiled and stored too.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { PassThrough } = require('node:stream');
const { Script } = require('node:vm');

const root = join(__dirname, '..');
const dist = join(root, 'dist');
// Built from src/compiled_code.ts before this runs, so that both sides agree on the text and the form.
const { codeFile, sealCode, wrapped } = require(join(dist, '.work/compiled_code.cjs'));
const HOT = new Set([
  './cli-index.js',
  './cli-commands-framework-new-declare.js',
  './cli-commands-goals-index.js',
  './cli-commands-goals-list-act.js',
  './cli-commands-plan-index.js',
  './cli-commands-plan-check-act.js',
  './cli-commands-mcp-index.js',
  './cli-commands-mcp-act.js',
  './mcp-index.js',
  './plan-tasks-import-tasks.js',
]);
const scripts = new Map();
const loaded = new Map();

function load(id) {
  if (!HOT.has(id)) return require(id.startsWith('./') ? join(dist, id) : id);
  if (loaded.has(id)) return loaded.get(id).exports;
  const path = join(dist, id);
  const source = readFileSync(path);
  const script = new Script(wrapped(source.toString('latin1')), { filename: path });
  const built = { exports: {} };
  loaded.set(id, built);
  scripts.set(path, { script, source });
  script.runInThisContext().call(built.exports, built.exports, load, built, path, dist);
  return built.exports;
}

const RUNS = [
  ['--help'],
  ['new', 'X', '--goal', '3', '--json'],
  ['goals', 'list'],
  ['plan', 'check', 'plan.md'],
  ['plan', 'check', 'roadmap.md'],
  ['mcp'],
];

const PLAN = `# Plan
## Phases
### Phase 1: One
**Goal**: It works.
**Estimated Hours**: 1
**Files Modified**: src/one.ts, tests/**
**Dependencies**: None
**Validation Gates**:
- [ ] Tests: \`npm test\`
### Phase 2: Two
**Goal**: It works too.
**Estimated Hours**: 1-2
**Files Modified**: src/two.ts
**Dependencies**: Phase 1
**Validation Gates**:
- [ ] Tests: \`npm test\`
### Phase 3: Three
**Goal**: It works beside the second.
**Estimated Hours**: 3
**Files Modified**: src/three.ts
**Dependencies**: Phase 1
**Implementation Steps**:
1. Write it.
**Validation Gates**:
- [ ] Tests: \`npm test\`
`;

const ROADMAP = `# Roadmap

## Goals

- A faster shop

## Phase 1: Login (2 days)

**Files:** \`src/login.ts\`

- [x] Design the page
- [ ] Write the page
  - Keep the old one

**Acceptance:**
- \`npm test\` passes

## Phase 2: Orders

Depends on Phase 1.

1. Write the tables
2. Write the tests

## Risks

- The team is small
`;

async function keep() {
  const cwd = mkdtempSync(join(tmpdir(), 'orchestrator-build-'));
  try {
    writeFileSync(join(cwd, 'plan.md'), PLAN);
    writeFileSync(join(cwd, 'roadmap.md'), ROADMAP);
    for (const argv of RUNS) {
      const exitCode = await run(cwd, argv);
      if (exitCode !== 0)
        throw new Error(`the run of ${argv[0]} that the code is kept of ended with ${exitCode}`);
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
  const missed = [...HOT].filter((id) => !loaded.has(id));
  if (missed.length > 0) throw new Error(`no code is kept of ${missed.join(', ')}, which no run loaded`);
  for (const [path, { script, source }] of scripts) {
    writeFileSync(codeFile(path), sealCode(script.createCachedData(), source));
  }
}

function run(cwd, argv) {
  const context = {
    cwd,
    env: {},
    userFolder: cwd,
    installation: root,
    today: () => '',
    log: () => {},
    hideInLog: () => {},
  };
  const { runCommandLine } = load('./cli-index.js');
  return runCommandLine({ argv, env: {}, version: '', context, serveMcp });
}

const HELLO = [
  {
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'build', version: '' } },
  },
  { method: 'notifications/initialized' },
  { id: 2, method: 'tools/list' },
];

/** A client that says hello, requests the list of tools, and leaves when it has both answers. */
function serveMcp(context, log) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let answers = 0;
  output.on('data', () => {
    answers += 1;
    if (answers === 2) input.end();
  });
  input.write(HELLO.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join(''));
  return load('./mcp-index.js').serveMcp({ context, version: '', input, output, log });
}

keep();
