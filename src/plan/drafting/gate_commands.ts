import { join } from 'node:path';
import type { Project } from '../../context/index.ts';
import { nearest } from '../../lib/index.ts';
import { type ShellCall, shellCalls } from './shell_words.ts';

/** What a gate's command is judged by. */
export type Surroundings = {
  readonly project: Project;
  /** Whether a phase of the plan makes or changes what stands at a path, or may do so. */
  readonly touches: (path: string) => boolean;
};

/** Something that a command needs and that is not here. */
export type Missing = {
  /** What is not there, in a few words: `the script "lint"`. */
  readonly what: string;
  /** What is there instead, where that is known. */
  readonly hint: string | undefined;
  /** Whether a phase of the plan may be about to make it. */
  readonly mayCome: boolean;
};

/** What a command needs that is not here: scripts, make targets, programs, files. Nothing is run. */
export function missingFor(command: string, surroundings: Surroundings): Missing[] {
  let folder = '.';
  const missing: Missing[] = [];
  for (const call of shellCalls(command)) {
    const words = programWords(call);
    if (words[0] === 'cd' && words[1] !== undefined) folder = join(folder, words[1]);
    else missing.push(...missingForCall(words, folder, surroundings));
  }
  return missing;
}

/** Without what stands before the program: keywords, assignments, and programs that only start another. */
function programWords(call: ShellCall): readonly string[] {
  let place = 0;
  for (; place < call.length; place++) {
    const word = call[place] ?? '';
    if (/^[A-Za-z_]\w*=/u.test(word) || STARTERS.has(word)) continue;
    if (STARTERS.has(call[place - 1] ?? '') && /^(?:-|\d+[smh]?$)/u.test(word)) continue;
    break;
  }
  return call.slice(place);
}

const STARTERS: ReadonlySet<string> = new Set([
  ...['!', 'if', 'then', 'else', 'elif', 'while', 'until', 'do', 'time', 'env', 'exec', 'command', 'nice'],
  ...['nohup', 'timeout'],
]);

function missingForCall(words: readonly string[], folder: string, surroundings: Surroundings): Missing[] {
  const [program = '', ...args] = words;
  if (program === '' || program.includes('$') || BUILT_IN.has(program)) return [];
  if (program in MANAGERS) return missingForManager(program, args, folder, surroundings);
  if (program === 'npx' || program === 'bunx') return missingForNpx(args, folder, surroundings);
  if (program.includes('/')) return missingFile(join(folder, program), surroundings);
  const { project } = surroundings;
  const absent = project.hasProgram(program)
    ? []
    : [{ what: `the program "${program}"`, hint: hintForProgram(program, folder, project), mayCome: false }];
  if (program === 'make' || program === 'gmake')
    return [...absent, ...missingTargets(args, folder, surroundings)];
  if (INTERPRETERS.test(program)) return [...absent, ...missingScriptFile(args, folder, surroundings)];
  return absent;
}

const BUILT_IN: ReadonlySet<string> = new Set([
  ...[
    '.',
    ':',
    '[',
    '[[',
    'cd',
    'done',
    'echo',
    'esac',
    'eval',
    'exit',
    'export',
    'false',
    'fi',
    'for',
    'in',
  ],
  ...['case', 'printf', 'read', 'return', 'set', 'shift', 'source', 'test', 'trap', 'true', 'type', 'umask'],
  ...['unset', 'wait', ']]'],
]);

const INTERPRETERS = /^(?:node|deno|bun|python[\d.]*|ruby|perl|php|bash|sh|zsh)$/u;

function hintForProgram(program: string, folder: string, project: Project): string | undefined {
  return project.hasLocalProgram(folder, program) ? `Run it as npx ${program}.` : undefined;
}

/** The words by which each package manager runs a script without `run`, and its own commands. */
const MANAGERS: Readonly<Record<string, { readonly direct: boolean }>> = {
  npm: { direct: false },
  pnpm: { direct: true },
  yarn: { direct: true },
  bun: { direct: true },
};

const SCRIPT_VERBS: ReadonlySet<string> = new Set(['test', 't', 'start', 'stop', 'restart']);
const OWN_VERBS: ReadonlySet<string> = new Set([
  ...[
    'add',
    'audit',
    'build',
    'cache',
    'ci',
    'config',
    'create',
    'dedupe',
    'deploy',
    'dlx',
    'i',
    'info',
    'init',
  ],
  ...[
    'install',
    'link',
    'list',
    'ls',
    'outdated',
    'pack',
    'prune',
    'publish',
    'rebuild',
    'remove',
    'root',
    'up',
  ],
  ...['update', 'upgrade', 'version', 'view', 'why', 'workspaces', 'pkg', 'store', 'fetch', 'import', 'x'],
]);

function missingForManager(
  manager: string,
  args: readonly string[],
  folder: string,
  surroundings: Surroundings,
): Missing[] {
  const { project, touches } = surroundings;
  const missing = project.hasProgram(manager)
    ? []
    : [{ what: `the program "${manager}"`, hint: undefined, mayCome: false }];
  const { place, verb, rest } = managerCall(args, folder);
  if (place === undefined || verb === undefined) return missing;
  if (verb === 'exec' || verb === 'x') return [...missing, ...missingForNpx(rest, place, surroundings)];
  const runs = verb === 'run' || verb === 'run-script';
  const script = runs ? rest.find((word) => !word.startsWith('-')) : verb === 't' ? 'test' : verb;
  const isDirect = MANAGERS[manager]?.direct === true && !OWN_VERBS.has(verb);
  if (script === undefined || script.includes('$') || !(runs || SCRIPT_VERBS.has(verb) || isDirect))
    return missing;
  // Bun has a test runner and runs files itself.
  if (manager === 'bun' && !runs && (verb === 'test' || /[./]/u.test(verb))) return missing;
  const found = project.npmPackage(place);
  if (found?.scripts.has(script) || (isDirect && project.hasLocalProgram(place, script))) return missing;
  const names = [...(found?.scripts ?? [])];
  const close = nearest(script, names);
  const hint =
    close !== undefined
      ? `Did you mean ${close}?`
      : names.length > 0
        ? `The scripts are: ${names.slice(0, MOST_NAMED).join(', ')}.`
        : undefined;
  const manifest = join(place, 'package.json');
  return [...missing, { what: `the script "${script}" in ${manifest}`, hint, mayCome: touches(manifest) }];
}

const MOST_NAMED = 20;

/** Where a manager looks and what for; no place where it looks in several, or in one that is named otherwise. */
function managerCall(args: readonly string[], folder: string): ManagerCall {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  let place: string | undefined = own.some((word) => isWorkspace(word)) ? undefined : folder;
  for (let index = 0; index < own.length; index++) {
    const word = own[index] ?? '';
    if (!word.startsWith('-')) return { place, verb: word, rest: own.slice(index + 1) };
    const [flag = '', value] = word.split('=', 2);
    if (!PLACES.has(flag)) continue;
    const named = value ?? own[++index];
    place = place === undefined || !named || named.includes('$') ? undefined : join(folder, named);
  }
  return { place, verb: undefined, rest: [] };
}

type ManagerCall = {
  readonly place: string | undefined;
  readonly verb: string | undefined;
  readonly rest: readonly string[];
};

const PLACES: ReadonlySet<string> = new Set(['--prefix', '-C', '--cwd', '--dir']);

function isWorkspace(word: string): boolean {
  return /^(?:-w|-ws|-F|-r|--workspaces?|--filter|--recursive)(?:=|$)/u.test(word);
}

function missingForNpx(
  args: readonly string[],
  folder: string,
  { project, touches }: Surroundings,
): Missing[] {
  const name = args.find((word) => !word.startsWith('-'));
  if (name === undefined || name.includes('$')) return [];
  const bare = name.replace(/(?<=.)@[^/]*$/u, '');
  if (project.hasLocalProgram(folder, bare)) return [];
  if (project.npmPackage(folder)?.dependencies.has(bare)) return [];
  const manifest = join(folder, 'package.json');
  return [
    {
      what: `the program "${bare}" among the packages that are installed`,
      hint: project.hasProgram(bare) ? `Run it as ${bare}.` : undefined,
      mayCome: touches(manifest),
    },
  ];
}

function missingTargets(
  args: readonly string[],
  folder: string,
  { project, touches }: Surroundings,
): Missing[] {
  if (args.some((word) => /^(?:-C|-f|--directory|--file|--makefile)/u.test(word))) return [];
  const makefile = join(folder, 'Makefile');
  const targets = project.makeTargets(folder);
  if (targets === undefined)
    return [{ what: `a makefile in ${folder}`, hint: undefined, mayCome: touches(makefile) }];
  return args
    .filter((word) => /^[\w./-]+$/u.test(word) && !word.startsWith('-') && !/^\d+$/u.test(word))
    .filter((target) => !targets.isOpen && !targets.names.has(target))
    .map((target) => {
      const close = nearest(target, targets.names);
      const hint = close === undefined ? undefined : `Did you mean ${close}?`;
      return { what: `the target "${target}" in ${makefile}`, hint, mayCome: touches(makefile) };
    });
}

/** The file that an interpreter is to run; what `-c`, `-e` or `-m` says is no file. */
function missingScriptFile(args: readonly string[], folder: string, surroundings: Surroundings): Missing[] {
  const [first] = args;
  if (first === undefined || first.startsWith('-') || !/[./]/u.test(first)) return [];
  return missingFile(join(folder, first), surroundings);
}

function missingFile(path: string, { project, touches }: Surroundings): Missing[] {
  if (/[$*?]/u.test(path) || path.startsWith('/') || project.has(path) !== undefined) return [];
  return [{ what: `the file ${path}`, hint: undefined, mayCome: touches(path) }];
}
