// Keeps the code that V8 makes of the files that every start needs, for src/compiled_code.ts to use. Makes a framework in a
// folder of its own first, so that the functions of an ordinary run are compiled and kept too.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Script } = require('node:vm');

const root = join(__dirname, '..');
const dist = join(root, 'dist');
// Built from src/compiled_code.ts before this runs, so that both sides agree on the text and the form.
const { codeFile, sealCode, wrapped } = require(join(dist, '.work/compiled_code.cjs'));
const HOT = new Set(['./cli-index.js', './cli-commands-new.js']);
const scripts = new Map();
const loaded = new Map();

function load(id) {
  if (!HOT.has(id)) return require(id.startsWith('./') ? join(dist, id) : id);
  if (loaded.has(id)) return loaded.get(id).exports;
  const path = join(dist, id);
  const source = readFileSync(path);
  const script = new Script(wrapped(source.toString('utf8')), { filename: path });
  const built = { exports: {} };
  loaded.set(id, built);
  scripts.set(path, { script, source });
  script.runInThisContext().call(built.exports, built.exports, load, built, path, dist);
  return built.exports;
}

async function keep() {
  const cwd = mkdtempSync(join(tmpdir(), 'orchestrator-build-'));
  try {
    const exitCode = await makeFramework(cwd);
    if (exitCode !== 0) throw new Error(`the run that the code is kept of ended with ${exitCode}`);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
  for (const [path, { script, source }] of scripts) {
    writeFileSync(codeFile(path), sealCode(script.createCachedData(), source));
  }
}

function makeFramework(cwd) {
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
  return runCommandLine({ argv: ['new', 'X', '--goal', '3', '--json'], env: {}, version: '', context });
}

keep();
