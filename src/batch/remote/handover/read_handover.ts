import { dirname, join } from 'node:path';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { parseJson } from '../../../lib/index.ts';
import { entryKind, isFolder, namesIn, readBytes, readText, sha256 } from '../../../platform/index.ts';
import type { Handover } from '../../generated/batch.handover.ts';
import { validateHandover } from '../../generated/validators.js';

/** Problems with the files of an attempt that was carried out elsewhere. */
export type HandoverCode = 'handover-missing' | 'handover-unreadable' | 'handover-forged' | 'bundle-refused';

/** The files of an attempt that was carried out elsewhere, side by side. */
export type HandoverFiles = {
  /** Its outcome. */
  readonly result: string;
  /** Its changes, as a git bundle. */
  readonly bundle: string;
  /** The end of its executor's output. */
  readonly log: string;
};

/** The paths of the files of a phase's attempt in a folder. */
export function handoverFiles(folder: string, prp: string): HandoverFiles {
  const file = (end: string) => join(folder, `${prp}.${end}`);
  return { result: file(RESULT_END), bundle: file('bundle'), log: file('log') };
}

/** The results among the paths a person names: files, and folders to search. Sorted, without duplicates. */
export function resultsIn(path: string): Result<readonly string[], HandoverCode> {
  if (isFolder(path)) {
    const found: string[] = [];
    gather(path, found, DEEPEST);
    if (found.length > 0) return success(found.sort());
    return fault('handover-missing', path, `There is no result of an attempt in it (*.${RESULT_END}).`);
  }
  if (entryKind(path) === 'absent')
    return fault('handover-missing', path, 'There is no such file or folder.');
  const stem = /^(PRP-\d+\.\d+\.\d+)\.(?:bundle|log)$/u.exec(path.slice(dirname(path).length + 1))?.[1];
  return success([stem === undefined ? path : handoverFiles(dirname(path), stem).result]);
}

/** Reads the outcome that an attempt claims, and checks that the bundle beside it is the one it names. */
export function readHandover(file: string): Result<Handover, HandoverCode> {
  const read = readText(file, MAX_RESULT);
  if (read.kind === 'absent') return fault('handover-missing', file, 'There is no such result.');
  if (read.kind !== 'text') return fault('handover-unreadable', file, 'It is not text, or it is too large.');
  const value = parseJson(read.text);
  if (!isHandover(value)) {
    const [first] = validateHandover.errors ?? [];
    const what =
      value === undefined ? 'it is not JSON' : `${first?.instancePath.slice(1) || 'it'} ${first?.message}`;
    return fault('handover-unreadable', file, `It is not the result of an attempt: ${what}.`);
  }
  if (value.commit === null) return success(value);
  const { bundle } = handoverFiles(dirname(file), value.prp);
  const bytes = readBytes(bundle, MAX_BUNDLE);
  if (bytes.kind === 'absent')
    return fault('handover-missing', bundle, 'The bundle of the result is not beside it.');
  if (bytes.kind !== 'bytes')
    return fault('bundle-refused', bundle, 'The bundle is not a file, or larger than 1 GiB.');
  if (sha256(bytes.bytes) === value.bundle) return success(value);
  return fault(
    'handover-forged',
    bundle,
    'The bundle does not match its result: one of the two was changed.',
  );
}

/** The end of an attempt's executor's output; empty where none was handed on. */
export function readHandedLog(file: string): Buffer {
  const read = readBytes(file, MAX_LOG);
  return read.kind === 'bytes' ? read.bytes : Buffer.alloc(0);
}

function gather(folder: string, found: string[], depth: number): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const kind = entryKind(path);
    if (kind === 'file' && name.endsWith(`.${RESULT_END}`)) found.push(path);
    else if (kind === 'folder' && depth > 0) gather(path, found, depth - 1);
  }
}

function isHandover(value: unknown): value is Handover {
  return validateHandover(value);
}

function fault(code: HandoverCode, file: string, message: string) {
  return failure('problems', { severity: 'error', code, message, file } as const);
}

const RESULT_END = 'handover.json';

/** The deepest folders that are searched, below that of a download: it has one for each artifact. */
const DEEPEST = 3;

/** The largest result, in bytes. */
export const MAX_RESULT = 8 * 1024 * 1024;
/** The largest bundle, in bytes. */
export const MAX_BUNDLE = 1024 * 1024 * 1024;

/** The largest part of a log that is handed on, in bytes. */
export const MAX_LOG = 4 * 1024 * 1024;
