import { dirname, join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  addGoal,
  type ComponentKind,
  type ComponentName,
  FOLDERS,
  findComponent,
  type GoalEntry,
  type GoalMapProblemCode,
  type Input,
  KINDS,
  readBuiltIn,
  similarFile,
} from '../../framework/index.ts';
import { hiddenText, inSentence, unifiedDiff } from '../../lib/index.ts';
import {
  describeSystemError,
  displayPath,
  readText,
  realPath,
  replaceFile,
  startCreation,
  sweepStaging,
} from '../../platform/index.ts';
import { namedComponents } from '../components/components.ts';
import {
  type ComponentScaffold,
  type NewComponentProblemCode,
  planComponent,
} from '../components/plan_component.ts';
import { writableLayers } from '../components/writable_layers.ts';
import type { OperationContext } from '../context.ts';
import { missingRemedy, ofAnotherKind } from '../create/missing_component.ts';
import type { Workspace } from '../workspace.ts';

/** The parts of a new goal. Components are named as anywhere else, with or without the ending. */
export type GoalDefinition = {
  readonly name: string;
  readonly description: string;
  readonly category: string;
  /** If missing, a new persona named after the goal. */
  readonly persona: string | undefined;
  readonly protocol: string | undefined;
  readonly constraints: readonly string[];
  readonly keywords: readonly string[];
};

/** A new goal with everything decided and nothing written. */
export type PlannedGoal = {
  readonly name: string;
  readonly category: string;
  readonly number: number;
  readonly entry: GoalEntry;
  readonly goalMap: {
    /** Absolute. */
    readonly path: string;
    readonly shown: string;
    readonly before: string;
    readonly text: string;
    readonly diff: string;
  };
  /** Scaffolds for components that no layer has, to be filled in. */
  readonly stubs: readonly ComponentScaffold[];
};

export type NewGoalProblemCode =
  | 'no-goal-map'
  | 'goal-exists'
  | 'bad-description'
  | 'misspelt-component'
  | 'changed-meanwhile'
  | 'cannot-write';

/** The largest goal map that is read, in bytes. */
const LARGEST = 1024 * 1024;

/** Plans adding a goal to the project's goal map, and the components that have to be created for it. Writes nothing. */
export async function planGoal(
  context: OperationContext,
  workspace: Workspace,
  wish: GoalDefinition,
): Promise<Result<PlannedGoal, GoalMapProblemCode | NewComponentProblemCode | NewGoalProblemCode>> {
  const { path } = workspace.goalMap;
  if (path === null) return failure('usage', NO_GOAL_MAP);
  const shown = displayPath(context.cwd, path);
  const read = readText(path, LARGEST);
  if (read.kind !== 'text') return failure('problems', changedMeanwhile(shown));
  const parts = partsOf(context, workspace, wish);
  const [persona = '', protocol = '', ...constraints] = parts.files;
  const inputs = await inputsFor(context, workspace, protocol);
  const entry: GoalEntry = {
    ...{ description: wish.description, persona, protocol, constraints },
    ...(inputs === undefined ? {} : { inputs }),
    ...(wish.keywords.length === 0 ? {} : { keywords: wish.keywords }),
  };
  const { name, category } = wish;
  const added = await addGoal(read.text, shown, { category, name, entry });
  const problems: Problem<GoalMapProblemCode | NewComponentProblemCode | NewGoalProblemCode>[] = [
    ...existing(workspace, wish.name, shown),
    ...unseen(wish),
    ...parts.problems,
    ...parts.stubs.flatMap((stub) => (stub.ok ? [] : stub.problems)),
  ];
  const alreadyReported = problems.length > 0 ? TOLD_ABOVE : [];
  if (!added.ok) problems.push(...added.problems.filter(({ code }) => !alreadyReported.includes(code)));
  if (!added.ok || problems.length > 0) return failure('usage', ...problems);
  const { text, number } = added.value;
  return success({
    ...{ name, category, number, entry },
    goalMap: { path, shown, before: read.text, text, diff: unifiedDiff(read.text, text, shown) },
    stubs: parts.stubs.flatMap((stub) => (stub.ok ? [stub.value] : [])),
  });
}

/** Faults of the changed goal map that were already reported in clearer words. */
const TOLD_ABOVE: readonly string[] = [
  'goal-map-duplicate-goal',
  'goal-map-duplicate-key',
  'goal-map-file-name',
];

/** Removes leftovers of killed runs where goals and their components go, even if there is nothing more to write there. */
export function tidyGoalPlaces({ goalMap, library }: Workspace): void {
  if (goalMap.path === null) return;
  const [layer] = writableLayers(library);
  const folders = layer === undefined ? [] : KINDS.map((kind) => join(layer.folder, FOLDERS[kind]));
  for (const folder of [dirname(realPath(goalMap.path)), ...folders]) sweepStaging(folder);
}

/** Writes a planned goal: its components and then the goal map, or nothing. */
export async function writeGoal({
  goalMap,
  stubs,
}: PlannedGoal): Promise<Result<'written', NewGoalProblemCode>> {
  const creation = startCreation();
  let at = goalMap.shown;
  try {
    for (const { path, shown, text } of stubs) {
      at = shown;
      if ((await creation.create(path, text)) === 'created') continue;
      creation.takeBack();
      return failure('problems', changedMeanwhile(shown));
    }
    at = goalMap.shown;
    const now = readText(goalMap.path, LARGEST);
    if (now.kind !== 'text' || now.text !== goalMap.before) {
      creation.takeBack();
      return failure('problems', changedMeanwhile(goalMap.shown));
    }
    // A goal map may be a link to one shared by several projects.
    await replaceFile(realPath(goalMap.path), goalMap.text);
    return success('written');
  } catch (error) {
    const left = creation.takeBack();
    const state = left === 0 ? 'Nothing was.' : `${left} of the new components could not be removed again.`;
    return failure('environment', {
      severity: 'error',
      code: 'cannot-write',
      message: `The goal cannot be written: ${describeSystemError(error)}. ${state}`,
      file: at,
      hint: 'Make room or give permission there, then run this again.',
    });
  }
}

/** Resolves the files of a goal's parts in order, the scaffolds to create for them, and problems with their names. */
function partsOf(
  context: OperationContext,
  workspace: Workspace,
  wish: GoalDefinition,
): {
  files: string[];
  stubs: Result<ComponentScaffold, NewComponentProblemCode>[];
  problems: Problem<'misspelt-component'>[];
} {
  const stem = wish.name.toLowerCase().replace(/[^a-z0-9_-]+/gu, '_');
  const wanted: { kind: ComponentKind; text: string; isGiven: boolean }[] = [
    { kind: 'persona', text: wish.persona ?? `${stem}_persona.txt`, isGiven: wish.persona !== undefined },
    { kind: 'protocol', text: wish.protocol ?? `${stem}_protocol.txt`, isGiven: wish.protocol !== undefined },
    ...wish.constraints.map((text) => ({ kind: 'constraint' as const, text, isGiven: true })),
  ];
  const files: string[] = [];
  const stubs: Result<ComponentScaffold, NewComponentProblemCode>[] = [];
  const problems: Problem<'misspelt-component'>[] = [];
  for (const { kind, text, isGiven } of wanted) {
    const [known] = namedComponents(workspace.library, text, kind);
    const file = known?.file ?? (/\.(?:txt|md)$/u.test(text) ? text : `${text}.txt`);
    files.push(file);
    if (known !== undefined) continue;
    const doubt = isGiven ? doubtful(context, workspace, { kind, file }) : undefined;
    if (doubt === undefined)
      stubs.push(planComponent(context, workspace, { kind, wanted: file, goals: [wish.name] }));
    else problems.push(doubt);
  }
  return { files, stubs, problems };
}

/** Rejects a name close to an existing one, or existing as another kind: it may be a typo, which a new file would hide. */
function doubtful(
  { cwd }: OperationContext,
  workspace: Workspace,
  { kind, file }: ComponentName,
): Problem<'misspelt-component'> | undefined {
  const elsewhere = ofAnotherKind(workspace, { kind, file }, cwd);
  if (elsewhere !== undefined) return elsewhere;
  const similar = similarFile(workspace.library, { kind, file });
  if (similar === undefined) return undefined;
  return {
    severity: 'error',
    code: 'misspelt-component',
    message: `No layer of the library has the ${kind} ${file}.`,
    hint: missingRemedy({ kind, file, similar, otherKind: undefined }),
  };
}

/** The inputs that a protocol requires, as declared by another goal with that protocol; `undefined` if it requires none. */
async function inputsFor(
  { cwd, installation }: OperationContext,
  { library, goalMap }: Workspace,
  protocol: string,
): Promise<GoalEntry['inputs'] | undefined> {
  const found = await findComponent(library, { kind: 'protocol', file: protocol }, cwd);
  const metadata = found.ok ? found.value?.metadata : undefined;
  const required = namesIn(metadata?.requires_inputs);
  const named = [...required, ...namesIn(metadata?.optional_inputs)];
  if (required.length === 0) return undefined;
  const goals = [...goalMap.goals, ...readBuiltIn(installation).goals];
  const declared = goals
    .flatMap((goal) => [goal, ...goal.variants])
    .filter((parts) => parts.protocol === protocol)
    .flatMap(({ inputs }) => inputs);
  return Object.fromEntries(
    named.map((name) => {
      const like = declared.find((input) => input.name === name && input.kind !== 'request');
      return [name, like ? inputEntry(like) : { kind: 'material', required: required.includes(name) }];
    }),
  );
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}

function inputEntry({ kind, required, default: given, describe }: Input) {
  return {
    kind,
    ...(required ? { required } : {}),
    ...(given === null ? {} : { default: given }),
    ...(describe === '' ? {} : { describe }),
  };
}

function existing({ goalMap }: Workspace, name: string, file: string): Problem<NewGoalProblemCode>[] {
  const there = goalMap.goals.find((goal) => goal.name.toUpperCase() === name.toUpperCase());
  if (there === undefined) return [];
  return [
    {
      severity: 'error',
      code: 'goal-exists',
      message: `The goal ${there.name} already exists; upper and lower case are not distinguished.`,
      file,
      ...there.position,
      hint: 'Choose another name, or edit that one.',
    },
  ];
}

function unseen({ description, keywords }: GoalDefinition): Problem<NewGoalProblemCode>[] {
  const found = [description, ...keywords].flatMap((text) => hiddenText(text).map(({ what }) => what));
  if (found.length === 0) return [];
  return [
    {
      severity: 'error',
      code: 'bad-description',
      message: `The description or a keyword contains invisible text: ${inSentence([...new Set(found)])}.`,
      hint: 'Use only visible characters.',
    },
  ];
}

const NO_GOAL_MAP: Problem<NewGoalProblemCode> = {
  severity: 'error',
  code: 'no-goal-map',
  message: 'This project has no goal map, and the built-in one cannot be changed.',
  hint: 'Run `orchestrator init` (or `orchestrator init --minimal`) first, or name one with --goal-map.',
};

function changedMeanwhile(file: string): Problem<NewGoalProblemCode> {
  return {
    severity: 'error',
    code: 'changed-meanwhile',
    message: 'The file has changed since it was read; nothing was written.',
    file,
    hint: 'Run this again.',
  };
}
