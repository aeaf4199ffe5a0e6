import { basename, dirname, join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { checkName, DEFAULT_OUTPUT, FILES, LOCK_FILE } from '../../framework/index.ts';
import { nearest } from '../../lib/index.ts';
import { displayPath, entryKind, isFolder, isWithin, namesIn, realPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** A folder that is assumed to be a framework's; its contents have not been checked. */
export type FrameworkPlace = {
  /** The folder's own name. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** The path as the user would write it, with a slash at the end. */
  readonly shown: string;
};

/** The folder that is searched for frameworks, relative to the working directory; if missing, the default output folder. */
export type FrameworkRoot = { readonly output?: string };

export type LocateProblemCode =
  | 'no-such-framework'
  | 'output-absent'
  | 'output-outside-project'
  | 'framework-is-a-link';

/**
 * Finds a framework's folder.
 *
 * @param wanted - a framework's name, for one in the output folder; or the path of its folder, or of a file in it
 */
export function locateFramework(
  context: OperationContext,
  wanted: string,
  root: FrameworkRoot = {},
): Result<FrameworkPlace, LocateProblemCode> {
  const output = outputFolder(context, root);
  if (!output.ok) return output;
  const name = checkName(wanted);
  if (name.ok && entryKind(join(output.value, name.value)) !== 'absent')
    return placeAt(context, join(output.value, name.value));
  const path = resolve(context.cwd, wanted);
  const folder = GENERATED.includes(basename(path)) && !isFolder(path) ? dirname(path) : path;
  if (wanted.trim() !== '' && (entryKind(folder) === 'folder' || entryKind(folder) === 'link'))
    return placeAt(context, folder);
  return failure('usage', unknown(context, wanted, output.value));
}

/** The frameworks in the output folder, by name: the folders that have at least one of a framework's files. */
export function findFrameworks(
  context: OperationContext,
  root: FrameworkRoot = {},
): Result<readonly FrameworkPlace[], LocateProblemCode> {
  const output = outputFolder(context, root);
  if (!output.ok) return output;
  if (root.output !== undefined && !isFolder(output.value)) {
    return failure('usage', {
      severity: 'error',
      code: 'output-absent',
      message: 'There is no such folder.',
      file: displayPath(context.cwd, output.value),
      hint: '--output names the folder that frameworks were written to.',
    });
  }
  return success(frameworksIn(output.value).map((name) => place(context, join(output.value, name))));
}

/** The folders that frameworks are written to: the output folder, and each framework in it. */
export function writtenFolders(context: OperationContext, root: FrameworkRoot = {}): string[] {
  const output = outputFolder(context, root);
  if (!output.ok) return [];
  return [output.value, ...frameworksIn(output.value).map((name) => join(output.value, name))];
}

const GENERATED: readonly string[] = [...FILES.map(({ file }) => file), LOCK_FILE];

/** The default output folder may be a link, but not one out of the project, as for `new`. */
function outputFolder({ cwd }: OperationContext, root: FrameworkRoot): Result<string, LocateProblemCode> {
  const output = resolve(cwd, root.output ?? DEFAULT_OUTPUT);
  if (root.output !== undefined || isWithin(cwd, output)) return success(output);
  return failure('usage', {
    severity: 'error',
    code: 'output-outside-project',
    message: 'The output folder is a link that leads out of this folder; nothing in it was read.',
    file: displayPath(cwd, output),
    hint: `If that is intended, say so: --output ${realPath(output)}`,
  });
}

/** A folder with a name that this program would not choose belongs to somebody else. */
function frameworksIn(output: string): string[] {
  return namesIn(output).filter((name) => {
    const folder = join(output, name);
    if (!checkName(name).ok || entryKind(folder) !== 'folder') return false;
    return GENERATED.some((file) => entryKind(join(folder, file)) !== 'absent');
  });
}

function placeAt(context: OperationContext, folder: string): Result<FrameworkPlace, LocateProblemCode> {
  const found = place(context, folder);
  if (entryKind(folder) === 'folder') return success(found);
  return failure('usage', {
    severity: 'error',
    code: 'framework-is-a-link',
    message: "There is a link or a file where the framework's folder would be; nothing was read.",
    file: found.shown.slice(0, -1),
    hint: 'Name the folder itself.',
  });
}

function place({ cwd }: OperationContext, folder: string): FrameworkPlace {
  const shown = displayPath(cwd, folder);
  return { name: basename(folder), folder, shown: shown.endsWith('/') ? shown : `${shown}/` };
}

function unknown({ cwd }: OperationContext, wanted: string, output: string): Problem<LocateProblemCode> {
  const names = frameworksIn(output);
  const suggestion = nearest(wanted, names);
  const shown = displayPath(cwd, output);
  const path = resolve(cwd, wanted);
  if (wanted.includes('/') && entryKind(path) === 'file')
    return {
      severity: 'error',
      code: 'no-such-framework',
      message:
        'This file was not exported from here, or its hidden companion (.NAME.export.json) is gone, without which nothing can be merged.',
      file: displayPath(cwd, path),
      hint: 'Move it away and make it again with `orchestrator export`, then put the edits by hand back in.',
    };
  return {
    severity: 'error',
    code: 'no-such-framework',
    message: `There is no framework ${JSON.stringify(wanted.slice(0, 200))} in ${shown}, and no folder of that path.`,
    hint:
      suggestion !== undefined
        ? `Did you mean ${suggestion}?`
        : names.length === 0
          ? 'Create one with `orchestrator new`.'
          : 'See `orchestrator list`.',
  };
}
