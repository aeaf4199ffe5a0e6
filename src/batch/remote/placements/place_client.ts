import { printableLine } from '../../../lib/index.ts';
import { type Environment, type ProgramEnd, runProgram, sha256 } from '../../../platform/index.ts';
import { REMOTE_QUEUE, REMOTE_SCRIPT } from '../../generated/remote_script.js';
import { FORGET, PUT } from './place_upkeep.ts';
import type { PlaceSettings } from './placement.ts';

/** The answer of the script on the other side to a call. */
export type Answer =
  | {
      readonly kind: 'answer';
      readonly lines: ReadonlyMap<string, readonly string[]>;
      readonly bytes: Buffer;
    }
  /** The script itself failed. */
  | { readonly kind: 'fault'; readonly code: string; readonly text: string }
  /** It could not be reached. `isFinal` where retrying is useless: a changed host key, a rejected key. */
  | { readonly kind: 'away'; readonly why: string; readonly isFinal: boolean }
  | { readonly kind: 'aborted' };

/** Calls the script of a placement: through the OpenSSH client, or on this machine. */
export type PlaceClient = {
  readonly ask: (
    verb: string,
    values: Readonly<Record<string, string | number>>,
    options: {
      readonly signal: AbortSignal;
      readonly more?: string;
      readonly limitMs?: number;
      readonly limit?: number;
    },
  ) => Promise<Answer>;
  /** The environment with which git reaches the host. */
  readonly gitEnv: Readonly<Record<string, string>>;
  /** The URL of a folder there, for git. */
  readonly url: (path: string) => string;
  /**
   * Removes everything of a project there that existed for a trial only, and the folder with the scripts if no project is left in
   * it. Returns the reason where that fails.
   */
  readonly forget: (project: string) => Promise<string | undefined>;
  /** Ends the shared connection. */
  readonly close: () => Promise<void>;
};

/**
 * Without a host, calls the script on this machine, where a cluster takes jobs.
 *
 * @param control - a folder of the user's own, for the socket of the shared connection; without one every call connects again
 */
export function placeClient(
  { ssh, slurm, folder = DEFAULT_FOLDER }: PlaceSettings,
  { env, control }: { readonly env: Environment; readonly control: string | undefined },
): PlaceClient {
  const shared = control === undefined ? [] : ['-o', `ControlPath="${control.replaceAll('%', '%%')}/%C"`];
  const options = [...OPTIONS, ...shared];
  const host = printableLine(ssh ?? HERE);
  const below = folder.replace(/^~\/+/u, '') || '.';
  const master = `ControlMaster=${control === undefined ? 'no' : 'auto'}`;
  const call = (command: string, rest: Parameters<typeof runProgram>[1]) =>
    ssh === undefined
      ? runProgram(['sh', '-c', `cd -- "$HOME" && ${command}`], rest)
      : runProgram(['ssh', ...options, '-o', master, '-T', '--', ssh, command], rest);
  let sent: Promise<ProgramEnd> | undefined;
  let isCalled = false;
  const file = below.startsWith('/') ? `${below}/${SCRIPT_NAME}` : `./${below}/${SCRIPT_NAME}`;
  const keepUp = (
    text: string,
    words: string,
    {
      input = '',
      signal,
      limitMs = CONNECT_MS * 3,
    }: { readonly input?: string; readonly signal: AbortSignal; readonly limitMs?: number },
  ) =>
    call(
      `exec sh -c ${quoted(['umask 077', ...text.trim().split('\n')].join('; '))} upkeep ${quoted(below)} ${words}`,
      {
        env,
        signal,
        input,
        limitMs,
        limit: MAX_BYTES,
      },
    );
  const send = async (signal: AbortSignal) => {
    const queue = `${QUEUE_NAME} ${SCRIPT_NAME} ${Buffer.byteLength(REMOTE_QUEUE)}`;
    const came = slurm && (await keepUp(PUT, queue, { input: REMOTE_QUEUE, signal }));
    const isWell = came === undefined || (came.kind === 'ended' && came.code === 0);
    const script = `${SCRIPT_NAME} ${QUEUE_NAME} ${Buffer.byteLength(REMOTE_SCRIPT)}`;
    return isWell ? keepUp(PUT, script, { input: REMOTE_SCRIPT, signal }) : came;
  };
  return {
    async ask(verb, values, { signal, more = '', limitMs = CALL_MS, limit = MAX_BYTES }) {
      isCalled = true;
      sent ??= send(signal);
      const came = await sent;
      if (came.kind !== 'ended' || came.code !== 0) {
        sent = undefined;
        return faultOf(came, host);
      }
      const own = { folder: below, script: SCRIPT_NAME, queued_by: slurm ? QUEUE_NAME : '', ...values };
      const text = `${assignments(own)}${more}\n${WHOLE}`;
      const command = `exec sh ${quoted(file)} ${verb}`;
      const outcome = await call(command, { env, signal, input: text, limitMs, limit });
      if (outcome.kind === 'ended' && (outcome.code === 0 || outcome.code === FAULT))
        return read(outcome.stdout);
      // The script may have been removed there, for which each shell has another exit code.
      if (outcome.kind === 'ended') sent = undefined;
      return faultOf(outcome, host);
    },
    async forget(project) {
      // Runs even if the caller has aborted: it takes a moment.
      const { signal } = new AbortController();
      const outcome = await keepUp(FORGET, quoted(project), { signal, limitMs: FORGET_MS });
      sent = undefined;
      if (outcome.kind === 'ended' && outcome.code === 0) return undefined;
      const fault = faultOf(outcome, host);
      return fault.kind === 'away' ? fault.why : 'it was cancelled';
    },
    gitEnv: {
      GIT_SSH_COMMAND: ['ssh', ...options, '-o', 'ControlMaster=no'].map(quoted).join(' '),
      GIT_SSH_VARIANT: 'ssh',
    },
    url: (path) => (ssh === undefined ? path : `${ssh}:${path}`),
    async close() {
      if (ssh === undefined || control === undefined || !isCalled) return;
      const { signal } = new AbortController();
      const argv = ['ssh', ...options, '-O', 'exit', '--', ssh] as const;
      await runProgram([...argv], { env, signal, limitMs: 5_000, limit: MAX_BYTES });
    },
  };
}

/** The folder for everything there, unless the settings name another. */
const DEFAULT_FOLDER = '~/.orchestrator';

/** The place's name in messages where there is no host. */
const HERE = 'this machine';

/** The last line of the script's input: if it is missing, the sender was ended meanwhile. */
const WHOLE = 'whole=yes\n';

const CONNECT_MS = 20_000;
const CALL_MS = 120_000;
const FORGET_MS = 10_000;
const MAX_BYTES = 8 * 1024 * 1024;
const FAULT = 70;

/** Named by its own version: another program's script is another file. */
const SCRIPT_NAME = `place-${sha256(REMOTE_SCRIPT).slice(0, 16)}.sh`;

/** The additional script of a place with a queue. */
const QUEUE_NAME = `place-queue-${sha256(REMOTE_QUEUE).slice(0, 16)}.sh`;

/** Everything else comes from the user's own configuration: keys, ports, jumps, known hosts. */
const OPTIONS = [
  'BatchMode=yes',
  'ConnectTimeout=15',
  'ServerAliveInterval=10',
  'ServerAliveCountMax=3',
  'ControlPersist=60',
  'ForwardAgent=no',
  'ForwardX11=no',
  'ClearAllForwardings=yes',
  'RemoteCommand=none',
  'RequestTTY=no',
  'LogLevel=ERROR',
].flatMap((option) => ['-o', option]);

/** Quotes a text as one word for a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The line that assigns a value to a variable there. */
export function assignments(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${quoted(String(value).replaceAll('\0', ''))}\n`)
    .join('');
}

function read(stdout: Buffer): Answer {
  const lines = new Map<string, string[]>();
  let at = 0;
  for (;;) {
    const end = stdout.indexOf(0x0a, at);
    if (end === -1) break;
    const line = stdout.toString('utf8', at, end);
    at = end + 1;
    const space = line.indexOf(' ');
    const [name, value] = space === -1 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
    if (name === 'fault') {
      const [code = '', ...text] = value.split(' ');
      return { kind: 'fault', code, text: printableLine(text.join(' ')).slice(0, 500) };
    }
    lines.set(name, [...(lines.get(name) ?? []), value]);
    if (name === 'log') break;
  }
  return { kind: 'answer', lines, bytes: stdout.subarray(at) };
}

function faultOf(outcome: ProgramEnd, host: string): Answer {
  const away = (why: string, isFinal = false): Answer => ({ kind: 'away', why, isFinal });
  switch (outcome.kind) {
    case 'aborted':
      return { kind: 'aborted' };
    case 'not-started':
      return host === HERE
        ? away(`The program sh cannot be run: ${outcome.why}.`, true)
        : away(`The program ssh cannot be run: ${outcome.why}. Install the OpenSSH client.`, true);
    case 'late':
      return away(`${host} did not answer in time.`);
    case 'too-large':
      return away(`${host} answered with too much output.`, true);
    case 'killed':
      return away(`The connection to ${host} was ended.`);
    case 'ended':
      return { kind: 'away', ...whyRefused(outcome, host) };
  }
}

/** The client's error, and what to do about it. Goes by its words, since it has one exit code for everything. */
function whyRefused(
  { code, stderr }: Extract<ProgramEnd, { kind: 'ended' }>,
  host: string,
): { readonly why: string; readonly isFinal: boolean } {
  const said = printableLine(stderr.trim().split('\n').at(-1) ?? '').slice(0, 300);
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed/u.test(stderr)) {
    const isChanged = /HAS CHANGED/u.test(stderr);
    const why = isChanged
      ? `The host key of ${host} is not the known one, and nothing was sent: it was reinstalled, or somebody is intercepting the connection. If you know why, remove the known key (ssh-keygen -R with its name there), and check the new one: ssh ${host}`
      : `The host key of ${host} is not known, and nothing was sent. To check and accept it: ssh ${host}`;
    return { why, isFinal: true };
  }
  if (/Permission denied|Too many authentication failures/u.test(stderr)) {
    const why = `${host} does not let you in without a password; to see why: ssh -o BatchMode=yes ${host} true (${said})`;
    return { why, isFinal: true };
  }
  if (code === 255) {
    const why = `${host} cannot be reached; to see why: ssh ${host} true (${said || 'the connection was lost'})`;
    return { why, isFinal: false };
  }
  return { why: `${host} failed (code ${code}): ${said}`, isFinal: false };
}
