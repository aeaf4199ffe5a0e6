#!/usr/bin/env node
// A scripted agent that speaks the Agent Client Protocol, version 1, over standard input and output:
// `node acp_agent.mjs <script.json>`. It writes each line itself, so that it can also break the protocol.
//
//   { "phases": { "1": <script>, … }, "default": <script> }
//
// A script has these fields, all of them optional:
//   hello     fields merged over the correct answer to `initialize`; { "silent": true } answers nothing
//   session   the same for `session/new`; { "error": { "code": …, "message": … } }
//   auth      the login methods; nothing works before one of them was used
//   before    raw lines, printed first
//   steps     its actions when it is prompted, in order; each an object with one key:
//     work "text"              writes every file that the prompt declares;  write { path: text }
//     update { … }             sends a `session/update`
//     ask { toolCall, write, options, times }  asks for permission; writes { path: text } if allowed, else continues
//     request { method, params }               sends the client a request
//     beg { toolCall, times }                   asks for permission that many times at once, and reads nothing meanwhile
//     raw "line"  flood bytes  (on one line)  lines count (of notifications)
//     complain "text"          on standard error
//     note "seen.json"         beside the script: the messages received so far
//     leave true               leaves a process in its group
//     exit code   hang true
//   end       the answer to the prompt: { "stopReason": … } or { "error": … }
//   deaf      ignores the end of its standard input; "term": also SIGTERM
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const [file] = process.argv.slice(2);
const all = JSON.parse(readFileSync(file, 'utf8'));
const script = all.phases?.[process.env.ORCHESTRATOR_TASK] ?? all.default ?? {};
const heard = [];
const waiting = new Map();
let session;
let isLoggedIn = script.auth === undefined;
let cancelled = () => {};
let next = 1000;

const near = (name) => resolve(dirname(resolve(file)), name);
const say = (message) => print(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const tell = (update) => say({ method: 'session/update', params: { sessionId: session, update } });

function print(text) {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      if (error.code !== 'EAGAIN') process.exit(9);
    }
  }
}

function ask(method, params) {
  const id = next++;
  say({ id, method, params });
  return new Promise((resolve) => waiting.set(id, resolve));
}

function put(files) {
  for (const [path, text] of Object.entries(files ?? {})) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

const OPTIONS = [
  { optionId: 'always', name: 'Always', kind: 'allow_always' },
  { optionId: 'yes', name: 'Yes', kind: 'allow_once' },
  { optionId: 'no', name: 'No', kind: 'reject_once' },
];

const STEPS = {
  complain: (text) => void writeSync(2, text),
  work(text, prompt) {
    const [, list = ''] = /^files_modified:((?:\n {2}- .*)*)/mu.exec(prompt) ?? [];
    const paths = [...list.matchAll(/^ {2}- (.*)$/gmu)].map(([, path]) =>
      path.replace(/^["'](.*)["']$/u, '$1'),
    );
    put(Object.fromEntries(paths.map((path) => [path, `${text}\n`])));
  },
  write: put,
  update: tell,
  async ask({ toolCall, write, options = OPTIONS, times = 1 }) {
    for (let time = 0; time < times; time++) {
      const answer = await ask('session/request_permission', {
        sessionId: session,
        toolCall: { toolCallId: `call-${next}`, ...toolCall },
        options,
      });
      const option = options.find(({ optionId }) => optionId === answer.result?.outcome?.optionId);
      if (option?.kind.startsWith('allow')) put(write);
    }
  },
  beg({ toolCall, times }) {
    for (let time = 0; time < times; time++) {
      const params = { sessionId: session, toolCall: { toolCallId: 'beg', ...toolCall }, options: OPTIONS };
      say({ id: next++, method: 'session/request_permission', params });
    }
  },
  request: ({ method, params }) => ask(method, { sessionId: session, ...params }),
  raw: (line) => print(`${line}\n`),
  flood(bytes) {
    const piece = 'x'.repeat(1_000_000);
    for (let left = bytes; left > 0; left -= piece.length) print(piece.slice(0, left));
  },
  lines(count) {
    const text = 'y'.repeat(1_000);
    for (let at = 0; at < count; at++)
      tell({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: `${text}\n` } });
  },
  note: (name) => writeFileSync(near(name), JSON.stringify({ heard, env: process.env, cwd: process.cwd() })),
  leave: () =>
    void spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: ['ignore', 1, 2] }).unref(),
  exit: (code) => process.exit(code),
  hang: () => new Promise(() => setInterval(() => {}, 1e6)),
};

async function prompted(prompt) {
  for (const step of script.steps ?? [{ work: 'done' }]) {
    const [[name, value], ...more] = Object.entries(step);
    if (STEPS[name] === undefined || more.length > 0)
      throw new Error(`no such step: ${JSON.stringify(step)}`);
    await STEPS[name](value, prompt);
  }
  return script.end ?? { stopReason: 'end_turn' };
}

async function answer({ id, method, params }) {
  const reply = (result) => say(result?.error ? { id, error: result.error } : { id, result });
  switch (method) {
    case 'initialize':
      if (script.hello?.silent) return;
      return reply({
        protocolVersion: 1,
        agentCapabilities: {},
        agentInfo: { name: 'example', version: '1.0.0' },
        authMethods: (script.auth ?? []).map((way) => ({ id: way, name: way })),
        ...script.hello,
      });
    case 'authenticate':
      isLoggedIn = script.auth?.includes(params.methodId) ?? true;
      return reply({});
    case 'session/new':
      if (!isLoggedIn) return reply({ error: { code: -32000, message: 'Authentication required' } });
      session = 'session-1';
      return reply({ sessionId: session, ...script.session });
    case 'session/set_mode':
    case 'session/set_config_option':
      return reply(method === 'session/set_mode' ? {} : { configOptions: [] });
    case 'session/prompt': {
      const given = new Promise((resolve) => {
        cancelled = () => resolve({ stopReason: 'cancelled' });
      });
      return reply(await Promise.race([prompted(params.prompt[0].text), given]));
    }
    default:
      return reply({ error: { code: -32601, message: 'Method not found' } });
  }
}

for (const line of script.before ?? []) print(`${line}\n`);
if (script.deaf === 'term') process.on('SIGTERM', () => {});
if (script.deaf) setInterval(() => {}, 1e6);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const message = JSON.parse(line);
  heard.push(message);
  if (message.method === 'session/cancel') {
    writeFileSync(near('cancelled'), '');
    cancelled();
  } else if (message.method !== undefined) void answer(message);
  else {
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  }
});
lines.on('close', () => {
  if (!script.deaf) process.exit(0);
});
