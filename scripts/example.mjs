// Records the tape of examples/units again, with the work on it: npm run example. Needed whenever prompts change (components,
// templates, the goal map, the example's plan), since a tape is replayed by its requests.
//
// The same file is the agent of that recording: for each phase and attempt it does what the old tape has.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const EXAMPLE = join(ROOT, 'examples/units');

const [, self, mode, tape] = process.argv;
if (mode === '--as-agent') workFrom(tape);
else record();

/** Does what the old tape has for this phase and attempt. */
function workFrom(folder) {
  const {
    ORCHESTRATOR_TASK: phase,
    ORCHESTRATOR_ATTEMPT: attempt,
    ORCHESTRATOR_RESULT_FILE: result,
  } = process.env;
  const { exchanges } = JSON.parse(readFileSync(join(folder, 'tape.json'), 'utf8'));
  const { facts, files } = exchanges.find(
    ({ facts }) => facts.phase === phase && facts.attempt === Number(attempt),
  );
  const text = ({ name }) => readFileSync(join(folder, name), 'utf8');
  process.stdout.write(text(files.output));
  if (files.changes)
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { input: text(files.changes) });
  if (files.result)
    writeFileSync(result, text(files.result).replaceAll('{token}', process.env.ORCHESTRATOR_TOKEN));
  process.exitCode = facts.code;
}

/** Runs the example's batch with such an agent, in a copy, and replaces the old tape with the new one. */
function record() {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrator-example-'));
  const [project, old, fresh] = ['units', 'old', 'new'].map((name) => join(folder, name));
  cpSync(EXAMPLE, project, { recursive: true });
  cpSync(join(EXAMPLE, 'tape'), old, { recursive: true });
  const env = { PATH: process.env.PATH, HOME: folder };
  const call = (program, ...args) => {
    const { status } = spawnSync(program, args, { cwd: project, env, stdio: 'inherit' });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
  };
  const orchestrator = (...args) => call(process.execPath, join(ROOT, 'dist/main.js'), ...args);
  call('git', 'init', '--quiet', '--initial-branch=main');
  call('git', 'add', '--all');
  call(
    'git',
    '-c',
    'user.name=example',
    '-c',
    'user.email=example@localhost',
    'commit',
    '--quiet',
    '-m',
    'The example',
  );
  orchestrator('batch', 'generate', 'plan.md');
  const agent = `node ${self} --as-agent ${old}`;
  orchestrator(
    'batch',
    'run',
    '1',
    '--concurrency',
    '1',
    '--executor-command',
    agent,
    '--yes',
    '--record',
    fresh,
  );
  const index = join(fresh, 'tape.json');
  const written = { ...JSON.parse(readFileSync(index, 'utf8')), command: ['batch', 'run', '1', '--yes'] };
  writeFileSync(index, `${JSON.stringify(written, null, 2)}\n`);
  rmSync(join(EXAMPLE, 'tape'), { recursive: true });
  // A tape is private to its owner; this one is for everybody.
  mkdirSync(join(EXAMPLE, 'tape'));
  for (const name of readdirSync(fresh))
    writeFileSync(join(EXAMPLE, 'tape', name), readFileSync(join(fresh, name)));
  rmSync(folder, { recursive: true });
}
