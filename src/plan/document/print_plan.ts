import { longestMatch } from '../../lib/index.ts';
import type { PhaseDraft, PlanDraft } from './draft.ts';
import { FIELD_NAMES, type FieldKey, fieldKey } from './field_names.ts';
import { parseHours } from './hours.ts';
import { withEscape } from './inline.ts';
import { contextLines } from './plan_context.ts';
import { type TextPiece, textPieces } from './step_text.ts';

/** Writes a plan in the form that the reader knows best; reading it gives the same plan. */
export function printPlan({ title, context, phases }: PlanDraft): string {
  const head = title === '' ? [] : [`# ${headingText(title)}`, ''];
  return `${[...head, ...contextLines(context), '## Phases', ...phases.flatMap((phase) => ['', ...phaseLines(phase)])].join('\n')}\n`;
}

function phaseLines(phase: PhaseDraft): string[] {
  const { id, title, files, dependencies, steps, gates } = phase;
  const label = title === '' ? `Phase ${id}` : `Phase ${id}: ${headingText(title)}`;
  return [
    `### ${label}`,
    '',
    ...textField('goal', phase.goal),
    ...wordField('hours', phase.hours === undefined ? undefined : String(phase.hours)),
    ...wordField('complexity', phase.complexity),
    ...(files === undefined ? [] : wordField(filesKey(phase), files.map(fileText).join(', ') || 'None')),
    ...wordField('dependencies', dependencies.map(dependencyText).join(', ') || 'None'),
    ...wordField('workflow', phase.workflow),
    ...wordField('executor', phase.executor),
    ...wordField('fallback', phase.fallback),
    ...wordField('plugin', phase.plugin),
    ...wordField('place', phase.place),
    ...textField('needs', phase.needs),
    ...textField('requirement', phase.requirement),
    ...phase.others.flatMap(({ name, text }) => named(oneLine(name), text)),
    ...listField(
      'steps',
      steps.map((step, index) => itemLines(`${index + 1}. `, step)),
    ),
    ...listField(
      'gates',
      gates.map(({ text, checked }) => itemLines(`- [${checked ? 'x' : ' '}] `, text)),
    ),
  ];
}

function filesKey({ files = [], filesExpected }: PhaseDraft): FieldKey {
  return filesExpected && files.length > 0 ? 'expected' : 'files';
}

function textField(key: FieldKey, text: string | undefined): string[] {
  return text === undefined || text.trim() === '' ? [] : named(FIELD_NAMES[key][0], withEscape(text));
}

/** A name, its text, and below it the lines that begin with a dash, and blocks as they are. */
function named(name: string, text: string): string[] {
  const [first = '', ...below] = linesOf(text);
  return [`**${name}**: ${withoutFieldsWithin(first)}`.trimEnd(), ...below];
}

/** A bold name after a bar or dot would begin another field of the same line: there it is printed without its marks. */
function withoutFieldsWithin(text: string): string {
  if (!text.includes('**')) return text;
  return text.replace(/([|·•;]\s*)\*\*([^*]{1,60})\*\*/gu, (all, before: string, name: string) =>
    fieldKey(name.replace(/[:：]\s*$/u, ''), { isMarked: true }) === undefined ? all : `${before}${name}`,
  );
}

function wordField(key: FieldKey, text: string | undefined): string[] {
  return text === undefined ? [] : [`**${FIELD_NAMES[key][0]}**: ${oneLine(text)}`];
}

function listField(key: FieldKey, items: readonly (readonly string[])[]): string[] {
  return items.length === 0 ? [] : ['', `**${FIELD_NAMES[key][0]}**:`, ...items.flat()];
}

function itemLines(mark: string, text: string): string[] {
  const [first = '', ...below] = linesOf(text);
  const indent = ' '.repeat(mark.startsWith('-') ? 2 : mark.length);
  return [`${mark}${withEscape(first)}`, ...below.map((line) => (line === '' ? '' : `${indent}${line}`))];
}

/**
 * A text's first line, its lines that begin with a dash, and its blocks of code and tables line by line; other line breaks
 * become spaces.
 */
function linesOf(text: string): string[] {
  const [first, ...below] = textPieces(text);
  const begins = first?.kind === 'verbatim' ? [''] : [];
  return [...begins, ...[...(first ? [first] : []), ...below].flatMap(linesOfPiece)];
}

function linesOfPiece({ kind, text }: TextPiece, index: number): string[] {
  if (kind === 'verbatim') {
    // The reader drops blanks at the end of a line.
    const lines = text.split('\n').map((line) => line.trimEnd());
    // A table needs blank lines around it.
    return text.startsWith('|') ? ['', ...lines, ''] : lines;
  }
  const line = oneLine(text);
  if (index === 0) return [kind === 'text' ? line : `- ${line}`];
  return [`- ${line.replace(/^(\d{1,9})(?=[.)]\s)/u, '$1\\')}`];
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Removes text that the reader would take for a comment, an estimate or closing number signs. */
function headingText(text: string): string {
  const safe = withEscape(oneLine(text)).replaceAll('<!--', '<! --');
  const estimate = /[([]([^()[\]]{1,60})[)\]]$/u.exec(safe)?.[1];
  const isMisread =
    /(?:^|[\s\\])#+$|\\[)\]]$/u.test(safe) ||
    (estimate !== undefined && parseHours(estimate, { needsUnit: true }) !== undefined);
  return isMisread ? `${safe.slice(0, -1)}\\${safe.slice(-1)}` : safe;
}

function fileText({ path, note }: { readonly path: string; readonly note?: string }): string {
  const isSimple = /^[\w./*?@+-]+$/u.test(path) && /[./]/u.test(path) && !/^[-_*+.]+$/u.test(path);
  return withNote(isSimple ? path : codeSpan(path), note);
}

/** A code span whose marks are longer than any run of back ticks in it. */
function codeSpan(text: string): string {
  const longest = longestMatch(text, /`+/gu, 0);
  const marks = '`'.repeat(longest + 1);
  return longest > 0 ? `${marks} ${text} ${marks}` : `${marks}${text}${marks}`;
}

function dependencyText({ id, note }: { readonly id: string; readonly note?: string }): string {
  return withNote(`Phase ${id}`, note);
}

function withNote(text: string, note: string | undefined): string {
  const flat = oneLine(note ?? '').replace(/[()]/gu, '');
  return flat === '' ? text : `${text} (${flat})`;
}
