import { join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type ExportBase,
  type ExportedFile,
  type ExportForm,
  exportBaseText,
  exportName,
  sealOf,
  withPlugin,
} from '../../exchange/index.ts';
import { conflictLines, inLineEndsOf, keepYours, mergeText } from '../../framework/index.ts';
import { blockNote, placeBlock } from '../../lib/index.ts';
import { displayPath, entryKind, isFolder, isWithin, readText } from '../../platform/index.ts';
import { basePath, readBase } from './export_base.ts';
import { type ExportObstacle, exportProblem } from './export_problems.ts';

/** A file of an export, and its outcome. */
export type PlannedFile = {
  /** Absolute. */
  readonly path: string;
  /** The path for messages. */
  readonly shown: string;
  readonly before: string | undefined;
  readonly after: string;
  /**
   * - `created`: there was no such file
   * - `replaced`: it had not been edited
   * - `merged`: it contains both the edits and the new text
   * - `unchanged`: it is already up to date, including any edits
   */
  readonly outcome: 'created' | 'replaced' | 'merged' | 'unchanged';
};

/** A fully decided export; nothing has been written. */
export type PlannedExport = {
  readonly files: readonly PlannedFile[];
  /** The base that edits by hand are merged against next time; `undefined` if no part of the export is a file of its own. */
  readonly base: { readonly path: string; readonly text: string; readonly isSame: boolean } | undefined;
};

/** The default folder for such files. */
export function exportFolder(cwd: string, form: ExportForm): string {
  const skills =
    isFolder(join(cwd, '.claude/skills')) && !isFolder(join(cwd, '.agents/skills')) ? '.claude' : '.agents';
  return {
    skill: `${skills}/skills`,
    agent: '.claude/agents',
    command: '.claude/commands',
    'agents-md': '.',
    plugin: 'plugins',
    dotprompt: 'prompts',
    promptfoo: 'promptfoo',
  }[form];
}

/** The subject and the destination of an export. */
export type ExportSelection = {
  readonly cwd: string;
  readonly wanted: string;
  readonly form: ExportForm;
  readonly name: string;
  readonly to: string | undefined;
  readonly keepEdits: boolean;
};

/**
 * Decides the changes of an export to each of its files; all obstacles are reported at once. Reads, writes nothing.
 *
 * @param earlier - files of other exports that are written with this one: several may have a block or an entry in the same file
 */
export function planExport(
  wish: ExportSelection,
  exported: readonly ExportedFile[],
  earlier: readonly PlannedFile[] = [],
): Result<PlannedExport, ExportObstacle> {
  const { cwd, form, to, wanted } = wish;
  const folder = resolve(cwd, to ?? exportFolder(cwd, form));
  const root = to === undefined ? cwd : folder;
  const whole = exported.filter(({ part }) => part === 'whole');
  const main = whole[0] && join(folder, whole[0].path);
  const base = main === undefined ? undefined : readBase(root, main);
  const files: PlannedFile[] = [];
  const problems: Problem<ExportObstacle>[] = [];
  for (const file of exported) {
    const path = file.part === 'block' ? instructionFile(folder) : join(folder, file.path);
    const shown = displayPath(cwd, path);
    const pending = earlier.findLast((one) => one.path === path);
    const before = pending === undefined ? readBefore(root, { path, shown }) : success(pending.after);
    if (!before.ok) {
      problems.push(...before.problems);
      continue;
    }
    const planned = settle(file, { ...wish, before: before.value, shown, base });
    if (planned.ok) files.push({ path, shown, before: before.value, ...planned.value });
    else problems.push(...planned.problems);
  }
  if (problems.length > 0) return failure('problems', ...problems);
  if (main === undefined) return success({ files, base: undefined });
  const path = basePath(main);
  if (!isWithin(root, path))
    return failure('problems', exportProblem('export-outside', displayPath(cwd, path)));
  const text = exportBaseText({
    schema: 'orchestrator.export-base/1',
    ...{ wanted, form },
    files: Object.fromEntries(whole.map((one) => [one.path, one.text])),
  });
  const now = readText(path, LARGEST);
  return success({ files, base: { path, text, isSame: now.kind === 'text' && now.text === text } });
}

/** Combines exports that are written together: several changes to one file become one. */
export function inOneChange(planned: readonly PlannedExport[]): PlannedExport[] {
  const all = planned.flatMap(({ files }) => files);
  const seen = new Set<string>();
  return planned.map((one) => ({
    ...one,
    files: one.files.flatMap((file): PlannedFile[] => {
      if (seen.has(file.path)) return [];
      seen.add(file.path);
      const last = all.findLast(({ path }) => path === file.path) ?? file;
      if (last === file) return [file];
      const { after } = last;
      return [{ ...file, after, outcome: outcomeOf(file.before, after) }];
    }),
  }));
}

/** AGENTS.md, or one of the places of CLAUDE.md if that is the only one: Claude Code reads no AGENTS.md beside it. */
export function instructionFile(folder: string): string {
  const names = ['AGENTS.md', 'CLAUDE.md', '.claude/CLAUDE.md'].map((name) => join(folder, name));
  return names.find((path) => entryKind(path) !== 'absent') ?? join(folder, 'AGENTS.md');
}

const LARGEST = 16 * 1024 * 1024;

function readBefore(
  root: string,
  { path, shown }: { readonly path: string; readonly shown: string },
): Result<string | undefined, ExportObstacle> {
  if (!isWithin(root, path)) return failure('problems', exportProblem('export-outside', shown));
  const kind = entryKind(path);
  if (kind === 'absent') return success(undefined);
  const read = kind === 'file' ? readText(path, LARGEST, 'keep') : undefined;
  return read?.kind === 'text'
    ? success(read.text)
    : failure('problems', exportProblem('export-foreign', shown));
}

type Settling = ExportSelection & {
  readonly shown: string;
  readonly before: string | undefined;
  readonly base: ExportBase | undefined;
};

function settle(
  file: ExportedFile,
  given: Settling,
): Result<Pick<PlannedFile, 'after' | 'outcome'>, ExportObstacle> {
  const { before, shown, name } = given;
  if (file.part === 'whole') return settleWhole(file, given);
  if (file.part === 'entry') {
    const after = withPlugin(before, file.text);
    return after === undefined
      ? failure('problems', exportProblem('export-no-list', shown))
      : success({ after, outcome: outcomeOf(before, after) });
  }
  const note = blockNote('export', given.wanted);
  const placed = placeBlock(before ?? '', { name: `prompt-${exportName(name)}`, note, body: file.text });
  if (placed.kind === 'placed')
    return success({ after: placed.text, outcome: outcomeOf(before, placed.text) });
  const problem = exportProblem(
    placed.kind === 'edited' ? 'export-block-edited' : 'export-block-broken',
    shown,
  );
  return failure('problems', { ...problem, line: placed.line });
}

function outcomeOf(before: string | undefined, after: string): PlannedFile['outcome'] {
  if (before === undefined) return 'created';
  return before === after ? 'unchanged' : 'replaced';
}

/** Only an exported file may be changed, and edits made by hand since are not lost. */
function settleWhole(
  { path, text }: ExportedFile,
  { before, shown, base, keepEdits }: Settling,
): Result<Pick<PlannedFile, 'after' | 'outcome'>, ExportObstacle> {
  if (before === undefined) return success({ after: text, outcome: 'created' });
  if (inLineEndsOf(before, text) === before) return success({ after: before, outcome: 'unchanged' });
  const written = base?.files[path];
  if (written === undefined) {
    const seal = sealOf(before);
    if (seal === 'whole') return success({ after: inLineEndsOf(before, text), outcome: 'replaced' });
    return failure('problems', exportProblem(seal === 'edited' ? 'export-edited' : 'export-foreign', shown));
  }
  if (inLineEndsOf(before, written) === before)
    return success({ after: inLineEndsOf(before, text), outcome: 'replaced' });
  const texts = { base: written, yours: before, theirs: text };
  const merged = mergeText(texts);
  if (merged.conflicts > 0 && !keepEdits)
    return failure(
      'problems',
      ...conflicts(before, texts).map((line) => ({ ...exportProblem('export-conflict', shown), line })),
    );
  const after = merged.conflicts > 0 ? keepYours(texts) : merged.text;
  return success({ after, outcome: after === before ? 'unchanged' : 'merged' });
}

/** The lines, from 1, of the current file that the new text would change as well. */
function conflicts(before: string, texts: Parameters<typeof mergeText>[0]): number[] {
  const { text, mark } = mergeText(texts);
  const lines = text.split('\n');
  // A line of the merge, less the markers and the other side's lines before it.
  return conflictLines(text, mark).map((at) => {
    let yours = 0;
    let side: 'both' | 'yours' | 'theirs' = 'both';
    for (const line of lines.slice(0, at)) {
      if (line.startsWith('<<<<<<< yours') && line.includes(mark)) side = 'yours';
      else if (line.trimEnd() === '=======' && side === 'yours') side = 'theirs';
      else if (line.startsWith('>>>>>>> rendered now') && line.includes(mark)) side = 'both';
      else if (side !== 'theirs') yours += 1;
    }
    return Math.min(yours + 1, before.split('\n').length);
  });
}
