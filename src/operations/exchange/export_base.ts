import { basename, dirname, join } from 'node:path';
import { EXPORT_FORMS, type ExportForm } from '../../exchange/index.ts';
import { isWithin, readText } from '../../platform/index.ts';

/** What an export was made from, and its files as they were written: the base that edits by hand are merged against. */
export type ExportBase = {
  readonly schema: 'orchestrator.export-base/1';
  /** As the person named it. */
  readonly wanted: string;
  readonly form: ExportForm;
  /** By their paths from the folder of such files. */
  readonly files: Readonly<Record<string, string>>;
};

const LARGEST = 16 * 1024 * 1024;

/** Where the base of an export is kept: beside its main file, hidden, and with no ending that the file's tool reads. */
export function basePath(mainFile: string): string {
  return join(dirname(mainFile), `.${basename(mainFile)}.export.json`);
}

/** Reads a base; `undefined` where there is none that can be read. It names no place that anything is written to. */
export function readBase(root: string, mainFile: string): ExportBase | undefined {
  const path = basePath(mainFile);
  const read = isWithin(root, path) ? readText(path, LARGEST) : undefined;
  if (read?.kind !== 'text') return undefined;
  try {
    const value: unknown = JSON.parse(read.text);
    return isBase(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a base's file. */
export function baseText(base: ExportBase): string {
  return `${JSON.stringify(base, null, 2)}\n`;
}

function isBase(value: unknown): value is ExportBase {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, wanted, form, files } = value as Partial<Record<keyof ExportBase, unknown>>;
  return (
    schema === 'orchestrator.export-base/1' &&
    typeof wanted === 'string' &&
    EXPORT_FORMS.some((one) => one === form) &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every((text) => typeof text === 'string')
  );
}
