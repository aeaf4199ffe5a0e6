import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  type Case,
  type EvalArm,
  type EvalPart,
  type EvalPrompt,
  messageTokens,
  unitsOf,
  withoutUnit,
} from '../../evals/index.ts';
import { chooseGoal, type Goal, type GoalMap, type ResolvedComponent } from '../../framework/index.ts';
import { nearest } from '../../lib/index.ts';
import { readText, sha256 } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { type FrameworkPrompt, type FrameworkPromptCode, frameworkPrompt } from './framework_prompt.ts';

/** The parts to leave out in turn: every component of each goal, or every line of one component. */
export type AblationOptions =
  | { readonly kind: 'components' }
  | { readonly kind: 'lines'; readonly file: string };

/** Arms in which a part of the framework is left out, and the prompts of each for the cases that have the part. */
export type Ablations = {
  readonly arms: readonly EvalArm[];
  readonly promptsOf: (testCase: Case) => readonly EvalPrompt[];
};

/** Why there is nothing to leave out. */
export type AblationCode = FrameworkPromptCode | 'nothing-to-ablate';

/** The goal that was parsed as the value of `--ablate`; anything else there is a misspelt value. */
export function goalAfterAblate(goalMap: GoalMap, wanted: string): Result<Goal, 'bad-ablate'> {
  const goal = chooseGoal(goalMap, wanted);
  if (goal.ok) return goal;
  const shown = wanted.slice(0, 100);
  const [, file] = /=(.+)$/su.exec(shown) ?? [];
  const similar = nearest(
    wanted,
    goalMap.goals.map(({ name }) => name),
  );
  const message = `--ablate takes lines=FILE, and ${JSON.stringify(shown)} is neither that nor a goal.`;
  const hint =
    file !== undefined
      ? `Did you mean ${JSON.stringify(`--ablate lines=${file}`)}?`
      : similar !== undefined && nearest(wanted, ['lines']) === undefined
        ? `Did you mean ${similar}?`
        : 'Alone it leaves out each component; for the lines of one, name it: --ablate lines=code_review_pass.txt';
  return failure('usage', { severity: 'error', code: 'bad-ablate', message, hint });
}

/** Renders the goals of all cases with each part left out in turn. */
export async function prepareAblations(
  context: OperationContext,
  workspace: Workspace,
  cases: readonly { readonly testCase: Case; readonly whole: FrameworkPrompt }[],
  wish: AblationOptions,
): Promise<Result<Ablations, AblationCode>> {
  const arms = new Map<string, EvalArm>();
  const prompts = new Map<Case, EvalPrompt[]>();
  const problems: Problem<AblationCode>[] = [];
  for (const { testCase, whole } of cases) {
    const own: EvalPrompt[] = [];
    for (const { part, change } of partsOf(testCase, whole, wish)) {
      const name = armName(part);
      const rendered = await frameworkPrompt(context, workspace, testCase, change);
      if (!rendered.ok) {
        problems.push(...rendered.problems);
        continue;
      }
      arms.set(name, { name, kind: 'ablated', part });
      const { messages, components, interaction } = rendered.value;
      own.push({
        arm: name,
        messages: messages.map((message) => ({ ...message })),
        // Null where the protocol is left out, since the protocol defines it.
        interaction,
        tokens: messageTokens(messages),
        components: components.map(({ kind, file, sha256: hash }) => ({ kind, file, sha256: hash })),
      });
    }
    prompts.set(testCase, own);
  }
  if (problems.length > 0) return failure('problems', ...sortProblems(problems));
  if (arms.size === 0) return failure('usage', nothingToLeaveOut(cases, wish));
  return success({ arms: [...arms.values()], promptsOf: (testCase) => prompts.get(testCase) ?? [] });
}

type PartChange = {
  readonly part: EvalPart;
  readonly change: (components: readonly ResolvedComponent[]) => readonly ResolvedComponent[];
};

function partsOf({ goal }: Case, { components }: FrameworkPrompt, wish: AblationOptions): PartChange[] {
  return components.flatMap(({ kind, file, path, text }): PartChange[] => {
    const isIt = (resolved: ResolvedComponent) => resolved.kind === kind && resolved.file === file;
    if (wish.kind === 'components') {
      const part = { goal, kind, file, line: null, text: '' };
      return [{ part, change: (all) => all.filter((resolved) => !isIt(resolved)) }];
    }
    if (!isNamed(file, wish.file)) return [];
    const before = linesBefore(path, text);
    return unitsOf(text).map((unit) => ({
      part: { goal, kind, file, line: before + unit.line, text: unit.text },
      change: (all) =>
        all.map((resolved) =>
          isIt(resolved) && resolved.component !== undefined
            ? withText(resolved, withoutUnit(resolved.component.text, unit))
            : resolved,
        ),
    }));
  });
}

/** The largest component whose front matter is counted, in bytes. */
const LARGEST = 1024 * 1024;

/** Number of lines before a component's text in its file, its front matter; 0 if the file has changed since it was read. */
function linesBefore(path: string, text: string): number {
  const read = readText(path, LARGEST);
  const start = read.kind === 'text' ? read.text.lastIndexOf(text) : -1;
  return read.kind === 'text' && start > 0 ? read.text.slice(0, start).split('\n').length - 1 : 0;
}

function isNamed(file: string, wanted: string): boolean {
  return file === wanted || file.replace(/\.(txt|md)$/u, '') === wanted;
}

function withText(resolved: ResolvedComponent, text: string): ResolvedComponent {
  const { component } = resolved;
  return component === undefined
    ? resolved
    : { ...resolved, component: { ...component, text, sha256: sha256(text) } };
}

/** The name of such an arm: the goal, and the part left out. */
function armName({ goal, kind, file, line, text }: EvalPart): string {
  if (line === null) return `${goal} without ${kind} ${file}`;
  // Two sentences can start on the same line.
  return `${goal} without ${file}:${line} (${sha256(text).slice(0, 6)})`;
}

function nothingToLeaveOut(
  cases: readonly { readonly whole: FrameworkPrompt }[],
  wish: AblationOptions,
): Problem<'nothing-to-ablate'> {
  const files = [...new Set(cases.flatMap(({ whole }) => whole.components.map(({ file }) => file)))];
  const wanted = wish.kind === 'lines' ? wish.file : '';
  const stem = (file: string) => file.replace(/\.(txt|md)$/u, '');
  const close = nearest(stem(wanted), files.map(stem));
  const suggestion = files.find((file) => stem(file) === close);
  return {
    severity: 'error',
    code: 'nothing-to-ablate',
    message: `No goal of these cases uses the component ${JSON.stringify(wanted.slice(0, 100))}.`,
    hint: suggestion ? `Did you mean ${suggestion}?` : `They use: ${files.join(', ')}.`,
  };
}
