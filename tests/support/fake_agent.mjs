#!/usr/bin/env node
// A scripted coding agent for tests: `node fake_agent.mjs <script.json> [<prompt file>]`.
//
// The prompt is read from the file if one is named, else from standard input. The environment selects the part
// of the script, as for every executor: ORCHESTRATOR_TASK (the phase) and ORCHESTRATOR_ATTEMPT.
//
//   {
//     "phases":  { "1": [ <first attempt>, <second>, … ], "2a": [ … ] },
//     "default": [ <first attempt>, … ]            for phases that are not named; without it they do nothing
//   }
//
// An attempt beyond the last of a list does what the last one does. An attempt is a list of steps, done in order; after the
// last one the agent exits with code 0. A step is an object with one key:
//
//   files      { "work": "text" }                  writes the text (with the phase's name) to every file that the prompt declares
//              { "write": { "path": "text" } }     paths are relative to the working directory, folders are created
//              { "append": { "path": "text" } }
//              { "remove": ["path"] }
//              { "link": { "path": "target" } }
//   words      { "print": "text" }                 a line on standard output
//              { "complain": "text" }              a line on standard error
//              { "chatter": 5 }                    prints a line at this interval in milliseconds, for ever
//              { "flood": 100000000 }              prints this many bytes as fast as it can
//   claims     { "result": { … } }                 the result file; "status" and "summary" are filled in
//              { "rawResult": "text" }
//   beats      { "beat": "text" }                  writes the heartbeat file once; the text may be empty
//              { "beats": { "every": 5, "count": 9 } }   then continues; without "count" for ever, during later steps
//              { "corruptBeat": true }             bytes that are not text
//   processes  { "leave": "child" }                leaves a process in its group; "session": in a session of its own;
//                                                  "unmarked": also without the environment; "deaf": one that ignores SIGTERM
//              { "deaf": true }                    ignores SIGTERM from here on; with a name: creates this file when it arrives
//   ends       { "exit": 3 }, { "crash": "SIGSEGV" }, { "hang": true }
//   git        { "git": ["commit", "-qam", "mine"] }     in the working directory, with an identity of its own
//              { "hook": { "pre-commit": "text" } }      in the hooks that all worktrees share
//   tests      { "await": "go" }                   waits until this file exists; relative to the script's folder
//              { "tell": "started" }               creates this file; its text is this process's pid
//              { "note": "seen.json" }             creates this file: argv, cwd, environment and prompt as JSON
//              { "burn": 3000 }                    uses processor time for this many milliseconds, without output
//              { "sleep": 10 }                     milliseconds; for measurements, not for tests
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [scriptFile, promptFile] = process.argv.slice(2);
const { env } = process;
const script = JSON.parse(readFileSync(scriptFile, 'utf8'));
const near = (path) => resolve(dirname(resolve(scriptFile)), path);
let prompt;

const STEPS = {
  work(text) {
    for (const path of declaredFiles()) put(path, `${text} ${env.ORCHESTRATOR_TASK}\n`);
  },
  write: (files) => Object.entries(files).forEach(([path, text]) => void put(path, text)),
  append: (files) => Object.entries(files).forEach(([path, text]) => void appendFileSync(path, text)),
  remove: (paths) => paths.forEach((path) => void rmSync(path, { recursive: true })),
  link: (links) => Object.entries(links).forEach(([path, target]) => void symlinkSync(target, path)),
  print: (text) => writeAll(1, `${text}\n`),
  complain: (text) => writeAll(2, `${text}\n`),
  async chatter(every) {
    for (let line = 1; ; line++) {
      writeAll(1, `still at it (${line})\n`);
      await pause(every);
    }
  },
  flood(bytes) {
    const line = `${'x'.repeat(99)}\n`.repeat(1_000);
    for (let left = bytes; left > 0; left -= line.length) writeAll(1, line.slice(0, left));
  },
  result: (result) => putWhole(env.ORCHESTRATOR_RESULT_FILE, JSON.stringify({ ...RESULT, ...result })),
  rawResult: (text) => put(env.ORCHESTRATOR_RESULT_FILE, text),
  beat: (text) => put(env.ORCHESTRATOR_HEARTBEAT_FILE, text),
  beats({ every, count = Number.POSITIVE_INFINITY }) {
    let done = 0;
    const timer = setInterval(() => {
      done += 1;
      put(env.ORCHESTRATOR_HEARTBEAT_FILE, `${done}`);
      if (done >= count) clearInterval(timer);
    }, every);
    timer.unref();
  },
  corruptBeat: () => putWhole(env.ORCHESTRATOR_HEARTBEAT_FILE, Buffer.from([0xff, 0, 0xfe])),
  async leave(kind) {
    const deaf = kind === 'deaf' ? "process.on('SIGTERM', () => {});" : '';
    const child = spawn(
      process.execPath,
      ['-e', `${deaf} setInterval(() => {}, 1e6); console.log('ready')`],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
        detached: kind === 'session' || kind === 'unmarked',
        env: kind === 'unmarked' ? {} : env,
      },
    );
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.unref();
  },
  deaf: (path) => void process.on('SIGTERM', () => path !== true && putWhole(near(path), 'asked to end')),
  exit: (code) => process.exit(code),
  async crash(signal) {
    process.kill(process.pid, signal);
    await forever();
  },
  hang: () => forever(),
  git: (args) => void git(args),
  hook(hooks) {
    const folder = resolve(git(['rev-parse', '--git-common-dir']).trim(), 'hooks');
    for (const [name, text] of Object.entries(hooks)) {
      put(join(folder, name), text);
      chmodSync(join(folder, name), 0o755);
    }
  },
  async await(path) {
    while (!existsSync(near(path))) await pause(2);
  },
  tell: (path) => putWhole(near(path), String(process.pid)),
  note: (path) =>
    putWhole(
      near(path),
      JSON.stringify({ argv: process.argv, cwd: process.cwd(), env, prompt: readPrompt() }),
    ),
  burn(ms) {
    for (const end = Date.now() + ms; Date.now() < end; );
  },
  sleep: (ms) => pause(ms),
};

const RESULT = { status: 'done', summary: 'All of it is done.', files: [], tokens: null, problems: [] };

for (const step of stepsOf(script)) {
  const [[name, value], ...more] = Object.entries(step);
  const action = STEPS[name];
  if (action === undefined || more.length > 0) throw new Error(`no such step: ${JSON.stringify(step)}`);
  await action(value);
}
// Heartbeats and processes that are still running do not keep it alive.
process.exit(0);

function stepsOf({ phases = {}, default: others = [[]] }) {
  const attempts = phases[env.ORCHESTRATOR_TASK] ?? others;
  return attempts[Math.min(Number(env.ORCHESTRATOR_ATTEMPT), attempts.length) - 1] ?? [];
}

/** The files that the prompt's front matter lists; wildcards become the phase's name. */
function declaredFiles() {
  const [, list = ''] = /^files_modified:((?:\n {2}- .*)*)/mu.exec(readPrompt()) ?? [];
  return [...list.matchAll(/^ {2}- (.*)$/gmu)].map(([, path]) =>
    path.replace(/^["'](.*)["']$/u, '$1').replace(/\*+/gu, env.ORCHESTRATOR_TASK),
  );
}

function readPrompt() {
  prompt ??= readFileSync(promptFile ?? 0, 'utf8');
  return prompt;
}

function put(path, text) {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeFileSync(path, text);
}

/** Writes the whole text at once, for processes that wait for the file. */
function putWhole(path, text) {
  put(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

function writeAll(descriptor, text) {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

function git(args) {
  const identity = ['-c', 'user.name=agent', '-c', 'user.email=agent@example.com'];
  const ended = spawnSync('git', [...identity, ...args], { encoding: 'utf8' });
  const { status, signal, error, stdout, stderr } = ended;
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${error ?? signal ?? status} ${stderr}`);
  return stdout;
}

function forever() {
  setInterval(() => {}, 1e6);
  return new Promise(() => {});
}
