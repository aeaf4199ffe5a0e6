import { dirname, relative, resolve } from 'node:path';
import { join } from 'node:path/posix';
import type { Problem } from '../../diagnostics/index.ts';
import { ownValue } from '../../lib/index.ts';
import type { Phase } from '../../plan/index.ts';
import { displayPath, entryKind, isWithin, readText, realPath } from '../../platform/index.ts';

/** Problems with the folder that a plan's paths and commands are relative to. */
export type FolderCode = 'command-from-folder' | 'counts-from-root' | 'path-from-folder';

/**
 * Reports paths and commands of a plan that were written relative to a folder below the project's root, the plan's or its
 * author's: a batch takes both relative to the root, and would work on the wrong files. If it is unclear which is meant, warns
 * that the root is used.
 *
 * @param options.file - the plan; `-` is standard input
 * @param options.shown - the plan's name, for problems
 */
export function pathsFromFolder(
  phases: readonly Phase[],
  {
    root,
    cwd,
    file,
    shown,
  }: { readonly root: string; readonly cwd: string; readonly file: string; readonly shown: string },
): Problem<FolderCode>[] {
  const folders = new Set([realPath(cwd), ...(file === '-' ? [] : [realPath(dirname(resolve(cwd, file)))])]);
  const top = realPath(root);
  const below = [...folders].filter((folder) => folder !== top && isWithin(top, folder));
  if (below.length === 0) return [];
  const seen = { top, below, root: displayPath(cwd, root), shown };
  const wrong = phases.flatMap((phase) => [...wrongPaths(phase, seen), ...wrongCommands(phase, seen)]);
  return wrong.length > 0 ? wrong : unclear(phases, seen);
}

type Seen = {
  readonly top: string;
  readonly below: readonly string[];
  /** The path as the user would write it. */
  readonly root: string;
  readonly shown: string;
};

function wrongPaths({ files }: Phase, { top, below, root, shown }: Seen): Problem<FolderCode>[] {
  return (files?.entries ?? []).flatMap(({ path, isPath, line, column }): Problem<FolderCode>[] => {
    if (!isPath) return [];
    const from = below.find((folder) => isOnlyIn(folder, top, path));
    if (from === undefined) return [];
    const folder = relative(top, from);
    return [
      {
        severity: 'error',
        code: 'path-from-folder',
        message: `${path} exists in ${folder}, but not in the project's root, ${root}: a batch resolves all paths and runs all commands there.`,
        ...{ file: shown, line, column },
        hint: `Write ${join(folder, path)}, and commands as they run in the root: cd ${folder} && …`,
      },
    ];
  });
}

function wrongCommands({ gates }: Phase, { top, below, root, shown }: Seen): Problem<FolderCode>[] {
  return gates.flatMap(({ command, line, column }): Problem<FolderCode>[] => {
    if (command === undefined) return [];
    for (const from of below) {
      const folder = relative(top, from);
      // The command itself says where it runs.
      if (command.value.includes(folder)) continue;
      const what =
        neededBy(command.value, from, top).find((name) => isOnlyIn(from, top, name)) ??
        scriptOf(command.value, { from, top });
      if (what === undefined) continue;
      return [
        {
          severity: 'error',
          code: 'command-from-folder',
          message: `The command needs ${what}, which ${folder} has but the project's root, ${root}, does not: a batch resolves all paths and runs all commands there.`,
          ...{ file: shown, line, column },
          hint: `Write a command that runs in the root: cd ${folder} && ${command.value}`,
        },
      ];
    }
    return [];
  });
}

/** The files that a command names, and those that its program reads. */
function neededBy(command: string, folder: string, top: string): string[] {
  const words = command.split(/[\s;&|()"'`]+/u).filter((word) => word !== '');
  const named = words.filter(
    (word) => !word.startsWith('-') && entryKind(resolve(folder, word)) !== 'absent',
  );
  const read = words.map((word) => ownValue(READS, word) ?? []);
  const isAtTop = (name: string) => entryKind(join(top, name)) !== 'absent';
  return [...named, ...read.filter((names) => !names.some(isAtTop)).flat()];
}

/** Files that build and test programs read in the folder where they run. */
const READS: Readonly<Record<string, readonly string[]>> = {
  ...{ npm: ['package.json'], pnpm: ['package.json'], yarn: ['package.json'], bun: ['package.json'] },
  ...{ make: ['Makefile', 'makefile', 'GNUmakefile'], just: ['justfile'], task: ['Taskfile.yml'] },
  ...{ cargo: ['Cargo.toml'], go: ['go.mod', 'go.work'], mvn: ['pom.xml'], bundle: ['Gemfile'] },
  ...{ composer: ['composer.json'], mix: ['mix.exs'], deno: ['deno.json'], poetry: ['pyproject.toml'] },
  ...{ uv: ['pyproject.toml'], tox: ['tox.ini'], gradle: ['build.gradle', 'build.gradle.kts'] },
};

/** The script that a command runs, if only the folder's package has it. */
function scriptOf(
  command: string,
  { from, top }: { readonly from: string; readonly top: string },
): string | undefined {
  const script = Array.from(command.matchAll(SCRIPT), ([, run, short]) => run ?? short ?? '').find(
    (name) => scriptsIn(from).includes(name) && !scriptsIn(top).includes(name),
  );
  if (script === undefined) return undefined;
  return `the script "${script}" of package.json`;
}

const SCRIPT =
  /(?:^|[\s;&|(])(?:npm|pnpm|yarn|bun)\s+(?:(?:run|run-script)\s+(?:-[\w-]+\s+)*([\w:.-]+)|(test|start|build|lint)\b)/gu;

function scriptsIn(folder: string): string[] {
  const read = readText(join(folder, 'package.json'), LARGEST_PACKAGE);
  if (read.kind !== 'text') return [];
  try {
    const { scripts } = JSON.parse(read.text) as { readonly scripts?: unknown };
    return typeof scripts === 'object' && scripts !== null ? Object.keys(scripts) : [];
  } catch {
    return [];
  }
}

/** The largest package.json that is read, in bytes. */
const LARGEST_PACKAGE = 1024 * 1024;

/** Whether a path exists in a folder and not in the root; for a path that does not exist yet, its first folder is checked. */
function isOnlyIn(folder: string, top: string, path: string): boolean {
  if (path.startsWith('/') || path.startsWith('..')) return false;
  const candidates = [...new Set([path, path.split('/')[0] ?? path])];
  return candidates.some(
    (name) =>
      !/[*?{]/u.test(name) &&
      entryKind(resolve(folder, name)) !== 'absent' &&
      entryKind(resolve(top, name)) === 'absent',
  );
}

/** Warns of a folder with a package of its own, if no path in the plan shows whether paths are relative to it. */
function unclear(phases: readonly Phase[], { top, below, root, shown }: Seen): Problem<FolderCode>[] {
  const from = below.find((folder) => MANIFESTS.some((name) => entryKind(join(folder, name)) !== 'absent'));
  if (from === undefined) return [];
  const folder = relative(top, from);
  const paths = phases.flatMap(({ files }) =>
    (files?.entries ?? []).filter(({ isPath }) => isPath).map(({ path }) => path),
  );
  const commands = phases.flatMap(({ gates }) =>
    gates.flatMap(({ command }) => (command === undefined ? [] : [command.value])),
  );
  const isFromRoot = paths.some((path) => path.startsWith(`${folder}/`) || isOnlyIn(top, from, path));
  if (isFromRoot || paths.length + commands.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'counts-from-root',
      message: `All paths of this plan are relative to the project's root, ${root}, and all commands run there, not in ${folder}.`,
      file: shown,
      hint: `To refer to ${folder}, write ${folder}/… and \`cd ${folder} && …\`.`,
    },
  ];
}

const MANIFESTS = [...new Set(['setup.py', ...Object.values(READS).flat()])];
