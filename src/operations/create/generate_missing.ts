import { checkDescription, deriveDescription } from '../../framework/index.ts';
import type { OpenModel } from '../model.ts';
import { type Answer, type Port, whileWaiting } from '../port.ts';
import {
  type ComponentDraft,
  checkEdited,
  draftComponents,
  type FailedDraft,
  saveComponent,
  type WantedComponent,
} from './generate_components.ts';
import type { Generation } from './generation.ts';
import type { UnmetComponent } from './missing_component.ts';

/** A generation with a model. */
type OpenGeneration = Generation & {
  readonly model: Extract<OpenModel, { kind: 'ready' }>;
  /** The given descriptions, by file. */
  readonly described: ReadonlyMap<string, string>;
  /** Whether a person describes and reviews each one; otherwise drafts that pass their checks are used. */
  readonly isAsked: boolean;
  readonly signal: AbortSignal;
};

/**
 * Has the missing components of a framework written and saved: first asks for all descriptions, then has all of them written,
 * then shows them one by one.
 *
 * @returns the components still missing, or `closed` when the person quit
 */
export async function generateMissing(
  generation: OpenGeneration,
): Promise<readonly UnmetComponent[] | 'closed'> {
  const wanted = await describeAll(generation);
  if (wanted === 'closed') return 'closed';
  const drafts = await draftAll(wanted, generation);
  if (generation.signal.aborted) return 'closed';
  const unmet = await tellUnmet(
    drafts.filter((draft) => draft.kind === 'none'),
    generation.port,
  );
  for (const draft of drafts) {
    if (draft.kind === 'none') continue;
    const outcome = await settleDraft(draft, generation);
    if (outcome === 'closed') return 'closed';
    if (outcome !== 'kept') unmet.push(outcome);
  }
  return unmet;
}

/** Asks for a description of each missing component. Stepping back returns to the previous one, with its answer kept. */
async function describeAll(generation: OpenGeneration): Promise<readonly WantedComponent[] | 'closed'> {
  const { framework, described, isAsked, port } = generation;
  const wanted: WantedComponent[] = framework.todos.map(({ kind, file }) => {
    const name = { kind, file };
    return { name, description: described.get(file) ?? deriveDescription(name, framework.goal) };
  });
  const open = wanted.filter(({ name }) => !described.has(name.file));
  if (!isAsked) {
    for (const { name, description } of open)
      await port.show({ kind: 'description-derived', file: name.file, description });
    return wanted;
  }
  const answers = new Map<WantedComponent, string>();
  for (let place = 0; place < open.length; ) {
    const one = open[place];
    if (one === undefined) break;
    const answer = await askDescription(port, { ...one, description: answers.get(one) ?? one.description });
    if (answer.kind === 'closed') return 'closed';
    if (answer.kind === 'answer') answers.set(one, answer.value);
    place = answer.kind === 'answer' ? place + 1 : Math.max(0, place - 1);
  }
  return wanted.map((one) => ({ ...one, description: answers.get(one) ?? one.description }));
}

function askDescription(
  { text }: Pick<Port, 'text'>,
  { name, description }: WantedComponent,
): Promise<Answer<string>> {
  return text({
    message: `Describe the ${name.kind} ${name.file} in one line:`,
    default: description,
    isSuggested: true,
    check: (typed) =>
      checkDescription(typed) === undefined ? 'One line of at most 300 characters.' : undefined,
  });
}

function draftAll(
  wanted: readonly WantedComponent[],
  { workspace, framework, model, port, signal }: OpenGeneration,
): Promise<readonly (ComponentDraft | FailedDraft)[]> {
  const files = wanted.map(({ name }) => name.file);
  return whileWaiting(port, { model: model.settings.model, work: { of: 'components', files } }, () =>
    draftComponents({ workspace, framework, wanted, model, signal }),
  );
}

/** Shows a draft and does what the person chooses, or uses it where nobody is asked. */
async function settleDraft(
  drafted: ComponentDraft,
  generation: OpenGeneration,
): Promise<UnmetComponent | 'kept' | 'closed'> {
  const { isAsked, port } = generation;
  if (!isAsked) return save(drafted, generation);
  let draft = drafted;
  for (;;) {
    await port.show({ kind: 'draft', file: draft.name.file, text: draft.text });
    const answer = await port.choice({
      fresh: true,
      message: `Use this ${draft.name.kind}?`,
      choices: CHOICES.filter(({ value }) => value !== 'edit' || port.edit !== undefined),
    });
    if (answer.kind === 'closed') return 'closed';
    if (answer.kind === 'back') {
      // Return to the description; stepping back again, or leaving it unchanged, keeps the text as it is.
      const described = await askDescription(port, draft);
      if (described.kind === 'closed') return 'closed';
      if (described.kind === 'back' || described.value === draft.description) continue;
      const next = await draftAgain({ ...draft, description: described.value }, generation);
      if (next === 'closed') return 'closed';
      draft = next ?? draft;
    } else if (answer.value === 'use') return save(draft, generation);
    else if (answer.value === 'placeholder') return { ...draft.name, ...NOT_WANTED };
    else if (answer.value === 'edit') draft = await edit(draft, port);
    else {
      const next = await draftAgain(draft, generation);
      if (next === 'closed') return 'closed';
      // The previous draft stays usable if no new one can be generated.
      draft = next ?? draft;
    }
  }
}

/** Generates a new text for a component; on failure reports why and returns `undefined`. */
async function draftAgain(
  wanted: WantedComponent,
  generation: OpenGeneration,
): Promise<ComponentDraft | undefined | 'closed'> {
  const [again] = await draftAll([wanted], generation);
  if (again === undefined || generation.signal.aborted) return 'closed';
  if (again.kind === 'draft') return again;
  await tellUnmet([again], generation.port);
  return undefined;
}

const CHOICES = [
  { value: 'use', label: 'use it', description: 'Save it to the library as a draft.' },
  { value: 'edit', label: 'edit it', description: 'Open it in $EDITOR first.' },
  { value: 'again', label: 'try again', description: 'Ask the model for another one.' },
  {
    value: 'placeholder',
    label: 'placeholder',
    description: 'Continue without it; the output gets a placeholder.',
  },
];

const NOT_WANTED = {
  reason: 'you chose a placeholder',
  remedy: 'Run the same command again to have it generated, or write the file by hand.',
};

async function edit(draft: ComponentDraft, port: OpenGeneration['port']): Promise<ComponentDraft> {
  const edited = await port.edit?.(draft.text, draft.name.file);
  if (edited === undefined) return draft;
  if (!edited.ok) {
    await port.show({ kind: 'edit-failed', problems: edited.problems });
    return draft;
  }
  const checked = checkEdited(draft, edited.value);
  if (checked.ok) return checked.draft;
  await port.show({ kind: 'edit-refused', component: draft.name.kind, faults: checked.faults });
  return draft;
}

/** Reports why components could not be generated; a reason shared by several, such as a rejected key, is reported once. */
async function tellUnmet(
  drafts: readonly FailedDraft[],
  { show }: OpenGeneration['port'],
): Promise<UnmetComponent[]> {
  const reasons = new Map<string, FailedDraft[]>();
  for (const draft of drafts) {
    const key = `${draft.reason}\n${draft.remedy}`;
    reasons.set(key, [...(reasons.get(key) ?? []), draft]);
  }
  for (const alike of reasons.values()) {
    const [first] = alike;
    if (first === undefined) continue;
    const { reason, remedy } = first;
    await show({
      kind: 'generation-failed',
      files: alike.map(({ name }) => name.file),
      why: { reason, remedy },
    });
  }
  return [...reasons.values()].flat().map(({ name, reason, remedy }) => ({ ...name, reason, remedy }));
}

async function save(draft: ComponentDraft, generation: OpenGeneration): Promise<UnmetComponent | 'kept'> {
  const { context, workspace, framework, port, onSaved } = generation;
  const saved = await saveComponent(context, workspace, framework.goal, draft);
  if (saved.ok) {
    if (saved.value.outcome === 'saved') onSaved();
    await port.show({ kind: 'component-saved', draft, ...saved.value });
    return 'kept';
  }
  const [problem] = saved.problems;
  const why = { reason: problem?.message ?? '', remedy: problem?.hint ?? '' };
  await port.show({ kind: 'generation-failed', files: [draft.name.file], why });
  return { ...draft.name, ...why };
}
