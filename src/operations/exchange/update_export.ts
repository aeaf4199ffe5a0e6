import { dirname, join, resolve } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import type { ExportBase } from '../../exchange/index.ts';
import { shellWord } from '../../lib/index.ts';
import { displayPath, isFolder } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { UpdateMode, UpdateReport } from '../frameworks/update_report.ts';
import type { Workspace } from '../workspace.ts';
import { readBase } from './export_base.ts';
import { planExports, writeExports } from './export_framework.ts';

/** An existing export: its subject, and the folder of such files. */
export type FoundExport = { readonly name: string; readonly folder: string; readonly base: ExportBase };

/** Finds the export by its main file or its folder, be it a skill's or a plugin's; `undefined` if there is none. */
export function exportedAt(cwd: string, name: string): FoundExport | undefined {
  const given = resolve(cwd, name);
  const mains = ['SKILL.md', '.claude-plugin/plugin.json'].map((main) => join(given, main));
  const path = isFolder(given) ? (mains.find((main) => readBase(given, main)) ?? given) : given;
  const base = readBase(dirname(path), path);
  const [main] = Object.keys(base?.files ?? {});
  if (base === undefined || main === undefined || !path.endsWith(`/${main}`)) return undefined;
  return { name, folder: path.slice(0, -main.length - 1), base };
}

/** Updates an export: creates it again, and merges that with the edits made by hand since. */
export async function updateExport(
  context: OperationContext,
  workspace: Workspace,
  { name, folder, base }: FoundExport,
  { check = false, dryRun = false }: UpdateMode,
): Promise<UpdateReport> {
  const { cwd } = context;
  const known = { name, directory: displayPath(cwd, resolve(cwd, name)), diffs: [], todos: [] };
  const planned = await planExports(context, workspace, { wanted: base.wanted, as: base.form, to: folder });
  const written = planned.ok && !check && !dryRun ? await writeExports(planned.value) : planned;
  if (!planned.ok || !written.ok) {
    const { cause, problems } = planned.ok ? (written as Extract<typeof written, { ok: false }>) : planned;
    const keeping = `keep the edits: ${exportCommand({ base, folder, cwd }, '--keep-edits')}`;
    const explained = problems.map((problem) =>
      problem.code === 'export-conflict'
        ? { ...problem, hint: `Make these lines say what the new text says, or ${keeping}` }
        : problem,
    );
    return { ...known, outcome: 'failed', cause, files: [], problems: explained };
  }
  const files = planned.value.flatMap((one) =>
    one.files.map(({ shown, outcome }) => ({
      ...{ file: shown, shown, conflicts: [] },
      outcome: OUTCOMES[outcome],
    })),
  );
  const isChanged = files.some(({ outcome }) => outcome !== 'same');
  const isLook = check || dryRun;
  return {
    ...known,
    outcome: !isChanged ? 'fresh' : isLook ? 'stale' : 'updated',
    cause: check && isChanged ? 'problems' : null,
    files,
    problems: isLook && isChanged ? [stale(known.directory, { base, folder, cwd, check })] : [],
  };
}

const OUTCOMES = { created: 'restored', replaced: 'replaced', merged: 'merged', unchanged: 'same' } as const;

type Exported = Pick<FoundExport, 'base' | 'folder'> & { readonly cwd: string };

/** The command that exports the same again. */
function exportCommand({ base, folder, cwd }: Exported, flag: string): string {
  const words = ['export', base.wanted, '--as', base.form, '--to', displayPath(cwd, folder), flag];
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
