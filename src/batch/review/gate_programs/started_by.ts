import { posix } from 'node:path';

/**
 * A user-written program that a command starts: a file, the files of a folder, a script of `package.json`, a target of a
 * `Makefile`.
 */
export type Started = {
  readonly kind: 'file' | 'folder' | 'script' | 'target';
  /** A file or a folder; for a script or a target, the folder it is called in. Relative to the project. */
  readonly path: string;
  /** For a file, other paths to try if it is missing. */
  readonly orElse?: readonly string[];
  /** For a Python module, the root of its imports; for a file, its folder. */
  readonly root?: string;
  /** The name of a script or a target; without one, the first target. */
  readonly name?: string;
  /** Another command reads its output, and only that command's result counts. */
  readonly isPiped: boolean;
  /** Whether nothing else is run, apart from commands that cannot fail. */
  readonly isAlone: boolean;
};

/** A started program, before the rest of the command is known. */
type Lone = Omit<Started, 'isPiped' | 'isAlone'> & Partial<Pick<Started, 'isPiped'>>;

/**
 * The user-written programs of a command. Excludes tests that a test runner collects, files that a command only reads (`grep`,
 * `test -s`, `node --check`), and code given to an interpreter on its command line.
 *
 * @param folder - the starting folder, relative to the project
 */
export function startedBy(command: string, folder = '.'): Started[] {
  const started: Started[] = [];
  const all = simpleCommands(command);
  const isOnly = all.filter(({ words }) => !ASIDE.test(peeled(words)[0] ?? ':')).length <= 1;
  const uses = new Map<string, number>();
  for (const word of all.flatMap(({ words }) => words)) uses.set(word, (uses.get(word) ?? 0) + 1);
  let here = folder;
  for (const simple of all) {
    const own = peeled(simple.words);
    const isPiped = simple.isPiped || isReadLater(simple.words, uses);
    const [program = '', ...rest] = own;
    if (program === 'cd' || program === 'pushd') {
      here = posix.join(here, rest[0] ?? '.');
      continue;
    }
    for (const each of programsOf(posix.basename(program), program, rest, here))
      if (!each.path.startsWith('..') && !posix.isAbsolute(each.path))
        started.push({
          ...each,
          isPiped: isPiped || each.isPiped === true,
          isAlone: isOnly && isWhole(each),
        });
  }
  return started;
}

/** Only prints something, or sets where and how the following commands run. */
const ASIDE = /^(?:cd|pushd|popd|echo|printf|set|export|true|:)$/u;

/** npm may also run scripts before and after a script. */
function isWhole({ kind, name = '' }: Lone): boolean {
  return kind !== 'script' || !/^(?:pre|post)/u.test(name);
}

/** Whether another command reads the file that a command writes. */
function isReadLater(words: readonly string[], uses: ReadonlyMap<string, number>): boolean {
  const at = words.findIndex((word) => /^1?>>?/u.test(word));
  const written = words[at]?.replace(/^1?>>?/u, '') || words[at + 1];
  if (at < 0 || written === undefined || written.startsWith('/dev/')) return false;
  return (uses.get(written) ?? 0) > words.filter((word) => word === written).length;
}

type Simple = { readonly words: readonly string[]; readonly isPiped: boolean };

/** The commands of a list, as far as they can be split without a shell. */
function simpleCommands(command: string): Simple[] {
  const found: Simple[] = [];
  let words: string[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  // For each open bracket, whether its output becomes a word, or a file to read.
  const open: boolean[] = [];
  let read = 0;
  const end = (isRead: boolean) => {
    endWord();
    const isPiped = isRead || read > 0;
    if (words.length > 0 && !words[0]?.startsWith('#')) found.push({ words, isPiped });
    words = [];
  };
  for (const [piece] of command.matchAll(PIECE)) {
    if (/^[ \t]/u.test(piece) || piece === '\\\n') endWord();
    else if (piece === '(') {
      const isRead = /[$<]$/u.test(word ?? '');
      end(false);
      open.push(isRead);
      if (isRead) read += 1;
    } else if (/^(?:&&|\|\||[;|&\n)])$/u.test(piece)) {
      end(piece === '|');
      if (piece === ')' && open.pop()) read -= 1;
    } else word = (word ?? '') + unquoted(piece);
  }
  end(false);
  return found;
}

const PIECE = /'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|&&|\|\||[;|&\n()]|[ \t]+|[^\s'"\\;|&()]+|['"]/gu;

function unquoted(piece: string): string {
  const isQuoted = piece.length > 1 && /^['"]/u.test(piece);
  return isQuoted ? piece.slice(1, -1) : piece.replace(/^\\/u, '');
}

/** Strips words that only precede a command: variables, `timeout 5m`, `npx`, `poetry run`. */
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

function programsOf(name: string, program: string, rest: readonly string[], folder: string): Lone[] {
  const file = (path: string | undefined, endings: readonly string[] = []) =>
    path === undefined ? [] : [fileAt(folder, path, endings)];
  if (/^(?:npm|pnpm|yarn|bun)$/u.test(name)) return packageScripts(name, rest, folder, file);
  if (/^(?:g?make|just)$/u.test(name)) return targets(rest, folder);
  if (program === '.' || program === 'source') return file(rest[0]);
  if (SHELL.test(name)) {
    const at = rest.findIndex((word) => /^-\w*c$/u.test(word));
    if (at >= 0) return startedBy(rest[at + 1] ?? '', folder);
    return file(rest.some((word) => /^-\w*n/u.test(word)) ? undefined : firstFile(rest));
  }
  if (name === 'go') return rest[0] === 'run' ? goFiles(rest.slice(1), folder) : [];
  if (/^node(?:js)?$/u.test(name)) {
    const script = scriptOfNode(rest);
    if (script !== undefined) return [{ kind: 'script', path: folder, name: script }];
  }
  if (PYTHON.test(name)) {
    const module = moduleOf(rest);
    if (module !== undefined) {
      const path = posix.join(folder, module.replaceAll('.', '/'));
      return [{ kind: 'file', path: `${path}.py`, orElse: [`${path}/__main__.py`], root: folder }];
    }
  }
  if (INTERPRETER.test(name)) {
    const own = name === 'deno' ? (rest[0] === 'run' ? rest.slice(1) : []) : rest;
    return file(firstFile(own), PYTHON.test(name) ? ['/__main__.py'] : (ENDINGS[name] ?? []));
  }
  return program.includes('/') && !program.includes('$') ? file(program) : [];
}

function fileAt(folder: string, path: string, endings: readonly string[]): Lone {
  const at = posix.join(folder, path).replace(/(?<=[^/])\/+$/u, '');
  return { kind: 'file', path: at, ...(endings.length > 0 && { orElse: endings.map((end) => at + end) }) };
}

/** Extensions that an interpreter tries where no file has the given name. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  node: ['.js', '/index.js'],
  nodejs: ['.js', '/index.js'],
  tsx: ['.ts', '.js', '/index.ts', '/index.js'],
  'ts-node': ['.ts', '/index.ts'],
};

/** The script of `node --run test`. */
function scriptOfNode(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => !word.startsWith('-') || /^--run(?:=|$)/u.test(word));
  const [option = '', script] = (words[at] ?? '').split('=', 2);
  return option === '--run' ? (script ?? words[at + 1]) : undefined;
}

/** The module of `python -m tools.check`. */
function moduleOf(words: readonly string[]): string | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '-m') return /^[\w.]+$/u.test(words[at + 1] ?? '') ? words[at + 1] : undefined;
    if (WITH_VALUE.test(word)) at += 1;
    else if (!word.startsWith('-') || word === '-c') return undefined;
  }
  return undefined;
}

/** The files that `go run` builds: files by name, or those of a folder. */
function goFiles(words: readonly string[], folder: string): Lone[] {
  const own = words.slice(words.findIndex((word) => !word.startsWith('-')));
  const files = own.slice(0, own.findIndex((word) => !word.endsWith('.go')) >>> 0);
  if (files.length > 0) return files.map((path) => ({ kind: 'file', path: posix.join(folder, path) }));
  const [place = ''] = own;
  return /^\.{1,2}(?:\/|$)/u.test(place) ? [{ kind: 'folder', path: posix.join(folder, place) }] : [];
}

const PYTHON = /^(?:python[\d.]*|pypy[\d.]*)$/u;
const SHELL = /^(?:ba|da|z|k)?sh$/u;
const INTERPRETER =
  /^(?:node|nodejs|tsx|ts-node|deno|python[\d.]*|pypy[\d.]*|ruby|perl|php|lua|Rscript|pwsh)$/u;

/** Options whose following words are not a program: code, a module, tests to collect, a file to check. */
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
  file: (path: string | undefined) => Lone[],
): Lone[] {
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

function targets(words: readonly string[], folder: string): Lone[] {
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
