import { fileURLToPath } from 'node:url';
import { findProject } from '../../batch/index.ts';
import { projectRoot } from '../../context/index.ts';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { displayPath, isFolder, isWithin, realPath } from '../../platform/index.ts';

/**
 * Narrows the root to a client's own roots: to the first of them inside it; the root itself if one of them contains it or there
 * are none. They never widen it.
 *
 * @param uris - untrusted
 */
export function narrowRoot(root: string, uris: readonly string[]): Result<string, 'roots-elsewhere'> {
  const paths = uris.flatMap((uri) => pathOf(uri) ?? []);
  if (uris.length === 0 || paths.some((path) => isWithin(path, root))) return success(root);
  const inner = paths.find((path) => isWithin(root, path) && isFolder(path));
  if (inner !== undefined) return success(realPath(inner));
  return failure('usage', {
    severity: 'error',
    code: 'roots-elsewhere',
    message:
      'The client’s roots and the server’s have no folder in common, so nothing may be read or written.',
    hint: 'Have the client start `orchestrator mcp` in the project’s folder, or with --root.',
  });
}

/** Checks that the folders in which the program keeps a project's state are below the root. */
export function checkStateWithin(root: string): Result<'within', 'root-in-project'> {
  const project = findProject(root);
  // Other faults of the project are reported by the operation.
  const tops = [projectRoot(root), ...(project.ok ? [project.value.root] : [])];
  const above = tops.find((top) => !isWithin(root, top));
  if (above === undefined) return success('within');
  return failure('usage', {
    severity: 'error',
    code: 'root-in-project',
    message: `The root is inside a project that keeps its plans and batches in ${displayPath(root, above)}, and the server touches nothing outside the root.`,
    hint: 'Have the client start `orchestrator mcp` in that folder, or with --root.',
  });
}

function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
