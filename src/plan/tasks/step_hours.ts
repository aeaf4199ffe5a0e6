import { countOf, inSentence } from '../../lib/index.ts';
import { fieldStarts } from '../document/field_start.ts';
import { hoursInBrackets, parseHours } from '../document/hours.ts';
import type { Task, TaskProblem } from './importer.ts';
import { takeRemarks } from './remarks.ts';
import { shortText } from './short_text.ts';

/** The task with the estimate that its size or its steps give, where it has none of its own. */
export function withStepHours(task: Task): Task {
  if (task.hours !== undefined) return task;
  const size = task.others.find(({ name }) => SIZE.test(name));
  const hours = (size && hoursInBrackets(size.text)) ?? hoursOfSteps(task.steps).hours;
  return hours === undefined ? task : { ...task, hours };
}

/** Names of fields for the size of a task, in other units than time. */
const SIZE =
  /^(?:story )?points?$|^(?:t-?shirt )?size$|^(?:story )?points estimate$|^(?:puntos|pontos|points d['’]histoire|größe|umfang|taille|tamaño|tamanho|сложность|размер|规模|規模|故事点|스토리 포인트)/iu;

/** Notes on parts without an estimate, some of whose steps have one. */
export function partialHoursNote(
  tasks: readonly Task[],
  ids: readonly string[],
  file: string,
): TaskProblem[] {
  const found = tasks.flatMap((task, index) => {
    const { hours, estimated } = task.hours === undefined ? hoursOfSteps(task.steps) : NOTHING;
    if (hours !== undefined || estimated === 0 || task.steps.length < 2) return [];
    return [
      {
        task,
        said: `${shortText(ids[index] ?? '')} (${estimated} of ${countOf(task.steps.length, 'step')})`,
      },
    ];
  });
  const [first] = found;
  if (first === undefined) return [];
  const named = found.slice(0, MAX_NAMED).map(({ said }) => said);
  if (found.length > named.length) named.push(`${found.length - named.length} more`);
  return [
    {
      ...{ severity: 'note', code: 'hours-partial', file, line: first.task.line, column: first.task.column },
      message: `Only some steps have an estimate, so that there is none for ${inSentence(named)}.`,
      hint: 'Give the other steps one, or the whole: "(6 hours)" at the end of its heading.',
    },
  ];
}

const NOTHING = { hours: undefined, estimated: 0 };
const MAX_NAMED = 8;

/** The estimates of the steps of a part. */
type StepHours = {
  /** Their sum, where each step has one. */
  readonly hours: number | undefined;
  /** Number of steps that have one. */
  readonly estimated: number;
};

/** Adds up the estimates in the open steps of a part that has none of its own: "(4 hours)", "**Effort**: 2-3 days". */
function hoursOfSteps(steps: readonly string[]): StepHours {
  const each = steps.map(hoursOfStep);
  const known = each.flatMap((found) => found ?? []);
  const count = known.reduce((sum, { estimates }) => sum + estimates, 0);
  // A single one may be any span of time in a sentence, "keep the files (30 days)", unless it is called an estimate.
  const isSure = known.length === steps.length && (count > 1 || known.some(({ isNamed }) => isNamed));
  const hours = known.reduce((sum, { hours: own }) => sum + own, 0);
  return { hours: isSure && steps.length > 0 ? hours : undefined, estimated: known.length };
}

type Found = { readonly hours: number; readonly estimates: number; readonly isNamed: boolean };

function hoursOfStep(step: string): Found | undefined {
  const [first = '', ...below] = withoutFences(step)
    .split('\n')
    .filter((line) => !line.endsWith('(done already)'));
  const own = inBrackets(first);
  if (own !== undefined) return { hours: own, estimates: 1, isNamed: false };
  const named = below.flatMap((line) => inField(line) ?? []);
  if (named.length > 0) return { hours: sumOf(named), estimates: named.length, isNamed: true };
  // Below a step only named tasks are estimated, not any text with a time in brackets.
  const listed = below.filter((line) => NAMED.test(line)).flatMap((line) => inBrackets(line) ?? []);
  if (listed.length === 0) return undefined;
  return { hours: sumOf(listed), estimates: listed.length, isNamed: false };
}

const NAMED = /^\s*-\s+(?:\*\*|\d+(?:\.\d+)*[.):]?\s|[A-Z]{1,4}-?\d)/u;

/** "(4 hours)" in a line. */
function inBrackets(line: string): number | undefined {
  return takeRemarks({ text: line.replace(/[*_]{2}/gu, ''), line: 1, column: 1 }).hours;
}

/** "- **Effort**: 2-3 days". */
function inField(line: string): number | undefined {
  const text = line.replace(/^\s*(?:-\s+)?/u, '');
  const [start] = fieldStarts({ text, line: 1, column: 1 });
  if (start?.key !== 'hours' || start.rest === undefined) return undefined;
  return parseHours(start.rest.text, { needsUnit: true });
}

function withoutFences(text: string): string {
  return text.replace(/^[^\S\n]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?\n[^\S\n]*\1[^\S\n]*$/gmu, '');
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
