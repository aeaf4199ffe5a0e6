import { resolve } from 'node:path';
import type { Project } from '../../batch/index.ts';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  type ArmRequest,
  type Case,
  type EvalArm,
  type EvalCase,
  type EvalFolder,
  type EvalProblemCode,
  type EvalPrompt,
  type EvalSetup,
  filePrompt,
  messageTokens,
  plainPrompt,
  readArms,
  readCases,
  withId,
} from '../../evals/index.ts';
import { chooseGoal, type Goal, type GoalChoiceCode } from '../../framework/index.ts';
import { displayPath, readText } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace, WorkspaceProblemCode } from '../workspace.ts';
import { type AblationCode, type AblationOptions, goalAfterAblate, prepareAblations } from './ablations.ts';
import { caseValues } from './case_values.ts';
import { type EvalPlaceCode, evalPlace } from './eval_place.ts';
import { type FrameworkPrompt, type FrameworkPromptCode, frameworkPrompt } from './framework_prompt.ts';
import { hiddenInCase } from './hidden_in_case.ts';
import { type RevisionProblemCode, withRevision } from './revision_workspace.ts';
import { isUneven, messagesWithInputs, undisclosedInputs, unevenArmWarnings } from './uneven_arms.ts';

/** A request for an eval. */
export type EvalRequest = {
  /** The folder of cases, relative to the working directory. */
  readonly cases: string;
  /** Goals by name or number; if empty, all that have cases. */
  readonly goals: readonly string[];
  /** The names of arms. */
  readonly arms: readonly string[];
  readonly ablate: AblationOptions | undefined;
  /** A goal that was parsed as the value of `--ablate`. */
  readonly goalAfterAblate?: string | undefined;
  readonly turns: number;
  readonly runs: number;
  /** The names of those who answer and judge: a model and its origin, or the name of an export. */
  readonly answering: string;
  readonly judging: string;
};

/** An eval with everything decided and nothing asked. */
export type PreparedEval = {
  readonly setup: EvalSetup;
  readonly project: Project;
  readonly folder: EvalFolder;
  /** Warnings and notes. */
  readonly problems: readonly Problem[];
};

/** Why an eval cannot be prepared. */
export type PrepareEvalCode =
  | AblationCode
  | 'bad-ablate'
  | GoalChoiceCode
  | EvalPlaceCode
  | EvalProblemCode
  | RenderArmsCode;

/** Reads cases, renders every arm for each of them, and decides the questions. Writes nothing, sends nothing. */
export async function prepareEval(
  context: OperationContext,
  workspace: Workspace,
  request: EvalRequest,
): Promise<Result<PreparedEval, PrepareEvalCode>> {
  const { cwd } = context;
  const place = evalPlace(cwd);
  if (!place.ok) return place;
  const { project, folder } = place.value;
  const arms = readArms(request.arms);
  const goals: readonly Result<Goal, 'bad-ablate' | GoalChoiceCode>[] = [
    ...[...new Set(request.goals)].map((wanted) => chooseGoal(workspace.goalMap, wanted)),
    ...(request.goalAfterAblate === undefined
      ? []
      : [goalAfterAblate(workspace.goalMap, request.goalAfterAblate)]),
  ];
  const wrong: Problem<'bad-ablate' | GoalChoiceCode | EvalProblemCode>[] = [
    ...(arms.ok ? [] : arms.problems),
    ...goals.flatMap((goal) => (goal.ok ? [] : goal.problems)),
  ];
  if (!arms.ok || wrong.length > 0) return failure('usage', ...wrong);
  const read = readCases({
    folder: resolve(cwd, request.cases),
    goals: workspace.goalMap.goals.map(({ name }) => name),
    wanted: goals.flatMap((goal) => (goal.ok ? [goal.value.name] : [])),
    cwd,
  });
  if (!read.ok) return read;
  const { cases, problems: misread } = read.value;
  const rendered = await renderArms(context, workspace, cases, arms.value);
  if (!rendered.ok || misread.length > 0)
    return failure('problems', ...sortProblems([...misread, ...(rendered.ok ? [] : rendered.problems)]));
  const untold = new Map(cases.map((testCase) => [testCase, undisclosedInputs(workspace, testCase)]));
  const ablations =
    request.ablate === undefined
      ? undefined
      : await ablationsOf(context, workspace, { ...rendered.value, cases: cases }, request.ablate);
  if (ablations?.ok === false) return ablations;
  const own = arms.value.map(({ name, kind }): EvalArm => ({ name, kind, part: null }));
  const { answering, judging, turns, runs } = request;
  const setup = withId({
    ...{ answering, judging, turns, runs },
    subject: subjectOf(arms.value),
    arms: [...own, ...(ablations?.value.arms ?? [])],
    cases: cases.map(
      (testCase): EvalCase => ({
        goal: testCase.goal,
        name: testCase.name,
        folder: displayPath(project.root, testCase.path),
        variant: testCase.variant,
        hash: testCase.hash,
        request: testCase.request,
        person: testCase.person,
        materials: [...testCase.materials],
        points: [...testCase.points],
        notes: testCase.notes,
        alsoTold: untold.get(testCase) ?? [],
        check: testCase.check,
        prompts: [
          ...(rendered.value.prompts.get(testCase) ?? []),
          ...(ablations?.value.promptsOf(testCase) ?? []),
        ],
      }),
    ),
  });
  const warnings = isUneven(arms.value)
    ? [...untold].flatMap(([one, names]) => unevenArmWarnings(one, names))
    : [];
  const hidden = cases.flatMap(hiddenInCase);
  const problems = sortProblems([...rendered.value.problems, ...warnings, ...hidden]);
  return success({ setup, project, folder, problems });
}

/** The arm that the others are compared with: the framework if it takes part, otherwise the one named last. */
function subjectOf(arms: readonly ArmRequest[]): string {
  return (arms.find(({ kind }) => kind === 'framework') ?? arms.at(-1))?.name ?? '';
}

type Rendered = {
  readonly prompts: ReadonlyMap<Case, readonly EvalPrompt[]>;
  readonly wholes: ReadonlyMap<Case, FrameworkPrompt>;
  readonly problems: readonly Problem[];
};

/** Why an arm has no prompt. */
type RenderArmsCode =
  | 'arm-unreadable'
  | EvalProblemCode
  | FrameworkPromptCode
  | RevisionProblemCode
  | WorkspaceProblemCode;

async function renderArms(
  context: OperationContext,
  workspace: Workspace,
  cases: readonly Case[],
  arms: readonly ArmRequest[],
): Promise<Result<Rendered, RenderArmsCode>> {
  const prompts = new Map<Case, EvalPrompt[]>(cases.map((testCase) => [testCase, []]));
  const wholes = new Map<Case, FrameworkPrompt>();
  const problems = new Map<string, Problem<RenderArmsCode>>();
  const ofRevisions: { readonly arm: string; readonly problem: Problem<RenderArmsCode> }[] = [];
  const note = (found: readonly Problem<RenderArmsCode>[]): void => {
    for (const problem of found) problems.set(JSON.stringify(problem), problem);
  };
  const addFramework = async (arm: string, from: Workspace, testCase: Case): Promise<void> => {
    const rendered = await frameworkPrompt(context, from, testCase);
    const found = rendered.ok ? rendered.value.problems : rendered.problems;
    if (arm === 'framework') note(found);
    else ofRevisions.push(...found.map((problem) => ({ arm, problem })));
    if (!rendered.ok) return;
    if (arm === 'framework') wholes.set(testCase, rendered.value);
    prompts.get(testCase)?.push(promptOf(arm, rendered.value));
  };
  for (const arm of arms) {
    if (arm.kind === 'revision') {
      const done = await withRevision<undefined, never>(context, workspace, arm.revision, async (from) => {
        for (const testCase of cases) await addFramework(arm.name, from, testCase);
        return success(undefined);
      });
      if (!done.ok) note(done.problems);
      continue;
    }
    const text = arm.kind === 'file' ? promptFile(context.cwd, arm.path) : '';
    if (typeof text !== 'string') {
      note([text]);
      continue;
    }
    for (const testCase of cases) {
      const { request, materials } = testCase;
      if (arm.kind === 'framework') await addFramework(arm.name, workspace, testCase);
      else if (arm.kind === 'told') {
        const given = caseValues(workspace, testCase);
        note(given.ok ? [] : given.problems);
        const messages = given.ok ? messagesWithInputs(testCase, given.value) : [];
        prompts.get(testCase)?.push(promptOf(arm.name, { messages, interaction: null, components: [] }));
      } else {
        const messages =
          arm.kind === 'file' ? filePrompt(text, request, materials) : plainPrompt(request, materials);
        prompts.get(testCase)?.push(promptOf(arm.name, { messages, interaction: null, components: [] }));
      }
    }
  }
  // Problems that only exist in a revision cannot be found in the current files, so the arm is named.
  const earlier = ofRevisions.filter(({ problem }) => !problems.has(JSON.stringify(problem)));
  note(earlier.map(({ arm, problem }) => ({ ...problem, message: `${arm}: ${problem.message}` })));
  const found = sortProblems([...problems.values()]);
  const errors = found.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? failure('problems', ...errors) : success({ prompts, wholes, problems: found });
}

function promptOf(
  arm: string,
  { messages, interaction, components }: Omit<FrameworkPrompt, 'problems'>,
): EvalPrompt {
  return {
    arm,
    messages: messages.map((message) => ({ ...message })),
    interaction,
    tokens: messageTokens(messages),
    components: components.map(({ kind, file, sha256 }) => ({ kind, file, sha256 })),
  };
}

/** The largest prompt file that is read, in bytes. */
const LARGEST = 1024 * 1024;

function promptFile(cwd: string, path: string): string | Problem<'arm-unreadable'> {
  const place = resolve(cwd, path);
  const read = readText(place, LARGEST);
  const file = displayPath(cwd, place);
  if (read.kind === 'text' && read.text.trim() !== '') return read.text;
  const why = read.kind === 'text' ? 'it is empty' : `it is ${read.kind.replaceAll('-', ' ')}`;
  return { severity: 'error', code: 'arm-unreadable', message: `The prompt cannot be used: ${why}.`, file };
}

function ablationsOf(
  context: OperationContext,
  workspace: Workspace,
  { cases, wholes }: Rendered & { readonly cases: readonly Case[] },
  wish: AblationOptions,
) {
  const known = cases.flatMap((testCase) => {
    const whole = wholes.get(testCase);
    return whole === undefined ? [] : [{ testCase, whole }];
  });
  return prepareAblations(context, workspace, known, wish);
}
