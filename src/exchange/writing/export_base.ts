import type { ExportBase } from '../generated/export.base.ts';
import { validateExportBase } from '../generated/validators.js';

export type { ExportBase } from '../generated/export.base.ts';

/** Reads the base of an export from the text of its file; `undefined` if it is not a valid one. */
export function exportBaseOf(text: string): ExportBase | undefined {
  const isBase = (value: unknown): value is ExportBase => validateExportBase(value);
  try {
    const value: unknown = JSON.parse(text);
    return isBase(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a base's file. */
export function exportBaseText(base: ExportBase): string {
  return `${JSON.stringify(base, null, 2)}\n`;
}
