import type { Problem } from '../../diagnostics/index.ts';
import type { PromptText, ReadingProblemCode } from './reading_format.ts';

/** A field on one line, and the problems found in it. */
export type FieldText = { readonly text: string; readonly problems: readonly Problem<ReadingProblemCode>[] };

/** A field of front matter as one line of text; a list is joined, and this is reported. Empty if there is none. */
export function fieldText({ fields, file }: PromptText, ...keys: readonly string[]): FieldText {
  const key = keys.find((name) => fields.has(name));
  const field = key === undefined ? undefined : fields.get(key);
  if (key === undefined || field === undefined) return { text: '', problems: [] };
  const { value, line } = field;
  if (Array.isArray(value)) {
    const problem: Problem<ReadingProblemCode> = {
      severity: 'warning',
      code: 'prompt-field-list',
      message: `"${key}" is a list where a line of text belongs; its items were joined.`,
      ...{ file, line },
    };
    return { text: oneLine(value.filter(isScalar).join(', ')), problems: [problem] };
  }
  if (isScalar(value)) return { text: oneLine(String(value)), problems: [] };
  if (value === null || value === undefined) return { text: '', problems: [] };
  const message = `"${key}" is nested where a line of text belongs; it was left out.`;
  return { text: '', problems: [{ severity: 'warning', code: 'prompt-field-list', message, file, line }] };
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Descriptions of agents often contain a literal `\n`. */
function oneLine(text: string): string {
  return text.replace(/\\n/gu, ' ').replace(/\s+/gu, ' ').trim();
}

/** A file's name without its folders and its extension. */
export function stemOf(file: string, ending = /\.[^.]+$/u): string {
  return (file.split('/').at(-1) ?? '').replace(ending, '');
}

/** The name of the folder that a file is in. */
export function folderOf(file: string): string {
  return file.split('/').at(-2) ?? '';
}

/** Whether one of the nearest folders above a file has the name; folders further up say nothing about it. */
export function isBelow(file: string, folder: string): boolean {
  return file.split('/').slice(-5, -1).includes(folder);
}
