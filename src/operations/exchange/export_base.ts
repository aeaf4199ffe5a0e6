import { basename, dirname, join } from 'node:path';
import { type ExportBase, exportBaseOf } from '../../exchange/index.ts';
import { isWithin, readText } from '../../platform/index.ts';

const LARGEST = 16 * 1024 * 1024;

/** The path of an export's base: beside its main file, hidden, and without an extension that the file's tool reads. */
export function basePath(mainFile: string): string {
  return join(dirname(mainFile), `.${basename(mainFile)}.export.json`);
}

/** Reads a base; `undefined` if there is none that can be read. Nothing is written to any place that it names. */
export function readBase(root: string, mainFile: string): ExportBase | undefined {
  const path = basePath(mainFile);
  const read = isWithin(root, path) ? readText(path, LARGEST) : undefined;
  return read?.kind === 'text' ? exportBaseOf(read.text) : undefined;
}
