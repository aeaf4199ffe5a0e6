import { success } from '../../diagnostics/index.ts';
import { printable, printableLine } from '../../lib/index.ts';
import { saysNone } from '../document/inline.ts';
import { plainText } from '../document/plain_text.ts';
import { runsAnywhere } from './command_places.ts';
import { noTasks } from './document_list.ts';
import { flat, linesBelow, oneLine } from './flat_text.ts';
import { gatesIn, isCommand } from './gate_text.ts';
import { gsdContext } from './gsd_context.ts';
import type { Importer, InferredNeed, Task, TaskField, TaskList, WholeChecks } from './importer.ts';
import { namedFiles } from './named_files.ts';
import { needsIn } from './remarks.ts';
import { type MarkedTask, markedTasks, outerElements } from './task_markup.ts';

/**
 * The `PLAN.md` of GSD ("get shit done") and of tools modelled on it: tasks in tags, each with a name, files, an action, how to
 * verify it and when it is done. They are carried out one after the other.
 */
export const gsd: Importer = {
  format: 'gsd',
  recognise: ({ text }) => {
    const count = markedTasks(text).filter(isTask).length;
    return count === 0 ? undefined : `it has ${count === 1 ? 'a task' : `${count} tasks`} in tags`;
  },
  read: (source) => {
    const marked = markedTasks(source.text).filter(isTask);
    if (marked.length === 0)
      return noTasks(source, '<task><name>Task 1: Create the model</name><action>…</action></task>');
    const context = gsdContext(source.text);
    const checks = checksOf(source.text);
    return success({
      title: printableLine(titleOf(source.text)),
      sections: [],
      tasks: marked.map(taskIn),
      problems: [],
      checks,
      context,
      markup: linesOf([...marked, ...context, ...outerElements(source.text, CHECKS)]),
    });
  },
  order,
};

/** The lists in `<verification>` and `<success_criteria>`: they hold when the last task is done. */
function checksOf(text: string): WholeChecks[] {
  return outerElements(text, CHECKS).flatMap(({ name, line, text: inner }) => {
    const items = inner.split('\n').filter((each) => /^\s*(?:[-*+]|\d{1,3}[.)])\s/u.test(each));
    const checks = items.flatMap(gatesIn).map((each) => ({ text: each, part: undefined, number: undefined }));
    return checks.length === 0
      ? []
      : [{ heading: name.replace(/_/gu, ' '), line, level: 1, checks, around: undefined }];
  });
}

const CHECKS = ['verification', 'success_criteria'];

function linesOf(ranges: readonly { readonly line: number; readonly end: number }[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { line, end } of ranges) for (let own = line; own < end; own++) lines.add(own);
  return lines;
}

/** A checkpoint has no name: it says what a person is to look at, decide or do. */
const NAMES = ['name', 'title', 'decision', 'what-built'];

function isTask({ attributes, elements }: MarkedTask): boolean {
  const isNamed =
    NAMES.some((name) => elements.has(name)) || (CHECKPOINT.test(attributes) && elements.has('action'));
  return isNamed && elements.size > 1;
}

const CHECKPOINT = /\btype="checkpoint\b/u;

/** The first heading, else the phase and plan from the front matter. */
function titleOf(text: string): string {
  const heading = /^#\s+(?<title>\S.*)$/mu.exec(text)?.groups?.title;
  if (heading !== undefined) return heading;
  const front = text.split('\n').slice(0, plainText(text).from);
  const frontValue = (key: string) =>
    front.flatMap(
      (line) => new RegExp(`^${key}:\\s*(?<value>\\S.*)$`, 'u').exec(line)?.groups?.value ?? [],
    )[0];
  return [frontValue('phase'), frontValue('plan')].flatMap((part) => part ?? []).join(' ');
}

const NAME = /^(?:task|step)\s+(?<id>\d+(?:[.-]\d+)*[a-z]?)\s*[:.)–—-]\s*/iu;

function taskIn({ line, attributes, elements }: MarkedTask): Task {
  const text = (name: string) => printable(elements.get(name) ?? '');
  const isCheckpoint = CHECKPOINT.test(attributes);
  // The names in a checkpoint are those of its options.
  const named = isCheckpoint && elements.has('decision') ? ['decision'] : [...NAMES, 'action'];
  const name = oneLine((named.map(text).find((each) => each !== '') ?? '').split('\n')[0] ?? '').trim();
  const label = NAME.exec(name);
  const isNamed = !isCheckpoint || (text('name') !== '' && named.length > 1);
  const kind = /\btype="(?<type>[^"]+)"/u.exec(attributes)?.groups?.type ?? '';
  const built = isCheckpoint ? '' : text('what-built');
  const action = text('action') || text('steps') || text('implementation') || built || text('instructions');
  const declared = filesIn(text('files'));
  const mentioned = declared.length > 0 ? [] : namedFiles([name, action].join('\n'));
  const needs = text('depends_on') || text('dependencies');
  const said = needs === '' ? undefined : needsIn({ text: oneLine(needs), line, column: 1 });
  return {
    id: label?.groups?.id,
    names: [],
    line,
    column: 1,
    title: titleIn(label === null ? name : name.slice(label[0].length), isNamed, kind),
    goal: oneLine(text('done').split('\n')[0] ?? '') || undefined,
    section: -1,
    state: 'open',
    pace: undefined,
    needs: said?.needs ?? [],
    isFree: said?.isFree ?? false,
    files:
      declared.length > 0
        ? { paths: declared, areStated: true }
        : mentioned.length > 0
          ? { paths: mentioned, areStated: false }
          : undefined,
    hours: undefined,
    complexity: undefined,
    steps: stepsIn(outdented(action)),
    gates: [
      ...checksIn(text('verify')),
      ...gatesIn(text('acceptance_criteria')),
      ...gatesIn(text('how-to-verify')),
      ...(isCheckpoint ? gatesIn(text('verification')) : []),
    ],
    others: [
      field('Behaviour', text('behavior')),
      field('Read First', text('read_first')),
      ...(isCheckpoint
        ? [
            field('Background', text('context')),
            field('Options', withoutElements(text('options'))),
            field('Instructions', text('action') === '' ? '' : text('instructions')),
            field('Resume Signal', text('resume-signal')),
          ]
        : []),
      field('Kind', kind),
    ].filter(({ text: value }) => value !== ''),
  };
}

/** What was built before a checkpoint without a name is not to be built by it. */
function titleIn(name: string, isNamed: boolean, kind: string): string {
  return isNamed ? name : `${kind.replace(':', ' ')}: ${name}`;
}

/** `<option id="a"><name>A</name><pros>…</pros></option>` as lines "- A" and "- pros: …". */
function withoutElements(options: string): string {
  return options
    .replace(/<option\b[^>]*>\s*(?:<name>)?/giu, '\n- ')
    .replace(/<(pros|cons)>/giu, '\n- $1: ')
    .replace(/<[^>\n]{1,80}>/gu, '')
    .replace(/\n\s*\n/gu, '\n')
    .trim();
}

/** Every line with a bullet or number is a step, and so is a paragraph; blocks of code belong to the one above them. */
function stepsIn(action: string): string[] {
  const steps: string[] = [];
  for (const line of linesBelow(action)) {
    if (line.startsWith('- ')) steps.push(line.slice(2).replace(/^\d{1,3}[.)]\s+/u, ''));
    else if (steps.length > 0) steps.push(`${steps.pop() ?? ''}\n${line}`);
    else steps.push(`As written here\n${line}`);
  }
  return steps.filter((step) => step.trim() !== '');
}

function filesIn(text: string): string[] {
  if (saysNone(text)) return [];
  const paths = text.split(/[\n,]/u).map((path) =>
    path
      .replace(/^\s*[-*]\s+|`/gu, '')
      .replace(/\s+\(.*$/u, '')
      .trim(),
  );
  return [...new Set(paths)].filter((path) => /^[^\s<>]+$/u.test(path));
}

/** A command alone is the gate's command; a script of several lines is quoted as it is. */
function checksIn(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n').map((line) => line.trim());
  const [only = ''] = lines;
  if (lines.length > 1 || !isCommand(only) || only.includes('`')) return gatesIn(text);
  if (!runsAnywhere(only)) return [only];
  const { command = '', verb = '', rest = '' } = SAID_OF_COMMAND.exec(only)?.groups ?? {};
  if (verb === '') return [`\`${only}\` succeeds`];
  return PASSES.test(`${verb}${rest}`) ? [`\`${command}\` ${verb}${rest}`] : [only];
}

/** "npm run build passes", "bash setup.sh writes the state": a sentence that begins with a command. */
const SAID_OF_COMMAND =
  /^(?<command>[^"'|&;<>]+?)\s(?<verb>passes|succeeds|exits|completes|works|runs|writes|shows|returns|prints|produces|compiles|builds|starts|is|are|has|reports|outputs|lists|creates|finds|responds|displays|renders|should|must|still)(?<rest>(?:\s.*|[.,;:].*)?)$/u;
const PASSES =
  /^(?:passes|succeeds|completes|compiles|exits(?: with)?(?: code)? 0)(?:[.]|\s(?:clean(?:ly)?|without|with no)\b.*)?$/u;

function field(name: string, text: string): TaskField {
  return { name, text: flat(text) };
}

/** A text whose blocks of code begin at the beginning of the line, so that they are seen. */
function outdented(text: string): string {
  let indent = 0;
  let isCode = false;
  return text
    .split('\n')
    .map((line) => {
      const isFence = /^\s*(?:`{3,}|~{3,})/u.test(line);
      if (isFence && !isCode) indent = line.length - line.trimStart().length;
      const kept =
        isCode || isFence ? line.slice(Math.min(indent, line.length - line.trimStart().length)) : line;
      if (isFence) isCode = !isCode;
      return kept;
    })
    .join('\n');
}

/** One after the other, unless a task states its dependencies. */
function* order({ tasks }: TaskList): Generator<InferredNeed> {
  for (const [index, { needs, isFree }] of tasks.entries())
    if (index > 0 && needs.length === 0 && !isFree)
      yield { task: index, on: index - 1, reason: 'order of the tasks' };
}
