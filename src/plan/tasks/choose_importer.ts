import { failure, type Result, success } from '../../diagnostics/index.ts';
import { cursor } from './cursor.ts';
import { gsd } from './gsd.ts';
import type { Importer, TaskCode, TaskFormat, TaskProblem, TaskSource } from './importer.ts';
import { openspec } from './openspec.ts';
import { loosePlan, ownPlan } from './own_plan.ts';
import { phases } from './phases.ts';
import { specKit } from './spec_kit.ts';
import { taskFile } from './task_file.ts';
import { hasTableOfPhases, listsNotTaken, taskList } from './task_list.ts';
import { taskMaster } from './task_master.ts';
import { taskRecord } from './task_record.ts';
import { tasksElsewhere } from './tasks_elsewhere.ts';
import { todoTxt } from './todo_txt.ts';
import { unreadMarkup } from './unread_markup.ts';

/** The importers. A plain list is read only where no other format is recognised. */
const IMPORTERS: readonly Importer[] = [
  phases,
  taskList,
  specKit,
  taskMaster,
  openspec,
  gsd,
  cursor,
  taskFile,
  todoTxt,
];

/** The names of the formats that can be imported. */
export const TASK_FORMATS: readonly TaskFormat[] = IMPORTERS.map(({ format }) => format);

/** An importer and the reason for choosing it. */
export type ChosenImporter = { readonly importer: Importer; readonly reason: string };

/**
 * Chooses the importer that the user names, or the one whose format the text has.
 *
 * @param known.isNoPlan - says that the text is known to be no plan in its own form
 */
export function chooseImporter(
  source: TaskSource,
  from: TaskFormat | 'auto',
  { isNoPlan = false }: { readonly isNoPlan?: boolean } = {},
): Result<ChosenImporter, TaskCode> {
  if (from !== 'auto') {
    const importer = IMPORTERS.find(({ format }) => format === from) ?? taskList;
    return success({ importer, reason: 'as asked for' });
  }
  const specific = recognised(
    IMPORTERS.filter((importer) => !LOOSE.includes(importer)),
    source,
  );
  // The list that the tool itself keeps has priority over the forms below it.
  const kept = specific.find(({ importer }) => importer === cursor);
  if (kept !== undefined) return success(kept);
  const record = recognised([taskRecord], source);
  if (record[0] !== undefined) return success(record[0]);
  if (specific.length > 1) return unclear(specific, source.file);
  const [first] = specific;
  if (first !== undefined) return success(first);
  if (!isNoPlan && ownPlan(source) !== undefined) return alreadyPlan(source.file);
  const [parts] = recognised([phases], source);
  // One heading named as a part, beside a table of all of them, is about that part only: the table is the plan.
  const isOneOfTable = phases.count?.(source) === 1 && hasTableOfPhases(source);
  if (parts !== undefined && !isOneOfTable) return success(parts);
  if (loosePlan(source) !== undefined) return alreadyPlan(source.file);
  const [plain] = recognised([taskList], source);
  return plain === undefined ? unknown(source) : success(plain);
}

/** The importers to try when no format is recognised: headings that are parts of a plan, else lists. */
const LOOSE: readonly Importer[] = [phases, taskList];

function recognised(importers: readonly Importer[], source: TaskSource): ChosenImporter[] {
  return importers.flatMap((importer) => {
    const reason = importer.recognise(source);
    return reason === undefined ? [] : [{ importer, reason }];
  });
}

function unclear(found: readonly ChosenImporter[], file: string) {
  const said = found.map(({ importer, reason }) => `${importer.format} (${reason})`);
  return failure<TaskCode>('usage', {
    severity: 'error',
    code: 'format-unclear',
    message: `It can be read in more than one way: ${said.join(', ')}.`,
    file,
    hint: `Choose one with --from ${found.map(({ importer }) => importer.format).join(' or --from ')}.`,
  });
}

/** Where there is no list, the work may be in forms that are not read. */
function unknown(source: TaskSource) {
  const { file } = source;
  const none: TaskProblem = {
    severity: 'error',
    code: 'format-unknown',
    message: 'It contains no list of tasks.',
    file,
    hint: `The formats that can be imported are: ${TASK_FORMATS.join(', ')}. A plain list needs a number or a tick box before each task.`,
  };
  // Without any list, there is no section to name.
  const elsewhere = tasksElsewhere(source).map((each) => ({ ...each, hint: 'Import that one instead.' }));
  return failure<TaskCode>('problems', none, ...elsewhere, ...listsNotTaken(source), ...unreadMarkup(source));
}

function alreadyPlan(file: string) {
  return failure<TaskCode>('usage', {
    severity: 'error',
    code: 'task-list-is-plan',
    message: 'It is already a plan: it has phases with goals.',
    file,
    hint: `Use it as it is: orchestrator plan check ${file}. If it is a task list, say so with --from tasks.`,
  });
}
