import { join, resolve } from 'node:path';
import { failure, type Result, success } from '../diagnostics/index.ts';
import { DEFAULT_OUTPUT, LOCK_FILE, readLock } from '../framework/index.ts';
import { displayPath, entryKind, isFolder, readText } from '../platform/index.ts';
import type { OperationContext } from './context.ts';

type Lock = Extract<Awaited<ReturnType<typeof readLock>>, { ok: true }>['value'];

/** Stands in until the one of `update` is merged. */
export type OpenFramework = {
  readonly place: { readonly name: string; readonly folder: string; readonly shown: string };
  readonly lock: Lock;
  readonly files: readonly { readonly file: string; readonly shown: string; readonly text: string }[];
  readonly state: 'as-written' | 'edited' | 'unresolved';
};

/** Stands in until the one of `update` is merged. */
export async function openFramework(
  { cwd }: OperationContext,
  wanted: string,
): Promise<Result<OpenFramework>> {
  const folder = [resolve(cwd, DEFAULT_OUTPUT, wanted), resolve(cwd, wanted)].find(
    (path) => isFolder(path) && entryKind(join(path, LOCK_FILE)) !== 'absent',
  );
  if (folder === undefined)
    return failure('usage', {
      severity: 'error',
      code: 'no-such-framework',
      message: `There is no framework ${wanted}.`,
    });
  const shown = `${displayPath(cwd, folder)}/`;
  const lock = await readLock(join(folder, LOCK_FILE), `${shown}${LOCK_FILE}`);
  if (!lock.ok) return lock;
  const files = lock.value.files.map(({ file }) => {
    const read = readText(join(folder, file), 32 * 1024 * 1024);
    return { file, shown: `${shown}${file}`, text: read.kind === 'text' ? read.text : '' };
  });
  return success({ place: { name: wanted, folder, shown }, lock: lock.value, files, state: 'as-written' });
}
