import { type AnyCode, type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import type { Pattern } from '../../patterns/index.ts';
import type { PlanConstraints, Requirement } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { configuredWorkers } from '../plans/constraint_errors.ts';
import type { Port } from '../port.ts';
import { openWorkspace } from '../workspace.ts';
import { gatherPatternInputs } from './pattern_inputs.ts';
import { type PatternPlan, patternPlan } from './pattern_plan.ts';

/** The pattern and the options for its plan. */
export type FromPattern = {
  readonly pattern: Pattern;
  /** Values of inputs as typed. */
  readonly input: readonly string[];
  readonly constraints: PlanConstraints;
  readonly requirement: Requirement | undefined;
  readonly goalMap?: string | undefined;
};

/** A plan, and the values that it was filled with. */
export type PlanFromPattern = { readonly plan: PatternPlan; readonly values: ReadonlyMap<string, string> };

/** Fills a pattern; asks for missing values, if somebody can be asked. Fails if a constraint is not met. */
export async function planFromPattern(
  context: OperationContext,
  from: FromPattern,
  port: Pick<Port, 'canAsk' | 'text'>,
): Promise<PlanFromPattern | Failure<AnyCode>> {
  const { pattern, input, constraints, requirement, goalMap } = from;
  const workspace = await openWorkspace(context, goalMap === undefined ? {} : { goalMap });
  if (!workspace.ok) return workspace;
  const values = await gatherPatternInputs(context, pattern, { given: input, port });
  if ('cause' in values) return values;
  const plan = patternPlan({
    ...{ pattern, values, constraints, requirement },
    goals: workspace.value.goalMap.goals.map(({ name }) => name),
    workers: configuredWorkers(context),
  });
  const errors = plan.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return failure('problems', ...errors.map((problem) => ofPattern(problem, pattern)));
  return { plan, values };
}

/** The plan was not written: the only place its problems can name is its pattern. */
function ofPattern<Code extends string>(
  { line: _, column: __, ...problem }: Problem<Code>,
  { file }: Pattern,
): Problem<Code> {
  return { ...problem, file };
}
