import { inSentence, printable, printableLine } from '../../lib/index.ts';
import {
  checkDescription,
  checkEdited,
  type Draft,
  deriveDescription,
  draftComponents,
  editText,
  type IncompleteFramework,
  type NoDraft,
  type OpenModel,
  type OperationContext,
  saveComponent,
  type Wanted,
  type Workspace,
} from '../../operations/index.ts';
import { showProgress, type Terminal } from '../terminal/index.ts';
import type { Answer, Asker } from './answer.ts';

/** What generating the missing components of a framework needs. */
export type Generation = {
  readonly context: OperationContext;
  readonly workspace: Workspace;
  readonly framework: IncompleteFramework;
  readonly model: Extract<OpenModel, { kind: 'ready' }>;
  /** Descriptions that flags gave, by file. */
  readonly described: ReadonlyMap<string, string>;
  readonly terminal: Terminal;
  readonly say: (text: string) => void;
  readonly onSaved: () => void;
  /** `undefined` where nobody is asked: what passes its checks is used. */
  readonly ask: Asker | undefined;
  readonly spinner: boolean;
  readonly signal: AbortSignal;
};

/** Why a component is still missing, and what to do about it. */
export type Unmet = ComponentName & { readonly reason: string; readonly remedy: string };

type ComponentName = Wanted['name'];

/**
 * Has the missing components of a framework written and saved: all are asked for first, then written together, then shown
 * one after the other.
 *
 * @returns those that are still missing, or `closed` when the person ended it
 */
export async function generateMissing(generation: Generation): Promise<readonly Unmet[] | 'closed'> {
  const wanted = await describeAll(generation);
  if (wanted === 'closed') return 'closed';
  const drafts = await draftWithProgress(wanted, generation);
  if (generation.signal.aborted) return 'closed';
  const unmet = sayUnmet(
    drafts.filter((draft) => draft.kind === 'none'),
    generation.say,
  );
  for (const draft of drafts) {
    if (draft.kind === 'none') continue;
    const outcome = await settleDraft(draft, generation);
    if (outcome === 'closed') return 'closed';
    if (outcome !== 'kept') unmet.push(outcome);
  }
  return unmet;
}

/** One description for each missing component. Stepping back goes to the one before, with its answer kept. */
async function describeAll(generation: Generation): Promise<readonly Wanted[] | 'closed'> {
  const { framework, described, ask, say } = generation;
  const wanted: Wanted[] = framework.todos.map(({ kind, file }) => {
    const name = { kind, file };
    return { name, description: described.get(file) ?? deriveDescription(name, framework.goal) };
  });
  const open = wanted.filter(({ name }) => !described.has(name.file));
  if (ask === undefined) {
    for (const { name, description } of open) {
      say(`INFO: No description of ${name.file} was given; this is used: ${printableLine(description)}\n`);
    }
    return wanted;
  }
  const answers = new Map<Wanted, string>();
  for (let place = 0; place < open.length; ) {
    const one = open[place];
    if (one === undefined) break;
    const answer = await askDescription(ask, { ...one, description: answers.get(one) ?? one.description });
    if (answer.kind === 'closed') return 'closed';
    if (answer.kind === 'answer') answers.set(one, answer.value);
    place = answer.kind === 'answer' ? place + 1 : Math.max(0, place - 1);
  }
  return wanted.map((one) => ({ ...one, description: answers.get(one) ?? one.description }));
}

function askDescription(ask: Asker, { name, description }: Wanted): Promise<Answer<string>> {
  return ask.line({
    message: `Describe the ${name.kind} ${name.file} in one line:`,
    default: description,
    check: (text) =>
      checkDescription(text) === undefined ? 'One line of at most 300 characters.' : undefined,
  });
}

async function draftWithProgress(
  wanted: readonly Wanted[],
  { workspace, framework, model, terminal, say, spinner, signal }: Generation,
): Promise<readonly (Draft | NoDraft)[]> {
  const files = wanted.map(({ name }) => name.file).join(', ');
  const text = `Generating ${files} with ${printableLine(model.settings.model)} ...`;
  const progress = await showProgress({ ...terminal, say }, text, { spinner });
  try {
    return await draftComponents({ workspace, framework, wanted, model, signal });
  } finally {
    progress.stop();
  }
}

/** Shows a draft and does with it what the person says, or uses it where nobody is asked. */
async function settleDraft(drafted: Draft, generation: Generation): Promise<Unmet | 'kept' | 'closed'> {
  const { ask, say } = generation;
  if (ask === undefined) return save(drafted, generation);
  let draft = drafted;
  for (;;) {
    say(`\n--- ${draft.name.file} ---\n${printable(draft.text)}\n---\n`);
    const answer = await ask.choice({
      fresh: true,
      message: `Use this ${draft.name.kind}?`,
      choices: CHOICES,
    });
    if (answer.kind === 'closed') return 'closed';
    if (answer.kind === 'back') {
      // Back to what it was made from; stepping back from there, or saying the same again, leaves the text as it is.
      const described = await askDescription(ask, draft);
      if (described.kind === 'closed') return 'closed';
      if (described.kind === 'back' || described.value === draft.description) continue;
      const next = await draftAgain({ ...draft, description: described.value }, generation);
      if (next === 'closed') return 'closed';
      draft = next ?? draft;
    } else if (answer.value === 'use') return save(draft, generation);
    else if (answer.value === 'placeholder') return { ...draft.name, ...NOT_WANTED };
    else if (answer.value === 'edit') draft = await edit(draft, generation);
    else {
      const next = await draftAgain(draft, generation);
      if (next === 'closed') return 'closed';
      // What was shown is still good when another one can't be had.
      draft = next ?? draft;
    }
  }
}

/** Another text for a component; `undefined` where none can be had, which is said. */
async function draftAgain(wanted: Wanted, generation: Generation): Promise<Draft | undefined | 'closed'> {
  const [again] = await draftWithProgress([wanted], generation);
  if (again === undefined || generation.signal.aborted) return 'closed';
  if (again.kind === 'draft') return again;
  unmetBecause(again, generation.say);
  return undefined;
}

const CHOICES = [
  { value: 'use', label: 'use it', description: 'Save it to the library as a draft.' },
  { value: 'edit', label: 'edit it', description: 'Open it in $EDITOR first.' },
  { value: 'again', label: 'try again', description: 'Ask the model for another one.' },
  {
    value: 'placeholder',
    label: 'placeholder',
    description: 'Go on without it; a placeholder says so in the output.',
  },
];

const NOT_WANTED = {
  reason: 'you chose a placeholder',
  remedy: 'Run the same command again to have it generated, or write the file by hand.',
};

async function edit(draft: Draft, { context, say }: Generation): Promise<Draft> {
  const edited = await editText(context, draft.text, draft.name.file);
  if (!edited.ok) {
    say(`${edited.problems.map(({ message, hint }) => `${message} ${hint ?? ''}`).join(' ')}\n`);
    return draft;
  }
  const checked = checkEdited(draft, edited.value);
  if (checked.ok) return checked.draft;
  say(
    `Your edit is not a ${draft.name.kind} yet: ${checked.faults.join('; ')}. The text before it is shown again.\n`,
  );
  return draft;
}

/** Why something is not there, and what to do about it. */
export function inOneLine({ reason, remedy }: Pick<Unmet, 'reason' | 'remedy'>): string {
  return printableLine(`${reason.replace(/\.$/u, '')}. ${remedy}`);
}

function unmetBecause({ name, reason, remedy }: NoDraft, say: Generation['say']): Unmet {
  say(unmetText([name.file], { reason, remedy }));
  return { ...name, reason, remedy };
}

function unmetText(files: readonly string[], why: Pick<Unmet, 'reason' | 'remedy'>): string {
  return `INFO: ${inSentence(files)} could not be generated: ${inOneLine(why)}\n`;
}

/** Says why components could not be had: one reason for several, such as a refused key, is said once. */
function sayUnmet(drafts: readonly NoDraft[], say: Generation['say']): Unmet[] {
  const reasons = new Map<string, NoDraft[]>();
  for (const draft of drafts) {
    const key = `${draft.reason}\n${draft.remedy}`;
    reasons.set(key, [...(reasons.get(key) ?? []), draft]);
  }
  return [...reasons.values()].flatMap((alike) => {
    const unmet = alike.map(({ name, reason, remedy }) => ({ ...name, reason, remedy }));
    if (unmet[0])
      say(
        unmetText(
          unmet.map(({ file }) => file),
          unmet[0],
        ),
      );
    return unmet;
  });
}

async function save(
  draft: Draft,
  { context, workspace, framework, say, onSaved }: Generation,
): Promise<Unmet | 'kept'> {
  const saved = await saveComponent(context, workspace, framework.goal, draft);
  if (saved.ok) {
    const { outcome, file } = saved.value;
    if (outcome === 'saved') onSaved();
    say(
      outcome === 'saved'
        ? `  SUCCESS: Saved ${printableLine(file)}, a draft by ${printableLine(draft.model)}\n`
        : `INFO: ${printableLine(file)} has appeared meanwhile; that one is used.\n`,
    );
    return 'kept';
  }
  const [problem] = saved.problems;
  return unmetBecause(
    { ...draft, kind: 'none', reason: problem?.message ?? '', remedy: problem?.hint ?? '' },
    say,
  );
}
