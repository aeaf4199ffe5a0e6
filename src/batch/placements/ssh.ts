import { join } from 'node:path';
import { printableLine } from '../../lib/index.ts';
import {
  type Clock,
  type Environment,
  type Git,
  type GitOutcome,
  gitFault,
  makeTemporaryFolder,
  removeTree,
} from '../../platform/index.ts';
import { gateThere } from './gate_there.ts';
import { remoteAttempt } from './remote_attempt.ts';
import { type Answer, assignments, quoted, sshClient } from './ssh_client.ts';
import type { PlacedEars, PlacedStart, PlacedWork, Placement, PlaceSettings } from './types.ts';

/** What a placement behind ssh is made from. */
export type SshParts = {
  readonly name: string;
  readonly settings: PlaceSettings;
  readonly git: Git;
  /** Where the repository here keeps its own. */
  readonly commonDir: string;
  /** What tells this project from others there, of letters and digits. */
  readonly project: string;
  /** Who asks, for whoever finds the place taken. */
  readonly owner: string;
  /** The user's whole environment: the client's, of which the attempt gets what the settings name. */
  readonly env: Environment;
  readonly clock: Clock;
  readonly control: string | undefined;
};

/** A host that is reached with the OpenSSH client, as the user has set that up. What travels is git's. */
export function sshPlacement(parts: SshParts): Placement {
  const { name, settings, git, commonDir, project, owner, env, clock, control } = parts;
  const client = sshClient(settings, { env, control });
  const fixed = { project, owner };
  const tidied = new Set<string>();
  let prepared: Promise<Answer> | undefined;
  const ready = async (signal: AbortSignal): Promise<Answer> => {
    prepared ??= client.ask('ready', { ...fixed, programs: '' }, { signal });
    const answer = await prepared;
    if (answer.kind !== 'answer') prepared = undefined;
    return answer;
  };
  const url = (root: string) => `${settings.ssh}:${root}/${project}/repo.git`;
  const transfer = (args: readonly string[], signal?: AbortSignal): Promise<GitOutcome> =>
    git.run(commonDir, [...TRANSFER, ...args], {
      env: { GIT_DIR: commonDir, ...client.gitEnv },
      ...(signal && { signal }),
    });

  const stay = (work: Pick<PlacedWork, 'batch' | 'prp' | 'attempt' | 'token' | 'base'>, ears: PlacedEars) =>
    remoteAttempt({
      place: name,
      client,
      values: { ...fixed, token: work.token },
      ears,
      clock,
      async fetch(commit) {
        const { signal } = new AbortController();
        const answer = await ready(signal);
        const root = answer.kind === 'answer' ? answer.lines.get('root')?.[0] : undefined;
        if (root === undefined) return { kind: 'away', why: whyNot(answer) };
        const ref = `${refOf(project, work)}/result`;
        const args = [
          'fetch',
          '--quiet',
          '--no-tags',
          '--no-write-fetch-head',
          '--no-recurse-submodules',
          url(root),
          ref,
        ];
        const fetched = await transfer(args);
        const fault = gitFault(fetched);
        if (fault !== undefined) {
          const why = `What the attempt left at ${name} cannot be fetched: ${printableLine(fault).slice(0, 400)}`;
          return { kind: isConnection(fault) ? 'away' : 'refused', why };
        }
        const held = await git.run(commonDir, ['cat-file', '-t', commit], { env: { GIT_DIR: commonDir } });
        if (held.kind === 'ended' && held.stdout.toString('utf8').trim() === 'commit')
          return { kind: 'fetched', why: '' };
        return {
          kind: 'refused',
          why: `What ${name} says that the attempt left is not what can be fetched from there.`,
        };
      },
    });

  const placement: Placement = {
    name,
    slots: settings.slots ?? DEFAULT_SLOTS,
    verdict: (gate, signal) => gateThere(placement, gate, { clock, signal }),
    async begin(work, ears, signal): Promise<PlacedStart> {
      const answer = await patiently(ready, { clock, signal });
      const root = answer.kind === 'answer' ? answer.lines.get('root')?.[0] : undefined;
      if (root === undefined) return { kind: 'not-started', why: `${name}: ${whyNot(answer)}` };
      const ref = refOf(project, work);
      const pushed = await transfer(
        [
          'push',
          '--quiet',
          '--no-verify',
          '--no-signed',
          '--recurse-submodules=no',
          url(root),
          `${work.base}:${ref}/base`,
        ],
        signal,
      );
      const fault = gitFault(pushed);
      if (fault !== undefined)
        return {
          kind: 'not-started',
          why: `${name}: the commit that it begins with cannot be sent: ${printableLine(fault).slice(0, 400)}`,
        };
      const started = await client.ask(
        'start',
        startValues(work, { root, ref, project, owner, sent: settings.env ?? [] }),
        {
          signal,
          more: commandText(work, { folder: join(root, project, 'attempts', work.token), env, settings }),
        },
      );
      // It may have been started all the same: then it is heard of.
      if (started.kind === 'away' && !started.isFinal) return { kind: 'started', attempt: stay(work, ears) };
      if (started.kind !== 'answer') return { kind: 'not-started', why: whyNotStarted(started, name) };
      return { kind: 'started', attempt: stay(work, ears) };
    },
    takeOver: async (work, ears) => stay(work, ears),
    async tidy(tokens) {
      const left = tokens.filter((token) => !tidied.has(token));
      if (left.length === 0) return undefined;
      const { signal } = new AbortController();
      const answer = await client.ask('tidy', { ...fixed, tokens: left.join(' ') }, { signal });
      if (answer.kind !== 'answer') return whyNot(answer);
      for (const token of left) tidied.add(token);
      return undefined;
    },
    end: () => client.close(),
  };
  return placement;
}

const DEFAULT_SLOTS = 4;

/** What is new is looked at as it comes: no name in it may be one that git itself goes by. */
const TRANSFER = ['fetch.fsckObjects=true', 'fetch.unpackLimit=100', 'push.gpgSign=false'].flatMap((each) => [
  '-c',
  each,
]);

function refOf(
  project: string,
  { batch, prp, attempt, token }: Pick<PlacedWork, 'batch' | 'prp' | 'attempt' | 'token'>,
) {
  return `refs/orchestrator/${project}/${batch}/${prp}/${attempt}/${token}`;
}

/** A place that can't be reached may be at the second asking. */
async function patiently(
  ask: (signal: AbortSignal) => Promise<Answer>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Answer> {
  const answer = await ask(signal);
  if (answer.kind !== 'away' || answer.isFinal) return answer;
  await clock.wait(1_000, signal);
  return ask(signal);
}

function startValues(
  work: PlacedWork,
  {
    root,
    ref,
    project,
    owner,
    sent,
  }: {
    readonly root: string;
    readonly ref: string;
    readonly project: string;
    readonly owner: string;
    readonly sent: readonly string[];
  },
): Readonly<Record<string, string | number>> {
  const {
    token,
    base,
    prefix,
    batch,
    prp,
    promptOn,
    hardSeconds,
    logBytes,
    resultName,
    heartbeatName,
    names,
  } = work;
  const tree = `${root}/${project}/attempts/${token}/work/${prefix}`;
  return {
    ...{ project, owner, token, base, ref, prefix, lease: `${batch}-${prp}` },
    reads: promptOn === 'stdin' ? 'prompt' : 'nothing',
    hard: hardSeconds,
    most: logBytes,
    result: `${tree}${resultName}`,
    heartbeat: `${tree}${heartbeatName}`,
    prompt: work.prompt,
    wanted: [
      ...TOOLS,
      ...names,
      ...sent,
      ...Object.keys(work.sets),
      ...Object.keys(work.copies),
      ...VARIABLES,
    ].join(' '),
  };
}

/** Where programs and their own are, there; and the way to the network. */
const TOOLS =
  'PATH HOME USER LOGNAME SHELL LANG LC_ALL TZ TMPDIR XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_RUNTIME_DIR HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS LD_LIBRARY_PATH NVM_DIR NODE_PATH VIRTUAL_ENV CONDA_PREFIX JAVA_HOME GOPATH CARGO_HOME RUSTUP_HOME CUDA_VISIBLE_DEVICES'.split(
    ' ',
  );

/** What an executor is told of where to write. */
const VARIABLES = ['ORCHESTRATOR_RESULT_FILE', 'ORCHESTRATOR_HEARTBEAT_FILE', 'ORCHESTRATOR_PLACE'];

/** The command's variables and words, as text for the shell there. */
function commandText(
  work: PlacedWork,
  {
    folder,
    env,
    settings,
  }: { readonly folder: string; readonly env: Environment; readonly settings: PlaceSettings },
): string {
  const given = (settings.env ?? []).flatMap((name) =>
    env[name] === undefined ? [] : [[name, env[name]] as const],
  );
  const values = { ...Object.fromEntries(given), ...work.sets };
  const copies = Object.entries(work.copies).map(
    ([to, from]) => `[ -n "\${${from}+x}" ] && ${to}="$${from}" && export ${to}\n`,
  );
  const argv = work.argv.map((word) =>
    quoted(word.replaceAll('{prp}', () => `${folder}/prompt.md`).replaceAll('\0', '')),
  );
  return [
    assignments(values),
    ...Object.keys(values).map((name) => `export ${name}\n`),
    ...copies,
    'ORCHESTRATOR_RESULT_FILE=$result ORCHESTRATOR_HEARTBEAT_FILE=$heartbeat\n',
    'export ORCHESTRATOR_RESULT_FILE ORCHESTRATOR_HEARTBEAT_FILE\n',
    `set -- ${argv.join(' ')}\n`,
  ].join('');
}

function whyNot(answer: Answer): string {
  switch (answer.kind) {
    case 'away':
      return answer.why;
    case 'fault':
      return `${answer.text} (${answer.code})`;
    case 'aborted':
      return 'it was called off';
    case 'answer':
      return 'its answer cannot be read';
  }
}

function whyNotStarted(answer: Exclude<Answer, { kind: 'answer' }>, place: string): string {
  if (answer.kind !== 'fault') return `${place}: ${whyNot(answer)}`;
  switch (answer.code) {
    case 'program':
      return `There is no program ${answer.text} at ${place}, in the PATH that a command over ssh has there. Install it, or give its whole path`;
    case 'held':
      return `${place}: another controller has an attempt at this phase under way there (${answer.text}). End it there first`;
    case 'worktree':
    case 'space':
      return `${place}: there is no room for it, or it cannot be written: ${answer.text}`;
    default:
      return `${place}: ${whyNot(answer)}`;
  }
}

/** Whether git could not reach the other side, or lost it; by its words, for it has one code for everything. */
function isConnection(fault: string): boolean {
  return /Could not read from remote|Connection|disconnect|early EOF|hung up|timed out|Broken pipe/iu.test(
    fault,
  );
}

/**
 * A folder for the sockets of shared connections, and how it is removed. A socket's path has to be short: where the folder for
 * temporary files is far away, every call connects anew.
 */
export function controlFolder(): { readonly path: string | undefined; readonly remove: () => Promise<void> } {
  const path = makeTemporaryFolder();
  const isShort = path.length + LONGEST_NAME <= LONGEST_SOCKET;
  return { path: isShort ? path : undefined, remove: () => removeTree(path) };
}

/** What the client puts behind the folder, and the most that a socket's path may have on any system. */
const LONGEST_NAME = 60;
const LONGEST_SOCKET = 103;
