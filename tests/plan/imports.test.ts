import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ImportOptions, importTasks, printPlan, type TaskFormat } from '../../src/plan/index.ts';
import { planOf } from '../support/plan.ts';
import { ROOT } from '../support/program.ts';
import { accepts } from '../support/seed.ts';

const FOLDER = join(ROOT, 'tests/cases/imports');
const sources = readdirSync(FOLDER).filter((file) => file.includes('.in.'));

/** What some of the cases are imported with. */
const OPTIONS: Readonly<Record<string, ImportOptions & { readonly from?: TaskFormat }>> = {
  all_done_kept: { keepDone: true },
  list_in_order: { inOrder: true },
  task_master_tag_chosen: { tag: 'feature-x' },
};

function imported(file: string) {
  const name = file.replace(/\.in\.\w+$/u, '');
  const text = readFileSync(join(FOLDER, file), 'utf8')
    .replace(/^\uFEFF/u, '')
    .replace(/\r\n/gu, '\n');
  return { name, text, result: importTasks({ text, file }, { from: 'auto', ...OPTIONS[name] }) };
}

/** Everything that is said of an import, in a form that a person can compare with the source. */
function said(result: ReturnType<typeof importTasks>) {
  const problems = (result.ok ? result.value : result).problems.map(
    ({ line, column, severity, code, message }) => `${line}:${column} ${severity} ${code}: ${message}`,
  );
  if (!result.ok) return { cause: result.cause, problems };
  const { format, reason, inferred, leftOut } = result.value;
  return {
    format,
    reason,
    inferred: inferred.map(({ phase, on, reason: why, line }) => `${line}: ${phase} after ${on}: ${why}`),
    leftOut: leftOut.map(({ id, title, state, line }) => `${line}: ${state}: ${id} ${title}`),
    problems,
  };
}

describe('the task list', () => {
  test.each(sources)('%s becomes the plan beside it', (file) => {
    const { name, result } = imported(file);
    const found = `${JSON.stringify(said(result), undefined, 2)}\n`;
    const plan = result.ok ? printPlan(result.value.draft) : undefined;
    const [saidFile, planFile] = [join(FOLDER, `${name}.said.json`), join(FOLDER, `${name}.plan.md`)];
    if (accepts('IMPORTS')) {
      writeFileSync(saidFile, found);
      if (plan === undefined) rmSync(planFile, { force: true });
      else writeFileSync(planFile, plan);
    }
    expect(JSON.parse(found)).toEqual(JSON.parse(readFileSync(saidFile, 'utf8')));
    expect(plan).toBe(existsSync(planFile) ? readFileSync(planFile, 'utf8') : undefined);
  });

  test.each(sources)('%s gives a plan that the reader takes as it was meant', (file) => {
    const { result } = imported(file);
    if (!result.ok) return;
    const plan = planOf(printPlan(result.value.draft));
    expect(plan.phases.map(({ id }) => id)).toEqual(result.value.draft.phases.map(({ id }) => id));
  });
});

test('there are at least twenty task lists', () => {
  expect(sources.length).toBeGreaterThanOrEqual(20);
});
