import { type Node, parseTree } from 'jsonc-parser';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { printPlan, readPlan } from '../document/index.ts';
import { importTasks } from './import_tasks.ts';
import type { ImportOptions, TaskCode, TaskFormat, TaskSource } from './importer.ts';
import { property } from './json_text.ts';

/** A phase that is done, as its plan has it. */
export type DonePhaseName = { readonly id: string; readonly title: string };

/** The outcome of ticking tasks in a task list. */
export type TickedTasks = {
  readonly format: TaskFormat;
  /** The whole file: only the marks of ticked tasks have changed. */
  readonly text: string;
  readonly ticked: readonly (DonePhaseName & { readonly line: number })[];
  /** Phases that say that they are done there already. */
  readonly before: readonly DonePhaseName[];
  /** Phases that could not be ticked, and why. */
  readonly left: readonly (DonePhaseName & { readonly why: string })[];
};

/**
 * Ticks the tasks of a list that phases were made of. A task is found again by the title that its phase got; one whose title has
 * changed, or is shared by several, is left, with the reason.
 *
 * @param raw - the file as it is, byte order mark and line ends included
 */
export function tickTasks(
  raw: string,
  {
    file,
    done,
    ...options
  }: ImportOptions & { readonly file: string; readonly done: readonly DonePhaseName[] },
): Result<TickedTasks, TaskCode> {
  const mark = raw.startsWith('\ufeff') ? 1 : 0;
  const source: TaskSource = { text: raw.slice(mark).replace(/\r\n?/gu, '\n'), file };
  const imported = importTasks(source, { ...options, from: 'auto', keepDone: true });
  if (!imported.ok) return imported;
  const { format, draft, places } = imported.value;
  // Read back, so that titles are the same as in the plan of a batch.
  const plan = readPlan(printPlan(draft), file);
  if (!plan.ok) return failure('problems', ...(plan.problems as readonly never[]));
  const starts = lineStarts(raw);
  const found = new Map<string, number[]>();
  for (const [place, { title }] of plan.value.phases.entries())
    found.set(folded(title), [...(found.get(folded(title)) ?? []), place]);
  const edits: Edit[] = [];
  const ticked: (DonePhaseName & { line: number })[] = [];
  const before: DonePhaseName[] = [];
  const left: (DonePhaseName & { why: string })[] = [];
  const root = format === 'task-master' ? parseTree(raw.slice(mark)) : undefined;
  for (const phase of done) {
    const [place, ...others] = found.get(folded(phase.title)) ?? [];
    const at = place === undefined ? undefined : places[place];
    if (at === undefined || others.length > 0) {
      const why =
        at === undefined
          ? 'no task has this title: the list has changed, or it is a different one'
          : 'several tasks have this title';
      left.push({ ...phase, why });
      continue;
    }
    const start = (starts[at.line - 1] ?? raw.length) + (at.line === 1 ? mark : 0);
    const edit =
      root === undefined ? boxEdit(raw, start) : statusEdit(root, start + at.column - 1 - mark, mark);
    if (edit === 'ticked') before.push(phase);
    else if (typeof edit === 'string') left.push({ ...phase, why: edit });
    else {
      edits.push(edit);
      ticked.push({ ...phase, line: at.line });
    }
  }
  return success({ format, text: applied(raw, edits), ticked, before, left });
}

type Edit = { readonly offset: number; readonly length: number; readonly text: string };

/**
 * Removes the suffix that distinguishes two tasks of one title: which of them got it depends on the tasks done at the time of the
 * import.
 */
function folded(title: string): string {
  return title
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/ – task \S+$/u, '');
}

/** The box of a list's item, on the line that begins here. */
function boxEdit(raw: string, start: number): Edit | 'ticked' | string {
  BOX.lastIndex = start;
  const [all, before = '', inside] = BOX.exec(raw) ?? [];
  if (all === undefined || inside === undefined) return 'its line has no box to tick';
  if (/[xX]/u.test(inside)) return 'ticked';
  if (inside !== ' ') return `its box holds ${JSON.stringify(inside)}`;
  return { offset: start + before.length, length: inside.length, text: 'x' };
}

const BOX = /([^\S\r\n]*(?:>[^\S\r\n]*)*(?:[-*+]|\d{1,9}[.)])[^\S\r\n]+\[)([^\r\n\]]{0,3})\](?=\s|$)/uy;

/** The status of the task whose object begins here, in a text that begins `mark` characters into the file. */
function statusEdit(root: Node, offset: number, mark: number): Edit | 'ticked' | string {
  const task = objectAt(root, offset);
  if (task === undefined) return 'its place in the file was not found';
  const status = property(task, 'status');
  if (status === undefined || typeof status.value !== 'string') return 'it has no status';
  if (/^(?:done|completed?)$/iu.test(status.value)) return 'ticked';
  if (/^cancell?ed$/iu.test(status.value)) return 'it is cancelled there';
  return { offset: status.offset + mark, length: status.length, text: '"done"' };
}

function objectAt(node: Node, offset: number): Node | undefined {
  if (node.offset === offset && node.type === 'object') return node;
  const child = node.children?.find((each) => each.offset <= offset && offset < each.offset + each.length);
  return child === undefined ? undefined : objectAt(child, offset);
}

/** Offsets of the beginnings of lines, for any line ends. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/gu)) starts.push(index + end.length);
  return starts;
}

function applied(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { offset, length, text: now } of [...edits].sort((a, b) => b.offset - a.offset))
    result = result.slice(0, offset) + now + result.slice(offset + length);
  return result;
}
