import { posix } from 'node:path';
import type { Project } from '../../context/index.ts';
import { isShellWord, nearest } from '../../lib/index.ts';
import { shellParts } from './shell_calls.ts';

/** The surroundings by which a gate's command is judged. */
export type Surroundings = {
  readonly project: Project;
  /** Whether a phase of the plan makes or changes the file at a path, or may do so. */
  readonly touches: (path: string) => boolean;
};

/** Something that a command needs and that is missing here. */
export type MissingPrerequisite = {
  /** The missing thing, in a few words: `the script "lint"`. */
  readonly what: string;
  /** The alternatives that are there, where they are known. */
  readonly hint: string | undefined;
  /** Whether a phase of the plan may be about to make it. */
  readonly mayCome: boolean;
};

/** Finds the things that a command needs and that are not here: scripts, make targets, programs, files. Nothing is run. */
export function missingPrerequisites(command: string, surroundings: Surroundings): MissingPrerequisite[] {
  let folder: Folder = '.';
  const outside: Folder[] = [];
  const missing: MissingPrerequisite[] = [];
  for (const part of shellParts(command)) {
    if (part === '(') outside.push(folder);
    else if (part === ')') folder = outside.pop();
    else {
      const words = programWords(part);
      if (words[0] === 'cd') folder = placeIn(folder, words[1]);
      else missing.push(...missingForCall(words, folder, surroundings));
    }
  }
  return missing;
}

/** The folder in which a command runs; `undefined` where only running something could tell. */
type Folder = string | undefined;

function placeIn(folder: Folder, path: string | undefined): Folder {
  return folder === undefined || path === undefined || /^(?:[~/-]|$)|[$`*?]/u.test(path)
    ? undefined
    : posix.join(folder, path);
}

/** Whether the shell puts something else in the place of a word. */
function isFilledIn(word: string): boolean {
  return /[$`]/u.test(word);
}

/** Removes the words before the program: keywords, assignments, and programs that only start another. */
function programWords(call: readonly string[]): readonly string[] {
  let isStarted = false;
  for (let place = 0; place < call.length; place++) {
    const word = call[place] ?? '';
    if (STARTERS.has(word)) isStarted = true;
    else if (isStarted && /^(?:-[aknsuC]|--(?:adjustment|chdir|kill-after|signal|unset))$/u.test(word))
      place++;
    else if (isStarted && /^(?:-|\d+(?:\.\d+)?[smhd]?$)/u.test(word)) continue;
    else if (!/^[A-Za-z_]\w*=/u.test(word)) return call.slice(place);
  }
  return [];
}

const STARTERS: ReadonlySet<string> = new Set(
  '! { if then else elif while until do time env exec command nice nohup timeout'.split(' '),
);

function missingForCall(
  words: readonly string[],
  folder: Folder,
  surroundings: Surroundings,
): MissingPrerequisite[] {
  const [program = '', ...args] = words;
  if (program === '' || isFilledIn(program) || isShellWord(program) || BUILT_IN.has(program)) return [];
  if (MANAGERS.has(program)) return missingForManager(program, args, folder, surroundings);
  if (program === 'npx' || program === 'bunx') return missingForNpx(args, folder, surroundings);
  if (program.includes('/')) return missingFile(placeIn(folder, program), surroundings);
  const absent = missingProgram(program, folder, surroundings);
  if (program === 'make' || program === 'gmake')
    return [...absent, ...missingTargets(args, folder, surroundings)];
  if (INTERPRETERS.test(program)) return [...absent, ...missingScriptFile(args, folder, surroundings)];
  return absent;
}

/** Programs that every shell also has built in. */
const BUILT_IN: ReadonlySet<string> = new Set('[ echo false kill printf pwd test true'.split(' '));

const INTERPRETERS = /^(?:node|deno|python[\d.]*|ruby|perl|php|bash|sh|zsh)$/u;

function missingProgram(program: string, folder: Folder, { project }: Surroundings): MissingPrerequisite[] {
  if (project.hasProgram(program)) return [];
  const isLocal = folder !== undefined && project.hasLocalProgram(folder, program);
  const hint = isLocal ? `Run it as npx ${program}.` : undefined;
  return [{ what: `the program "${program}"`, hint, mayCome: false }];
}

/** All of these but npm also run a script without `run`. */
const MANAGERS: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);

const SCRIPT_VERBS: ReadonlySet<string> = new Set(['test', 't', 'start', 'stop', 'restart']);
const OWN_VERBS: ReadonlySet<string> = new Set(
  `add audit bin build cache ci config create dedupe deploy dlx env fetch help i import info init install licenses link list ls
   node npm outdated pack patch pkg plugin prune publish rebuild remove rm root set store uninstall unlink up update upgrade
   version view why workspace workspaces`.split(/\s+/u),
);

function missingForManager(
  manager: string,
  args: readonly string[],
  folder: Folder,
  surroundings: Surroundings,
): MissingPrerequisite[] {
  const { project, touches } = surroundings;
  const missing = missingProgram(manager, undefined, surroundings);
  const call = managerCall(args, folder);
  if (call === undefined) return missing;
  const { place, verb, rest } = call;
  if (verb === 'exec' || verb === 'x') return [...missing, ...missingForNpx(rest, place, surroundings)];
  const runs = verb === 'run' || verb === 'run-script';
  const script = runs ? rest.find((word) => !word.startsWith('-')) : verb === 't' ? 'test' : verb;
  const isDirect = manager !== 'npm' && !OWN_VERBS.has(verb);
  if (script === undefined || isFilledIn(script) || !(runs || SCRIPT_VERBS.has(verb) || isDirect))
    return missing;
  // Bun has a test runner and runs files itself.
  if (manager === 'bun' && verb === 'test') return missing;
  if (manager === 'bun' && /[./]/u.test(script))
    return [...missing, ...missingFile(placeIn(place, script), surroundings)];
  const found = project.npmPackage(place);
  if (found?.scripts.has(script) || (manager !== 'npm' && project.hasLocalProgram(place, script)))
    return missing;
  const names = [...(found?.scripts ?? [])];
  const close = nearest(script, names);
  const hint =
    close !== undefined
      ? `Did you mean ${close}?`
      : names.length > 0
        ? `The scripts are: ${names.slice(0, MAX_NAMED).join(', ')}.`
        : undefined;
  const manifest = posix.join(place, 'package.json');
  return [...missing, { what: `the script "${script}" in ${manifest}`, hint, mayCome: touches(manifest) }];
}

const MAX_NAMED = 20;

/**
 * The place where a manager looks, and the name it looks for; `undefined` where it looks in several places, or in an unknown one.
 */
function managerCall(args: readonly string[], folder: Folder): ManagerCall | undefined {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  if (own.some(isWorkspace)) return undefined;
  let place = folder;
  for (let index = 0; index < own.length; index++) {
    const word = own[index] ?? '';
    if (!word.startsWith('-'))
      return place === undefined ? undefined : { place, verb: word, rest: args.slice(index + 1) };
    const [flag = '', value] = word.split('=', 2);
    if (PLACES.has(flag)) place = placeIn(folder, value ?? own[++index]);
  }
  return undefined;
}

type ManagerCall = { readonly place: string; readonly verb: string; readonly rest: readonly string[] };

const PLACES: ReadonlySet<string> = new Set(['--prefix', '-C', '--cwd', '--dir']);

function isWorkspace(word: string): boolean {
  return /^(?:-w|-ws|-F|-r|--workspaces?|--filter|--recursive)(?:=|$)/u.test(word);
}

function missingForNpx(
  args: readonly string[],
  folder: Folder,
  { project, touches }: Surroundings,
): MissingPrerequisite[] {
  const name = args.find((word) => !word.startsWith('-'));
  if (folder === undefined || name === undefined || isFilledIn(name)) return [];
  const bare = name.replace(/(?<=.)@[^/]*$/u, '');
  if (project.hasLocalProgram(folder, bare)) return [];
  if (project.npmPackage(folder)?.dependencies.has(bare)) return [];
  const manifest = posix.join(folder, 'package.json');
  return [
    {
      what: `the program "${bare}" among the installed packages`,
      hint: project.hasProgram(bare) ? `Run it as ${bare}.` : undefined,
      mayCome: touches(manifest),
    },
  ];
}

function missingTargets(
  args: readonly string[],
  folder: Folder,
  { project, touches }: Surroundings,
): MissingPrerequisite[] {
  if (folder === undefined || args.some((word) => /^(?:-C|-f|--directory|--file|--makefile)/u.test(word)))
    return [];
  const makefile = posix.join(folder, 'Makefile');
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

/** The file that an interpreter is to run; the argument of `-c`, `-e` or `-m` is no file. */
function missingScriptFile(
  args: readonly string[],
  folder: Folder,
  surroundings: Surroundings,
): MissingPrerequisite[] {
  const [first = ''] = args;
  return /[./]/u.test(first) ? missingFile(placeIn(folder, first), surroundings) : [];
}

function missingFile(path: string | undefined, { project, touches }: Surroundings): MissingPrerequisite[] {
  if (path === undefined || project.has(path) !== undefined) return [];
  return [{ what: `the file ${path}`, hint: undefined, mayCome: touches(path) }];
}
