import { posix } from 'node:path';
import { ownValue } from '../../../lib/index.ts';
import { pathInside } from '../model_loop/path_inside.ts';

/** Where a command would reach beyond the worktree, judging by its words; the end of a sentence: `it would …`. */
export type Reach = string | undefined;

/** The surroundings against which a command's words are read. */
export type ReachContext = {
  /** The worktree, absolute. */
  readonly root: string;
  /** Whether such a path exists; it tells a path from a pattern such as `/api/`. */
  readonly exists: (path: string) => boolean;
};

/**
 * Reads from a command's words whether it leaves the worktree, touches git's own files, or uses the network. Words can hide what
 * they do, so this only guides a well-meaning agent; a sandbox and the checks afterwards stop the others.
 */
export function reachOf(command: string, context: ReachContext, depth = 0): Reach {
  if (/\bGIT_\w+=/u.test(command)) return 'change where git looks';
  for (const segment of segmentsOf(command)) {
    const found = reachOfWords(segment, context, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The words of each simple command; a quoted text is one word. */
function segmentsOf(command: string): string[][] {
  const segments: string[][] = [[]];
  for (const [token] of command.matchAll(/"[^"]*"|'[^']*'|[;|&()<>`\n]+|[^\s;|&()<>`"'\n]+/gu)) {
    if (/^[;|&()`\n]/u.test(token)) segments.push([]);
    else if (!/^[<>]/u.test(token)) segments.at(-1)?.push(token);
  }
  return segments;
}

function reachOfWords(words: readonly string[], context: ReachContext, depth: number): Reach {
  const at = programAt(words);
  const program = posix.basename(unquoted(words[at] ?? ''));
  const rest = words.slice(at + 1).map(unquoted);
  const own = reachOfProgram(program, rest);
  if (own !== undefined) return own;
  for (const [index, word] of words.entries()) {
    const text = unquoted(word);
    const found = reachOfWord(text, context, index <= at);
    if (found !== undefined) return found;
    // A quoted text may be a command itself.
    if (text !== word && /\s/u.test(text) && depth < MAX_DEPTH) {
      const inner = reachOf(text, context, depth + 1);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

const MAX_DEPTH = 3;

function unquoted(word: string): string {
  return /^(["']).*\1$/su.test(word) ? word.slice(1, -1) : word;
}

/** The index of the program behind variables and behind programs that start another. */
function programAt(words: readonly string[]): number {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (!/^\w+=/u.test(word) && !STARTERS.has(posix.basename(word)) && !(at > 0 && /^(?:-|\d)/u.test(word)))
      break;
    at += 1;
  }
  return at;
}

const STARTERS = new Set([
  'env',
  'time',
  'nohup',
  'nice',
  'timeout',
  'exec',
  'command',
  'xargs',
  'setsid',
  'stdbuf',
]);

function reachOfWord(word: string, { root, exists }: ReachContext, isProgram: boolean): Reach {
  if (/(?:^|[=:\s])(?:~|\$\{?HOME\b)/u.test(word)) return `leave the worktree: ${word}`;
  if (REMOTE.test(word) && !LOOPBACK.test(word)) return `use the network: ${word}`;
  const path = word.replace(/^-{0,2}[\w-]+=/u, '');
  if (path.split('/').some((name) => name === '.git')) return `touch what git keeps for itself: ${word}`;
  if (path.startsWith('/')) {
    if (isProgram || DEVICES.test(path) || pathInside(root, path).ok) return undefined;
    return exists(`/${path.split('/')[1] ?? ''}`) ? `leave the worktree: ${word}` : undefined;
  }
  const normal = posix.normalize(path);
  return normal === '..' || normal.startsWith('../') ? `leave the worktree: ${word}` : undefined;
}

const REMOTE = /^[a-z][a-z+]*:\/\/|^[\w.-]+@[\w.-]+:/iu;
const LOOPBACK = /^[a-z]+:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/iu;
const DEVICES = /^\/dev\/(?:null|zero|stdin|stdout|stderr|fd\/\d+)$/u;

function reachOfProgram(program: string, rest: readonly string[]): Reach {
  if (NETWORK.has(program)) return `use the network: ${program}`;
  if (program === 'sudo' || program === 'su' || program === 'doas') return `act as somebody else: ${program}`;
  if (program === 'git') return reachOfGit(rest);
  const verb = rest.find((word) => !word.startsWith('-')) ?? '';
  if (ownValue(INSTALLERS, program)?.has(verb)) return `use the network: ${program} ${verb}`;
  return undefined;
}

const NETWORK = new Set(
  'curl wget ssh scp sftp rsync nc ncat netcat telnet ftp gh glab npx pnpx bunx uvx docker podman kubectl apt apt-get dnf yum apk pacman brew'.split(
    ' ',
  ),
);

const NODE_VERBS = new Set('install i add ci publish update upgrade exec dlx create init login'.split(' '));
const INSTALLERS: Readonly<Record<string, ReadonlySet<string>>> = {
  npm: NODE_VERBS,
  pnpm: NODE_VERBS,
  yarn: NODE_VERBS,
  bun: NODE_VERBS,
  pip: new Set(['install', 'download']),
  pip3: new Set(['install', 'download']),
  uv: new Set(['add', 'sync', 'pip', 'tool']),
  poetry: new Set(['install', 'add', 'update', 'publish']),
  cargo: new Set(['install', 'publish', 'add', 'update', 'fetch']),
  go: new Set(['get', 'install', 'mod']),
  gem: new Set(['install', 'push', 'update']),
  bundle: new Set(['install', 'update']),
  composer: new Set(['install', 'require', 'update']),
};

/** Allows only git commands that read, or that change nothing but the worktree and its own index and branch. */
function reachOfGit(rest: readonly string[]): Reach {
  const at = rest.findIndex((word) => !word.startsWith('-'));
  const before = rest.slice(0, at === -1 ? rest.length : at);
  if (before.some((word) => /^(?:-C|-c|--git-dir|--work-tree|--exec-path)/u.test(word)))
    return `run git elsewhere or otherwise: ${before.join(' ')}`;
  const verb = rest[at] ?? '';
  if (REMOTE_VERBS.has(verb)) return `use the network: git ${verb}`;
  return verb === '' || OWN_VERBS.has(verb) ? undefined : `change what git keeps for itself: git ${verb}`;
}

const REMOTE_VERBS = new Set('clone fetch pull push ls-remote remote submodule'.split(' '));
const OWN_VERBS = new Set(
  'status diff log show add commit rm mv restore reset blame grep ls-files ls-tree rev-parse describe cat-file merge-base shortlog apply'.split(
    ' ',
  ),
);
