import type { Problem } from '../../../diagnostics/index.ts';
import { inSentence, inTitleCase, printable, printableLine } from '../../../lib/index.ts';
import {
  missingRemedy,
  type PreparedFramework,
  type Proposal,
  type WrittenFramework,
} from '../../../operations/index.ts';
import { jsonDocument, type Palette } from '../../terminal/index.ts';
import { notFound, similarTo } from '../../terminal/missing.ts';
import type { Unmet } from '../../wizard/index.ts';

export const SCHEMA = 'orchestrator.new/1' as const;

/** Which persona was chosen, and why. */
export function chosenText({ goal, components }: PreparedFramework, personaWasGiven: boolean): string {
  const file = components.find(({ kind }) => kind === 'persona')?.file ?? '';
  const persona = inTitleCase(file.replace(/\.(txt|md)$/u, ''));
  const chosen = personaWasGiven ? 'As asked' : `Based on the goal ${printableLine(goal.name)}`;
  return `${chosen}, I will use the "${persona}" persona.\n`;
}

/** What is proposed for a sentence, one answer a line, so that it can be looked at before anything is written. */
export function proposalText(proposal: Proposal, sentence: string): string {
  const { goal, variant, name, settings, reason, others } = proposal;
  const rows = [
    ['goal', `${goal.name} (${reason})`],
    ...(variant === null ? [] : [['variant', variant]]),
    ['name', name],
    ...Object.entries(settings).map(([input, value]) => [input, value]),
    ['request', sentence],
    ...(others.length === 0 ? [] : [['else', others.slice(0, 2).join(', ')]]),
  ];
  const width = Math.max(...rows.map(([label = '']) => label.length));
  const lines = rows.map(([label = '', text = '']) => `  ${label.padEnd(width)}  ${printableLine(text)}\n`);
  return ['Proposed from your sentence:\n', ...lines].join('');
}

function proposalPart({ goal, variant, name, settings, by, reason, others }: Proposal) {
  return { goal: goal.name, variant, name, settings, by, reason, others };
}

/** Where the files go. */
export function generatingText({ target }: PreparedFramework): string {
  return `Generating framework files in directory: ${printableLine(target.shown)}\n`;
}

/** What became of the files, and what to do next. */
export function outcomeText(
  framework: PreparedFramework,
  outcome: WrittenFramework['outcome'],
  colours: Palette,
): string {
  if (outcome === 'kept')
    return `  KEPT: ${printableLine(framework.target.shown)} is as it was; nothing was written.\n`;
  const done = outcome === 'created' ? 'Created' : outcome === 'replaced' ? 'Replaced' : 'Unchanged';
  const files = shownFiles(framework).map((file) => `  ${colours.good('SUCCESS:')} ${done} ${file}\n`);
  const todos = framework.todos.map(
    (todo) =>
      `  ${colours.warn('TODO:')} ${printable(missingRemedy({ ...todo, similar: similarTo(framework, todo.kind, todo.file) }))}\n`,
  );
  const end =
    todos.length > 0 ? 'Configuration incomplete: the TODOs above are open.\n' : 'Configuration complete.\n';
  return [...files, ...todos, end, nextStep(framework)].join('');
}

/** The files as they would be written, each under its path. */
export function dryRunText(framework: PreparedFramework): string {
  return framework.files
    .map(({ file, text }) => `==> ${framework.target.shown}${file} <==\n${text}\n`)
    .join('');
}

/** What an earlier, interrupted run had left, and what was done about it. */
export function mendedText(mended: 'whole' | 'finished' | 'rolled-back'): string {
  if (mended === 'whole') return '';
  return mended === 'finished'
    ? 'INFO: An earlier run was interrupted while it wrote here; its write has been finished.\n'
    : 'INFO: An earlier run was interrupted while it wrote here; what it left unfinished has been removed.\n';
}

/** The `--json` document. */
export function frameworkDocument(
  framework: PreparedFramework,
  options: {
    outcome: WrittenFramework['outcome'] | 'merged' | 'conflicts' | null;
    dryRun: boolean;
    strict: boolean;
    unmet: readonly Unmet[];
    proposal: Proposal | null;
    /** What a merge has left to be settled by hand. */
    conflicts?: readonly Problem[];
  },
): string {
  const { name, title, goal, target, files, components, slots, todos } = framework;
  const { outcome, dryRun, strict, unmet, proposal, conflicts = [] } = options;
  return jsonDocument(SCHEMA, {
    ok: conflicts.length === 0 && !(strict && todos.length > 0),
    dryRun,
    outcome,
    proposal: proposal && proposalPart(proposal),
    framework: {
      name,
      title,
      goal: goal.name,
      directory: target.shown,
      files: files.map(({ file }) => file),
    },
    components: components.map(({ kind, file, component }) => ({
      kind,
      file,
      layer: component?.layer ?? null,
      origin: component?.origin ?? null,
      path: component?.path ?? null,
      status: component ? (component.origin === 'generated' ? 'generated' : 'used') : 'placeholder',
    })),
    inputs: slots.map(({ input, filled }) => ({
      name: input.name,
      kind: input.kind,
      required: input.required,
      filled,
    })),
    todos,
    problems: [
      ...conflicts,
      ...missingProblems(framework, unmet).map((problem) =>
        strict ? { ...problem, severity: 'error' as const } : problem,
      ),
    ],
  });
}

function missingProblems(framework: PreparedFramework, unmet: readonly Unmet[]): Problem[] {
  return framework.todos.map((todo) => {
    const { kind, file } = todo;
    const similar = similarTo(framework, kind, file);
    const why = unmet.find((candidate) => candidate.kind === kind && candidate.file === file);
    const hints = [
      ...(why === undefined
        ? []
        : [`It was not generated: ${why.reason.replace(/\.$/u, '')}. ${why.remedy.replace(/\.?$/u, '.')}`]),
      missingRemedy({ kind, file, similar }),
    ];
    return { severity: 'warning', code: 'component-missing', message: notFound(file), hint: hints.join(' ') };
  });
}

/** The lock file is the program's own; a person is shown what is theirs. */
function shownFiles({ files }: PreparedFramework): string[] {
  return files.filter(({ file }) => file.endsWith('.md')).map(({ file }) => file);
}

/** What to do with a framework that is whole. */
export function nextStep({ slots, goal, lock, todos, target, name }: PreparedFramework): string {
  const open = slots.filter(({ input, filled }) => input.required && !filled).map(({ input }) => input.name);
  // One in another folder is found by its path.
  const wanted = target.shown === `./output/${name}/` ? name : shellWord(printableLine(target.shown));
  const takes = open.length > 0 ? `takes ${inSentence(open)}, and ` : '';
  const fill = `Next: \`orchestrator fill ${wanted}\` ${takes}prints both files for your model; \`run\` sends them.\n${LARGER}`;
  const others = goal.variants.map(({ name }) => name).filter((name) => name !== lock.variant);
  const tip =
    others.length > 0
      ? `Tip: this goal has another form; make it with --variant ${others.join(' or ')}.\n`
      : '';
  return todos.length > 0 ? tip : fill + tip;
}

const LARGER =
  'For work in several steps: `orchestrator plan draft "…"` drafts a plan, `orchestrator batch generate` makes a prompt of each phase.\n';

/** A text as one word of a command, to be copied. */
function shellWord(text: string): string {
  return /^[\w./@:+-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
