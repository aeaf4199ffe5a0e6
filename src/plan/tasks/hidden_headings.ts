import { readBlocks } from '../document/blocks.ts';
import { withLongerOuterFences } from '../document/nested_fences.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import type { TaskProblem, TaskSource } from './importer.ts';
import { shortText } from './short_text.ts';

/** A heading in a block of code. */
type Hidden = { readonly text: string; readonly line: number; readonly names: string | undefined };

/**
 * Warns about headings that a block of code hides: a fence that is never closed, or one line with too many or too few marks,
 * makes text of everything after it. An example of a plan in a block of code is left alone, as long as it is closed and the
 * document has no such headings itself.
 *
 * @param words - the words that begin the headings of the document's parts, in lower case: "phase"
 */
export function hiddenHeadings(
  { text: written, file }: TaskSource,
  from: number,
  words: ReadonlySet<string>,
): TaskProblem[] {
  const text = withLongerOuterFences(written);
  const lines = text.split('\n');
  const problems: TaskProblem[] = [];
  readBlocks(text, from, (block) => {
    if (block.kind !== 'opaque' || block.form !== 'fence') return;
    const [open = '', ...inner] = lines.slice(block.line - 1, block.end - 1);
    const fence = /(?:`{3,}|~{3,})/u.exec(open)?.[0] ?? '```';
    const isClosed = isEndOf(fence, inner.at(-1) ?? '');
    const isTorn = inner.some(
      (line) => line.trimStart().startsWith(fence) && /^\s*[`~]{3,}\s*\w/u.test(line),
    );
    const found = inner.flatMap((line, index) => hiddenIn(line, block.line + 1 + index));
    const meant = isClosed
      ? found.filter(({ names }) => names !== undefined && words.has(names) && (isTorn || isPlain(open)))
      : found;
    const [first, ...more] = meant;
    if (first !== undefined)
      problems.push(problemOf(first, more.length, { line: block.line, isClosed, file }));
  });
  return problems;
}

/** Whether a line is only the marks that begin a block of code, or more of them. */
function isEndOf(fence: string, line: string): boolean {
  const marks = line.replace(/^[\s>]+/u, '').trimEnd();
  return marks.startsWith(fence) && marks.slice(fence.length).replaceAll(fence.charAt(0), '') === '';
}

/** Whether a block of code says no language: one of Markdown is an example. */
function isPlain(open: string): boolean {
  return /^[\s>]*(?:`{3,}|~{3,})\s*$/u.test(open);
}

function hiddenIn(text: string, line: number): Hidden[] {
  const heading = /^ {0,3}#{1,6}[ \t]+(?<title>\S.*)$/u.exec(text)?.groups?.title;
  if (heading === undefined) return [];
  const { form, word, id, isSetOff } = readUnitLabel(heading);
  const isPart = (form === 'word' || form === 'code') && isSetOff && id !== undefined;
  return [{ text: heading, line, names: isPart ? (word ?? '') : undefined }];
}

function problemOf(
  { text, line }: Hidden,
  more: number,
  block: { readonly line: number; readonly isClosed: boolean; readonly file: string },
): TaskProblem {
  const others = more === 0 ? '' : ` and ${more} more heading${more === 1 ? '' : 's'}`;
  const verb = more === 0 ? 'is' : 'are';
  return {
    severity: 'warning',
    code: 'heading-in-code',
    message: `“${shortText(text)}”${others} ${verb} in the code block that begins at line ${block.line}${block.isClosed ? '' : ' and is never closed'}, and so ${more === 0 ? 'is not part' : 'are not part'} of the plan.`,
    file: block.file,
    line,
    column: 1,
    hint: 'If it is meant as a heading, close the block above it with a line of the same marks.',
  };
}
