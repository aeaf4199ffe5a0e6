import type { Problem } from '../../diagnostics/index.ts';
import type { ComponentKind } from '../../framework/index.ts';
import { htmlComments, withoutHtmlComments } from '../../lib/index.ts';
import { READING_FORMATS } from './formats.ts';
import { cutFrontMatter } from './lenient_fields.ts';
import { ownExport } from './own_export.ts';
import { plainText } from './plain_text.ts';
import type { PromptText, ReadingFormat, ReadingProblemCode, ReadPrompt } from './reading_format.ts';
import { reportMarks } from './report_marks.ts';

/** A prompt file as it was read. */
export type KnownPrompt = {
  readonly prompt: ReadPrompt;
  readonly format: Pick<ReadingFormat, 'name' | 'called'> & { readonly reason: string };
  /** Every problem found in the file, including errors. */
  readonly problems: readonly Problem<ReadingProblemCode>[];
};

/** A prompt file. */
export type PromptFile = Pick<PromptText, 'file' | 'path' | 'text'>;

/**
 * Reads a prompt file of any tool. All of it is data: nothing in it is run, included or obeyed.
 *
 * @param kind - the kind of component to make of it, whatever its format
 * @returns `unknown` if it is no prompt file of a known tool and no kind was named
 */
export function readPrompt(given: PromptFile, kind?: ComponentKind): KnownPrompt | 'unknown' {
  const { file } = given;
  const hasMark = given.text.startsWith('\ufeff');
  const text = given.text.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n');
  const cut = cutFrontMatter(text, file);
  const whole: PromptText = { ...given, text, fields: cut.fields, body: cut.body, bodyLine: cut.bodyLine };
  const found = recognised(whole) ?? (kind && { format: plainText, reason: '--kind says what it is' });
  if (!found) return 'unknown';
  const { format, reason } = found;
  const own = ownExport(whole.fields);
  const made = format.read({ ...whole, body: uncommented(whole.body) });
  const { kind: ownKind, ...ownTexts } = own ?? {};
  const read = { ...made, ...ownTexts };
  const parts = (
    kind !== undefined
      ? [asKind(read.parts, kind, '--kind says so')]
      : ownKind !== undefined
        ? [asKind(read.parts, ownKind, 'it was exported as one')]
        : read.parts
  ).map((part) => ({
    ...part,
    text: uncommented(part.text).trim(),
  }));
  const isRead = !read.problems.some(({ severity }) => severity === 'error');
  return {
    prompt: { ...read, parts },
    format: { name: format.name, called: format.called, reason },
    problems: [
      ...(hasMark ? [byteOrderMark(file)] : []),
      ...cut.problems,
      ...read.problems,
      ...reportMarks({ ...whole, body: format.visibleText?.(whole.body) ?? whole.body }, format.marks),
      ...unusedFields(whole, read.used),
      ...(isRead && parts.some((part) => part.text === '') ? [empty(file, cut.bodyLine)] : []),
    ],
  };
}

function recognised(prompt: PromptText) {
  for (const format of READING_FORMATS) {
    const reason = format.recognise(prompt);
    if (reason !== undefined) return { format, reason };
  }
  return undefined;
}

function asKind(
  parts: ReadPrompt['parts'],
  kind: ComponentKind,
  reason: string,
): ReadPrompt['parts'][number] {
  const text = parts.map((part) => part.text.trim()).join('\n\n');
  return { kind, text, reason };
}

/** Removes comments, including those that appear when another is removed. */
function uncommented(text: string): string {
  let rest = text;
  while (htmlComments(rest).length > 0) rest = withoutHtmlComments(rest);
  return rest;
}

function unusedFields({ file, fields }: PromptText, used: readonly string[]): Problem<ReadingProblemCode>[] {
  const left = [...fields].filter(([key]) => !used.includes(key));
  const [first] = left;
  if (first === undefined) return [];
  const names = left
    .slice(0, MAX_NAMED)
    .map(([key]) => key.slice(0, 40))
    .join(', ');
  const message = `Left out, since components have no such field: ${names}${left.length > MAX_NAMED ? ', …' : ''}.`;
  return [{ severity: 'note', code: 'prompt-field-unused', message, file, line: first[1].line }];
}

const MAX_NAMED = 12;

function byteOrderMark(file: string): Problem<ReadingProblemCode> {
  const message = 'It begins with a byte order mark, which was left out.';
  return { severity: 'note', code: 'prompt-byte-order-mark', message, file, line: 1, column: 1 };
}

function empty(file: string, line: number): Problem<ReadingProblemCode> {
  const message = 'It has no text to make a component from.';
  return { severity: 'error', code: 'prompt-empty', message, file, line, hint: 'Leave the file out.' };
}
