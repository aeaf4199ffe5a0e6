import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../../diagnostics/index.ts';
import { parseJson } from '../../../lib/index.ts';
import { displayPath, entryKind, namesIn, readText, remedyFor, sha256 } from '../../../platform/index.ts';
import type { BatchManifest, ManifestPhase } from '../../generated/batch.ts';
import { batchNumber } from './numbers.ts';
import { archiveFolder, batchesFolder, type Project, pathInProject } from './project.ts';

/** The name of the manifest, which is written last: a batch exists once it does. */
export const MANIFEST_FILE = 'batch.json';

/** A generated batch. */
export type StoredBatch = {
  readonly number: number;
  /**
   * Absolute. A folder on this machine's disk, wherever manifest and journal are kept: other programs write there and people read
   * there. It has the attempts' prompts, logs and heartbeats ({@link attemptFiles}), and what was written about the batch since.
   */
  readonly folder: string;
  readonly manifest: BatchManifest;
};

/** Problems with reading a batch. */
export type ReadBatchCode =
  | 'batch-absent'
  | 'batch-unreadable'
  | 'batch-not-valid'
  | 'prompt-absent'
  | 'prompt-changed';

/** Such a file is mostly removed by a git command for tidying up. */
const BROUGHT_BACK =
  'If git stash -u took it: git restore --source=stash@{0}^3 --worktree -- .orchestrator (git stash list shows which). If it is gone, as after git clean: orchestrator batch generate <plan> makes a new batch; what this one did stays on its branch.';

/** The largest manifest or prompt that is read, in bytes. */
const LARGEST = 256 * 1024 * 1024;

/** The manifest format that is read. */
const MANIFEST_SCHEMA: BatchManifest['schema'] = 'orchestrator.batch/1';

/** Whether archived batches are meant, instead of the others. */
export type ArchiveChoice = { readonly isArchived?: boolean };

/** The numbers of the existing batches, or of the archived ones, ascending. */
export function batchNumbers(project: Project, choice: ArchiveChoice = {}): number[] {
  return namesIn(folderOfAll(project, choice))
    .flatMap((name) => batchNumber(name) ?? [])
    .sort((a, b) => a - b);
}

/** The folder of a batch, or where it would be. */
export function batchFolder(project: Project, number: number, choice: ArchiveChoice = {}): string {
  return join(folderOfAll(project, choice), `${number}`);
}

function folderOfAll(project: Project, { isArchived = false }: ArchiveChoice): string {
  return isArchived ? archiveFolder(project) : batchesFolder(project);
}

/** The path of its manifest from the root of its project, for machines that receive the project as a commit. */
export function manifestInProject(batch: number): string {
  return pathInProject(batch, MANIFEST_FILE);
}

/** Reads a batch's manifest. @param options.cwd - the folder file names in problems are relative to */
export async function readBatch(
  project: Project,
  number: number,
  { cwd, ...choice }: ArchiveChoice & { readonly cwd: string },
): Promise<Result<StoredBatch, ReadBatchCode>> {
  const folder = batchFolder(project, number, choice);
  const path = join(folder, MANIFEST_FILE);
  const file = displayPath(cwd, path);
  if (entryKind(folder) === 'absent') return failure('usage', absent(number, batchNumbers(project, choice)));
  const read = readText(path, LARGEST);
  if (read.kind !== 'text') {
    const why = 'why' in read ? read.why : read.kind.replaceAll('-', ' ');
    const message = `The manifest of the batch cannot be read: ${why}.`;
    const help = read.kind === 'absent' ? { hint: BROUGHT_BACK } : remedyFor(why);
    return failure(read.kind === 'unreadable' ? 'environment' : 'problems', {
      severity: 'error',
      code: 'batch-unreadable',
      message,
      file,
      ...help,
    });
  }
  const { validateBatch } = await import('../../generated/validators.js');
  const isManifest = (value: unknown): value is BatchManifest => validateBatch(value);
  const data = parseJson(read.text);
  if (!isManifest(data)) {
    const [fault] = data === undefined ? [] : (validateBatch.errors ?? []);
    const why = fault ? `${fault.instancePath || 'the document'} ${fault.message}` : 'it is not JSON';
    const other = ofOtherVersion(data);
    return failure('problems', notValid(other ?? why, file, other !== undefined));
  }
  const lie = lieIn(data, number);
  return lie === undefined
    ? success({ number, folder, manifest: data })
    : failure('problems', notValid(lie, file));
}

/** Reads a phase's prompt, if it is unchanged since it was generated. */
export function readPrompt(
  { folder }: StoredBatch,
  phase: ManifestPhase,
  cwd: string,
): Result<string, ReadBatchCode> {
  const path = join(folder, phase.prompt);
  const file = displayPath(cwd, path);
  const read = entryKind(path) === 'file' ? readText(path, LARGEST, 'keep') : undefined;
  if (read?.kind !== 'text')
    return failure('problems', {
      severity: 'error',
      code: 'prompt-absent',
      message: 'The prompt of the phase no longer exists, or cannot be read.',
      file,
      hint: BROUGHT_BACK,
    });
  if (sha256(read.text) !== phase.sha256)
    return failure('problems', {
      severity: 'error',
      code: 'prompt-changed',
      message: 'The prompt is not the one that was generated.',
      file,
      hint: 'Change the plan and generate a batch from it; a batch cannot change after it is generated.',
    });
  return success(read.text);
}

/** Reports that another version of the program wrote a manifest, if it says so. */
function ofOtherVersion(data: unknown): string | undefined {
  const schema = typeof data === 'object' && data !== null && 'schema' in data ? data.schema : undefined;
  if (typeof schema !== 'string' || !/^orchestrator\.batch\/\d{1,9}$/u.test(schema)) return undefined;
  if (schema === MANIFEST_SCHEMA) return undefined;
  return `its format is ${schema}, but this version reads ${MANIFEST_SCHEMA}`;
}

/** Returns an impossible statement in a manifest. Its names become paths, so none may be more than a name. */
function lieIn({ batch, phases }: BatchManifest, number: number): string | undefined {
  if (batch !== number) return `it says that it belongs to batch ${batch}`;
  const ids = new Set<string>();
  const prps = new Set<string>();
  for (const { id, prp, prompt, stage, index } of phases) {
    if (ids.has(id) || prps.has(prp)) return `two phases are ${ids.has(id) ? id : prp}`;
    if (!/^[A-Za-z0-9.-]+$/u.test(id)) return `${JSON.stringify(id)} is not the id of a phase`;
    if (prp !== `PRP-${batch}.${stage}.${index}`) return `${prp} is not the name of phase ${id}`;
    if (prompt !== `${prp}.md`) return `the prompt of ${prp} is in another file`;
    ids.add(id);
    prps.add(prp);
  }
  const dangling = phases.flatMap(({ dependencies }) => dependencies).find((id) => !ids.has(id));
  return dangling === undefined ? undefined : `a phase depends on ${dangling}, which does not exist`;
}

function absent(number: number, there: readonly number[]): Problem<ReadBatchCode> {
  const last = there.slice(-5).join(', ');
  return {
    severity: 'error',
    code: 'batch-absent',
    message: `There is no batch ${number}.`,
    hint:
      there.length === 0 ? 'Create one with: orchestrator batch generate <plan>' : `The last are: ${last}.`,
  };
}

function notValid(why: string, file: string, isOfAnother = false): Problem<ReadBatchCode> {
  return {
    severity: 'error',
    code: 'batch-not-valid',
    message: `The manifest of the batch is not valid: ${why}.`,
    file,
    hint: isOfAnother
      ? 'Use the version of the program that wrote it (for a newer one, update this program), or generate the batch again.'
      : 'Restore it from version control, or generate the batch again.',
  };
}
