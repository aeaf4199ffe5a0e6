import type { TaskList, TaskProblem } from './importer.ts';
import type { ListDocument } from './list_document.ts';
import { outcomesOfLists } from './list_outcomes.ts';
import { rowNotes } from './row_needs.ts';
import { leftOutNote } from './section_outcomes.ts';

/** Turns a table into a list, with the outcomes of the rest of the document. */
export function listFromTable(
  table: TaskList & { readonly others: readonly number[]; readonly isNamed: boolean },
  document: ListDocument,
  file: string,
): TaskList {
  const at = table.tasks[0]?.line ?? 0;
  const section = document.sections.findLastIndex(({ line }) => line < at);
  const outcomes = outcomesOfLists(document, [{ section }]).map((each) =>
    each.became === 'work' ? { ...each, why: 'a table of tasks' } : each,
  );
  const [other] = table.others;
  const problems: TaskProblem[] = [...leftOutNote(outcomes, file), ...rowNotes(table.tasks, file)];
  if (other !== undefined)
    problems.push({
      severity: 'warning',
      code: 'work-unclear',
      message: `The table at line ${at - 2} was imported as the work, and others that list something were left out: ${table.others.map((line) => `line ${line}`).join(', ')}.`,
      file,
      line: other,
      column: 1,
      hint: 'Put what is to be done into one table, or write it as lists with tick boxes.',
    });
  else if (!table.isNamed)
    problems.push({
      severity: 'warning',
      code: 'work-unclear',
      message: `The rows of the table at line ${at - 2} were imported as the work, although nothing says that they are: check whether they are.`,
      file,
      line: at,
      column: 1,
      hint: 'If other lists are the work, choose the section that holds them with --section "…".',
    });
  return { ...table, outcomes, problems };
}
