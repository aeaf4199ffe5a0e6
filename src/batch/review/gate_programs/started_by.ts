import { posix } from 'node:path';

/** What a command starts as its program, where that is somebody's text: a file, a script of `package.json`, a target of a `Makefile`. */
export type Started = {
  readonly kind: 'file' | 'script' | 'target';
  /** A file; of a script or a target, the folder it is called in. Relative to the project. */
  readonly path: string;
  /** Of a script or a target; without one, the first target. */
  readonly name?: string;
  /** Another command reads what it prints, and its exit code counts for nothing. */
  readonly isPiped: boolean;
};

/**
 * The programs of a command that somebody has written. What a test runner collects is none, nor what a command looks at (`grep`, `test -s`,
 * `node --check`), nor a text that is given to an interpreter on its command line.
 *
 * @param folder - where it begins, relative to the project
 */
export function startedBy(command: string, folder = '.'): Started[] {
  const started: Started[] = [];
  let here = folder;
  for (const { words, isPiped } of simpleCommands(command)) {
    const own = peeled(words);
    const [program = '', ...rest] = own;
    if (program === 'cd' || program === 'pushd') {
      here = posix.join(here, rest[0] ?? '.');
      continue;
    }
    for (const each of programsOf(posix.basename(program), program, rest, here))
      if (!each.path.startsWith('..') && !posix.isAbsolute(each.path)) started.push({ ...each, isPiped });
  }
  return started;
}

type Simple = { readonly words: readonly string[]; readonly isPiped: boolean };

/** The commands of a list, as far as one may tell them without being a shell. */
function simpleCommands(command: string): Simple[] {
  const found: Simple[] = [];
  let words: string[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const end = (isPiped: boolean) => {
    endWord();
    if (words.length > 0 && !words[0]?.startsWith('#')) found.push({ words, isPiped });
    words = [];
  };
  for (const [piece] of command.matchAll(PIECE)) {
    if (/^[ \t]/u.test(piece) || piece === '\\\n') endWord();
    else if (/^(?:&&|\|\||[;|&\n()])$/u.test(piece)) end(piece === '|');
    else word = (word ?? '') + unquoted(piece);
  }
  end(false);
  return found;
}

const PIECE = /'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|&&|\|\||[;|&\n()]|[ \t]+|[^\s'"\\;|&()]+|['"]/gu;

function unquoted(piece: string): string {
  const isQuoted = piece.length > 1 && /^['"]/u.test(piece);
  return isQuoted ? piece.slice(1, -1) : piece.replace(/^\\/u, '');
}

/** Without what only stands before a command: variables, `timeout 5m`, `npx`, `poetry run`. */
function peeled(words: readonly string[]): readonly string[] {
  let own = words;
  for (;;) {
    const [first = '', second = ''] = own;
    if (/^[A-Za-z_]\w*=/u.test(first) || PREFIXES.has(first)) own = own.slice(1);
    else if (first === 'timeout' || first === 'npx' || first === 'nice' || first === 'env') {
      const at = own.findIndex((word, index) => index > 0 && !word.startsWith('-'));
      own = at < 0 ? [] : own.slice(first === 'timeout' ? at + 1 : at);
    } else if (RUNNERS.has(`${first} ${second}`)) own = own.slice(2);
    else return own;
  }
}

const PREFIXES: ReadonlySet<string> = new Set(
  '! if then else while until do { time exec command sudo'.split(' '),
);
const RUNNERS: ReadonlySet<string> = new Set([
  ...['uv run', 'poetry run', 'pipenv run', 'hatch run', 'bundle exec', 'pnpm exec', 'yarn exec', 'npm exec'],
]);

function programsOf(
  name: string,
  program: string,
  rest: readonly string[],
  folder: string,
): Omit<Started, 'isPiped'>[] {
  const file = (path: string | undefined) =>
    path === undefined ? [] : [{ kind: 'file', path: posix.join(folder, path) } as const];
  if (/^(?:npm|pnpm|yarn|bun)$/u.test(name)) return packageScripts(name, rest, folder, file);
  if (/^(?:g?make|just)$/u.test(name)) return targets(rest, folder);
  if (program === '.' || program === 'source') return file(rest[0]);
  if (SHELL.test(name)) {
    const at = rest.findIndex((word) => /^-\w*c$/u.test(word));
    if (at >= 0) return startedBy(rest[at + 1] ?? '', folder);
    return file(rest.some((word) => /^-\w*n/u.test(word)) ? undefined : firstFile(rest));
  }
  if (INTERPRETER.test(name)) {
    const own = name === 'deno' ? (rest[0] === 'run' ? rest.slice(1) : []) : rest;
    return file(firstFile(own));
  }
  return program.includes('/') && !program.includes('$') ? file(program) : [];
}

const SHELL = /^(?:ba|da|z|k)?sh$/u;
const INTERPRETER =
  /^(?:node|nodejs|tsx|ts-node|deno|python[\d.]*|pypy[\d.]*|ruby|perl|php|lua|Rscript|pwsh)$/u;

/** Options with which what follows is no program: a text, a module, tests to collect, a file to look at. */
const NO_PROGRAM = /^(?:-e|-E|-p|-r|-c|-m|-l|-wc|--eval|--print|--test|--check|--run|--version|-v|-V)$/u;
const WITH_VALUE = /^(?:--import|--require|--loader|--experimental-loader|--env-file|-W|-X|-I)$/u;

function firstFile(words: readonly string[]): string | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (NO_PROGRAM.test(word)) return undefined;
    if (WITH_VALUE.test(word)) at += 1;
    else if (!word.startsWith('-')) return /[$<>*]/u.test(word) ? undefined : word;
  }
  return undefined;
}

function packageScripts(
  name: string,
  words: readonly string[],
  folder: string,
  file: (path: string | undefined) => Omit<Started, 'isPiped'>[],
): Omit<Started, 'isPiped'>[] {
  const { place, others } = withFolder(words, ['--prefix', '-C', '--cwd', '--dir'], folder);
  const own = others.filter((word) => !word.startsWith('-'));
  const isRun = own[0] === 'run' || own[0] === 'run-script';
  const called = isRun ? own[1] : own[0];
  if (called === undefined || (name === 'bun' && own[0] === 'test')) return [];
  if (name === 'bun' && /\.[cm]?[jt]sx?$/u.test(called)) return file(called);
  if (name === 'npm' && !isRun && !/^(?:t|tst|test)$/u.test(called)) return [];
  const script = !isRun && /^(?:t|tst)$/u.test(called) ? 'test' : called;
  return ['pre', '', 'post'].map((when) => ({ kind: 'script', path: place, name: `${when}${script}` }));
}

function targets(words: readonly string[], folder: string): Omit<Started, 'isPiped'>[] {
  const { place, others } = withFolder(words, ['-C', '--directory', '-d'], folder);
  const named = others.filter((word) => !word.startsWith('-') && !word.includes('='));
  if (named.length === 0) return [{ kind: 'target', path: place }];
  return named.map((name) => ({ kind: 'target', path: place, name }));
}

function withFolder(
  words: readonly string[],
  options: readonly string[],
  folder: string,
): { readonly place: string; readonly others: readonly string[] } {
  let place = folder;
  const others: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [option = '', value] = word.split('=', 2);
    if (!options.includes(option)) others.push(word);
    else place = posix.join(folder, value ?? words[++at] ?? '.');
  }
  return { place, others };
}
