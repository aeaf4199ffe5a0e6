import { basename, dirname, resolve } from 'node:path';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  type ComponentKind,
  type ComponentProblemCode,
  componentNames,
  FOLDERS,
  findComponent,
  type Goal,
  KINDS,
  lintComponent,
  parseComponent,
  readBuiltIn,
} from '../../framework/index.ts';
import { displayPath, entryKind, readText, type TextRead } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { unknownRemedy } from './components.ts';
import { contentsOf, ignoredFilesIn, leftoverFilesIn } from './ignored_files.ts';

/** The findings of the rules. */
export type LintReport = {
  /** Number of files checked. */
  readonly files: number;
  readonly problems: readonly Problem[];
};

/** A file to check. */
type Target = {
  readonly path: string;
  /** If missing, determined from the folder or the front matter. */
  readonly kind: ComponentKind | undefined;
  /** Whether it ships with the program, and so refers to the goals that ship. */
  readonly isBuiltIn: boolean;
};

/** Files to check, and files of the library that cannot be read as components. */
type Targets = { readonly targets: readonly Target[]; readonly problems: readonly Problem[] };

/** The largest file checked, in bytes: the library's own limit. */
const LARGEST = 256 * 1024;

/**
 * Lints components: those named, otherwise all that the library finds.
 *
 * @param wanted - paths, relative to the working directory, or names of components, with or without the ending
 */
export async function lintComponents(
  context: OperationContext,
  workspace: Workspace,
  wanted: readonly string[],
): Promise<Result<LintReport, 'unknown-component'>> {
  const all = wanted.length === 0;
  const found = await Promise.all(
    all
      ? [targetsInLibrary(context, workspace, () => true)]
      : wanted.map((text) => targetsNamed(context, workspace, text)),
  );
  const unknown = wanted.filter((_, index) => {
    const { targets, problems } = found[index] ?? { targets: [], problems: [] };
    return targets.length === 0 && problems.length === 0;
  });
  if (unknown.length > 0) return failure('usage', ...unknown.map((text) => unknownFile(workspace, text)));
  const targets = new Map(found.flatMap(({ targets }) => targets.map((target) => [target.path, target])));
  const goals = goalsOf(context, workspace);
  const problems: Problem[] = found.flatMap(({ problems }) => problems);
  const { library } = workspace;
  if (all) {
    for (const each of [...ignoredFilesIn(library, context.cwd), ...leftoverFilesIn(library, context.cwd)])
      problems.push(each);
  }
  for (const target of targets.values())
    for (const each of await lintFile(context, target, goals)) problems.push(each);
  return success({ files: targets.size, problems: sortProblems(problems) });
}

/** The file at the path, otherwise every component of the library with that name, otherwise those in a folder. */
async function targetsNamed(context: OperationContext, workspace: Workspace, text: string): Promise<Targets> {
  const path = resolve(context.cwd, text);
  if (entryKind(path) !== 'absent' && entryKind(path) !== 'folder') {
    const folder = basename(dirname(path));
    const kind = KINDS.find((candidate) => FOLDERS[candidate] === folder);
    return { targets: [{ path, kind, isBuiltIn: false }], problems: [] };
  }
  const named = await targetsInLibrary(context, workspace, (file) => file === text || stemOf(file) === text);
  if (named.targets.length + named.problems.length > 0 || entryKind(path) !== 'folder') return named;
  const { files, problems } = contentsOf(path, context.cwd);
  const empty = files.length + problems.length === 0 ? [emptyFolder(displayPath(context.cwd, path))] : [];
  return {
    targets: files.map((file) => ({ ...file, isBuiltIn: false })),
    problems: [...problems, ...empty],
  };
}

function emptyFolder(file: string): Problem<'no-components'> {
  return {
    severity: 'warning',
    code: 'no-components',
    message: 'There is no component in this folder.',
    file,
    hint: 'Name a folder of components, or one that contains personas/, protocols/ or constraints/.',
  };
}

async function targetsInLibrary(
  { cwd }: OperationContext,
  { library }: Workspace,
  isWanted: (file: string) => boolean,
): Promise<Targets> {
  const targets: Target[] = [];
  const problems: Problem<ComponentProblemCode>[] = [];
  for (const name of componentNames(library).filter(({ file }) => isWanted(file))) {
    const found = await findComponent(library, name, cwd);
    if (!found.ok) problems.push(...found.problems);
    else if (found.value) {
      const { path, layer } = found.value;
      targets.push({ path, kind: name.kind, isBuiltIn: layer === 'built-in' });
    }
  }
  return { targets, problems };
}

type KnownGoals = { readonly builtIn: readonly Goal[]; readonly all: readonly Goal[] };

/** The goals that components can name: those of the goal map, and the shipped ones that it does not override. */
function goalsOf({ installation }: OperationContext, { goalMap }: Workspace): KnownGoals {
  const builtIn = readBuiltIn(installation).goals;
  const own = new Set(goalMap.goals.map(({ name }) => name));
  return { builtIn, all: [...goalMap.goals, ...builtIn.filter(({ name }) => !own.has(name))] };
}

async function lintFile(
  { cwd }: OperationContext,
  target: Target,
  goals: KnownGoals,
): Promise<readonly Problem[]> {
  const { path, isBuiltIn } = target;
  const file = displayPath(cwd, path);
  const read = readText(path, LARGEST);
  if (read.kind !== 'text') return [unreadable(file, read)];
  const parsed = await parseComponent(read.text, file);
  if (!parsed.ok) return parsed.problems;
  const { metadata, text } = parsed.value;
  const kind = target.kind ?? KINDS.find((candidate) => candidate === metadata.kind);
  if (kind === undefined) return [unknownKind(file)];
  const subject = {
    kind,
    file: basename(path),
    text,
    metadata,
    goals: isBuiltIn ? goals.builtIn : goals.all,
  };
  return lintComponent(subject, { source: read.text, file });
}

function unreadable(
  file: string,
  read: Exclude<TextRead, { readonly kind: 'text' }>,
): Problem<'component-unreadable'> {
  return {
    severity: 'error',
    code: 'component-unreadable',
    message: `The component cannot be linted: it is ${read.kind.replaceAll('-', ' ')}.`,
    file,
    ...('at' in read ? read.at : {}),
    hint: 'A component is a UTF-8 text file of at most 256 KiB.',
  };
}

function unknownKind(file: string): Problem<'component-unknown-kind'> {
  return {
    severity: 'error',
    code: 'component-unknown-kind',
    message: 'The kind of this component is unknown.',
    file,
    hint: 'Put it under personas/, protocols/ or constraints/, or add "kind: persona" to its front matter.',
  };
}

function unknownFile(workspace: Workspace, text: string): Problem<'unknown-component'> {
  return {
    severity: 'error',
    code: 'unknown-component',
    message: `There is no file and no component ${JSON.stringify(text.slice(0, 100))}.`,
    hint: unknownRemedy(workspace, text),
  };
}

function stemOf(file: string): string {
  return file.replace(/\.(txt|md)$/u, '');
}
