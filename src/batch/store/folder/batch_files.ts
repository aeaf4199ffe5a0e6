import { join } from 'node:path';
import {
  displayPath,
  entryKind,
  type FileSet,
  isWithin,
  namesIn,
  readBytes,
  readText,
} from '../../../platform/index.ts';
import { archiveFolder, batchesFolder, type Project } from './project.ts';
import { MANIFEST_FILE, type StoredBatch } from './read_batch.ts';

/** The name of the journal in a batch's folder. */
export const JOURNAL_FILE = 'journal.ndjson';

/** The plan that a batch was generated from, as kept with it. */
export type PlanCopy = {
  /** Its path, or its name, as the user would write it. */
  readonly file: string;
} & ({ readonly kind: 'text'; readonly text: string } | { readonly kind: 'absent' | 'unreadable' });

/** The largest plan and the largest other file that are read, in bytes. */
const LARGEST_PLAN = 64 * 1024 * 1024;
const LARGEST_FILE = 256 * 1024 * 1024;
const LARGEST_JOURNAL = 64 * 1024 * 1024;

/** Reads the plan in a batch's folder. @param cwd - the folder file names are relative to */
export function readPlanCopy({ folder, manifest }: StoredBatch, cwd: string): PlanCopy {
  const path = join(folder, manifest.plan.file);
  const file = displayPath(cwd, path);
  if (!isWithin(folder, path) || entryKind(path) !== 'file') return { kind: 'absent', file };
  const read = readText(path, LARGEST_PLAN, 'keep');
  return read.kind === 'text' ? { kind: 'text', file, text: read.text } : { kind: 'unreadable', file };
}

/** Reads the files of a batch that a run needs, without its manifest. */
export function readBatchFiles({ folder }: StoredBatch): FileSet {
  return namesIn(folder)
    .filter((name) => FILE.test(name) && name !== MANIFEST_FILE && entryKind(join(folder, name)) === 'file')
    .flatMap((name) => {
      const read = readText(join(folder, name), LARGEST_FILE, 'keep');
      return read.kind === 'text' ? [{ name, text: read.text }] : [];
    });
}

const FILE = /^[A-Za-z0-9._-]+\.(?:md|json)$/u;

/** Whether the journal of any batch, archived or not, mentions a place; one that is too large may. */
export function journalsNamePlaces(project: Project): boolean {
  return [batchesFolder(project), archiveFolder(project)].some((all) =>
    namesIn(all).some((name) => {
      const read = readBytes(join(all, name, JOURNAL_FILE), LARGEST_JOURNAL);
      return read.kind === 'too-large' || (read.kind === 'bytes' && read.bytes.includes('"place":"'));
    }),
  );
}
