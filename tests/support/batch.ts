import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace, type PreparedBatch, prepareBatch } from '../../src/operations/index.ts';
import { createContext } from '../../src/runtime.ts';
import { planOf } from './plan.ts';
import { emptyFolder, ROOT } from './program.ts';

/** A project with the plan of `tests/cases/batch/`, and a later number, so that the next batch is 44. */
export function projectBefore44(): string {
  const cwd = emptyFolder();
  cpSync(join(ROOT, 'tests/cases/batch/plan.md'), join(cwd, 'plan.md'));
  mkdirSync(join(cwd, '.orchestrator'));
  writeFileSync(join(cwd, '.orchestrator/last_batch'), '43\n');
  return cwd;
}

/** The files of a batch, by name. */
export function batchFiles(cwd: string, batch: number): Record<string, string> {
  const folder = join(cwd, '.orchestrator/batches', `${batch}`);
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Prepares a batch in this process, with the built-in goal map and library. The plan has to be sound. */
export async function preparedBatch(source: string): Promise<PreparedBatch> {
  const cwd = emptyFolder();
  const context = createContext({ cwd, env: { HOME: cwd }, installation: ROOT });
  const workspace = await openWorkspace(context, {});
  if (!workspace.ok) throw new Error('no workspace');
  const prepared = await prepareBatch(context, workspace.value, {
    file: 'plan.md',
    known: { plan: planOf(source), problems: [] },
  });
  if (!prepared.ok) throw new Error(prepared.problems.map(({ message }) => message).join('\n'));
  return prepared.value;
}
