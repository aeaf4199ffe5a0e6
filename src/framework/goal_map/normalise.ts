import type { Position, Problem } from '../../diagnostics/index.ts';
import { inWords, nearest } from '../../lib/index.ts';
import type {
  ConstraintList,
  GoalEntry,
  InputEntry,
  InputList,
  VariantEntry,
} from '../generated/goal_map.ts';
import { type JsonDocument, nodeAt, plainValue, propertiesOf } from './document.ts';
import {
  type ConstraintUse,
  type Goal,
  type GoalMapProblemCode,
  type GoalParts,
  type Input,
  REQUEST,
} from './goal_map.ts';

/** The goals of a document whose form was checked, and the inconsistencies between their parts. */
export function normaliseGoalMap(document: JsonDocument): {
  goals: Goal[];
  problems: Problem<GoalMapProblemCode>[];
} {
  const goals: Goal[] = [];
  const problems: Problem<GoalMapProblemCode>[] = [];
  for (const category of propertiesOf(document.root)) {
    if (category.key === '$schema') continue;
    for (const { key, keyNode, value } of propertiesOf(category.value)) {
      const position = document.positionAt(keyNode.offset);
      const goal = normaliseGoal(plainValue(value) as GoalEntry, {
        number: goals.length + 1,
        name: key,
        category: category.key,
        position,
      });
      goals.push(goal);
      for (const parts of [goal, ...goal.variants])
        problems.push(...unknownInputs(parts, goal, document, category.key));
    }
  }
  return { goals, problems: withoutRepeats(problems) };
}

/** The user's own words, for which every goal has a place. */
const REQUEST_INPUT: Input = {
  name: REQUEST,
  kind: 'request',
  required: false,
  default: null,
  describe: "what is wanted, in your own words: in which form, until when, today's date, no questions please",
};

/** The inputs of a goal that declares none: one place for the work itself. */
const IMPLIED_INPUT: Input = {
  name: 'material',
  kind: 'material',
  required: true,
  default: null,
  describe: 'the material to work on',
};

/** Whether a goal declares its inputs; one that does not gets a place for the work itself. */
export function declaresInputs({ inputs }: GoalParts): boolean {
  const { name, describe } = IMPLIED_INPUT;
  return !inputs.some((input) => input.name === name && input.describe === describe);
}

function normaliseGoal(
  entry: GoalEntry,
  identity: { number: number; name: string; category: string; position: Position },
): Goal {
  const parts: GoalParts = {
    description: entry.description,
    persona: entry.persona,
    protocol: entry.protocol,
    constraints: normaliseConstraints(entry.constraints),
    inputs: entry.inputs ? normaliseInputs(entry.inputs) : [REQUEST_INPUT, IMPLIED_INPUT],
    keywords: entry.keywords ?? [],
  };
  const variants = Object.entries(entry.variants ?? {}).map(([name, variant]) => ({
    name,
    ...withVariant(parts, variant),
  }));
  return { ...identity, ...parts, variants };
}

function withVariant(parts: GoalParts, variant: VariantEntry): GoalParts {
  return {
    description: variant.description ?? parts.description,
    persona: variant.persona ?? parts.persona,
    protocol: variant.protocol ?? parts.protocol,
    constraints: variant.constraints ? normaliseConstraints(variant.constraints) : parts.constraints,
    inputs: variant.inputs ? normaliseInputs(variant.inputs) : parts.inputs,
    keywords: variant.keywords ?? parts.keywords,
  };
}

function normaliseConstraints(constraints: ConstraintList): ConstraintUse[] {
  return constraints.map((constraint) =>
    typeof constraint === 'string'
      ? { file: constraint, when: [] }
      : {
          file: constraint.use,
          when: Object.entries(constraint.when).map(([input, values]) => ({ input, values })),
        },
  );
}

/** The request first, wherever it is declared, then the others in order. */
function normaliseInputs(inputs: InputList): Input[] {
  const request = Object.hasOwn(inputs, REQUEST) ? inputs[REQUEST] : undefined;
  const others = Object.entries(inputs).flatMap(([name, input]) =>
    isOther(input) && name !== REQUEST ? [normaliseInput(name, input)] : [],
  );
  return [{ ...REQUEST_INPUT, describe: request?.describe ?? REQUEST_INPUT.describe }, ...others];
}

function isOther(input: InputList[string]): input is InputEntry {
  return input.kind !== undefined && input.kind !== 'request';
}

function normaliseInput(name: string, input: InputEntry): Input {
  return {
    name,
    kind: input.kind,
    required: input.required ?? false,
    default: input.default ?? null,
    describe: input.describe ?? `the ${inWords(name)}`,
  };
}

/** Finds conditions on anything but setting inputs of their own goal. */
function unknownInputs(
  parts: GoalParts,
  goal: Goal,
  document: JsonDocument,
  category: string,
): Problem<GoalMapProblemCode>[] {
  const settings = parts.inputs.filter((input) => input.kind === 'setting').map((input) => input.name);
  // Computed once and only for a goal that needs it: as many conditions can be wrong as the file has lines.
  let places: ConditionPlaces | undefined;
  return parts.constraints.flatMap((constraint) =>
    constraint.when
      .filter((condition) => !settings.includes(condition.input))
      .map((condition): Problem<GoalMapProblemCode> => {
        const declared = parts.inputs.find((input) => input.name === condition.input);
        const suggestion = nearest(condition.input, settings);
        places ??= conditionPlaces(document, category, goal.name);
        return {
          severity: 'error',
          code: 'goal-map-unknown-input',
          message: declared
            ? `A condition of ${goal.name} looks at "${condition.input}", which is ${declared.kind === 'request' ? 'free text' : declared.kind}; a condition can only use a setting.`
            : `A condition of ${goal.name} looks at "${condition.input}", which is not an input of that goal.`,
          file: document.file,
          ...document.positionAt(places.byInput.get(condition.input) ?? places.goal),
          hint: suggestion
            ? `Did you mean "${suggestion}"?`
            : `Declare "${condition.input}" under "inputs", as a setting.`,
        };
      }),
  );
}

/** Offsets in the file: the start of a goal, and the first condition on each input. */
type ConditionPlaces = { readonly goal: number; readonly byInput: ReadonlyMap<string, number> };

function conditionPlaces(document: JsonDocument, category: string, goal: string): ConditionPlaces {
  const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');
  const node = nodeAt(document.root, `/${escaped(category)}/${escaped(goal)}`);
  const byInput = new Map<string, number>();
  const visit = (current: typeof node, inWhen: boolean): void => {
    for (const { key, keyNode, value } of propertiesOf(current)) {
      if (inWhen && !byInput.has(key)) byInput.set(key, keyNode.offset);
      visit(value, key === 'when');
    }
    if (current.type === 'array') for (const item of current.children ?? []) visit(item, false);
  };
  visit(node, false);
  return { goal: node.offset, byInput };
}

function withoutRepeats(problems: Problem<GoalMapProblemCode>[]): Problem<GoalMapProblemCode>[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = `${problem.line}:${problem.column}:${problem.message}`;
    return !seen.has(key) && seen.add(key);
  });
}
