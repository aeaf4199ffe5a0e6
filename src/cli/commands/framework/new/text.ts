import type { Problem } from '../../../../diagnostics/index.ts';
import { greatestOf, inSentence, inTitleCase, printable, printableLine } from '../../../../lib/index.ts';
import {
  frameworkFiles,
  incompletePart,
  intendedComponent,
  missingRemedy,
  type NewEvent,
  type PreparedFramework,
  type WrittenFramework,
} from '../../../../operations/index.ts';
import { showGeneration } from '../../../generation_text.ts';
import type { Screen } from '../../../screen.ts';
import { type Palette, problemsText } from '../../../terminal/index.ts';
import { missingText } from '../../../terminal/missing_text.ts';
import { diffText, reportText } from '../update/text.ts';

/** Shows the events while a framework is made. */
export function showNew(event: NewEvent, screen: Screen): void | Promise<void> {
  const { say, terminal } = screen;
  const { colours } = terminal;
  switch (event.kind) {
    case 'questions-begin':
      return say("Welcome to the LLM Orchestration Engine. Let's configure a new collaboration.\n");
    case 'proposing':
      return say(`Asking ${printableLine(event.model)} what fits ...\n`);
    case 'proposed':
      return say(proposalText(event));
    case 'repaired':
      return say(repairedText(event.repaired));
    case 'difference':
      return say(differenceText(event));
    case 'chosen':
      return say(chosenText(event.framework, event.isPersonaGiven));
    case 'previewed':
      return showPreview(event.framework, screen);
    case 'written':
      return say(
        generatingText(event.framework) +
          problemsText(shortcomings(event.framework), colours) +
          outcomeText(event.framework, event.outcome, colours),
      );
    case 'merged':
      return say(
        reportText(event.report, colours).messages +
          (event.report.cause === null ? nextStep(event.framework) : ''),
      );
    default:
      return showGeneration(event, screen);
  }
}

async function showPreview(framework: PreparedFramework, { say, print, terminal }: Screen): Promise<void> {
  say(
    missingText(incompletePart(framework)) +
      generatingText(framework) +
      problemsText(shortcomings(framework), terminal.colours),
  );
  // A file or a program receives the exact bytes; a person's terminal obeys none of them.
  const text = dryRunText(framework);
  print((await terminal.showsData()) ? printable(text) : text);
}

function differenceText({ directory, diffs }: Extract<NewEvent, { kind: 'difference' }>): string {
  const text = diffs.map(({ file, changes }) => diffText(`${directory}${file}`, changes)).join('');
  return text === ''
    ? 'Both files would stay the same; only the record of how they were made would change.\n'
    : text;
}

/** The chosen persona, and the reason. */
function chosenText({ goal, composed: { components } }: PreparedFramework, personaWasGiven: boolean): string {
  const file = components.find(({ kind }) => kind === 'persona')?.file ?? '';
  const persona = inTitleCase(file.replace(/\.(txt|md)$/u, ''));
  const chosen = personaWasGiven ? 'As asked' : `Based on the goal ${printableLine(goal.name)}`;
  return `${chosen}, I will use the "${persona}" persona.\n`;
}

/** The proposal for a sentence, one answer a line, to be checked before anything is written. */
function proposalText({ proposal, sentence, given }: Extract<NewEvent, { kind: 'proposed' }>): string {
  const { goal, variant, name, settings, reason, others } = proposal;
  const rows = [
    ['goal', `${goal.name} (${reason})`],
    ...(variant === null ? [] : [['variant', variant]]),
    ['name', name],
    ...Object.entries(settings).map(([input, value]) => [input, value]),
    ['request', sentence],
    ...(others.length === 0 ? [] : [['else', others.slice(0, 2).join(', ')]]),
  ].filter(([label = '']) => !given.includes(label));
  const width = greatestOf(
    rows.map(([label = '']) => label.length),
    0,
  );
  const lines = rows.map(([label = '', text = '']) => `  ${label.padEnd(width)}  ${printableLine(text)}\n`);
  return ['Proposed from your sentence:\n', ...lines].join('');
}

/** The problems of a framework that are shown before its outcome. */
function shortcomings(framework: PreparedFramework): Problem[] {
  return [...framework.unseen, ...framework.unfinished];
}

/** Where the files go. */
function generatingText({ target }: PreparedFramework): string {
  return `Generating framework files in directory: ${printableLine(target.shown)}\n`;
}

/** The outcome of the files, and the next step. */
function outcomeText(
  framework: PreparedFramework,
  outcome: WrittenFramework['outcome'],
  colours: Palette,
): string {
  if (outcome === 'kept')
    return `  KEPT: ${printableLine(framework.target.shown)} is as it was; nothing was written.\n`;
  const done = outcome === 'created' ? 'Created' : outcome === 'replaced' ? 'Replaced' : 'Unchanged';
  const files = shownFiles(framework).map((file) => `  ${colours.good('SUCCESS:')} ${done} ${file}\n`);
  const incomplete = incompletePart(framework);
  const todos = incomplete.todos.map(
    (todo) =>
      `  ${colours.warn('TODO:')} ${printable(missingRemedy({ ...todo, ...intendedComponent(incomplete, todo) }))}\n`,
  );
  const end =
    todos.length > 0
      ? 'Configuration incomplete: the TODOs above are open.\n'
      : framework.unfinished.length > 0
        ? 'Configuration incomplete: a component is not written yet.\n'
        : 'Configuration complete.\n';
  return [...files, ...todos, end, nextStep(framework)].join('');
}

/** The files as they would be written, each under its path. */
function dryRunText(framework: PreparedFramework): string {
  return frameworkFiles(framework)
    .map(({ file, text }) => `==> ${framework.target.shown}${file} <==\n${text}\n`)
    .join('');
}

/** The traces of an earlier, interrupted run, and how they were repaired. */
function repairedText(repaired: 'whole' | 'finished' | 'rolled-back'): string {
  if (repaired === 'whole') return '';
  return repaired === 'finished'
    ? 'INFO: An earlier run was interrupted while writing here; its write has been completed.\n'
    : 'INFO: An earlier run was interrupted while writing here; its unfinished files have been removed.\n';
}

/** The lock file is the program's own; only the user's files are shown. */
function shownFiles(framework: PreparedFramework): string[] {
  return frameworkFiles(framework)
    .filter(({ file }) => file.endsWith('.md'))
    .map(({ file }) => file);
}

/** The next step with a complete framework. */
function nextStep({ goal, target, composed: { slots }, lock }: PreparedFramework): string {
  const { name, todos } = lock;
  const open = slots.filter(({ input, filled }) => input.required && !filled).map(({ input }) => input.name);
  // A framework in another folder is found by its path.
  const wanted = target.shown === `./output/${name}/` ? name : shellWord(printableLine(target.shown));
  const takes = open.length > 0 ? `takes ${inSentence(open)}, and ` : '';
  const fill = `Next: \`orchestrator fill ${wanted}\` ${takes}prints both files for your model; \`run\` sends them.\n${LARGER}`;
  const others = goal.variants.map(({ name }) => name).filter((name) => name !== lock.variant);
  const tip =
    others.length > 0
      ? `Tip: this goal has another variant; choose it with --variant ${others.join(' or ')}.\n`
      : '';
  return todos.length > 0 ? tip : fill + tip;
}

const LARGER =
  'For work in several steps: `orchestrator plan draft "…"` drafts a plan, `orchestrator batch generate` makes a prompt of each phase.\n';

/** A text as one word of a command, to be copied. */
function shellWord(text: string): string {
  return /^[\w./@:+-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
