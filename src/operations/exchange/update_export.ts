import { basename, dirname, join, resolve } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import type { ExportBase } from '../../exchange/index.ts';
import { blockSubjects, shellWord } from '../../lib/index.ts';
import { displayPath, isFolder, readText } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { UpdateMode, UpdateReport } from '../frameworks/update_report.ts';
import type { Workspace } from '../workspace.ts';
import { readBase } from './export_base.ts';
import { planExports, writeExports } from './export_framework.ts';
import { instructionFile } from './plan_export.ts';

/** An existing export, or a file with the blocks of several: their subjects, and the folder of such files. */
export type FoundExport = {
  readonly name: string;
  readonly folder: string;
  readonly subjects: readonly Subject[];
};

type Subject = Pick<ExportBase, 'form' | 'wanted'>;

/**
 * Finds the export by its main file or its folder, be it a skill's or a plugin's, or by the file of instructions that has its
 * block; `undefined` if there is none.
 */
export function exportedAt(cwd: string, name: string): FoundExport | undefined {
  const given = resolve(cwd, name);
  const blocks = blocksIn(given);
  if (blocks !== undefined) return { name, ...blocks };
  const isWhole = isFolder(given);
  for (const main of isWhole ? mainsIn(given) : [given, ...mainsBeside(given)]) {
    const base = readBase(dirname(main), main);
    const [first, ...others] = Object.keys(base?.files ?? {});
    if (base === undefined || first === undefined || !main.endsWith(`/${first}`)) continue;
    const folder = main.slice(0, -first.length - 1);
    if (isWhole || [first, ...others].some((file) => join(folder, file) === given))
      return { name, folder, subjects: [base] };
  }
  return undefined;
}

/** The main files that an export may have in its folder. */
function mainsIn(folder: string): string[] {
  const mains = [
    'SKILL.md',
    `skills/${basename(folder)}/SKILL.md`,
    '.claude-plugin/plugin.json',
    'promptfooconfig.yaml',
  ];
  return mains.map((main) => join(folder, main));
}

/** The main files of exports that another file may belong to: one beside it, or the skill of its plugin. */
function mainsBeside(file: string): string[] {
  const folder = dirname(file);
  return [join(folder, 'promptfooconfig.yaml'), ...mainsIn(dirname(folder))];
}

/** The exports with a block in a file of instructions, if an export would write it there again. */
function blocksIn(file: string): Omit<FoundExport, 'name'> | undefined {
  const [, folder = ''] = /^(.*?)\/(?:AGENTS\.md|(?:\.claude\/)?CLAUDE\.md)$/u.exec(file) ?? [];
  if (folder === '' || instructionFile(folder) !== file) return undefined;
  const read = readText(file, LARGEST);
  const names = read.kind === 'text' ? blockSubjects(read.text, 'export') : [];
  return names.length === 0
    ? undefined
    : { folder, subjects: names.map((wanted) => ({ form: 'agents-md', wanted })) };
}

const LARGEST = 16 * 1024 * 1024;

/** Updates an export, or all those of a file: creates it again, and merges that with the edits made by hand since. */
export async function updateExport(
  context: OperationContext,
  workspace: Workspace,
  { name, folder, subjects }: FoundExport,
  { check = false, dryRun = false }: UpdateMode,
): Promise<UpdateReport> {
  const { cwd } = context;
  const known = { name, directory: displayPath(cwd, resolve(cwd, name)), diffs: [], todos: [] };
  const isLook = check || dryRun;
  const files: UpdateReport['files'][number][] = [];
  // All are planned before the first is written; each is planned again, since it may be in the same file.
  for (const isWriting of isLook ? [false] : [false, true]) {
    files.length = 0;
    for (const subject of subjects) {
      const wish = { wanted: subject.wanted, as: subject.form, to: folder };
      const planned = await planExports(context, workspace, wish);
      const written = planned.ok && isWriting ? await writeExports(planned.value) : planned;
      if (!planned.ok || !written.ok) {
        const { cause, problems } = planned.ok
          ? (written as Extract<typeof written, { ok: false }>)
          : planned;
        const keeping = `keep the edits: ${exportCommand({ subject, folder, cwd }, '--keep-edits')}`;
        const explained = problems.map((problem) =>
          problem.code === 'export-conflict'
            ? { ...problem, hint: `Make these lines say what the new text says, or ${keeping}` }
            : problem,
        );
        return { ...known, outcome: 'failed', cause, files: [], problems: explained };
      }
      for (const { shown, outcome } of planned.value.flatMap((one) => one.files))
        files.push({ ...{ file: shown, shown, conflicts: [] }, outcome: OUTCOMES[outcome] });
    }
  }
  const changed = files.findIndex(({ outcome }) => outcome !== 'same');
  const isChanged = changed !== -1;
  const subject = subjects[subjects.length > 1 ? changed : 0];
  return {
    ...known,
    outcome: !isChanged ? 'fresh' : isLook ? 'stale' : 'updated',
    cause: check && isChanged ? 'problems' : null,
    files,
    problems: isLook && isChanged && subject ? [stale(known.directory, { subject, folder, cwd, check })] : [],
  };
}

const OUTCOMES = { created: 'restored', replaced: 'replaced', merged: 'merged', unchanged: 'same' } as const;

type Exported = { readonly subject: Subject; readonly folder: string; readonly cwd: string };

/** The command that exports the same again. */
function exportCommand({ subject, folder, cwd }: Exported, flag: string): string {
  const words = ['export', subject.wanted, '--as', subject.form, '--to', displayPath(cwd, folder), flag];
  return `orchestrator ${words.map(shellWord).join(' ')}`;
}

function stale(
  file: string,
  { check, ...exported }: Exported & { readonly check: boolean },
): Problem<'export-stale'> {
  return {
    severity: check ? 'error' : 'note',
    code: 'export-stale',
    message: 'An export would now differ.',
    file,
    hint: `See the difference with: ${exportCommand(exported, '--dry-run')}`,
  };
}
