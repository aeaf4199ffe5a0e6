import {
  type ImportedTasks,
  type ImportOptions,
  importTasks,
  type TaskFormat,
} from '../../src/plan/index.ts';

/** A small task list, with the expected result. */
export type TaskListCase = {
  readonly it: string;
  readonly with?: ImportOptions & {
    readonly from?: TaskFormat;
    readonly words?: boolean;
    readonly context?: boolean;
  };
  readonly text: string;
  readonly plan: string;
};

/**
 * The result of reading a task list, with a line for each phase, omitted task and problem. Files that a task only names follow
 * "names". The messages of problems, and the context of the plan after ">", are included on request.
 */
export function toldOf({ text, with: options = {} }: Pick<TaskListCase, 'text' | 'with'>): string {
  const { words = false, context = false, ...rest } = options;
  const result = importTasks({ text, file: 'list' }, { from: 'auto', ...rest });
  const problems = (result.ok ? result.value : result).problems.map(
    ({ line, column, severity, code, message, hint }) => {
      const place = line === undefined ? '' : `${line}:${column} `;
      return `! ${place}${severity} ${code}${words ? `: ${message}${hint === undefined ? '' : ` ${hint}`}` : ''}`;
    },
  );
  const about = context && result.ok ? contextLines(result.value) : [];
  const lines = result.ok
    ? [...about, ...planLines(result.value), ...problems]
    : [`${result.cause}!`, ...problems];
  return `${lines.join('\n')}\n`;
}

function contextLines({ draft: { context = '' } }: ImportedTasks): string[] {
  return context.split('\n').map((line) => `> ${line}`.trimEnd());
}

function planLines({ draft, leftOut }: ImportedTasks): string[] {
  return [
    ...(draft.title === '' ? [] : [`# ${draft.title}`]),
    ...draft.phases.flatMap(phaseLines),
    ...leftOut.map(({ id, title, state, line }) => `x ${line} ${state}: ${id ?? '-'} ${title}`),
  ];
}

function phaseLines(phase: ImportedTasks['draft']['phases'][number]): string[] {
  const {
    id,
    title,
    goal,
    hours,
    complexity,
    files,
    filesExpected,
    dependencies,
    steps,
    gates,
    others = [],
  } = phase;
  const paths = files?.map(({ path }) => path).join(' ');
  const said = [
    `${id} ${title}`,
    ...(goal === title ? [] : [`goal ${goal}`]),
    ...(hours === undefined ? [] : [`${hours} h`]),
    ...(complexity === undefined ? [] : [complexity]),
    ...(paths === undefined ? [] : [`${filesExpected ? 'names' : 'in'} ${paths || 'none'}`]),
    ...dependencies.map(({ id: on, note }) => `after ${on}${note === undefined ? '' : ` (${note})`}`),
    ...gates.map(({ text, checked }) => `gate ${checked ? '[x] ' : ''}${text}`),
    ...others.map(({ name, text }) => `${name}: ${text}`),
  ];
  return [said.join(' | '), ...steps.map((step) => `- ${step}`)].flatMap((line) =>
    line.replaceAll('\n', '\n  '),
  );
}
